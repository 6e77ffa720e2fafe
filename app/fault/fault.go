// Package fault classifies what goes wrong. Every error is classified once, where it is first understood, and turned
// into words for people here and nowhere else.
package fault

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Class says what cures an error.
type Class uint8

const (
	Bug         Class = iota // nobody thought of it: report it, keep the data, try again slowly
	RetryLater               // time cures it
	SignInAgain              // the person has to sign in
	FixSetting               // a person has to change something: a setting, a permission, a full disk
	SkipMail                 // this one mail can't be had; the others can
)

func (c Class) String() string {
	switch c {
	case RetryLater:
		return "retry later"
	case SignInAgain:
		return "sign in again"
	case FixSetting:
		return "fix a setting"
	case SkipMail:
		return "skip this mail"
	}
	return "bug"
}

// Error is a classified error. None of its fields ever holds a token, a secret or the content of a mail.
type Error struct {
	Class Class
	// Code is stable and means the same everywhere: the service's own code ("ErrorAccessDenied", "AADSTS50173") or
	// one of ours in lower case ("disk-full"). Words for people are looked up by it.
	Code string
	// Op is what was being done, in a few words: "fetch a message".
	Op string
	// Detail is technical text for support: the service's message, the request id. May be empty.
	Detail string
	// Args are values that the words name, such as an address or a path: Args["address"].
	Args map[string]string
	// After is when a new attempt makes sense, as the service asked; zero if it did not ask.
	After time.Time
	// Err is the cause, nil if there is none.
	Err error
}

func (e *Error) Error() string {
	var b strings.Builder
	if e.Op != "" {
		b.WriteString(e.Op)
		b.WriteString(": ")
	}
	b.WriteString(e.Code)
	if e.Detail != "" {
		fmt.Fprintf(&b, " (%s)", e.Detail)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// Of is the first classified error in the chain; an error that nobody classified becomes a Bug with the code "bug".
func Of(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return &Error{Class: Bug, Code: "bug", Err: err}
}

// ClassOf is the class of the first classified error in the chain, Bug if there is none.
func ClassOf(err error) Class {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Class
	}
	return Bug
}

// CodeOf is the code of the first classified error in the chain, "bug" if there is none.
func CodeOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok && e.Code != "" {
		return e.Code
	}
	return "bug"
}

// RetryAfter is the time before which a service asked not to be called again, zero if it did not ask.
func RetryAfter(err error) time.Time {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.After
	}
	return time.Time{}
}
