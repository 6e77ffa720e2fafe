package processing

import (
	"encoding/json"
	"fmt"
	"testing"

	"postroom/app/mail"
)

// known is all that was learned, to the last count: what people see and what they don't.
func (d *desk) known() string {
	d.t.Helper()
	lessons := map[string]map[string]Tally{}
	for f, l := range d.index.lore.lessons {
		lessons[f.kind+" "+f.value] = l.Clients
	}
	b, err := json.Marshal([]any{lessons, d.index.lore.state})
	d.must(err)
	return string(b)
}

func TestUndoTakesBackAllThatADecisionTaught(t *testing.T) {
	lies := func(n int) Letter {
		return Letter{From: mail.Address{Name: "Lies Maes", Address: "lies@maes.example"}, Subject: fmt.Sprint("Maes Bouw balans ", n), Signature: []string{"Lies Maes", "+32 2 555 12 12"}}
	}
	strange := Letter{From: from("tom@gmail.com"), Subject: "Maes en anderen"}
	for name, decide := range map[string]func(d *desk, seq uint64, right, wrong Client){
		"a decision":   func(d *desk, seq uint64, right, _ Client) { d.give(seq, right) },
		"a wrong one":  func(d *desk, seq uint64, _, wrong Client) { d.give(seq, wrong) },
		"set aside":    func(d *desk, seq uint64, _, _ Client) { d.must(d.SetAside(d.t.Context(), seq)) },
		"a correction": func(d *desk, _ uint64, _, wrong Client) { d.give(3, wrong) },
		"corrected to nobody": func(d *desk, _ uint64, _, _ Client) {
			d.must(d.SetAside(d.t.Context(), 3))
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := team(t)
			right, wrong := d.client(Client{Name: "Maes Bouw BV"}), d.client(Client{Name: "Quartz"})
			d.give(d.take(lies(1)).Seq, right)
			d.take(lies(2))
			if i := d.take(lies(3)); !i.Learned || i.State != Processed {
				t.Fatalf("the third mail is %s, learned: %v, want it assigned as learned", i.State, i.Learned)
			}
			open := d.take(strange).Seq
			d.wants("the same stranger", d.take(strange), Attention, UnknownSender, Client{}, "")
			before := d.known()
			decide(d, open, right, wrong)
			if d.known() == before {
				t.Fatal("nothing was learned")
			}
			if beside := d.item(open + 1); (name == "a decision" || name == "a wrong one") != (beside.State == Processed && beside.Learned) {
				t.Fatalf("the stranger's other mail is %s, learned: %v", beside.State, beside.Learned)
			}
			_, err := d.Undo(t.Context(), true)
			d.must(err)
			if after := d.known(); after != before {
				t.Errorf("undone, what was learned is\n%s\nwant it as before:\n%s", after, before)
			}
			d.reopen()
			if after := d.known(); after != before {
				t.Errorf("after a restart what was learned is\n%s\nwant it as before:\n%s", after, before)
			}
		})
	}
}

// Others go on beside a decision: what was counted of hints since then is theirs.
func TestUndoKeepsWhatWasCountedSince(t *testing.T) {
	d := team(t)
	c := d.client(Client{Name: "Quartz"})
	lies := Letter{From: from("lies@maes.example")}
	d.give(d.take(lies).Seq, c)
	d.take(lies)
	before := d.index.lore.state.clone().Records
	open := d.take(Letter{From: from("tom@gmail.com"), Subject: "Quartz balans"})
	d.give(open.Seq, c)
	d.take(lies)
	_, err := d.SetBar(t.Context(), 0.97)
	d.must(err)
	for range 2 {
		_, err = d.Undo(t.Context(), true)
		d.must(err)
	}
	s := d.index.lore.state
	if s.bar() != UsualBar {
		t.Errorf("the bar is %v, want the usual one again", s.bar())
	}
	if got, want := s.Records["address1"].Right, before["address1"].Right+1; got != want {
		t.Errorf("addresses were right %d times, want %d: the mail that came since counts", got, want)
	}
}
