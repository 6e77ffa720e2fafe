// Package mail holds the words that everybody in Postroom uses: mailboxes, folders, messages, pages of them, and
// what may be wrong with them. It knows neither Microsoft Graph nor the disk.
package mail

import (
	"errors"
	"time"
)

// Kind says how Postroom came to a mailbox.
type Kind string

const (
	Own       Kind = "own"       // the mailbox of the account that signed in
	Shared    Kind = "shared"    // opened through the rights of a signed-in account
	Activated Kind = "activated" // opened by the organisation's own permission (app-only)
)

// Mailbox is a mailbox that Postroom reads, named by its SMTP address.
type Mailbox struct {
	Address string `json:"address"`
	Account string `json:"account"` // id of the account whose sign-in opens it
	Kind    Kind   `json:"kind"`
}

// Address is an RFC 5322 mailbox: a display name, which may be empty, and an addr-spec.
type Address struct {
	Name    string `json:"name,omitempty"`
	Address string `json:"address"`
}

// String gives the name and the address as a person writes them: "Jan Peeters <jan@peeters.example>".
func (a Address) String() string {
	switch {
	case a.Name == "":
		return a.Address
	case a.Address == "":
		return a.Name
	}
	return a.Name + " <" + a.Address + ">"
}

// Folder is a mail folder as Graph's mailFolder describes it. Its id does not change when it is renamed or moved.
type Folder struct {
	ID        string
	ParentID  string
	Name      string // displayName
	WellKnown string // such as "inbox"; empty for a folder that the user made
	Path      Path
	Total     int // totalItemCount: items of every kind
	Unread    int
	Hidden    bool
	Search    bool // a search folder: it holds no messages of its own and can't be ticked
}

// FolderChange is a folder as the folder delta shows it: new, renamed, moved, removed, or only its counts changed.
type FolderChange struct {
	ID       string
	Removed  bool
	ParentID string // empty if the service left it out
	Name     string // empty if the service left it out
	Search   bool
}

// Item is a message as a listing shows it: what is needed to decide whether it is new, no more.
type Item struct {
	ID       string    // immutable id
	Removed  bool      // no longer in the folder: moved away or deleted, the service does not say which
	Received time.Time // receivedDateTime in UTC; zero if the service left it out
	Draft    Tristate  // isDraft; Unknown if the service left it out, as it does when only a flag changed
	Parent   string    // parentFolderId; empty if the service left it out
}

// Tristate is a property that a partial answer may leave out.
type Tristate uint8

const (
	Unknown Tristate = iota
	No
	Yes
)

// Page is one page of a listing or of a delta round.
type Page struct {
	Items []Item
	Next  string    // link to the next page; empty on the last one
	Delta string    // cursor for the next round; only on the last page of a delta round
	Date  time.Time // the service's clock when it answered; zero if it did not say
}

// What a mailbox answers when something is not as expected. Errors of a source wrap one of these where it applies.
var (
	// ErrNotFound: the message or folder is not in the mailbox any more.
	ErrNotFound = errors.New("no longer in the mailbox")
	// ErrCursorLost: the service has forgotten the cursor; the folder has to be listed afresh.
	ErrCursorLost = errors.New("cursor expired")
	// ErrDeltaUnavailable: the service refuses change tracking for this mailbox (a full mailbox, for one), but
	// plain listings work.
	ErrDeltaUnavailable = errors.New("change tracking unavailable")
)
