package store

import (
	"slices"
	"strings"
	"time"

	"postroom/app/fault"
)

// AccountKind says how an account signs in.
type AccountKind string

const (
	Work         AccountKind = "work"
	Personal     AccountKind = "personal"
	Organisation AccountKind = "organisation"
)

// AccountState says whether an account's connection works.
type AccountState string

const (
	Active         AccountState = "active"
	Reauthenticate AccountState = "reauthenticate"
	Disconnected   AccountState = "disconnected"
)

// Account is a sign-in.
type Account struct {
	ID        string       `json:"id"`
	Kind      AccountKind  `json:"kind"`
	Address   string       `json:"address"`
	Name      string       `json:"name"`
	Tenant    string       `json:"tenant,omitempty"`
	Object    string       `json:"object,omitempty"` // Entra object id of the person
	State     AccountState `json:"state"`
	Problem   *Problem     `json:"problem,omitempty"`
	Scopes    []string     `json:"scopes,omitempty"`
	Connected time.Time    `json:"connected"`
	App       *Application `json:"app,omitempty"` // of an organisation; nil for a person
	Off       bool         `json:"off,omitempty"` // switched off by hand: none of its mailboxes is read
}

// Application is what an organisation signs in with. The secret or the key itself is not here.
type Application struct {
	ClientID   string    `json:"clientId"`
	Credential string    `json:"credential"`         // "secret" or "certificate"
	Expires    time.Time `json:"expires,omitzero"`   // end of the credential; zero: not known
	Announced  int       `json:"announced,omitzero"` // days before the end that were announced last; 0: none yet, -1: the end itself
	Listed     int       `json:"listed,omitzero"`    // mailboxes in the organisation's directory when it was read last
}

// Problem is an error that is kept: what stands in the way, since when, and when it is tried again.
type Problem struct {
	Class  fault.Class       `json:"class"`
	Code   string            `json:"code"`
	Detail string            `json:"detail,omitempty"`
	Args   map[string]string `json:"args,omitempty"`
	Since  time.Time         `json:"since"`
	Retry  time.Time         `json:"retry,omitzero"` // zero: not by itself
}

// ProblemOf keeps an error.
func ProblemOf(err error, since, retry time.Time) *Problem {
	f := fault.Of(err)
	return &Problem{Class: f.Class, Code: f.Code, Detail: err.Error(), Args: f.Args, Since: since, Retry: retry}
}

// Err is the problem as an error that has words.
func (p *Problem) Err() *fault.Error {
	return &fault.Error{Class: p.Class, Code: p.Code, Detail: p.Detail, Args: p.Args, After: p.Retry}
}

// Accounts lists the accounts, oldest first.
func (db *DB) Accounts() ([]Account, error) {
	var accounts []Account
	err := db.View(func(tx *Tx) error {
		return tx.tx.Bucket(bucketAccounts).ForEach(func(_, v []byte) error {
			var a Account
			if err := decode(v, &a); err != nil {
				return err
			}
			accounts = append(accounts, a)
			return nil
		})
	})
	slices.SortStableFunc(accounts, func(a, b Account) int { return a.Connected.Compare(b.Connected) })
	return accounts, err
}

// PutAccount adds an account or replaces the one with its id.
func (db *DB) PutAccount(a Account) error {
	return db.Update(func(tx *Tx) error { return put(tx.tx.Bucket(bucketAccounts), []byte(a.ID), a) })
}

// ChangeAccount changes an account if change says so; one that is not there is left alone.
func (db *DB) ChangeAccount(id string, change func(*Account) bool) error {
	var a Account
	wanted := func(tx *Tx) (bool, error) {
		ok, err := get(tx.tx.Bucket(bucketAccounts), []byte(id), &a)
		return ok && err == nil && change(&a), err
	}
	needed := false
	err := db.View(func(tx *Tx) (err error) {
		needed, err = wanted(tx)
		return err
	})
	if err != nil || !needed {
		return err
	}
	return db.Update(func(tx *Tx) error {
		a = Account{}
		ok, err := wanted(tx)
		if err != nil || !ok {
			return err
		}
		return put(tx.tx.Bucket(bucketAccounts), []byte(id), a)
	})
}

// DeleteAccount forgets an account with its mailboxes, cursors, baselines and open work. What was filed stays, and
// stays known: connecting the same mailbox again files none of it twice.
func (db *DB) DeleteAccount(id string) error {
	return db.Update(func(tx *Tx) error {
		for _, b := range [][]byte{bucketAccounts, bucketDirectories} {
			if err := tx.tx.Bucket(b).Delete([]byte(id)); err != nil {
				return err
			}
		}
		if err := tx.DropNotes(id + "\x00"); err != nil {
			return err
		}
		mailboxes, err := tx.Mailboxes()
		if err != nil {
			return err
		}
		for _, m := range mailboxes {
			if m.Account != id {
				continue
			}
			if err := tx.forgetMailbox(m.Address); err != nil {
				return err
			}
		}
		return nil
	})
}

func fold(address string) []byte { return []byte(strings.ToLower(address)) }
