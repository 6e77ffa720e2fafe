package processing

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"postroom/app/mail"
)

// TestLearnedIsReadPageByPage compares pages with the whole list, also after changes since it was read first.
func TestLearnedIsReadPageByPage(t *testing.T) {
	d := team(t)
	a, b := d.client(Client{Name: "Peeters", Number: "1001"}), d.client(Client{Name: "Quartz", Number: "77"})
	open := func(n int) Item {
		return d.take(Letter{From: mail.Address{Name: "Lies Maes", Address: fmt.Sprintf("lies%d@x%d.example", n, n%3)}, Subject: fmt.Sprint("Jaarrekening ", strings.Repeat("x", 4+n)), Files: []string{"balans.pdf"}})
	}
	compare := func(what string, q LearnedQuery, keep func(LearnedThing) bool) {
		t.Helper()
		var want, got []string
		all := d.Learned().Lessons
		for _, l := range all {
			if keep(l) {
				want = append(want, l.ID)
			}
		}
		for q.Limit = 3; ; q.Offset += q.Limit {
			p := d.LearnedPage(q)
			if p.All != len(all) || p.Total != len(want) || !p.On || p.Bar != UsualBar {
				t.Fatalf("%s: the page tells %d of %d, want %d of %d", what, p.Total, p.All, len(want), len(all))
			}
			if len(p.Lessons) == 0 {
				break
			}
			for _, l := range p.Lessons {
				got = append(got, l.ID)
			}
		}
		if !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("%s: the pages have %v, want %v", what, got, want)
		}
	}
	word := func(l LearnedThing) bool {
		return slices.Contains([]string{fromSignature, fromSubject, fromFile}, l.Kind)
	}
	of := func(l LearnedThing, name string) bool {
		return slices.ContainsFunc(l.Clients, func(c LearnedClient) bool { return c.Client != nil && c.Client.Name == name })
	}
	for round := range 3 {
		for n := range 4 {
			d.give(open(10*round+n).Seq, []Client{a, b}[n%2])
		}
		what := fmt.Sprint("round ", round)
		compare(what, LearnedQuery{}, func(l LearnedThing) bool { return !word(l) })
		compare(what+", words", LearnedQuery{Words: true}, func(LearnedThing) bool { return true })
		compare(what+", a value", LearnedQuery{Text: " X1.EXAMPLE "}, func(l LearnedThing) bool { return strings.Contains(l.Value, "x1.example") })
		compare(what+", a client", LearnedQuery{Text: "quart"}, func(l LearnedThing) bool { return !word(l) && of(l, "Quartz") })
		compare(what+", a number", LearnedQuery{Text: "1001", Words: true}, func(l LearnedThing) bool { return of(l, "Peeters") })
	}
	_, err := d.ForgetLesson(t.Context(), d.LearnedPage(LearnedQuery{Limit: 1}).Lessons[0].ID)
	d.must(err)
	compare("one forgotten", LearnedQuery{Words: true}, func(LearnedThing) bool { return true })
	_, err = d.Undo(t.Context(), true)
	d.must(err)
	compare("that undone", LearnedQuery{Words: true}, func(LearnedThing) bool { return true })
	if p := d.LearnedPage(LearnedQuery{Text: "nobody"}); p.Total != 0 || p.Lessons == nil {
		t.Errorf("a text that is nowhere gives %+v", p)
	}
}
