package office

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"time"

	"postroom/app/document"
	"postroom/app/mail"
	"postroom/app/register"
	"postroom/app/store"
	"postroom/app/vault"
)

// inOne is how many mails Fill writes in one transaction.
const inOne = 10_000

// Store opens the database as postroomd does, sealed with the office's own key.
func (o *Office) Store() *store.DB {
	o.Helper()
	v, err := vault.Open(o.Context(), vault.Options{Dir: o.Data()})
	o.Must(err)
	db, err := store.Open(filepath.Join(o.Data(), "postroom.db"), store.Options{Box: v.Box("store")})
	o.Must(err)
	return db
}

// Fill captures n mails in Emma's ticked folders as a commit does, but without files and many at a time. Nobody else may
// have the data folder open.
func (o *Office) Fill(n int) {
	o.Helper()
	db := o.Store()
	defer db.Close()
	var head store.Head
	var folders []store.Folder
	o.Must(db.View(func(tx *store.Tx) (err error) {
		if head, err = tx.Head(); err != nil {
			return err
		}
		folders, err = tx.Folders(Emma)
		return err
	}))
	r, err := register.Open(filepath.Join(o.Documents(), ".postroom"), register.Head{Seq: head.Seq, Hash: head.Hash})
	o.Must(err)
	defer r.Close()
	for done := 0; done < n; {
		group := min(inOne, n-done)
		o.Must(db.Update(func(tx *store.Tx) error { return addGroup(tx, r, folders, done, group) }))
		done += group
	}
}

func addGroup(tx *store.Tx, r *register.Register, folders []store.Folder, first, n int) error {
	docs := make([]store.Document, n)
	entries := make([]register.Entry, n)
	for i := range docs {
		seq, err := tx.NextSeq()
		if err != nil {
			return err
		}
		docs[i] = madeUp(first+i, folders[(first+i)%len(folders)])
		docs[i].Seq = seq
		entries[i] = entryOf(docs[i])
	}
	lines, err := r.Append(entries)
	if err != nil {
		return err
	}
	for i, d := range docs {
		d.Register = lines[i].Seq
		if err := addDocument(tx, d); err != nil {
			return err
		}
	}
	for i := range folders {
		folders[i].Filed += n / len(folders)
		if err := tx.PutFolder(Emma, folders[i]); err != nil {
			return err
		}
	}
	if err := tx.CountFiled(docs[0].Filed.Format(time.DateOnly), n); err != nil {
		return err
	}
	last := lines[n-1]
	return tx.SetHead(store.Head{Seq: last.Seq, Hash: last.Hash})
}

func addDocument(tx *store.Tx, d store.Document) error {
	for _, name := range []string{d.Files[0].Path, d.Files[1].Path} {
		if err := tx.TakeName(store.KeyOf(document.FoldKey(name)), d.Seq); err != nil {
			return err
		}
	}
	if err := tx.PutDocument(d); err != nil {
		return err
	}
	return tx.SetKnown(d.Mailbox, store.KeyOf(d.ID), store.Filed, d.Seq)
}

// madeUp is mail number i with one attachment, all of it as long as it is in real mail.
func madeUp(i int, f store.Folder) store.Document {
	sum := sha256.Sum256(fmt.Append(nil, i))
	hash := hex.EncodeToString(sum[:])
	received := time.Date(2016, 1, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(i) * 5 * time.Minute)
	subject := fmt.Sprintf("Invoice %d-%07d for the works at Example Street", received.Year(), i)
	dir := fmt.Sprintf("%s/%s/%d/%s Jan Peeters - %s", Emma, pathOf(f.Path), received.Year(), received.Format("2006-01-02 1504"), subject)
	return store.Document{
		Mailbox: Emma, FolderID: f.ID, Folder: f.Path.String(), ID: "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A" + hash + hash + "AAA=",
		MessageID: "<" + hash[:32] + "@peeters.example>", Subject: subject, From: fmt.Sprintf("Jan Peeters <jan@peeters%03d.example>", i%500), To: []string{"Emma <" + Emma + ">"},
		Received: received, Filed: received.Add(time.Minute),
		Files: []store.File{
			{Path: dir + ".eml", SHA256: hash, Size: 48_213, ContentType: "message/rfc822", Kind: "mail"},
			{Path: dir + "/invoice.pdf", SHA256: hash, Size: 35_100, Name: "invoice.pdf", ContentType: "application/pdf", Kind: "invoice"},
		},
	}
}

func pathOf(p mail.Path) string { return filepath.ToSlash(filepath.Join(p...)) }

func entryOf(d store.Document) register.Entry {
	e := register.Entry{
		Time: d.Filed, Event: register.Filed, Mailbox: d.Mailbox, Folder: d.Folder, FolderID: d.FolderID, ID: d.ID, MessageID: d.MessageID,
		Subject: d.Subject, From: d.From, To: d.To, Received: d.Received,
	}
	for _, f := range d.Files {
		e.Files = append(e.Files, register.File{Path: f.Path, SHA256: f.SHA256, Size: f.Size, Name: f.Name, ContentType: f.ContentType, Kind: f.Kind})
	}
	return e
}
