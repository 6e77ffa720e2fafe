package face

import (
	"strings"
	"time"

	"postroom/app/office"
)

// languages are those that the app speaks.
var languages = []LanguageName{{"nl", "Nederlands"}, {"fr", "Français"}, {"de", "Deutsch"}, {"en", "English"}}

// languageOf is the app's language for a system's, such as "nl_BE.UTF-8"; English if it speaks none that fits.
func languageOf(system string) string {
	system = strings.ToLower(system)
	for _, l := range languages {
		rest, ok := strings.CutPrefix(system, l.Code)
		if ok && (rest == "" || strings.ContainsAny(rest[:1], "-_.@:")) {
			return l.Code
		}
	}
	return "en"
}

func problemOf(language string, err error) *Problem {
	return problemView(office.ProblemOf(language, err))
}

func problemView(p *office.Problem) *Problem {
	if p == nil {
		return nil
	}
	return &Problem{Code: p.Code, Message: p.Message, Remedy: p.Remedy, Who: p.Who, Detail: p.Detail, Link: p.Link, Since: when(p.Since), Retry: when(p.Retry)}
}

// when writes a time as the page reads it.
func when(t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func at(t time.Time) string { return when(&t) }

func documentView(d *office.Document) Document {
	v := Document{ID: d.ID, Received: when(d.Received), Filed: when(d.Filed), Mailbox: d.Mailbox, Folder: d.Folder, From: d.From,
		Subject: d.Subject, Attachments: len(d.Attachments), Size: d.Size, State: d.State}
	if d.Client != nil && d.ClientID != nil {
		v.Client, v.ClientID = *d.Client, *d.ClientID
	}
	return v
}
