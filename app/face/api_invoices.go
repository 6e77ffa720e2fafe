package face

// Invoices finds invoices and gives a page of them.
func (a *API) Invoices(q InvoiceQuery) (InvoicePage, error) {
	o, err := a.face.ready()
	if err != nil {
		return InvoicePage{}, err
	}
	p, err := a.face.invoices(o, q)
	return p, a.face.say(err)
}

// SaveInvoices asks where to and writes the invoices that a query finds as a table, csv or xlsx; it gives the place, empty
// if the person cancelled.
func (a *API) SaveInvoices(q InvoiceQuery, format string) (string, error) {
	o, err := a.face.ready()
	if err != nil {
		return "", err
	}
	to, err := a.face.saveInvoices(o, q, format)
	return to, a.face.say(err)
}

// MarkInvoices says whether invoices are expected in a mailbox, or in a folder of it with all below, by its PATH.
func (a *API) MarkInvoices(mailbox, folder string, on bool) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	if err := o.MarkInvoices(mailbox, folder, on); err != nil {
		return a.face.say(err)
	}
	a.face.invoiceList.stale()
	a.face.emit(Event{Kind: "marks", Mailbox: mailbox, Folder: folder})
	return nil
}

// InvoiceMarks are the mailboxes and folders in which invoices are expected.
func (a *API) InvoiceMarks() ([]InvoiceMark, error) {
	o, err := a.face.ready()
	if err != nil {
		return nil, err
	}
	marks, err := invoiceMarks(o)
	return marks, a.face.say(err)
}

// LookAgain has the attachments of a mail looked at anew.
func (a *API) LookAgain(id string) error {
	o, err := a.face.ready()
	if err != nil {
		return err
	}
	if _, err = o.LookAgain(id); err != nil {
		return a.face.say(err)
	}
	a.face.invoiceList.stale()
	a.face.emit(Event{Kind: "recognised", ID: id}) // it waits to be looked at
	return nil
}
