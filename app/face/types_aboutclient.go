package face

// AboutClient is all that who looks may know of one client's mails.
type AboutClient struct {
	Client        Client           `json:"client"`
	Counts        ProcessingCounts `json:"counts"`
	Mails         int              `json:"mails"`
	Recent        []Document       `json:"recent"` // the newest of them
	Invoices      int              `json:"invoices"`
	Totals        []InvoiceTotal   `json:"totals"`
	Newest        []InvoiceItem    `json:"newest"` // invoices
	Open          []ProcessingMail `json:"open"`   // the newest mails that need somebody
	Talks         int              `json:"talks"`
	Conversations []Conversation   `json:"conversations"` // in which something happened last
	Talking       int              `json:"talking"`       // of them, that are not done
}

// ClientTree is how the documents that lie by client, too, stand on disk.
type ClientTree struct {
	Mails   int      `json:"mails"` // that lie there; 0 for who does not see all mails
	Problem *Problem `json:"problem,omitempty"`
}
