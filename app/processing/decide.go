package processing

import (
	"slices"
	"strconv"
	"strings"
)

// settle says whose a mail is, or gives candidates. What a thread says stands. What an address, a number or a domain says
// may be against what was learned of the address, or another client's name in subject or signature: then people are asked,
// or what was learned decides where it is sure.
func (m *matching) settle(who []string, ruled []Candidate) (*Client, verdict) {
	if len(m.left) == 1 && m.by == "thread" {
		return m.left[0], verdict{}
	}
	hints := m.x.hints(m.letter, who, &m.thread)
	hints = slices.DeleteFunc(hints, func(h hint) bool { return m.known(&h) })
	if len(m.left) == 1 && !m.disputed(hints) {
		return m.left[0], verdict{}
	}
	v := m.x.judge(hints, m.left, ruled)
	if v.client != "" && v.client != noClient && (!m.letter.Bulk || slices.ContainsFunc(v.patterns, func(p string) bool { return strings.HasPrefix(p, fromAddress) })) {
		return m.x.byID[v.client], v
	}
	if len(m.left) == 0 {
		v.candidates = v.candidates[:min(len(v.candidates), maxSuggestions)]
	}
	return nil, v
}

// known says whether a hint adds nothing to what the rules found: what nobody decided counts only where they find nothing or a
// number, and not for who had those mails by them; what seems to be answered counts among several only for what the office wrote.
func (m *matching) known(h *hint) bool {
	kept := strings.HasPrefix(h.e.Code, "kept-")
	switch {
	case isNumber(h.kind):
		return len(m.left) > 0 && m.by != "number"
	case !kept && h.kind != "talk":
		return false
	case len(m.left) > 0 && kept:
		return m.by != "number" || h.kind != fromAddress || len(m.left) == 1
	case len(m.left) > 0:
		return len(m.left) == 1 || !m.x.isInside(m.letter.From.Address, m.letter.Mailbox)
	}
	c := m.found[m.x.byID[h.client]]
	return kept && c != nil && slices.ContainsFunc(c.Evidence, func(e Evidence) bool { return e.Code == "address" || e.Code == "domain" })
}

// disputing are the patterns of hints that make what the rules found a question.
var disputing = []string{"name-subject", "name-signature"}

// disputed says whether a hint speaks for another client than the one that the rules found.
func (m *matching) disputed(hints []hint) bool {
	id := m.left[0].ID
	if slices.ContainsFunc(hints, func(h hint) bool {
		return h.client == id && strings.HasPrefix(h.kind, "name-") && h.kind != "name-address"
	}) {
		return false
	}
	return slices.ContainsFunc(hints, func(h hint) bool {
		return h.pattern != "" && h.client != noClient && h.client != id &&
			(h.kind == fromAddress && m.by != "address" || isNumber(h.kind) || slices.Contains(disputing, strings.TrimSuffix(h.pattern, "+")))
	})
}

// deciding is what one mail's slip is made of.
type deciding struct {
	x    *index
	team *Team
	l    *Letter
	was  *Slip
	slip Slip
}

// decide makes a mail's slip from what is known now. was is the slip that it has; its zero value for a new mail.
func decide(x *index, t *Team, l *Letter, found thread, was *Slip) Slip {
	d := deciding{x, t, l, was, Slip{Seq: l.Seq, Mailbox: strings.ToLower(l.Mailbox), Hand: was.Hand, Taught: was.Taught,
		Conversation: was.Conversation, Turn: x.turn(l, &was.Turn)}}
	switch d.slip.Hand {
	case HandAside:
		return d.aside(RuleHand, Evidence{Code: "aside-hand"})
	case HandAssigned:
		if c := x.byID[was.Client]; c != nil {
			d.slip.Evidence = []Evidence{{Code: "hand"}}
			return d.assign(c)
		}
		d.slip.Hand = ""
	}
	if l.Unreadable {
		return d.needs(Unreadable, Evidence{Code: "unreadable"})
	}
	if rule, e := d.ruled(); rule != "" {
		return d.aside(rule, e)
	}
	return d.search(found)
}

// kept says whether no rule sets the mail aside, because a person or a rule said so.
func (d *deciding) kept(rule *Rule) bool { return d.slip.Hand == HandKept || rule != nil && rule.Keep }

// ruled finds the rule that sets a mail aside whoever its client is; empty if none does.
func (d *deciding) ruled() (string, Evidence) {
	rule := d.x.rules.of(d.l)
	switch kept := d.kept(rule); {
	case kept:
	case rule != nil:
		return ruleOwn + rule.ID, Evidence{"rule-" + rule.Kind, []string{rule.Value}}
	case d.l.Auto && d.x.rules.on(RuleAuto):
		return RuleAuto, Evidence{Code: "auto"}
	}
	return "", Evidence{}
}

// search looks for the client.
func (d *deciding) search(found thread) Slip {
	m, who := d.x.match(d.l, found)
	candidates := m.ranked()
	c, v := m.settle(who, candidates)
	if c == nil {
		v.candidates = m.withContacts(who, v.candidates)
		return d.open(m, who, v)
	}
	if d.slip.Learned = v.client == c.ID; d.slip.Learned {
		candidates, d.slip.Patterns = v.candidates, v.patterns
	}
	if at := slices.IndexFunc(candidates, func(o Candidate) bool { return o.Client == c.ID }); at >= 0 {
		d.slip.Evidence = candidates[at].Evidence
	}
	return d.assign(c)
}

// open is for a mail whose client was not found: it is set aside, or a person is asked.
func (d *deciding) open(m *matching, who []string, v verdict) Slip {
	kept := d.kept(d.x.rules.of(d.l))
	d.slip.Candidates = v.candidates
	switch {
	case len(m.left) > 0:
		d.slip.Candidates = v.candidates[:min(len(v.candidates), maxCandidates)]
		return d.needs(SeveralClients, Evidence{"several", []string{strconv.Itoa(max(2, len(m.left)))}})
	case d.l.Bulk && !kept && d.x.rules.on(RuleBulk):
		d.slip.Candidates = nil
		return d.aside(RuleBulk, Evidence{Code: "bulk"})
	case len(who) == 0 && d.l.From.Address != "" && !kept && d.x.rules.on(RuleInternal) && !(lostHead(d.l, who) && len(v.candidates) > 0):
		return d.aside(RuleInternal, Evidence{Code: "internal"})
	case v.client == noClient && !kept:
		s := d.aside(RuleLearned, Evidence{})
		s.Candidates, s.Evidence, s.Learned, s.Patterns = nil, v.aside, true, v.patterns
		return s
	case len(who) == 0:
		return d.needs(UnknownSender, Evidence{Code: "nobody"})
	}
	return d.needs(UnknownSender, Evidence{"unknown", []string{who[0]}})
}

// assign gives the mail to a client, and to the people who handle it.
func (d *deciding) assign(c *Client) Slip {
	d.slip.Client = c.ID
	if c.endedBy(d.l.Received) && d.slip.Hand != HandAssigned {
		s := d.needs(ClientEnded, Evidence{"ended", []string{c.label(), c.Ended}})
		s.Participants, _, _ = d.team.participants(d.l, c)
		return s
	}
	var reason Reason
	var why Evidence
	if d.slip.Participants, reason, why = d.team.participants(d.l, c); reason != "" {
		d.slip.State, d.slip.Reason, d.slip.Evidence = Attention, reason, append(d.slip.Evidence, why)
		return d.slip
	}
	d.slip.State = Processed
	return d.slip
}

func (d *deciding) aside(rule string, e Evidence) Slip {
	d.slip.State, d.slip.Rule, d.slip.Evidence = Aside, rule, []Evidence{e}
	d.slip.Participants, _, _ = d.team.participants(d.l, nil)
	return d.slip
}

func (d *deciding) needs(r Reason, e Evidence) Slip {
	d.slip.State, d.slip.Reason, d.slip.Evidence = Attention, r, append(d.slip.Evidence, e)
	d.slip.Participants, _, _ = d.team.participants(d.l, nil)
	return d.slip
}
