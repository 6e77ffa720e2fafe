package store

import (
	"encoding/json"
	"fmt"
	"time"
)

// Membership is what was learned about an account and the group whose members may change settings.
type Membership struct {
	Member bool      `json:"member"`
	Asked  time.Time `json:"asked"`
}

const prefixMembership = "membership "

// membershipContext ties what is sealed to the account and the group that it was learned about: copied elsewhere it
// can't be opened.
func membershipContext(account, group string) []byte {
	return fmt.Appendf(nil, "%s%s\x00%s", prefixMembership, account, group)
}

// Membership reads what was learned; false if that is nothing, was about another group, or was written by somebody else.
func (db *DB) Membership(account, group string) (m Membership, ok bool, err error) {
	var sealed []byte
	err = db.View(func(tx *Tx) error {
		sealed = append(sealed, tx.tx.Bucket(bucketMeta).Get([]byte(prefixMembership+account))...)
		return nil
	})
	if err != nil || sealed == nil {
		return Membership{}, false, err
	}
	plain, err := db.box.Open(sealed, membershipContext(account, group))
	if err != nil || json.Unmarshal(plain, &m) != nil {
		return Membership{}, false, nil
	}
	return m, true, nil
}

// PutMembership remembers what was learned, in place of what was known.
func (db *DB) PutMembership(account, group string, m Membership) error {
	plain, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return db.Update(func(tx *Tx) error {
		return tx.tx.Bucket(bucketMeta).Put([]byte(prefixMembership+account), db.box.Seal(plain, membershipContext(account, group)))
	})
}

// ForgetMembership forgets what was learned about an account.
func (db *DB) ForgetMembership(account string) error {
	return db.Update(func(tx *Tx) error { return tx.tx.Bucket(bucketMeta).Delete([]byte(prefixMembership + account)) })
}
