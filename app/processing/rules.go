package processing

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"postroom/app/fault"
)

// Rule sets mails aside, or with Keep says that no rule does, by who sent them, what they are about or where they came to.
type Rule struct {
	ID    string    `json:"id"`
	Kind  string    `json:"kind"` // sender, domain, subject, mailbox
	Value string    `json:"value"`
	Keep  bool      `json:"keep"`
	Off   bool      `json:"off"`
	Made  time.Time `json:"made"`
}

// Kinds of rules, those that win over others first: the narrower one does.
const (
	RuleSender  = "sender"
	RuleDomain  = "domain"  // with those below it
	RuleSubject = "subject" // a part of it
	RuleMailbox = "mailbox"
)

// RuleKinds lists the kinds of rules.
var RuleKinds = []string{RuleSender, RuleDomain, RuleSubject, RuleMailbox}

// BuiltinRules are those that are there without anybody's doing; they can be switched off.
var BuiltinRules = []string{RuleBulk, RuleAuto, RuleInternal}

// ruleOwn begins Slip.Rule where a rule of the office's own set a mail aside; its id follows.
const ruleOwn = "own:"

// maxRules are the office's own rules.
const maxRules = 1000

// Rules are all rules about what is set aside.
type Rules struct {
	Own []Rule   `json:"own"` // those that win first
	Off []string `json:"off"` // built-in rules that are switched off
}

// on says whether a built-in rule is.
func (r *Rules) on(builtin string) bool { return !slices.Contains(r.Off, builtin) }

// of finds the rule that a mail is treated by; nil if it is by none.
func (r *Rules) of(l *Letter) *Rule {
	if len(r.Own) == 0 {
		return nil
	}
	subject := fold(line(l.Subject))
	for i := range r.Own {
		if o := &r.Own[i]; !o.Off && o.fits(l, subject) {
			return o
		}
	}
	return nil
}

func (o *Rule) fits(l *Letter, subject string) bool {
	switch o.Kind {
	case RuleSender:
		return strings.EqualFold(l.From.Address, o.Value)
	case RuleDomain:
		return within(domainOf(l.From.Address), o.Value)
	case RuleSubject:
		return strings.Contains(subject, fold(o.Value))
	}
	return strings.EqualFold(l.Mailbox, o.Value)
}

// within says whether a domain is another or one below it.
func within(domain, other string) bool {
	return domain == other || strings.HasSuffix(domain, "."+other)
}

// sort puts the rules into the order in which they win.
func (r *Rules) sort() {
	slices.SortFunc(r.Own, func(a, b Rule) int {
		return cmp.Or(cmp.Compare(slices.Index(RuleKinds, a.Kind), slices.Index(RuleKinds, b.Kind)), cmp.Compare(len(b.Value), len(a.Value)),
			strings.Compare(a.Value, b.Value), strings.Compare(a.ID, b.ID))
	})
}

func (r *Rules) clone() Rules { return Rules{slices.Clone(r.Own), slices.Clone(r.Off)} }

// tidy brings a rule into the form in which it is compared.
func (o *Rule) tidy() (err error) {
	value := line(o.Value)
	switch o.Kind {
	case RuleSender, RuleMailbox:
		o.Value, err = tidyAddress(value)
	case RuleDomain:
		o.Value, err = tidyDomain(value)
	case RuleSubject:
		if o.Value = value; len([]rune(value)) < 3 || len([]rune(value)) > maxName {
			err = ruleError("rule-value", value)
		}
	default:
		err = ruleError("rule-value", o.Kind)
	}
	return err
}

func ruleError(code, value string) error {
	return &fault.Error{Class: fault.FixSetting, Code: code, Op: "change a rule", Args: map[string]string{"value": value}}
}

// overlaps says whether there are mails, of the same kind of detail, that both rules are about.
func (o *Rule) overlaps(other *Rule) bool {
	switch {
	case o.Kind == RuleSender && other.Kind == RuleSender, o.Kind == RuleMailbox && other.Kind == RuleMailbox:
		return o.Value == other.Value
	case o.Kind == RuleSender && other.Kind == RuleDomain:
		return within(domainOf(o.Value), other.Value)
	case o.Kind == RuleDomain && other.Kind == RuleSender:
		return other.overlaps(o)
	case o.Kind == RuleDomain && other.Kind == RuleDomain:
		return within(o.Value, other.Value) || within(other.Value, o.Value)
	case o.Kind == RuleSubject && other.Kind == RuleSubject:
		return strings.Contains(fold(o.Value), fold(other.Value)) || strings.Contains(fold(other.Value), fold(o.Value))
	}
	return false
}

// RuleView is a rule with what it does.
type RuleView struct {
	Rule
	Builtin bool     // ID says which
	Mails   int      // that it has set aside
	Against []string // ids of the rules that say the opposite of some of the same mails
	Loses   []string // those of them that win
	Clients []Brief  // whose mails it sets aside
}

// Rules lists the built-in rules and the office's own, those that win first. Counted are the mails that a sight lets see.
func (r *Room) Rules(see Sight) ([]RuleView, error) {
	x, _ := r.state()
	counts, err := r.countAside(see)
	if err != nil {
		return nil, err
	}
	views := []RuleView{}
	for _, id := range BuiltinRules {
		views = append(views, RuleView{Rule: Rule{ID: id, Off: !x.rules.on(id)}, Builtin: true, Mails: counts[id]})
	}
	own := x.rules.Own
	for i := range own {
		v := RuleView{Rule: own[i], Mails: counts[ruleOwn+own[i].ID]}
		for j := range own {
			if own[i].Keep != own[j].Keep && own[i].overlaps(&own[j]) {
				if v.Against = append(v.Against, own[j].ID); j < i {
					v.Loses = append(v.Loses, own[j].ID)
				}
			}
		}
		if !v.Keep {
			v.Clients = x.clientsOf(&own[i])
		}
		views = append(views, v)
	}
	return views, nil
}

// clientsOf are the first clients whose own mails a rule is about.
func (x *index) clientsOf(o *Rule) (list []Brief) {
	add := func(clients []*Client) {
		for _, c := range clients {
			if b := c.brief(); !slices.Contains(list, b) && len(list) < maxCandidates {
				list = append(list, b)
			}
		}
	}
	switch o.Kind {
	case RuleSender:
		add(x.address[o.Value])
		_, clients := x.byDomain(o.Value)
		add(clients)
	case RuleDomain:
		_, clients := x.byDomain("@" + o.Value)
		add(clients)
		add(x.related[o.Value])
	}
	return list
}

func (r *Room) countAside(see Sight) (map[string]int, error) {
	r.mu.RLock()
	var seqs []uint64
	r.scan(see, Query{}, nil, func(x *row) {
		if x.state == Aside {
			seqs = append(seqs, x.seq)
		}
	})
	r.mu.RUnlock()
	counts := map[string]int{}
	err := r.store.View(func(tx Tx) error {
		for _, seq := range seqs {
			s, ok, err := tx.Slip(seq)
			if err != nil {
				return err
			}
			if ok {
				counts[s.Rule]++
			}
		}
		return nil
	})
	return counts, err
}

// AddRule makes a rule and tells how many mails are treated otherwise by it. It is for mails to come, and for those that are
// open or set aside; one that has its client keeps it. The error has the code "rule-contradicts" if there is a rule that says
// the opposite of the very same, and "rule-value".
func (r *Room) AddRule(ctx context.Context, rule Rule) (Rule, int, error) {
	rule.ID, rule.Off, rule.Made = newID(), false, r.now().UTC()
	if err := rule.tidy(); err != nil {
		return rule, 0, err
	}
	n, err := r.changeRules(ctx, func(all *Rules) error {
		for _, o := range all.Own {
			if o.Kind == rule.Kind && fold(o.Value) == fold(rule.Value) {
				if o.Keep != rule.Keep {
					return ruleError("rule-contradicts", rule.Value)
				}
				rule.ID, rule.Made = o.ID, o.Made
				return all.set(o.ID, true)
			}
		}
		if len(all.Own) >= maxRules {
			return ruleError("rule-many", rule.Value)
		}
		all.Own = append(all.Own, rule)
		all.sort()
		return nil
	})
	return rule, n, err
}

// set switches a rule on or off, by its id or built-in name.
func (r *Rules) set(id string, on bool) error {
	if slices.Contains(BuiltinRules, id) {
		if r.Off = slices.DeleteFunc(r.Off, func(off string) bool { return off == id }); !on {
			r.Off = append(r.Off, id)
		}
		return nil
	}
	at := slices.IndexFunc(r.Own, func(o Rule) bool { return o.ID == id })
	if at < 0 {
		return ruleError("rule-unknown", id)
	}
	r.Own[at].Off = !on
	return nil
}

// SwitchRule switches a rule on or off, by its id or built-in name, and tells how many mails are treated otherwise by that.
// Code: "rule-unknown".
func (r *Room) SwitchRule(ctx context.Context, id string, on bool) (int, error) {
	return r.changeRules(ctx, func(all *Rules) error { return all.set(id, on) })
}

// DropRule takes a rule of the office's own away, and tells how many mails are treated otherwise by that. Code: "rule-unknown".
func (r *Room) DropRule(ctx context.Context, id string) (int, error) {
	return r.changeRules(ctx, func(all *Rules) error {
		at := slices.IndexFunc(all.Own, func(o Rule) bool { return o.ID == id })
		if at < 0 {
			return ruleError("rule-unknown", id)
		}
		all.Own = slices.Delete(all.Own, at, at+1)
		return nil
	})
}

// changeRules changes the rules, and looks at everything again that is open or set aside.
func (r *Room) changeRules(ctx context.Context, do func(*Rules) error) (int, error) {
	id, err := r.alter(ActRule, func(tx Tx) error {
		all, err := tx.Rules()
		if err != nil {
			return err
		}
		all = all.clone()
		if err := do(&all); err != nil {
			return err
		}
		return tx.PutRules(all)
	})
	if err != nil {
		return 0, err
	}
	before, err := r.lookAside(ctx)
	if err == nil {
		var more []Slip
		more, err = r.reconsider(ctx, nil)
		before = append(before, more...)
	}
	if len(before) > 0 {
		if kept := r.keepSettled(id, before); err == nil {
			err = kept
		}
	}
	return len(before), err
}

// lookAside looks again at what is set aside, and gives what it changed as it was.
func (r *Room) lookAside(ctx context.Context) ([]Slip, error) {
	seqs := r.thatAre(Aside)
	if len(seqs) == 0 {
		return nil, nil
	}
	return r.reconsider(ctx, seqs)
}
