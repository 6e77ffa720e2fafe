package processing

import (
	"slices"
	"testing"
)

func (d *desk) rule(kind, value string, keep bool, settled int) Rule {
	d.t.Helper()
	r, n, err := d.AddRule(d.t.Context(), Rule{Kind: kind, Value: value, Keep: keep})
	d.must(err)
	if n != settled {
		d.t.Errorf("the rule for %s treats %d mails otherwise, want %d", value, n, settled)
	}
	return r
}

func (d *desk) view(id string) RuleView {
	d.t.Helper()
	all, err := d.Rules(Everything())
	d.must(err)
	for _, v := range all {
		if v.ID == id {
			return v
		}
	}
	d.t.Fatalf("there is no rule %s in %+v", id, all)
	return RuleView{}
}

func TestOwnRulesSetAsideAndTheNarrowerWins(t *testing.T) {
	d := team(t)
	peeters := d.client(Client{Name: "Peeters", Addresses: []string{"jan@peeters.example"}})
	nobody := Client{}
	waiting := d.take(Letter{From: from("offers@shop.example")})
	boss := d.take(Letter{From: from("boss@news.shop.example")})
	client := d.take(Letter{From: from("jan@peeters.example"), Subject: "Weekly  Digest"})
	domain := d.rule("domain", "https://www.Shop.example/", false, 2)
	d.wants("an open mail", d.item(waiting.Seq), Aside, "", nobody, "rule for senders at shop.example")
	keep := d.rule("sender", "Boss@news.shop.example", true, 1)
	d.wants("an exception", d.item(boss.Seq), Attention, UnknownSender, nobody, "")
	d.rule("subject", "weekly digest", false, 0)
	d.wants("a client's mail from before", d.item(client.Seq), Processed, "", peeters, "")
	d.wants("a client's later mail", d.take(Letter{From: from("jan@peeters.example"), Subject: "Re: WEEKLY digest"}), Aside, "", nobody, "weekly digest")
	kept := d.rule("subject", "our weekly digest", true, 0)
	d.wants("a longer text", d.take(Letter{From: from("jan@peeters.example"), Subject: "Our weekly digest"}), Processed, "", peeters, "")
	d.rule("mailbox", info, false, 0)
	d.wants("a mailbox", d.item(boss.Seq), Attention, UnknownSender, nobody, "")
	d.wants("what nothing narrower is about", d.take(Letter{From: from("who@else.example")}), Aside, "", nobody, info)
	if v := d.view(domain.ID); v.Mails != 1 || !slices.Equal(v.Against, []string{keep.ID}) || !slices.Equal(v.Loses, []string{keep.ID}) {
		t.Errorf("the rule for the domain is %+v, want one mail, and that it loses against the sender's", v)
	}
	if v := d.view(kept.ID); len(v.Against) != 1 || len(v.Loses) != 0 {
		t.Errorf("the rule that keeps is %+v, want that it wins against one", v)
	}
	sender := d.rule("sender", "jan@peeters.example", false, 1) // which its subject had set aside before
	if v := d.view(sender.ID); len(v.Clients) != 1 || v.Clients[0].Name != "Peeters" {
		t.Errorf("the rule for a client's address is %+v, want that it says whose", v)
	}
	_, _, err := d.AddRule(t.Context(), Rule{Kind: "sender", Value: "JAN@peeters.example", Keep: true})
	d.code("the opposite of a rule", err, "rule-contradicts")
	if again := d.rule("sender", "jan@peeters.example", false, 0); again.ID != sender.ID {
		t.Error("the same rule is there twice")
	}
}

func TestRulesAreUndoneSwitchedOffAndRemoved(t *testing.T) {
	d := team(t)
	news, auto := d.take(Letter{From: from("news@shop.example"), Bulk: true}), d.take(Letter{From: from("x@auto.example"), Auto: true})
	among := d.take(Letter{From: from("an@kantoor.example")})
	for id, seq := range map[string]uint64{RuleBulk: news.Seq, RuleAuto: auto.Seq, RuleInternal: among.Seq} {
		if v := d.view(id); !v.Builtin || v.Off || v.Mails != 1 {
			t.Errorf("the built-in rule %s is %+v, want it on, with one mail", id, v)
		}
		n, err := d.SwitchRule(t.Context(), id, false)
		if err != nil || n != 1 {
			t.Errorf("switching %s off treats %d mails otherwise, %v, want 1", id, n, err)
		}
		d.wants(id+" off", d.item(seq), Attention, UnknownSender, Client{}, "")
	}
	d.reopen()
	if !d.view(RuleBulk).Off {
		t.Error("a rule that was switched off is on after a start")
	}
	n, err := d.SwitchRule(t.Context(), RuleBulk, true)
	if err != nil || n != 1 || d.item(news.Seq).State != Aside {
		t.Errorf("switching it on treats %d mails otherwise, %v", n, err)
	}
	rule := d.rule("sender", "x@auto.example", false, 1)
	late := d.take(Letter{From: from("x@auto.example")})
	d.wants("a later mail", late, Aside, "", Client{}, "x@auto.example")
	_, err = d.Undo(t.Context(), true)
	d.must(err)
	d.wants("undone", d.item(auto.Seq), Attention, UnknownSender, Client{}, "")
	d.wants("what came since, undone", d.item(late.Seq), Attention, UnknownSender, Client{}, "")
	rule = d.rule("sender", "x@auto.example", false, 2)
	d.must(d.Keep(t.Context(), late.Seq))
	d.wants("taken back by a person", d.item(late.Seq), Attention, UnknownSender, Client{}, "")
	if n, err := d.SwitchRule(t.Context(), rule.ID, false); err != nil || n != 1 {
		t.Errorf("switching the own rule off treats %d mails otherwise, %v", n, err)
	}
	if n, err := d.DropRule(t.Context(), rule.ID); err != nil || n != 0 {
		t.Errorf("removing the rule treats %d mails otherwise, %v", n, err)
	}
	_, err = d.DropRule(t.Context(), rule.ID)
	d.code("a rule that is gone", err, "rule-unknown")
	_, err = d.SwitchRule(t.Context(), "nope", true)
	d.code("no such rule", err, "rule-unknown")
	for kind, value := range map[string]string{"subject": "ab", "colour": "red", "domain": "gmail.com", "sender": "jan", "mailbox": ""} {
		if _, _, err := d.AddRule(t.Context(), Rule{Kind: kind, Value: value}); err == nil {
			t.Errorf("a rule for the %s %q is made", kind, value)
		}
	}
}
