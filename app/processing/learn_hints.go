package processing

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// hint is one thing that speaks for a client.
type hint struct {
	client  string // id, or noClient
	kind    string
	pattern string // under which it is counted how often such hints are right; empty for what is shared between clients
	says    float64
	e       Evidence
}

// prior is how often a kind of hint is taken to be right before the office's own decisions say more: right of of.
type prior struct{ right, of float64 }

// priors of patterns. A number behind a name counts the decisions that agreed: 1, 2, or 3 and more.
var priors = map[string]prior{
	"address1": {48, 50}, "address2": {98, 100}, "address3": {198, 200},
	"domain1": {4, 5}, "domain2": {9, 10}, "domain3": {19, 20},
	"sender1": {3, 5}, "sender2": {4, 5}, "sender3": {9, 10},
	"signature1": {3, 5}, "signature2": {4, 5}, "signature3": {9, 10},
	"subject1": {1, 8}, "subject2": {2, 6}, "subject3": {3, 6},
	"file1": {1, 6}, "file2": {2, 6}, "file3": {3, 6},
	"name-subject": {9, 10}, "name-file": {8, 10}, "name-text": {8, 10}, "name-signature": {9, 10}, "name-sender": {8, 10}, "name-address": {9, 10},
	"word-subject": {3, 6}, "word-file": {2, 6}, "word-text": {1, 6},
	"name-subject+": {19, 20}, "name-file+": {9, 10}, "name-text+": {9, 10}, "name-signature+": {19, 20}, "name-sender+": {4, 6}, "name-address+": {4, 6},
	"word-subject+": {9, 10}, "word-file+": {8, 10}, "word-text+": {8, 10}, "part": {6, 10}, "part+": {9, 10}, "loose": {5, 10}, "loose+": {5, 10},
	"aside-address1": {8, 10}, "aside-address2": {18, 20}, "aside-address3": {58, 60},
	"aside-domain1": {3, 6}, "aside-domain2": {4, 6}, "aside-domain3": {18, 20},
}

// sources are what hints come from. Those from one source are not independent: the strongest counts.
var sources = map[string]string{
	fromSender: "writer", fromSignature: "writer", "name-sender": "writer's name", "name-signature": "writer's name", "name-address": "writer's name",
	"name-subject": "what it names", "name-file": "what it names", "name-text": "what it names", "name-part": "what it names",
}

// source is what a kind of hint comes from.
func source(kind string) string { return cmp.Or(sources[kind], kind) }

// right is how often hints of a pattern are right.
func (s *LoreState) right(pattern string) float64 {
	p, t := priors[pattern], s.Records[pattern]
	return (p.right + float64(t.Right)) / (p.of + float64(t.Right+t.Wrong))
}

// Of what is learned: below consistent, different clients share it; what is shared says half of a client's share.
const (
	consistent = 0.96
	fewest     = 0.05 // what says less is not told
	maxShared  = 30   // clients that share something that still says anything
	ties       = 0.3  // whoever has so much is a rival

	settledCircle = 0.12 // below it a sender rarely writes for a client for the first time
)

// hints finds all that speaks for clients in a mail.
func (x *index) hints(l *Letter, who []string) (list []hint) {
	if x.lore.state.Off {
		return nil
	}
	for _, f := range x.features(l, who) {
		if lesson := x.lore.lesson(f); lesson != nil {
			list = x.lessonHints(list, f, lesson)
		}
	}
	circle := x.circleOf(who)
	if len(circle.clients) > 1 {
		list = slices.DeleteFunc(list, func(h hint) bool { // who writes for several is one person with one name and telephone
			return h.kind == fromSender || h.kind == fromDomain || h.kind == fromSignature && (h.pattern != "signature3" || circle.told < 2)
		})
	}
	return append(list, x.nameHints(l, who, &circle)...)
}

// circle are the clients for whom a sender is known to write.
type circle struct {
	clients []*Client
	told    int     // of how many people decided
	new     float64 // how likely it is that they write for another one now
}

func (x *index) circleOf(who []string) circle {
	c := circle{new: 1}
	if len(who) != 1 {
		return c
	}
	c.clients = slices.Clone(x.address[who[0]])
	lesson := x.lore.lesson(feature{fromAddress, who[0]})
	if lesson == nil {
		return c
	}
	mails, once := 0, 0
	for id, t := range lesson.Clients {
		n := t.Given + t.Used
		if t.Given > 0 {
			c.told++
		}
		if client := x.byID[id]; client != nil && n > 0 && !slices.Contains(c.clients, client) {
			c.clients = append(c.clients, client)
		}
		if mails += n; n == 1 {
			once++
		}
	}
	if len(c.clients) > 1 { // as many as came up once only: Good and Turing's estimate
		c.new = float64(1+once) / float64(1+mails)
	}
	return c
}

// lessonHints are what one lesson says.
func (x *index) lessonHints(list []hint, f feature, l *Lesson) []hint {
	all, clients := 0, 0
	for id, t := range l.Clients {
		if id == noClient || x.byID[id] != nil {
			all += t.Given + t.Used + t.Wrong
			clients++
		}
	}
	if all == 0 || clients > maxShared {
		return list
	}
	given := 0
	for _, t := range l.Clients {
		given += t.Given
	}
	for id, t := range l.Clients {
		c := x.byID[id]
		if t.Given == 0 || c == nil && id != noClient {
			continue
		}
		share := float64(t.Given+t.Used) / float64(all)
		h := hint{client: id, kind: f.kind, e: Evidence{"learned-" + f.kind, []string{f.value, noClient, strconv.Itoa(t.Given), strconv.Itoa(given)}}}
		if c != nil {
			h.e.Args[1] = c.label()
		} else {
			h.e.Code = "aside-" + f.kind
		}
		if h.says = share / 2; share < 0.5 && f.kind != fromAddress && f.kind != fromDomain {
			continue
		}
		if share >= consistent && !x.othersHave(f, c) {
			h.pattern = f.kind + strconv.Itoa(min(t.Given, 3))
			if id == noClient {
				h.pattern = "aside-" + h.pattern
			}
			if priors[h.pattern].of == 0 {
				continue // words say nothing about what concerns nobody
			}
			h.says = x.lore.state.right(h.pattern)
		}
		list = append(list, h)
	}
	return list
}

// othersHave says whether an address or domain is known as that of other clients, too: then no decision makes it one's own.
func (x *index) othersHave(f feature, c *Client) bool {
	var owners []*Client
	switch f.kind {
	case fromAddress:
		owners = x.address[f.value]
	case fromDomain:
		owners = x.domain[f.value]
	}
	return slices.ContainsFunc(owners, func(o *Client) bool { return o != c })
}

// nameHints are clients whose names stand in a mail.
func (x *index) nameHints(l *Letter, who []string, of *circle) (list []hint) {
	n := x.names()
	found := func(kind, text string, clients []*Client, in ...string) {
		for _, c := range clients {
			h := hint{client: c.ID, kind: "name-" + kind, pattern: "name-" + kind, e: Evidence{"name-" + kind, []string{c.label(), text}}}
			if len(n.of[c]) == 1 && kind != "address" && kind != fromSignature {
				if h.pattern = "word-" + kind; kind == fromSender {
					continue // many people are called like a client
				}
			}
			if !slices.ContainsFunc(in, func(text string) bool { return n.exact(c, wordsOf(text)) > 0 }) && kind != "address" {
				h.pattern = "loose"
			}
			several := len(of.clients) > 1
			if several && slices.Contains(of.clients, c) {
				h.pattern += "+"
			}
			h.says = x.lore.state.right(h.pattern)
			if len(clients) > 1 {
				h.pattern, h.says = "", h.says/float64(len(clients))
			}
			list = append(list, h)
		}
	}
	files := strings.Join(l.Files, " ")
	found(fromSubject, "", n.in(l.Subject), l.Subject)
	found(fromFile, "", n.in(files), l.Files...)
	found("text", "", x.namesIn(l), l.Names...)
	if len(who) != 1 {
		return list
	}
	exact := slices.ContainsFunc(list, func(h hint) bool { return strings.HasPrefix(h.pattern, "name-") })
	if len(of.clients) > 1 && !exact {
		part := "part"
		if of.new < settledCircle {
			part = "part+"
		}
		for i, text := range []string{l.Subject, strings.Join(x.said(l), " "), files} {
			if c := n.oneOf(of.clients, text); c != nil {
				list = append(list, hint{client: c.ID, kind: "name-part", pattern: part, says: x.lore.state.right(part),
					e: Evidence{"name-part-" + []string{fromSubject, "text", fromFile}[i], []string{c.label(), who[0]}}})
				break
			}
		}
	}
	if len(of.clients) < 2 {
		found("address", who[0], n.inAddress(who[0]))
	}
	if who[0] == strings.ToLower(l.From.Address) {
		found(fromSender, l.From.Name, n.in(l.From.Name), l.From.Name)
		var signed []*Client
		for _, s := range l.Signature {
			signed = union(signed, n.is(s))
		}
		found(fromSignature, "", signed, l.Signature...)
	}
	return of.prefer(list)
}

// prefer weakens what speaks for others where something speaks for a client for whom the sender is known to write, by how
// rarely they write for a new one.
func (of *circle) prefer(list []hint) []hint {
	member := func(h hint) bool {
		return slices.ContainsFunc(of.clients, func(c *Client) bool { return c.ID == h.client })
	}
	if len(of.clients) > 1 && slices.ContainsFunc(list, member) {
		for i := range list {
			if !member(list[i]) {
				list[i].says *= of.new
			}
		}
	}
	return list
}

// said are the names in a mail's text, without those that are a line of its signature, which somebody has from outside.
func (x *index) said(l *Letter) []string {
	return slices.DeleteFunc(slices.Clone(l.Names), func(name string) bool {
		return slices.Contains(l.Signature, name) && !x.isInside(l.From.Address, l.Mailbox)
	})
}

// namesIn are the clients whom a mail's text names.
func (x *index) namesIn(l *Letter) (list []*Client) {
	for _, name := range x.said(l) {
		if list = union(list, x.names().in(name)); len(list) > maxCandidates {
			return nil
		}
	}
	return list
}

// verdict is what was learned about a mail.
type verdict struct {
	client     string      // above the bar, without a rival; noClient; or empty
	patterns   []string    // of the hints for it
	candidates []Candidate // with their evidence; not noClient
	aside      []Evidence  // why it concerns nobody
}

// judge weighs the hints. Within a kind the strongest counts; what two kinds say leaves the share of doubt that both leave.
// A client's score is that, times its share of the odds among all that come into question, so that two equal ones never
// come above a half. open are the clients between which it is, if the rules found several; ruled is what they found.
func (x *index) judge(hints []hint, open []*Client, ruled []Candidate) verdict {
	type sum struct {
		kinds map[string]float64
		hints []hint
		doubt float64
	}
	sums := map[string]*sum{}
	of := func(id string) *sum {
		if sums[id] == nil {
			sums[id] = &sum{kinds: map[string]float64{}, doubt: 1}
		}
		return sums[id]
	}
	for _, h := range hints {
		s := of(h.client)
		s.hints, s.kinds[source(h.kind)] = append(s.hints, h), max(s.kinds[source(h.kind)], h.says)
	}
	tied := len(open) > 1
	for _, c := range ruled {
		s := of(c.Client)
		if !tied { // what made a tie decides nothing in it
			s.doubt = 1 - c.Score
		}
	}
	var ids []string
	odds := map[string]float64{}
	for _, id := range slices.Sorted(maps.Keys(sums)) {
		s := sums[id]
		for _, kind := range slices.Sorted(maps.Keys(s.kinds)) { // in one order: the same hints come to the same number, to the last digit
			s.doubt *= 1 - min(s.kinds[kind], 0.999)
		}
		ids, odds[id] = append(ids, id), (1-s.doubt)/s.doubt
	}
	score := func(id string) float64 {
		all := odds[id]
		for _, other := range ids {
			if other != id && 1-sums[other].doubt >= ties {
				all += odds[other]
			}
		}
		if all == 0 {
			return 0
		}
		return (1 - sums[id].doubt) * odds[id] / all
	}
	scores := map[string]float64{}
	for _, id := range ids {
		scores[id] = score(id)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b)) })
	var v verdict
	for _, id := range ids {
		s := sums[id]
		slices.SortStableFunc(s.hints, func(a, b hint) int { return cmp.Compare(b.says, a.says) })
		var told []Evidence
		for _, h := range s.hints {
			if len(told) < 5 {
				told = append(told, h.e)
			}
		}
		if id == noClient {
			v.aside = told
			continue
		}
		score := scores[id]
		if i := slices.IndexFunc(ruled, func(c Candidate) bool { return c.Client == id }); i >= 0 {
			told = append(slices.Clone(ruled[i].Evidence), told...)
			if tied && len(s.hints) == 0 {
				score = ruled[i].Score / float64(len(ruled))
			}
		}
		if score >= fewest || tied {
			v.candidates = append(v.candidates, Candidate{Client: id, Score: score, Evidence: told})
		}
	}
	if len(ids) == 0 || scores[ids[0]] < x.lore.state.bar() || len(sums[ids[0]].hints) == 0 {
		return v
	}
	best := ids[0]
	if tied && !slices.ContainsFunc(open, func(c *Client) bool { return c.ID == best }) {
		return v
	}
	for _, h := range sums[best].hints {
		if h.pattern != "" {
			v.patterns = append(v.patterns, h.pattern)
		}
	}
	if len(v.patterns) > 0 { // what is shared between clients never decides by itself
		v.client = best
	}
	return v
}
