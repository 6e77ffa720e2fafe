package store

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"postroom/app/vault"
)

// noRing is a machine without a keyring.
type noRing struct{}

func (noRing) Get(string, string) (string, error) { return "", os.ErrNotExist }
func (noRing) Set(string, string, string) error   { return os.ErrNotExist }
func (noRing) Delete(string, string) error        { return os.ErrNotExist }

func TestMembershipIsTiedToItsAccountAndGroup(t *testing.T) {
	dir := t.TempDir()
	v, err := vault.Open(t.Context(), vault.Options{Dir: dir, Keyring: noRing{}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "postroom.db")
	db, err := Open(file, Options{Box: v.Box("store")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	asked := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	if err := db.PutMembership("emma", "group-a", Membership{Member: true, Asked: asked}); err != nil {
		t.Fatal(err)
	}
	known := func(account, group string) bool {
		t.Helper()
		m, ok, err := db.Membership(account, group)
		if err != nil {
			t.Fatal(err)
		}
		return ok && m.Member && m.Asked.Equal(asked)
	}
	if !known("emma", "group-a") {
		t.Error("what was learned is forgotten")
	}
	if known("emma", "group-b") || known("jan", "group-a") {
		t.Error("what was learned counts for another group or another account")
	}
	err = db.bolt.Update(func(tx *bolt.Tx) error { // somebody copies it to another account, and writes one of their own
		b := tx.Bucket(bucketMeta)
		sealed := bytes.Clone(b.Get([]byte(prefixMembership + "emma")))
		if bytes.Contains(sealed, []byte("member")) {
			t.Error("it lies there in clear")
		}
		if err := b.Put([]byte(prefixMembership+"jan"), sealed); err != nil {
			return err
		}
		return b.Put([]byte(prefixMembership+"piet"), []byte(`{"member":true,"asked":"2026-11-23T09:00:00Z"}`))
	})
	if err != nil {
		t.Fatal(err)
	}
	if known("jan", "group-a") || known("piet", "group-a") {
		t.Error("what somebody else wrote counts")
	}
	if err := db.ForgetMembership("emma"); err != nil || known("emma", "group-a") {
		t.Errorf("it can't be forgotten: %v", err)
	}
}
