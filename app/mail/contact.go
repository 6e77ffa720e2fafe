package mail

import (
	"fmt"
	"time"
)

// Contact is a person or a company in somebody's address book.
type Contact struct {
	ID     string `json:"id"`     // immutable
	Folder string `json:"folder"` // id of the folder that it lies in

	Name       string `json:"name,omitempty"` // as its owner shows it
	Given      string `json:"given,omitempty"`
	Middle     string `json:"middle,omitempty"`
	Surname    string `json:"surname,omitempty"`
	Prefix     string `json:"prefix,omitempty"` // "Dr."
	Suffix     string `json:"suffix,omitempty"` // "Jr."
	Nick       string `json:"nick,omitempty"`
	Company    string `json:"company,omitempty"`
	Department string `json:"department,omitempty"`
	Job        string `json:"job,omitempty"`

	Emails   []Address `json:"emails,omitempty"`
	Business []string  `json:"business,omitempty"` // phone numbers at work
	Home     []string  `json:"home,omitempty"`     // phone numbers at home
	Mobile   string    `json:"mobile,omitempty"`
	Work     Place     `json:"work,omitzero"`
	House    Place     `json:"house,omitzero"`
	Other    Place     `json:"other,omitzero"`
	Web      string    `json:"web,omitempty"`

	Birthday   Birthday  `json:"birthday,omitzero"`
	Notes      string    `json:"notes,omitempty"`
	Categories []string  `json:"categories,omitempty"`
	Changed    time.Time `json:"changed,omitzero"`
}

// Place is a postal address.
type Place struct {
	Street   string `json:"street,omitempty"`
	City     string `json:"city,omitempty"`
	State    string `json:"state,omitempty"`
	Postcode string `json:"postcode,omitempty"`
	Country  string `json:"country,omitempty"`
}

// Birthday is a day of birth. Year is 0 where nobody knows it: Outlook and telephones write 1604 then, a leap year that
// nobody who has a mail address was born in.
type Birthday struct {
	Year  int        `json:"year,omitempty"`
	Month time.Month `json:"month"`
	Day   int        `json:"day"`
}

// unknownYears stand for no year in dates of birth, or for no date at all, which a service may show as the first or the
// last one that it can write.
const (
	yearless  = 1604
	firstYear = 1601
	lastYear  = 4501
)

// BirthdayOf reads a date of birth as a service gives it; the zero value if it is none.
func BirthdayOf(t time.Time) Birthday {
	t = t.UTC()
	switch y := t.Year(); {
	case y == yearless:
		return Birthday{Month: t.Month(), Day: t.Day()}
	case y <= firstYear || y >= lastYear:
		return Birthday{}
	}
	return Birthday{t.Year(), t.Month(), t.Day()}
}

// ContactFolder is a folder of an address book.
type ContactFolder struct {
	ID   string `json:"id"`
	Path Path   `json:"path"`
	// Entries is how many the service counts in it; -1: not known. Those that it counts and does not show are distribution
	// lists.
	Entries int `json:"entries"`
}

// ContactChange is what a change of a contact tells. What it says nothing about stays as it is.
type ContactChange struct {
	ID      string
	Removed bool
	Apply   func(*Contact) // nil if Removed
}

// String is the day as "1980-05-17", or "--05-17" without a year, as ISO 8601 has it; empty if there is none.
func (b Birthday) String() string {
	switch {
	case b.Day == 0:
		return ""
	case b.Year == 0:
		return fmt.Sprintf("--%02d-%02d", b.Month, b.Day)
	}
	return fmt.Sprintf("%04d-%02d-%02d", b.Year, b.Month, b.Day)
}
