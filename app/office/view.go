package office

import (
	"fmt"
	"slices"
	"time"

	"postroom/app/capture"
	"postroom/app/fault"
	"postroom/app/invoice"
	"postroom/app/recognition"
	"postroom/app/store"
)

// Problem is what stands in the way, in words.
type Problem struct {
	Code    string     `json:"code"`
	Message string     `json:"message"`           // what happened
	Remedy  string     `json:"remedy"`            // what to do
	Who     string     `json:"who"`               // who can do it: you, administrator, nobody, support
	Command string     `json:"command,omitempty"` // does it on the command line
	Detail  string     `json:"detail,omitempty"`
	Link    string     `json:"link,omitempty"` // page to send to whoever can do it
	Since   *time.Time `json:"since,omitempty"`
	Retry   *time.Time `json:"retry,omitempty"` // when it is tried again by itself
}

// ProblemOf puts an error into words of a language; nil for nil.
func ProblemOf(language string, err error) *Problem {
	if err == nil {
		return nil
	}
	w := fault.Explain(language, err)
	return &Problem{Code: fault.CodeOf(err), Message: w.What, Remedy: w.Do, Who: w.Who, Command: w.Command, Detail: err.Error(),
		Link: fault.Of(err).Args["link"], Retry: moment(fault.RetryAfter(err))}
}

func (o *Office) problem(p *store.Problem) *Problem {
	if p == nil {
		return nil
	}
	v := ProblemOf(o.language(), p.Err())
	v.Detail, v.Since, v.Retry = p.Detail, moment(p.Since), moment(p.Retry)
	if slices.Contains(adminCodes, p.Code) {
		v.Link = o.ConsentPage()
	}
	return v
}

// moment is a time as JSON shows it: in UTC, null if there is none.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Second)
	return &t
}

// Account is a sign-in and the mailboxes that it opens.
type Account struct {
	ID        string             `json:"id"`
	Kind      store.AccountKind  `json:"kind"`
	Address   string             `json:"address"`
	Name      string             `json:"name"`
	State     store.AccountState `json:"state"`
	Error     *Problem           `json:"error"`
	Connected *time.Time         `json:"connected"`
	Scopes    []string           `json:"scopes"`
	Mailboxes []AccountMailbox   `json:"mailboxes"`
	// Organisation is what an organisation's connection has beside; null for a person's.
	Organisation *Organisation `json:"organisation,omitempty"`
}

// AccountMailbox is a mailbox that an account opens.
type AccountMailbox struct {
	Address string `json:"address"`
	Kind    string `json:"kind"` // own, shared, activated
}

// Folder is a folder of the live tree.
type Folder struct {
	ID             string  `json:"id"`
	Path           string  `json:"path"`
	WellKnownName  *string `json:"wellKnownName"`
	Depth          int     `json:"depth"` // 1 is directly below the mailbox's root
	Total          int     `json:"total"`
	Unread         int     `json:"unread"`
	Selected       bool    `json:"selected"`
	WithSubfolders bool    `json:"withSubfolders"`
	Selectable     bool    `json:"selectable"` // a search folder is not
	Hidden         bool    `json:"hidden"`
}

// Selection is what a change of the ticked folders has come to.
type Selection struct {
	Mailbox  string   `json:"mailbox"`
	Added    []string `json:"added"`
	Removed  []string `json:"removed"`
	Before   int      `json:"before"`   // mails that lay in the added folders; they stay untouched
	Selected []string `json:"selected"` // all that is ticked now
}

// Round is what one full round has come to.
type Round struct {
	Filed    int     `json:"filed"`
	Skipped  int     `json:"skipped"`
	Failed   int     `json:"failed"`
	Waiting  int     `json:"waiting"`
	Requests int64   `json:"requests"`
	Bytes    int64   `json:"bytes"`
	Seconds  float64 `json:"seconds"`
	// FilingSeconds is the part of Seconds until all was filed: what is recognised and assigned afterwards comes on top.
	FilingSeconds float64   `json:"filingSeconds"`
	Failures      []Failure `json:"failures"`
	SignIn        []string  `json:"signIn"` // addresses of the accounts that need a sign-in
	// Blocked says that nothing could be done because every account needs a sign-in, or none is connected.
	Blocked bool `json:"blocked"`

	cause error // why the first organisation can't sign in
}

// Partial says that some of the round could not be done.
func (r *Round) Partial() bool { return r.Failed > 0 || len(r.Failures) > 0 || len(r.SignIn) > 0 }

// Failure is an entry that could not be filed, or a folder or mailbox that could not be read (then without id).
type Failure struct {
	ID      string     `json:"id"`
	Mailbox string     `json:"mailbox"`
	Folder  string     `json:"folder"`
	Code    string     `json:"code"`
	Message string     `json:"message"`
	Remedy  string     `json:"remedy"`
	Retry   *time.Time `json:"retry"`
}

// Status is where everything stands.
type Status struct {
	State       string          `json:"state"` // idle, syncing, paused, attention
	Journal     Journal         `json:"journal"`
	Paused      *Pause          `json:"paused"` // null while filing goes on
	Filed       int             `json:"filed"`
	FiledToday  int             `json:"filedToday"`
	Destination Place           `json:"destination"`
	Problem     *Problem        `json:"problem"`
	Mailboxes   []MailboxStatus `json:"mailboxes"`
	Search      *SearchProgress `json:"search"` // null as long as this process has not opened the search index
}

// Pause says until when filing rests; null is until it is resumed.
type Pause struct {
	Until *time.Time `json:"until"`
}

// Journal counts the open entries.
type Journal struct {
	Waiting int `json:"waiting"`
	Failed  int `json:"failed"`
}

// Place is where documents go.
type Place struct {
	Kind    string `json:"kind"`
	Path    string `json:"path"`
	Managed bool   `json:"managed"` // decided by the policy
}

// MailboxStatus is where a mailbox stands.
type MailboxStatus struct {
	Address string `json:"address"`
	Account string `json:"account"`
	Kind    string `json:"kind"` // own, shared, activated
	// Everything says that all folders are filed that mail arrives in, with those to come.
	Everything bool           `json:"everything"`
	Notes      []*Problem     `json:"notes"` // what there is to remark that is no error
	NeverSends bool           `json:"-"`     // nobody sends mail in its name, as a person said
	State      string         `json:"state"` // ok, paused, reauthenticate, disconnected, error
	LastSync   *time.Time     `json:"lastSync"`
	Waiting    int            `json:"waiting"`
	Failed     int            `json:"failed"`
	Error      *Problem       `json:"error"`
	Paused     *Pause         `json:"paused,omitempty"` // this mailbox by itself
	Folders    []FolderStatus `json:"folders"`
}

// FolderStatus is where a ticked folder stands.
type FolderStatus struct {
	ID             string   `json:"id"`
	Path           string   `json:"path"`
	State          string   `json:"state"` // ok, baseline, error
	Filed          int      `json:"filed"`
	Before         int      `json:"before"`
	CursorAge      *string  `json:"cursorAge"` // since the last complete look at it, "42s"
	WithSubfolders bool     `json:"withSubfolders"`
	Vanished       bool     `json:"vanished"`
	TrueUp         *TrueUp  `json:"trueUp"`
	Error          *Problem `json:"error"`
}

// TrueUp is the last comparison of a folder with what was filed.
type TrueUp struct {
	Time     *time.Time `json:"time"`
	InFolder int        `json:"inFolder"`
	Filed    int        `json:"filed"`
	Before   int        `json:"before"`
	Added    int        `json:"added"`
}

// Document is a filed mail.
type Document struct {
	ID          string       `json:"id"`
	Mailbox     string       `json:"mailbox"`
	Folder      string       `json:"folder"`
	MessageID   string       `json:"messageId"`
	Subject     string       `json:"subject"`
	From        string       `json:"from"`
	To          []string     `json:"to"`
	Received    *time.Time   `json:"received"`
	Filed       *time.Time   `json:"filed"`
	Client      *string      `json:"client"` // name
	ClientID    *string      `json:"clientId"`
	State       string       `json:"state"`
	Path        string       `json:"path"`
	SHA256      string       `json:"sha256"`
	Size        int64        `json:"size"`
	Attachments []Attachment `json:"attachments"`
	AlsoIn      []Twin       `json:"alsoIn"` // the same mail, filed from other mailboxes
}

// Twin is the same mail, filed from another mailbox.
type Twin struct {
	ID      string `json:"id"` // of its document
	Mailbox string `json:"mailbox"`
	Folder  string `json:"folder"`
}

func twins(list []capture.Twin) []Twin {
	same := []Twin{}
	for _, t := range list {
		same = append(same, Twin(t))
	}
	return same
}

// mineOf leaves of the same mails those that are shown; nil: all are.
func mineOf(same []Twin, keep func(uint64) bool) []Twin {
	if keep == nil {
		return same
	}
	return slices.DeleteFunc(same, func(t Twin) bool {
		seq, err := seqOf(t.ID)
		return err != nil || !keep(seq)
	})
}

// Attachment is a file that lay in a mail.
type Attachment struct {
	Name        string         `json:"name"`
	Path        string         `json:"path"`
	SHA256      string         `json:"sha256"`
	Size        int64          `json:"size"`
	ContentType string         `json:"contentType"`
	Kind        string         `json:"kind"`
	Invoice     *invoice.Words `json:"invoice"` // the first, in an archive
	Status      string         `json:"status"`  // identifying, identified, processing, processed, unidentified, failed
	Reason      *Problem       `json:"reason"`  // why it failed, or why no invoice could be looked for
}

// Check is one link of the chain, tested.
type Check struct {
	// Check is what was tested: proxy, token, profile, permissions, folders, shared, activated, folder, mailbox,
	// destination, register, clock.
	Check   string  `json:"check"`
	Subject string  `json:"subject"`
	OK      bool    `json:"ok"`
	Code    *string `json:"code"`
	Message string  `json:"message"`
	Remedy  *string `json:"remedy"`
	Command string  `json:"command,omitempty"` // does it on the command line
	Action  *Action `json:"action,omitempty"`  // does it in the window

	problem *Problem // the same with all its words; nil if all is well
}

func documentView(d *capture.Document) Document {
	v := Document{ID: d.ID, Mailbox: d.Mailbox, Folder: d.Folder, MessageID: d.MessageID, Subject: d.Subject, From: d.From,
		To: append([]string{}, d.To...), Received: moment(d.Received), Filed: moment(d.Filed), State: d.State, Path: d.Path,
		SHA256: d.SHA256, Size: d.Size, Attachments: []Attachment{}, AlsoIn: twins(d.Twins)}
	for _, a := range d.Attachments {
		v.Attachments = append(v.Attachments, Attachment{Name: a.Name, Path: a.Path, SHA256: a.SHA256, Size: a.Size,
			ContentType: a.ContentType, Kind: a.Kind, Status: string(recognition.Identifying)})
	}
	return v
}

// age writes how long something is ago, coarsely: "42s", "5m", "3h", "12d".
func age(d time.Duration) string {
	switch d = max(d, 0); {
	case d < 2*time.Minute:
		return fmt.Sprintf("%ds", int(d.Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%dm", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh", int(d.Hours()))
	}
	return fmt.Sprintf("%dd", int(d.Hours()/24))
}
