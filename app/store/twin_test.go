package store

import (
	"testing"
	"time"
)

// filed is a document with an entry that says which mail it is, as capture closes it.
func filed(t *testing.T, db *DB, d Document, date time.Time) Document {
	t.Helper()
	update(t, db, func(tx *Tx) error {
		entry := &Entry{Mailbox: d.Mailbox, ID: d.ID}
		entry.Identify(IdentityOf(d.MessageID, d.From, date, d.Files[1:]))
		if err := tx.AddEntry(entry); err != nil {
			return err
		}
		d.Seq = entry.Seq
		if err := tx.PutDocument(d); err != nil {
			return err
		}
		return tx.DropEntry(d.Mailbox, d.Seq, Filed, d.Seq)
	})
	return d
}

func TestSameMailInTwoMailboxesIsKnownToBeOne(t *testing.T) {
	date := time.Date(2026, 11, 22, 9, 15, 0, 0, time.UTC)
	base := func() Document {
		return Document{Mailbox: "emma@kantoor.example", ID: "1", MessageID: "<one@peeters.example>", From: "Jan Peeters <jan@peeters.example>",
			Received: date.Add(time.Minute), Files: []File{{Path: "a.eml", SHA256: "m1"}, {SHA256: "x"}, {SHA256: "y"}}}
	}
	for _, tt := range []struct {
		name   string
		other  func(*Document)
		date   time.Time
		before time.Time // date of the first
		want   bool
	}{
		{"the same with another name, text and order", func(d *Document) {
			d.From = "JAN@peeters.example"
			d.Files = []File{{Path: "b.eml", SHA256: "m2"}, {SHA256: "y"}, {SHA256: "x"}}
		}, date, date, true},
		{"in the same mailbox", func(d *Document) { d.Mailbox = "Emma@kantoor.example" }, date, date, false},
		{"another Message-ID", func(d *Document) { d.MessageID = "<two@peeters.example>" }, date, date, false},
		{"no Message-ID", func(d *Document) { d.MessageID = "" }, date, date, false},
		{"another sender", func(d *Document) { d.From = "Jan Peeters <jan@example.example>" }, date, date, false},
		{"another attachment", func(d *Document) { d.Files[2].SHA256 = "z" }, date, date, false},
		{"one attachment less", func(d *Document) { d.Files = d.Files[:2] }, date, date, false},
		{"another date", func(*Document) {}, date.Add(time.Hour), date, false},
		{"date of one not known", func(*Document) {}, time.Time{}, date, true},
		{"date of one not known, received much later", func(d *Document) { d.Received = date.AddDate(0, 0, 9) }, time.Time{}, date, false},
		{"dates not known", func(*Document) {}, time.Time{}, time.Time{}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db := open(t)
			one := filed(t, db, base(), tt.before)
			other := base()
			other.Mailbox, other.ID = "info@kantoor.example", "2"
			tt.other(&other)
			other = filed(t, db, other, tt.date)
			view(t, db, func(tx *Tx) error {
				for _, pair := range [][2]Document{{one, other}, {other, one}} {
					twins, err := tx.Twins(pair[0])
					if err != nil {
						return err
					}
					if got := len(twins) == 1 && twins[0].Seq == pair[1].Seq; got != tt.want || !tt.want && len(twins) > 0 {
						t.Errorf("the twins of document %d are %+v, want document %d: %v", pair[0].Seq, twins, pair[1].Seq, tt.want)
					}
				}
				return nil
			})
		})
	}
}
