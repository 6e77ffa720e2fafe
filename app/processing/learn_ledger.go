package processing

import (
	"cmp"
	"strings"
	"time"
)

// ledger is where lessons change within a transaction: what it has changed counts for others when the transaction is done.
type ledger struct {
	lore    *lore
	now     time.Time
	lessons map[feature]*Lesson
	state   *LoreState // nil: unchanged
}

func (r *Room) newLedger(x *index) *ledger {
	return &ledger{lore: x.lore, now: r.now().UTC(), lessons: map[feature]*Lesson{}}
}

// change gives a lesson to be changed; nil if there is none and there may not be more of its kind.
func (g *ledger) change(f feature) *Lesson {
	if l := g.lessons[f]; l != nil {
		return l
	}
	var l *Lesson
	if was := g.lore.lessons[f]; was != nil {
		l = was.clone()
	} else {
		if limited(f.kind) && g.lore.words >= maxLessons {
			return nil
		}
		l = &Lesson{Kind: f.kind, Value: f.value, Clients: map[string]Tally{}}
	}
	g.lessons[f] = l
	return l
}

// count changes what a lesson counts for a client; nothing becomes less than nothing.
func (g *ledger) count(f feature, id string, given, used, wrong int) {
	l := g.change(f)
	if l == nil {
		return
	}
	t := l.Clients[id]
	t = Tally{max(0, t.Given+given), max(0, t.Used+used), max(0, t.Wrong+wrong)}
	if l.Clients[id] = t; t == (Tally{}) {
		delete(l.Clients, id)
	}
	if given > 0 || wrong > 0 {
		l.Last = g.now
	}
}

// records is what holds for all lessons, to be changed.
func (g *ledger) records() *LoreState {
	if g.state == nil {
		s := g.lore.state.clone()
		g.state = &s
	}
	return g.state
}

func (g *ledger) track(pattern string, right, wrong int) {
	records := g.records().Records
	t := records[pattern]
	if t = (Track{max(0, t.Right+right), max(0, t.Wrong+wrong)}); t == (Track{}) {
		delete(records, pattern)
		return
	}
	records[pattern] = t
}

// decided learns that a person gave a mail to a client, or set it aside. was is its slip until then.
func (g *ledger) decided(x *index, l *Letter, found *thread, was *Slip, id string) {
	if g.lore.state.Off {
		return
	}
	who := (&matching{x: x, letter: l}).people()
	features := x.features(l, who)
	again := was.Hand == HandAssigned || was.Hand == HandAside
	if again && was.Client == id {
		return
	}
	if !again {
		g.trackHints(x.hints(l, who, found), was, id)
	}
	g.withdraw(features, was)
	g.blame(features, was, id)
	for _, f := range features {
		g.count(f, id, 1, 0, 0)
	}
}

// trackHints counts which hints a decision agrees with: of each kind the strongest one. What was counted as right when it
// settled the mail by itself is taken back.
func (g *ledger) trackHints(hints []hint, was *Slip, id string) {
	best := map[string]hint{}
	for _, h := range hints {
		if h.pattern != "" && h.says > best[h.kind].says {
			best[h.kind] = h
		}
	}
	for _, h := range best {
		switch counted := was.Learned && was.State == Processed && was.Client == h.client; {
		case h.client != id && counted:
			g.track(h.pattern, -1, 1)
		case h.client != id:
			g.track(h.pattern, 0, 1)
		case !counted:
			g.track(h.pattern, 1, 0)
		}
	}
}

// withdraw takes back what was learned from a decision that a person changes now.
func (g *ledger) withdraw(features []feature, was *Slip) {
	if !was.Taught {
		return
	}
	id := was.Client
	if was.Hand == HandAside {
		id = noClient
	}
	for _, f := range features {
		g.count(f, id, -1, 0, 0)
	}
}

// blame counts a correction against what suggested the wrong client.
func (g *ledger) blame(features []feature, was *Slip, id string) {
	wrong := was.Client
	if was.Rule == RuleLearned {
		wrong = noClient
	}
	if was.Hand != "" || wrong == "" || wrong == id || was.State != Processed && was.Rule != RuleLearned {
		return
	}
	for _, f := range features {
		if f.kind == fromAddress {
			g.count(f, wrong, 0, -1, 1)
		}
	}
	for _, e := range was.Evidence {
		if len(e.Args) == 0 {
			continue
		}
		_, kind, learned := strings.Cut(e.Code, "-")
		switch {
		case learned && kind == "number":
			for _, f := range features {
				if isNumber(f.kind) && f.value == e.Args[0] {
					g.count(f, wrong, 0, -1, 1)
				}
			}
		case learned && kind != fromAddress && (strings.HasPrefix(e.Code, "learned-") || strings.HasPrefix(e.Code, "aside-")):
			g.count(feature{kind, e.Args[0]}, wrong, 0, 0, 1)
		case e.Code == fromDomain:
			g.count(feature{fromDomain, e.Args[0]}, wrong, 0, -1, 1)
		case e.Code == KindVAT || e.Code == KindIBAN || e.Code == KindRegistration || e.Code == KindClient:
			g.count(feature{e.Code, e.Args[0]}, wrong, 0, 0, 1)
		}
	}
}

// used counts that a mail found its client by itself. It is right until a person says otherwise.
func (g *ledger) used(x *index, l *Letter, was, s *Slip) {
	if g.lore.state.Off || was.State == s.State && was.Client == s.Client {
		return
	}
	id := s.byItself()
	if id == "" {
		return
	}
	for _, f := range x.usedFeatures(l, s) {
		if !g.full(f, id) {
			g.count(f, id, 0, 1, 0)
		}
	}
	for _, p := range s.Patterns {
		g.track(p, 1, 0)
	}
}

// full says whether so many clients share something that it is not counted for another one, too: it would be ever more to
// count with each mail, and say nothing.
func (g *ledger) full(f feature, id string) bool {
	l := cmp.Or(g.lessons[f], g.lore.lessons[f])
	if l == nil || len(l.Clients) <= maxCircle {
		return false
	}
	_, known := l.Clients[id]
	return !known
}

// unused takes back that it was counted, but for lessons that become again what they were anyway.
func (g *ledger) unused(x *index, l *Letter, was, s *Slip, but map[feature]*Lesson) {
	id := s.byItself()
	if id == "" || was.State == s.State && was.Client == s.Client {
		return
	}
	for _, f := range x.usedFeatures(l, s) {
		if _, again := but[f]; !again && g.lore.lessons[f] != nil {
			g.count(f, id, 0, -1, 0)
		}
	}
	for _, p := range s.Patterns {
		g.track(p, -1, 0)
	}
}

// byItself is who a mail went to without a person: a client, noClient if it was set aside as learned, or empty.
func (s *Slip) byItself() string {
	switch {
	case s.Hand != "":
	case s.State == Aside && s.Rule == RuleLearned:
		return noClient
	case s.State == Processed:
		return s.Client
	}
	return ""
}

// usedFeatures are what counts of a mail that found its client by itself: its sender's address and domain, and
// numbers of nobody's.
func (x *index) usedFeatures(l *Letter, s *Slip) (list []feature) {
	domains := map[string]bool{}
	for _, e := range s.Evidence {
		if e.Code == fromDomain {
			domains[e.Args[0]] = true
		}
	}
	if who := (&matching{x: x, letter: l}).people(); len(who) == 1 {
		list = append(list, feature{fromAddress, who[0]})
		if d := domainOf(who[0]); !isPublic(d) {
			domains[d] = true
		}
	}
	for d := range domains {
		list = append(list, feature{fromDomain, d})
	}
	return append(list, x.strange(l)...)
}

// moved says that one client has become another.
func (g *ledger) moved(from, to string) {
	for f, l := range g.lore.lessons {
		if t, ok := l.Clients[from]; ok {
			g.count(f, to, t.Given, t.Used, t.Wrong)
			delete(g.change(f).Clients, from)
		}
	}
}

// keep writes what has changed.
func (g *ledger) keep(tx Tx) error {
	for f, l := range g.lessons {
		var err error
		if l.empty() {
			err = tx.DropLesson(f)
		} else {
			err = tx.PutLesson(*l)
		}
		if err != nil {
			return err
		}
	}
	if g.state != nil {
		return tx.PutLore(*g.state)
	}
	return nil
}

// learned takes changed lessons into memory; nil is one that is gone. The caller holds change.
func (r *Room) learned(lessons map[feature]*Lesson, state *LoreState) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for f, l := range lessons {
		if l != nil && l.empty() {
			l = nil
		}
		r.index.lore.put(f, l)
	}
	if state != nil {
		r.index.lore.state = *state
	}
}
