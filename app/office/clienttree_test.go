package office

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"postroom/app/destination/folder"
	"postroom/app/processing"
	"postroom/app/settings"
	"postroom/app/store"
)

// grown is what lies by client.
func (a *archive) grown() (list []string) {
	a.Helper()
	root := filepath.Join(a.root, treeRoot)
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(root, name)
			list = append(list, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		a.Fatal(err)
	}
	slices.Sort(list)
	return list
}

func (a *archive) wantTree(what string, want ...string) {
	a.Helper()
	_, err := a.FollowTree(a.Context())
	a.must(err)
	if got := a.grown(); !slices.Equal(got, want) {
		a.Errorf("%s: by client lie %q, want %q", what, got, want)
	}
}

// planted is an office with the tree, a client, and a mail of theirs with an attachment, as filing puts it away.
func planted(t *testing.T) (*archive, processing.Client) {
	a := newArchive(t)
	a.must(a.SetSetting(settings.ClientsTree, "true"))
	c, _, err := a.AddClient(t.Context(), processing.Client{Name: "../../etc", Number: "1", Addresses: []string{"jan@peeters.example"}})
	a.must(err)
	a.plant("jan@peeters.example", "hello")
	return a, c
}

// plant files a mail and gives its id; all mails have the same name, in folders of their own.
func (a *archive) plant(from, text string) string {
	id := a.receive([]byte("From: <" + from + ">\r\nTo: emma@kantoor.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + text +
		"\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\n" + text + "\r\n--b--\r\n"))
	a.must(a.db.Update(func(tx *store.Tx) error { // as filing does, and with sums
		d, _, err := tx.Document(a.seq)
		if err != nil {
			return err
		}
		for i := range d.Files {
			old := filepath.Join(a.root, d.Files[i].Path)
			if i > 0 {
				d.Files[i].Path = fmt.Sprintf("%d/a.txt", a.seq)
				if err := os.Rename(old, filepath.Join(a.root, d.Files[i].Path)); err != nil {
					return err
				}
			}
			if d.Files[i].SHA256, _, err = a.dest.Hash(a.Context(), d.Files[i].Path); err != nil {
				return err
			}
		}
		return tx.PutDocument(d)
	}))
	a.processed()
	return id
}

func TestDocumentsLieByClientAndFollowEveryChange(t *testing.T) {
	a, c := planted(t)
	one := []string{"2026/mail.eml", "2026/mail/a.txt"}
	in := func(folder string) (list []string) {
		for _, name := range one {
			list = append(list, folder+"/"+name)
		}
		return list
	}
	_, err := a.FollowTree(t.Context())
	a.must(err)
	first := strings.Split(a.grown()[0], "/")[0]
	if first == "" || strings.HasPrefix(first, ".") || strings.ContainsAny(first, `/\`) {
		t.Errorf("the client called ../../etc has the folder %q", first)
	}
	a.wantTree("a dangerous name", in(first)...)
	linked, err := os.Stat(filepath.Join(a.root, treeRoot, filepath.FromSlash(in(first)[0])))
	a.must(err)
	filed, err := os.Stat(filepath.Join(a.root, "1", "mail.eml"))
	a.must(err)
	if !os.SameFile(linked, filed) {
		t.Error("what lies by client is another file, want a link")
	}
	c.Name, c.Number = "CON", ""
	_, _, err = a.ChangeClient(t.Context(), c)
	a.must(err)
	a.wantTree("a device's name", in("_CON")...)
	c.Name = "Peeters. "
	_, _, err = a.ChangeClient(t.Context(), c)
	a.must(err)
	_, err = a.FollowTree(t.Context())
	a.must(err)
	if got := a.grown(); len(got) != 2 || strings.HasSuffix(strings.Split(got[0], "/")[0], ".") {
		t.Errorf("with a dot at the end lie %q", got)
	}
	c.Name = "Peeters"
	_, _, err = a.ChangeClient(t.Context(), c)
	a.must(err)
	a.wantTree("renamed", in("Peeters")...)
	other, _, err := a.AddClient(t.Context(), processing.Client{Name: "PEETERS", Addresses: []string{"piet@two.example"}})
	a.must(err)
	a.wantTree("another of the same name but for case", in("Peeters "+c.ID)...)
	_, err = a.Assign(t.Context(), "1", other.ID, "nothing")
	a.must(err)
	a.wantTree("assigned anew", in("PEETERS "+other.ID)...)
	_, err = a.UndoProcessing(t.Context())
	a.must(err)
	a.wantTree("undone", in("Peeters "+c.ID)...)
	_, err = a.MergeClients(t.Context(), other.ID, c.ID)
	a.must(err)
	a.wantTree("merged", in("PEETERS")...)
	a.plant("jan@peeters.example", "hello again")
	a.wantTree("a mail of the same name", "PEETERS/2026/mail (2).eml", "PEETERS/2026/mail (2)/a.txt", "PEETERS/2026/mail.eml", "PEETERS/2026/mail/a.txt")
	a.must(a.SetSetting(settings.ClientsTree, "false"))
	a.wantTree("switched off")
	if _, err := os.Stat(filepath.Join(a.root, "1", "mail.eml")); err != nil {
		t.Errorf("the document itself: %v", err)
	}
}

func TestTreeComesBackAndLeavesAloneWhatIsNotIts(t *testing.T) {
	a, c := planted(t)
	c.Name, c.Number = "Peeters", ""
	_, _, err := a.ChangeClient(t.Context(), c)
	a.must(err)
	mine := filepath.Join(a.root, treeRoot, "Peeters", "2026", "mail.eml")
	a.must(os.MkdirAll(filepath.Dir(mine), 0o700))
	a.must(os.WriteFile(mine, []byte("of a person"), 0o600))
	all := []string{"Peeters/2026/mail (1).eml", "Peeters/2026/mail.eml", "Peeters/2026/mail/a.txt"}
	a.wantTree("beside a file of a person's", all...)
	listed := func() (list []string) {
		a.must(treeless{a.dest.(*folder.Folder), a.Office}.Walk(t.Context(), func(name string, _ int64) error {
			if strings.HasPrefix(name, treeRoot) {
				list = append(list, name)
			}
			return nil
		}))
		return list
	}
	if got := listed(); !slices.Equal(got, []string{"Clients/Peeters/2026/mail.eml"}) {
		t.Errorf("verification sees %q by client, want the person's file alone", got)
	}
	a.must(os.Remove(filepath.Join(a.root, treeRoot, "Peeters", "2026", "mail (1).eml")))
	n, err := a.RebuildTree(t.Context())
	if err != nil || n != 1 {
		t.Errorf("made anew are %d mails, %v", n, err)
	}
	a.wantTree("made anew", all...)
	a.tree.have = nil // as after a kill
	a.must(a.db.Update(func(tx *store.Tx) error {
		var was treed
		if _, err := tx.Record(store.Treed, store.SeqKey(1), &was); err != nil {
			return err
		}
		was.Folder = "" // in the middle of the work
		return tx.PutRecord(store.Treed, store.SeqKey(1), was)
	}))
	c.Name = "Peeters BV"
	_, _, err = a.ChangeClient(t.Context(), c)
	a.must(err)
	a.wantTree("after a kill", "Peeters BV/2026/mail.eml", "Peeters BV/2026/mail/a.txt", "Peeters/2026/mail.eml")
	a.must(a.db.Update(func(tx *store.Tx) error {
		d, _, err := tx.Document(1)
		if err == nil {
			err = tx.DropDocument(d)
		}
		return err
	}))
	a.forgotten([]uint64{1})
	a.wantTree("after the document was deleted", "Peeters/2026/mail.eml")
	if text, err := os.ReadFile(mine); err != nil || string(text) != "of a person" {
		t.Errorf("the person's file says %q, %v", text, err)
	}
}
