package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"postroom/app/fault"
	"postroom/app/mail"
)

// box marks what it sealed, so that tests see what lies in clear.
type box struct{}

func (box) Seal(plain, _ []byte) []byte {
	out := bytes.Clone(plain)
	for i := range out {
		out[i] ^= 0x5a
	}
	return out
}

func (b box) Open(sealed, context []byte) ([]byte, error) { return b.Seal(sealed, context), nil }

func open(t *testing.T) *DB {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "postroom.db"))
}

func openAt(t *testing.T, path string) *DB {
	t.Helper()
	db, err := Open(path, Options{Box: box{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func update(t *testing.T, db *DB, fn func(*Tx) error) {
	t.Helper()
	if err := db.Update(fn); err != nil {
		t.Fatal(err)
	}
}

func view(t *testing.T, db *DB, fn func(*Tx) error) {
	t.Helper()
	if err := db.View(fn); err != nil {
		t.Fatal(err)
	}
}

// fillPages makes the database many pages large.
func fillPages(t *testing.T, db *DB) {
	t.Helper()
	update(t, db, func(tx *Tx) error {
		for i := range 5000 {
			if err := tx.SetKnown("a@b", KeyOf(time.Duration(i).String()), Filed, uint64(i)); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestDamagedDatabaseIsRefusedAndLeftAsItIs(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "whole.db")
	db := openAt(t, whole)
	fillPages(t, db)
	db.Close()
	data, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"garbage":       bytes.Repeat([]byte("not a database "), 2000),
		"a few bytes":   []byte("x"),
		"cut in half":   data[:len(data)/2],
		"cut to a page": data[:4096],
		"zeroed head":   append(make([]byte, 8192), data[8192:]...),
	} {
		path := filepath.Join(t.TempDir(), "postroom.db")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := Open(path, Options{Box: box{}})
		if fault.CodeOf(err) != "database-corrupt" {
			t.Errorf("%s: opened with %v, want database-corrupt", name, err)
		}
		if err == nil {
			db.Close()
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, content) {
			t.Errorf("%s: the file was changed (%v)", name, err)
		}
	}
}

func TestDamagedPageIsAnErrorAndNoPanic(t *testing.T) {
	path := filepath.Join(t.TempDir(), "postroom.db")
	db := openAt(t, path)
	fillPages(t, db)
	db.Close()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 3 * 4096; i < len(data); i++ {
		data[i] ^= 0xff
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err = Open(path, Options{Box: box{}})
	if err == nil {
		defer db.Close()
		err = db.View(func(tx *Tx) error {
			_, err := tx.Mailboxes()
			tx.Known("a@b", KeyOf("x"))
			return err
		})
	}
	if fault.CodeOf(err) != "database-corrupt" {
		t.Errorf("got %v, want database-corrupt", err)
	}
}

func TestDatabaseOfANewerVersionIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "postroom.db")
	db := openAt(t, path)
	if err := db.bolt.Update(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketMeta).Put(keySchema, binary.BigEndian.AppendUint64(nil, Schema+1))
	}); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if _, err := Open(path, Options{Box: box{}}); fault.CodeOf(err) != "database-newer" {
		t.Errorf("opened with %v, want database-newer", err)
	}
}

// A program of before would drop the fields that it doesn't know: once this one has written, it has to stay away.
func TestDatabaseOfAnOlderVersionIsBroughtUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "postroom.db")
	version := func(db *DB) (v []byte) {
		if err := db.View(func(tx *Tx) error {
			v = bytes.Clone(tx.tx.Bucket(bucketMeta).Get(keySchema))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return v
	}
	db := openAt(t, path)
	office, now := db.Office(), version(db)
	if err := db.bolt.Update(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketMeta).Put(keySchema, binary.BigEndian.AppendUint64(nil, 1))
	}); err != nil {
		t.Fatal(err)
	}
	db.Close()
	db = openAt(t, path)
	if v := version(db); !bytes.Equal(v, now) || Schema < 2 {
		t.Errorf("its version is %x, want %x, which is newer than 1", v, now)
	}
	if db.Office() != office {
		t.Error("it counts as another data folder's")
	}
}

func TestSecondProcessIsToldWhoHoldsTheDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "postroom.db")
	openAt(t, path)
	_, err := Open(path, Options{Box: box{}, Timeout: time.Millisecond, Holder: func() string { return "postroomd run (42)" }})
	if fault.CodeOf(err) != "data-in-use" || fault.Of(err).Args["holder"] != "postroomd run (42)" {
		t.Errorf("opened with %v, want data-in-use by postroomd run (42)", err)
	}
}

func TestNothingOfAMailLiesInTheDatabaseInClear(t *testing.T) {
	path := filepath.Join(t.TempDir(), "postroom.db")
	db := openAt(t, path)
	doc := Document{Seq: 1, Subject: "secret-subject", From: "secret-sender", To: []string{"secret-recipient"}, MessageID: "secret-id",
		Files: []File{{Path: "secret-path.eml", Name: "secret-name"}}}
	update(t, db, func(tx *Tx) error {
		sealed, err := db.SealIntent(Intent{Document: doc})
		if err != nil {
			return err
		}
		if err := tx.AddEntry(&Entry{Mailbox: "a@b", ID: "x", Intent: sealed}); err != nil {
			return err
		}
		if err := tx.TakeName(KeyOf("secret-path.eml"), 1); err != nil {
			return err
		}
		return tx.PutDocument(doc)
	})
	db.Close()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if i := bytes.Index(data, []byte("secret-")); i >= 0 {
		t.Errorf("the file holds %q", data[i:i+20])
	}
}

func TestForgettingAnAccountKeepsWhatWasFiled(t *testing.T) {
	db := open(t)
	if err := db.PutAccount(Account{ID: "emma"}); err != nil {
		t.Fatal(err)
	}
	update(t, db, func(tx *Tx) error {
		if err := tx.PutMailbox(Mailbox{Mailbox: mail.Mailbox{Address: "a@b", Account: "emma"}}); err != nil {
			return err
		}
		if err := tx.PutFolder("a@b", Folder{ID: "f"}); err != nil {
			return err
		}
		if err := tx.AddEntry(&Entry{Mailbox: "a@b", ID: "open"}); err != nil {
			return err
		}
		if err := tx.SetKnown("a@b", KeyOf("filed"), Filed, 7); err != nil {
			return err
		}
		return tx.SetKnown("a@b", KeyOf("draft"), Draft, 0)
	})
	if err := db.DeleteAccount("emma"); err != nil {
		t.Fatal(err)
	}
	view(t, db, func(tx *Tx) error {
		if mailboxes, err := tx.Mailboxes(); err != nil || len(mailboxes) != 0 {
			t.Errorf("mailboxes are %+v, %v; want none", mailboxes, err)
		}
		if s, n := tx.Known("a@b", KeyOf("filed")); s != Filed || n != 7 {
			t.Errorf("the filed mail is %c %d, want it known", s, n)
		}
		for _, id := range []string{"open", "draft"} {
			if s, _ := tx.Known("a@b", KeyOf(id)); s != None {
				t.Errorf("%s is %c, want it forgotten", id, s)
			}
		}
		return nil
	})
}

func TestOpenWorkIsCounted(t *testing.T) {
	db := open(t)
	update(t, db, func(tx *Tx) error { return tx.PutMailbox(Mailbox{Mailbox: mail.Mailbox{Address: "a@b"}}) })
	want := func(what string, waiting, failed int) {
		t.Helper()
		view(t, db, func(tx *Tx) error {
			m, _, err := tx.Mailbox("a@b")
			if m.Waiting != waiting || m.Failed != failed {
				t.Errorf("%s: %d waiting, %d failed; want %d and %d", what, m.Waiting, m.Failed, waiting, failed)
			}
			return err
		})
	}
	e := &Entry{Mailbox: "a@b", ID: "x"}
	update(t, db, func(tx *Tx) error { return tx.AddEntry(e) })
	want("added", 1, 0)
	e.Fail(&fault.Error{Code: "x"}, time.Now(), time.Now(), false)
	update(t, db, func(tx *Tx) error { return tx.PutEntry(e) })
	want("failed", 0, 1)
	update(t, db, func(tx *Tx) error { return tx.PutEntry(e) })
	want("failed again", 0, 1)
	update(t, db, func(tx *Tx) error { return tx.DropEntry("a@b", e.Seq, Filed, e.Seq) })
	want("closed", 0, 0)
	update(t, db, func(tx *Tx) error { return tx.DropEntry("a@b", e.Seq, Filed, e.Seq) })
	want("closed twice", 0, 0)
}

func TestPathIsReadFromTheTree(t *testing.T) {
	db := open(t)
	update(t, db, func(tx *Tx) error {
		for id, n := range map[string]Node{"1": {Parent: "root", Name: "Inbox"}, "2": {Parent: "1", Name: "A/B"}, "x": {Parent: "y", Name: "X"}, "y": {Parent: "x", Name: "Y"}} {
			if err := tx.PutNode("a@b", id, n); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, db, func(tx *Tx) error {
		for id, want := range map[string]string{"2": `Inbox/A\/B`, "1": "Inbox", "unknown": "", "x": "Y/X"} {
			if got, err := tx.NodePath("a@b", id); err != nil || got.String() != want {
				t.Errorf("the path of %s is %q, %v; want %q", id, got, err, want)
			}
		}
		return nil
	})
}

func TestDamageAnywhereNeverEndsTheProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "postroom.db")
	db := openAt(t, path)
	update(t, db, func(tx *Tx) error {
		for i := range 3000 {
			if err := tx.SetKnown("a@b", KeyOf(time.Duration(i).String()), Filed, uint64(i)); err != nil {
				return err
			}
		}
		return nil
	})
	db.Close()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(60) {
		random, data := rand.New(rand.NewPCG(seed, 1)), bytes.Clone(whole)
		for range 40 {
			data[8192+random.IntN(len(data)-8192)] = byte(random.Uint32())
		}
		damaged := filepath.Join(t.TempDir(), "postroom.db")
		if err := os.WriteFile(damaged, data, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := Open(damaged, Options{Box: box{}})
		if err == nil {
			known := func(tx *Tx) error {
				for i := range 3000 {
					tx.Known("a@b", KeyOf(time.Duration(i).String()))
				}
				return nil
			}
			err = errors.Join(db.View(known), db.Batch(known), db.Update(known))
			db.Close()
		}
		if code := fault.CodeOf(err); err != nil && code != "database-corrupt" {
			t.Errorf("seed %d: %v, want nothing or database-corrupt", seed, err)
		}
	}
}
