package preview

import (
	"net/mail"
	"strings"
	"time"
)

// addresses splits a list of people as a person reads it.
func addresses(list string) []string {
	parsed, err := mail.ParseAddressList(list)
	if err != nil {
		return []string{strings.TrimSpace(list)}
	}
	var people []string
	for _, a := range parsed {
		if a.Name == "" {
			people = append(people, a.Address)
		} else {
			people = append(people, a.Name+" <"+a.Address+">")
		}
	}
	return people
}

// date reads a Date header; zero if it can't be read.
func date(text string) time.Time {
	t, err := mail.ParseDate(strings.TrimSpace(text))
	if err != nil {
		return time.Time{}
	}
	return t
}
