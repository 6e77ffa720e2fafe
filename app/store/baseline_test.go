package store

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func TestBaselineHoldsExactlyWhatWasLoggedLessWhatWasDropped(t *testing.T) {
	for _, n := range []int{0, 1, 15, 239, 240, 241, 5000} {
		db := open(t)
		rng := rand.New(rand.NewPCG(uint64(n), 1))
		want := map[Key]bool{}
		update(t, db, func(tx *Tx) error {
			for range n {
				k := KeyOf(fmt.Sprint(rng.Uint64()))
				want[k] = true
				if err := tx.Log("a@b", "f", []Key{k, k}); err != nil { // a replay
					return err
				}
			}
			got, err := tx.EndLog("a@b", "f")
			if got != len(want) {
				t.Errorf("the baseline of %d says that it has %d", len(want), got)
			}
			return err
		})
		update(t, db, func(tx *Tx) error {
			for k := range want {
				if rng.IntN(3) == 0 {
					delete(want, k)
					if err := tx.DropBaseline("a@b", "f", k); err != nil {
						return err
					}
				}
			}
			return tx.DropBaseline("a@b", "f", KeyOf("never there"))
		})
		view(t, db, func(tx *Tx) error {
			for k := range want {
				if !tx.InBaseline("a@b", "f", k) {
					t.Fatalf("one of %d is missing", len(want))
				}
			}
			for range 1000 {
				if k := KeyOf(fmt.Sprint("other", rng.Uint64())); tx.InBaseline("a@b", "f", k) {
					t.Fatal("one that was never logged is in it")
				}
			}
			if tx.Logged("a@b", "f") != 0 {
				t.Error("the log is still there")
			}
			count := 0
			err := tx.Baseline("a@b", "f", func(keys []byte) error {
				count += len(keys) / keyLen
				return nil
			})
			if count != len(want) {
				t.Errorf("reading it all gives %d, want %d", count, len(want))
			}
			return err
		})
	}
}

func TestBaselinesOfTwoFoldersAreApart(t *testing.T) {
	db := open(t)
	update(t, db, func(tx *Tx) error {
		if err := tx.Log("a@b", "f", []Key{KeyOf("1")}); err != nil {
			return err
		}
		_, err := tx.EndLog("a@b", "f")
		return err
	})
	view(t, db, func(tx *Tx) error {
		if tx.InBaseline("a@b", "g", KeyOf("1")) || tx.InBaseline("c@d", "f", KeyOf("1")) {
			t.Error("the baseline of one folder is seen in another")
		}
		if !tx.InBaseline("A@B", "f", KeyOf("1")) {
			t.Error("an address in another case is another mailbox")
		}
		return nil
	})
}
