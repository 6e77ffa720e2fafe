package processing

import (
	"cmp"
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
	"word-subject+": {9, 10}, "word-file+": {8, 10}, "word-text+": {8, 10}, "loose": {5, 10}, "loose+": {5, 10}, "near": {9, 10}, "near+": {9, 10},
	"talk": {46, 50}, "part1": {6, 10}, "part2": {85, 100}, "part3": {95, 100},
	"kept-address1": {46, 50}, "kept-address2": {96, 100}, "kept-address3": {196, 200},
	"address-private1": {48, 50}, "address-private2": {98, 100}, "address-private3": {198, 200}, // at public providers
	"kept-address-private1": {47, 50}, "kept-address-private2": {97, 100}, "kept-address-private3": {197, 200},
	"number1": {6, 10}, "number2": {8, 10}, "number3": {9, 10}, "kept-number1": {6, 10}, "kept-number2": {8, 10}, "kept-number3": {9, 10}, // also suppliers' numbers
	"kept-domain1": {3, 5}, "kept-domain2": {4, 5}, "kept-domain3": {18, 20},
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
)

// hints finds all that speaks for clients in a mail.
func (x *index) hints(l *Letter, who []string, found *thread) (list []hint) {
	if x.lore.state.Off {
		return nil
	}
	for _, f := range x.features(l, who) {
		if lesson := x.lore.lesson(f); lesson != nil {
			list = x.lessonHints(list, f, lesson)
		}
	}
	list = ofTheAddress(list)
	circle := x.circleOf(who)
	if circle.several() {
		list = slices.DeleteFunc(list, func(h hint) bool { // who writes for several is one person with one name and telephone
			return h.kind == fromSender || h.kind == fromDomain || h.kind == fromSignature && (h.pattern != "signature3" || circle.toldOthers(h.client) < 3)
		})
	}
	named := x.nameHints(l, who, &circle)
	for _, h := range named { // a word of a name that stands there in full says nothing of others
		if own := x.names().of[x.byID[h.client]]; strings.HasPrefix(h.pattern, "name-") {
			list = slices.DeleteFunc(list, func(o hint) bool {
				return o.client != h.client && (o.kind == fromSubject || o.kind == fromFile) && slices.Contains(own, o.e.Args[0])
			})
		}
	}
	return append(append(list, named...), x.talkHints(l, found.alike)...)
}

// ofTheAddress leaves out what says nothing where the address itself has been seen: what went by itself from its domain, which
// were the same mails; and for whom somebody of the same name wrote, where all that the address wrote was for another client:
// two people are called the same.
func ofTheAddress(list []hint) []hint {
	seen, own := false, ""
	for _, h := range list {
		if h.kind == fromAddress {
			if seen = true; h.pattern != "" && h.client != noClient {
				own = h.client
			}
		}
	}
	return slices.DeleteFunc(list, func(h hint) bool {
		return seen && h.e.Code == "kept-domain" || own != "" && h.kind == fromSender && h.client != own
	})
}

// talkHints are the clients of an earlier mail that one seems to answer: with the same person, of the same subject.
func (x *index) talkHints(l *Letter, alike []string) (list []hint) {
	for _, id := range alike {
		if c := x.byID[id]; c != nil {
			h := hint{client: id, kind: "talk", says: 0.5 / float64(len(alike)), e: Evidence{"talk-subject", []string{line(l.Subject), c.label()}}}
			if len(alike) == 1 {
				h.pattern, h.says = "talk", x.lore.state.right("talk")
			}
			list = append(list, h)
		}
	}
	return list
}

// lessonHints are what one lesson says.
func (x *index) lessonHints(list []hint, f feature, l *Lesson) []hint {
	all, clients := 0, 0
	for id, t := range l.Clients {
		if id == noClient || x.byID[id] != nil {
			all += t.Given + t.Used + t.Wrong
			if clients++; clients > maxShared {
				return list
			}
		}
	}
	if all == 0 {
		return list
	}
	given := 0
	for _, t := range l.Clients {
		given += t.Given
	}
	for id, t := range l.Clients {
		c := x.byID[id]
		kept := t.Given == 0 && t.Used > 0 && keeps(f.kind) && id != noClient // nobody decided, nobody corrected
		if t.Given == 0 && !kept || c == nil && id != noClient || id == noClient && isNumber(f.kind) {
			continue
		}
		share := float64(t.Given+t.Used) / float64(all)
		h := hint{client: id, kind: f.kind, e: Evidence{"learned-" + spoken(f.kind), []string{f.value, noClient, strconv.Itoa(t.Given), strconv.Itoa(given)}}}
		switch {
		case kept:
			h.e = Evidence{"kept-" + spoken(f.kind), []string{f.value, c.label(), strconv.Itoa(t.Used), strconv.Itoa(all)}}
		case c != nil:
			h.e.Args[1] = c.label()
		default:
			h.e.Code = "aside-" + f.kind
		}
		if h.says = share / 2; share < 0.5 && f.kind != fromAddress && f.kind != fromDomain {
			continue
		}
		if share >= consistent && !x.othersHave(f, c) {
			h.pattern = pattern(f, id, t)
			if priors[h.pattern].of == 0 {
				continue // words say nothing about what concerns nobody
			}
			h.says = x.lore.state.right(h.pattern)
		}
		list = append(list, h)
	}
	return list
}

// pattern is under which it is counted how often what one lesson says of a client is right.
func pattern(f feature, id string, t Tally) string {
	name := spoken(f.kind)
	if id == noClient {
		return "aside-" + name + strconv.Itoa(min(t.Given, 3))
	}
	if f.kind == fromAddress && isPublic(domainOf(f.value)) { // a person's own: banks and accountants have domains
		name += "-private"
	}
	if t.Given == 0 { // nobody decided, nobody corrected
		return "kept-" + name + strconv.Itoa(min(t.Used, 3))
	}
	return name + strconv.Itoa(min(t.Given, 3))
}

// keeps says whether of a kind it is counted what went to a client by itself.
func keeps(kind string) bool { return kind == fromAddress || kind == fromDomain || isNumber(kind) }

// spoken is how hints call a kind: all numbers are one.
func spoken(kind string) string {
	if isNumber(kind) {
		return "number"
	}
	return kind
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
