package office

import (
	"reflect"
	"testing"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/store"
)

func TestMarkedFolderStaysMarkedUnderAnotherName(t *testing.T) {
	const address = "invoices@kantoor.example"
	a := newArchive(t)
	tree := func(nodes map[string]store.Node) {
		t.Helper()
		err := a.db.Update(func(tx *store.Tx) error {
			for id, n := range nodes {
				if err := tx.PutNode(address, id, n); err != nil {
					return err
				}
			}
			path, err := tx.NodePath(address, "bills")
			if err != nil {
				return err
			}
			return tx.PutFolder(address, store.Folder{ID: "bills", Path: path, State: store.FolderOK})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	inbox := store.Node{Name: "Inbox"}
	tree(map[string]store.Node{"inbox": inbox, "bills": {Parent: "inbox", Name: "Facturen"}})
	marked := func(want ...InvoiceMark) {
		t.Helper()
		if got, err := a.InvoiceMarks(); err != nil || len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("marked are %+v, %v; want %+v", got, err, want)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := a.MarkInvoices(address, "Inbox/Facturen/2062", true); fault.CodeOf(err) != "folder-unknown" {
		t.Errorf("expected a folder that is not there to be refused, got %v", err)
	}
	must(a.MarkInvoices("Invoices@Kantoor.example", "inbox/facturen", true))
	must(a.MarkInvoices(address, "Inbox/Facturen", true)) // again
	marked(InvoiceMark{address, "Inbox/Facturen"})
	a.file("Inbox/Facturen", attachment{"a.xml", invoiceSample(t, aUBL)})

	tree(map[string]store.Node{"bills": {Parent: "", Name: "Bills"}, "others": {Parent: "inbox", Name: "Facturen"}})
	marked(InvoiceMark{address, "Bills"})
	a.file("Bills", attachment{"b.xml", invoiceSample(t, aUBL)})
	a.file("Bills/2026", attachment{"c.xml", invoiceSample(t, aUBL)})
	a.file("Billsboard", attachment{"d.xml", invoiceSample(t, aUBL)})
	a.look()
	if got := a.invoices(InvoiceQuery{Marked: true}); len(got.Rows) != 3 {
		t.Errorf("in marked folders are %v, want those of its old name, its new one and below", numbers(got))
	}
	must(a.db.Update(func(tx *store.Tx) error {
		return tx.PutFolder(address, store.Folder{ID: "others", Path: mail.Path{"Inbox", "Facturen"}, State: store.FolderOK})
	}))
	must(a.MarkInvoices(address, "Inbox/Facturen", true)) // another folder that has the old name
	marked(InvoiceMark{address, "Bills"}, InvoiceMark{address, "Inbox/Facturen"})
	must(a.MarkInvoices(address, "Bills", false))
	marked(InvoiceMark{address, "Inbox/Facturen"})
	must(a.MarkInvoices(address, "Inbox/Facturen", false))
	marked()
}

func TestMarkOfAnOlderVersionHoldsByItsPath(t *testing.T) {
	const address = "invoices@kantoor.example"
	a := newArchive(t)
	err := a.db.Update(func(tx *store.Tx) error {
		return tx.PutMark(store.Mark{Mailbox: address, Folder: "Inbox/Facturen"}, true)
	})
	if err != nil {
		t.Fatal(err)
	}
	a.file("Inbox/Facturen", attachment{"a.xml", invoiceSample(t, aUBL)})
	a.look()
	if got := a.invoices(InvoiceQuery{Marked: true}); len(got.Rows) != 1 {
		t.Errorf("in marked folders are %v, want one", numbers(got))
	}
	if err := a.MarkInvoices(address, "Inbox/Facturen", false); err != nil {
		t.Fatal(err)
	}
	if got, err := a.InvoiceMarks(); err != nil || len(got) != 0 {
		t.Errorf("marked are %+v, %v; want none", got, err)
	}
}
