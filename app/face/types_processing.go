package face

// ProcessingQuery chooses mails of the list; empty fields choose all.
type ProcessingQuery struct {
	State   string `json:"state"`  // new, attention, processed, aside
	Reason  string `json:"reason"` // see ProcessingMail
	Mailbox string `json:"mailbox"`
	Client  string `json:"client"` // id
	Text    string `json:"text"`   // words that occur in subject, people, folder or names of attachments
	Offset  int    `json:"offset"`
	Limit   int    `json:"limit"` // 0: a page's usual length
}

// ProcessingPage is a part of the list, the newest first.
type ProcessingPage struct {
	Total     int              `json:"total"`
	Ready     bool             `json:"ready"` // false while what a text is looked for in is still being read
	Counts    ProcessingCounts `json:"counts"`
	Items     []ProcessingMail `json:"items"`
	Mailboxes []string         `json:"mailboxes"` // that a query can name
	Members   int              `json:"members"`   // of the team: nothing can be processed without one
	Clients   int              `json:"clients"`
}

// ProcessingCounts is how many mails stand where, whatever the query says of it.
type ProcessingCounts struct {
	New       int `json:"new"`
	Attention int `json:"attention"`
	Processed int `json:"processed"`
	Aside     int `json:"aside"`
}

// ProcessingMail is a filed mail and where it stands.
type ProcessingMail struct {
	ID       string `json:"id"` // of its document
	Mailbox  string `json:"mailbox"`
	From     string `json:"from"`
	Subject  string `json:"subject"`
	Received string `json:"received"`
	State    string `json:"state"`
	// Reason is why it needs a person: unknown-sender, several-clients, client-ended, no-role-holder, address-not-tied,
	// team-empty, unreadable; else empty.
	Reason string `json:"reason"`
	Rule   string `json:"rule"` // why it is set aside: bulk, auto, internal, hand, own (a rule that somebody made)
	// Why is the kind of what is missing, and Args are what it names: unknown (address), nobody, several (count), ended
	// (client, day), no-holder (role, client), no-tie (mailbox), no-contact (mailbox), no-member (team), unreadable.
	Why        string                `json:"why"`
	Args       []string              `json:"args"`
	Evidence   []string              `json:"evidence"` // in words
	Client     *ClientName           `json:"client,omitempty"`
	Learned    bool                  `json:"learned"`
	Candidates []ProcessingCandidate `json:"candidates"` // the likeliest first
	People     []string              `json:"people"`     // who takes part, by name
	Waiting    int                   `json:"waiting"`    // other mails that wait for the same
	// Conversation is the id of the one that it belongs to.
	Conversation string `json:"conversation,omitempty"`
}

// ClientName is a client as a list names it.
type ClientName struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Number string `json:"number"`
}

// ProcessingCandidate is a client that a mail may belong to.
type ProcessingCandidate struct {
	Client   ClientName `json:"client"`
	Evidence []string   `json:"evidence"`
	Percent  int        `json:"percent"` // how much speaks for it
}

// ProcessingUndone is what was undone.
type ProcessingUndone struct {
	What    string `json:"what"`
	Clients int    `json:"clients"`
	Mails   int    `json:"mails"`
}

// ClientDraft is what a mail says of somebody who is no client yet.
type ClientDraft struct {
	Client  Client       `json:"client"` // without an id
	Address string       `json:"address"`
	Domain  string       `json:"domain"` // of the address; empty: anybody can have one there
	From    []DraftField `json:"from"`
}

// DraftField is where a detail of a draft was found.
type DraftField struct {
	Field string `json:"field"` // name, number, address, domain, vat, registration, iban, language
	Where string `json:"where"` // header, signature, invoice, subject, text
}
