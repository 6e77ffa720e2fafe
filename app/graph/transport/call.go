package transport

import (
	"context"
	"net/url"
	"strings"
)

// Target says what a request asks about. The same answer means different things for different targets: "not found" is
// nothing unusual for a mail, but for the top of a shared mailbox it means that the permission is missing.
type Target uint8

const (
	Directory Target = iota // users, the organisation, settings
	Mailbox                 // the top of a mailbox
	Folder                  // one folder, its children or its messages
	Message                 // one message
)

// Want is the kind of body that a good answer has.
type Want uint8

const (
	JSON  Want = iota // application/json
	Bytes             // anything but a web page
)

// Call says what a request is for. It travels in the context, so that requests made by the Graph SDK have one too.
type Call struct {
	Op      string // in a few words: "fetch a message"
	Mailbox string // whose slots the request takes; empty: derived from the path
	Target  Target
	Want    Want
	Link    bool // the address is a link that the service gave: a next page or a stored cursor
	Delta   bool // change tracking
	Parts   int  // requests in a batch, each of which counts; 0: it is none
}

type callKey struct{}

// With returns a context whose requests are made for call.
func With(ctx context.Context, call Call) context.Context {
	return context.WithValue(ctx, callKey{}, call)
}

// callOf is the call of a request, with the mailbox filled in. owner is the mailbox that /me stands for.
func callOf(ctx context.Context, u *url.URL, owner string) Call {
	call, _ := ctx.Value(callKey{}).(Call)
	if call.Op == "" {
		call.Op = "ask Microsoft Graph"
	}
	if call.Mailbox == "" {
		call.Mailbox = mailboxOf(u, owner)
	}
	call.Mailbox = strings.ToLower(call.Mailbox)
	return call
}

// mailboxOf reads the mailbox out of a path such as /v1.0/users/emma@kantoor.example/messages or /v1.0/me/messages. Both
// spellings of a key are known, users/x and users('x'), and fixed segments in any letter case. A path outside of any
// mailbox counts as one of its own, named by its first segment.
func mailboxOf(u *url.URL, owner string) string {
	segments := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(segments) > 1 {
		segments = segments[1:] // v1.0
	}
	first := segments[0]
	switch lower := strings.ToLower(first); {
	case lower == "me":
		return owner
	case lower == "users" && len(segments) > 1:
		if key := segments[1]; key != "me-token-to-replace" {
			return key
		}
		return owner
	case strings.HasPrefix(lower, "users('") && strings.HasSuffix(first, "')"):
		return first[len("users('") : len(first)-len("')")]
	default:
		return lower
	}
}
