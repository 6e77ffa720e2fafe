package face

// Exported is what an export has come to.
type Exported struct {
	Path    string `json:"path"` // empty: the person cancelled
	Mails   int    `json:"mails"`
	Files   int    `json:"files"`
	Changed int    `json:"changed"` // documents in it that are not as they were filed
	Missing int    `json:"missing"` // documents that were not there to export
}

// Keeping is how long documents are kept, and what may go.
type Keeping struct {
	Mailboxes []KeptMailbox `json:"mailboxes"`
	Presets   []Preset      `json:"presets"`
	Total     int           `json:"total"` // mails that may go
	Due       []DueMail     `json:"due"`   // the first 200 of them, those whose period ended first first
}

// KeptMailbox is a mailbox and its period.
type KeptMailbox struct {
	Mailbox   string `json:"mailbox"`
	Rule      string `json:"rule"` // a preset's name, own, or empty: kept for ever
	Years     int    `json:"years"`
	YearEnd   bool   `json:"yearEnd"`
	Documents int    `json:"documents"`
	MayGo     int    `json:"mayGo"`
}

// Preset is a period that a law names.
type Preset struct {
	Name    string `json:"name"`
	Years   int    `json:"years"`
	YearEnd bool   `json:"yearEnd"` // it begins at the end of the calendar year
	About   string `json:"about"`
}

// DueMail is a mail whose period is over.
type DueMail struct {
	ID       string `json:"id"`
	Mailbox  string `json:"mailbox"`
	From     string `json:"from"`
	Subject  string `json:"subject"`
	Received string `json:"received"`
	Until    string `json:"until"` // last day of its period: 2033-12-31
}
