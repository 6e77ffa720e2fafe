package face

// Invoice is what an invoice says. Amounts are decimal numbers with a point, those of a credit note negative; days are
// 2026-11-23. What is absent is empty.
type Invoice struct {
	Format         string        `json:"format"`  // ubl, cii, zugferd1, zugferd2, factur-x; text: found in the text of a PDF, a suggestion
	Profile        string        `json:"profile"` // the rules that it says it follows
	Type           string        `json:"type"`    // invoice, creditnote
	Number         string        `json:"number"`
	IssueDate      string        `json:"issueDate"`
	DueDate        string        `json:"dueDate"`
	Seller         Party         `json:"seller"`
	Buyer          Party         `json:"buyer"`
	Currency       string        `json:"currency"`
	Net            string        `json:"net"`
	Tax            string        `json:"tax"`
	Gross          string        `json:"gross"`
	Payable        string        `json:"payable"`
	Taxes          []InvoiceTax  `json:"taxes"`
	IBAN           string        `json:"iban"`
	Reference      string        `json:"reference"` // what to name when paying
	Order          string        `json:"order"`
	BuyerReference string        `json:"buyerReference"`
	Warnings       []string      `json:"warnings"` // sentences
	Sure           []InvoiceSure `json:"sure"`     // of what was found in text
}

// Party is a seller or a buyer.
type Party struct {
	Name         string `json:"name"`
	VAT          string `json:"vat"`
	Registration string `json:"registration"`
	TaxNumber    string `json:"taxNumber"`
}

// InvoiceTax is the VAT of one rate.
type InvoiceTax struct {
	Rate     string `json:"rate"` // percent
	Base     string `json:"base"`
	Tax      string `json:"tax"`
	Category string `json:"category"` // UNCL 5305
}

// InvoiceSure says how sure a field of an invoice is.
type InvoiceSure struct {
	Field   string `json:"field"` // as Invoice names it, seller.vat for one of a party
	Percent int    `json:"percent"`
}

// InvoiceQuery chooses and pages invoices. Its zero value is all of them.
type InvoiceQuery struct {
	Mailbox string `json:"mailbox"`
	Seller  string `json:"seller"` // part of name or VAT number
	From    string `json:"from"`   // first day of issue, 2026-11-23
	To      string `json:"to"`     // last day
	Client  string `json:"client"` // id
	State   string `json:"state"`  // as InvoiceItem.State; empty: all but copies; none: mails without an invoice, where invoices are expected
	Offset  int    `json:"offset"`
	Limit   int    `json:"limit"` // 0: 100; at most 500
}

// InvoicePage is a part of what a query finds.
type InvoicePage struct {
	Total   int            `json:"total"`
	Items   []InvoiceItem  `json:"items"` // the newest first
	Totals  []InvoiceTotal `json:"totals"`
	Without int            `json:"without"` // mails without an invoice, where invoices are expected
	Waiting int            `json:"waiting"` // mails that nobody has looked at yet
	Marks   []InvoiceMark  `json:"marks"`
}

// InvoiceItem is an invoice and where it came from; or, without Invoice, a mail in which there is none.
type InvoiceItem struct {
	Document    Document `json:"document"`
	State       string   `json:"state"`       // ok, check, duplicate, copy (the same in another form, in the same mail), none
	DuplicateOf string   `json:"duplicateOf"` // id of the document that brought it first
	Attachment  string   `json:"attachment"`  // name
	Path        string   `json:"path"`        // of the attachment, or of the mail
	Inside      string   `json:"inside"`      // name in the archive; empty if it lies in none
	Invoice     *Invoice `json:"invoice,omitempty"`
}

// InvoiceTotal sums up the invoices of a currency: without duplicates and copies, less credit notes.
type InvoiceTotal struct {
	Currency string `json:"currency"`
	Count    int    `json:"count"`
	Net      string `json:"net"`
	Tax      string `json:"tax"`
	Gross    string `json:"gross"`
	Payable  string `json:"payable"`
}

// InvoiceMark is a mailbox, or a folder of it with all below, in which invoices are expected.
type InvoiceMark struct {
	Mailbox string `json:"mailbox"`
	Folder  string `json:"folder"` // PATH; empty: the whole mailbox
}
