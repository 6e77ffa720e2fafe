package face

// Query chooses, orders and pages filed mails.
type Query struct {
	Text          string `json:"text"` // words, each in subject, people, folder or names of attachments
	Mailbox       string `json:"mailbox"`
	Folder        string `json:"folder"` // PATH
	Sender        string `json:"sender"` // part of name or address
	From          string `json:"from"`   // received on or after the day 2026-11-23
	To            string `json:"to"`     // received on or before the day
	HasAttachment bool   `json:"hasAttachment"`
	Client        string `json:"client"` // id
	Sort          string `json:"sort"`   // received (default), filed, sender, subject, mailbox, attachments, size
	Ascending     bool   `json:"ascending"`
	Offset        int    `json:"offset"`
	Limit         int    `json:"limit"` // 0: 100; at most 500
}

// DocumentPage is a part of what a query finds.
type DocumentPage struct {
	Total int        `json:"total"` // all that the query finds
	All   int        `json:"all"`   // all that is filed
	Ready bool       `json:"ready"` // false while the list is still being read: Total grows
	Items []Document `json:"items"`
}

// Document is a filed mail in a list.
type Document struct {
	ID          string `json:"id"`
	Received    string `json:"received"`
	Filed       string `json:"filed"`
	Mailbox     string `json:"mailbox"`
	Folder      string `json:"folder"`
	From        string `json:"from"` // name and address
	Subject     string `json:"subject"`
	Attachments int    `json:"attachments"`
	Size        int64  `json:"size"`   // of the mail, in bytes
	State       string `json:"state"`  // filed
	Client      string `json:"client"` // name; empty: it has none yet
	ClientID    string `json:"clientId"`
}

// Filters are the values that a query can name.
type Filters struct {
	Mailboxes []FilterMailbox `json:"mailboxes"`
	Clients   int             `json:"clients"` // that a query can name one of
}

// FilterMailbox is a mailbox that mail was filed from.
type FilterMailbox struct {
	Address string         `json:"address"`
	Count   int            `json:"count"`
	Folders []FilterFolder `json:"folders"`
}

// FilterFolder is a folder that mail was filed from.
type FilterFolder struct {
	Path  string `json:"path"`
	Count int    `json:"count"`
}

// Preview is a filed mail to look at.
type Preview struct {
	Document  Document     `json:"document"`
	MessageID string       `json:"messageId"`
	To        []string     `json:"to"`
	Cc        []string     `json:"cc"`
	Date      string       `json:"date"` // as the mail says
	Headers   []Header     `json:"headers"`
	Text      string       `json:"text"`
	HTML      string       `json:"html"`      // safe to show in a sandbox; links are in data-href
	Remote    int          `json:"remote"`    // images and the like that were left out: they would be loaded from elsewhere
	Shortened bool         `json:"shortened"` // text or HTML goes on beyond what is shown
	Path      string       `json:"path"`      // relative to the destination
	SHA256    string       `json:"sha256"`
	Files     []Attachment `json:"files"`
	AlsoIn    []Twin       `json:"alsoIn"`            // the same mail, filed from other mailboxes
	Problem   *Problem     `json:"problem,omitempty"` // why the mail itself can't be read
}

// Header is a header field of a mail.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Attachment is a document that came with a mail.
type Attachment struct {
	Name        string `json:"name"`
	Path        string `json:"path"`
	Size        int64  `json:"size"`
	ContentType string `json:"contentType"`
	Kind        string `json:"kind"` // invoice, document, image, calendar, mail, other
	SHA256      string `json:"sha256"`
	Openable    bool   `json:"openable"` // false for programs and the like: they are never opened from here
	// Status is identifying (nobody has looked at it yet), processing, identified, processed (its invoices are read),
	// unidentified or failed.
	Status  string   `json:"status"`
	Reason  *Problem `json:"reason,omitempty"`  // why it failed, or why no invoice could be looked for
	Invoice *Invoice `json:"invoice,omitempty"` // the first, in an archive
}

// Proof says whether a document's files are as they were filed.
type Proof struct {
	ID         string      `json:"id"`
	Unchanged  bool        `json:"unchanged"`
	Checked    string      `json:"checked"`
	Registered string      `json:"registered"`
	Seq        int64       `json:"seq"` // number in the register
	Files      []ProofFile `json:"files"`
}

// ProofFile is a file held against the register.
type ProofFile struct {
	Name   string `json:"name"`
	Path   string `json:"path"`
	SHA256 string `json:"sha256"` // as registered
	Found  string `json:"found"`  // as it is now; empty if it is missing
	State  string `json:"state"`  // unchanged, changed, missing
}

// Failure is a mail that could not be filed, or a folder or mailbox that could not be read (then without id).
type Failure struct {
	ID      string   `json:"id"`
	Mailbox string   `json:"mailbox"`
	Folder  string   `json:"folder"`
	Problem *Problem `json:"problem"`
}
