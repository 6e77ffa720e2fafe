package office

import (
	"slices"
	"testing"
)

func TestPendingIsLookedForAtTheStartAndAfterAFailureOnly(t *testing.T) {
	var p pending
	wants := func(what string, all bool, want ...uint64) {
		t.Helper()
		if seqs, looks := p.take(); looks != all || !slices.Equal(seqs, want) {
			t.Errorf("%s: %v pending, look for it: %v; want %v, %v", what, seqs, looks, want, all)
		}
	}
	p.add(4)
	wants("at the start", true, 4)
	wants("afterwards", false)
	p.add(9, 3)
	p.add(3)
	wants("two were filed", false, 3, 9)
	p.add(5)
	p.lost()
	wants("after a failure", true, 5)
	p.add(6)
	p.giveBack([]uint64{2, 5}, false)
	wants("given back", false, 2, 5, 6)
	p.giveBack(nil, true)
	wants("given back before all were looked for", true)
	wants("in the end", false)
}

func TestFollowingGivesThoseThatPassTheTest(t *testing.T) {
	odd := func(seq uint64) bool { return seq%2 == 1 }
	for _, test := range []struct {
		from  uint64
		limit int
		want  []uint64
	}{{0, 2, []uint64{1, 5}}, {6, 2, []uint64{7, 9}}, {8, 9, []uint64{9}}, {10, 1, nil}} {
		if got := following([]uint64{1, 2, 5, 6, 7, 9}, test.from, test.limit, odd); !slices.Equal(got, test.want) {
			t.Errorf("from %d at most %d: %v, want %v", test.from, test.limit, got, test.want)
		}
	}
}

// What is filed while a pass runs, and what was asked to be looked at again, is seen by the next.
func TestEveryFiledMailIsLookedAtAndProcessedOnce(t *testing.T) {
	a := newArchive(t)
	handled(a)
	mail := func() string {
		return a.receive([]byte("From: Jan <jan@peeters.example>\r\nTo: emma@kantoor.example\r\nSubject: Hello\r\n\r\nHi\r\n"))
	}
	first := mail()
	a.processed()
	second := mail()
	if !a.recogniseFiled(t.Context(), atOnce) || !a.processFiled(t.Context(), false, atOnce) {
		t.Fatal("processing did not come to its end")
	}
	for _, id := range []string{first, second} {
		if e := a.entryOf(id); e.Client == nil || e.Client.Number != "1001" {
			t.Errorf("mail %s is of %v", id, e.Client)
		}
	}
	if _, all := a.looking.pending.take(); all {
		t.Error("what is pending is looked for among all mails although nothing went wrong")
	}
	if _, all := a.handling.pending.take(); all {
		t.Error("what is to be processed is looked for among all mails although nothing went wrong")
	}
}
