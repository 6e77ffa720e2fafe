package verify

import (
	"bytes"
	"crypto/sha256"
	"slices"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// key stands for a path. Two paths never have the same one: half a SHA-256 is enough for that, and small.
type key [16]byte

// keys are the registered paths.
type keys struct {
	fold   bool // names differ by more than case
	list   []key
	sorted []key // list without what is there twice
	twice  []key
}

// of makes a path's key. Some file systems give names back in another Unicode form than they were given.
func (k *keys) of(path string) key {
	path = norm.NFC.String(path)
	if k.fold {
		path = norm.NFC.String(cases.Fold().String(path))
	}
	sum := sha256.Sum256([]byte(path))
	return key(sum[:16])
}

func (k *keys) add(path string) { k.list = append(k.list, k.of(path)) }

// sort makes has work; nothing may be added afterwards.
func (k *keys) sort() {
	slices.SortFunc(k.list, compare)
	for i := 1; i < len(k.list); i++ {
		if k.list[i] == k.list[i-1] && (len(k.twice) == 0 || k.twice[len(k.twice)-1] != k.list[i]) {
			k.twice = append(k.twice, k.list[i])
		}
	}
	k.sorted = slices.Compact(k.list)
	k.list = nil
}

func (k *keys) has(path string) bool {
	_, ok := slices.BinarySearchFunc(k.sorted, k.of(path), compare)
	return ok
}

func compare(a, b key) int { return bytes.Compare(a[:], b[:]) }
