package processing

import (
	"cmp"
	"slices"
	"strings"
)

// naming is the search for clients whose names stand in a mail.
type naming struct {
	x    *index
	n    *names
	l    *Letter
	of   *circle
	list []hint
}

// nameHints are clients whose names stand in a mail.
func (x *index) nameHints(l *Letter, who []string, of *circle) []hint {
	v := naming{x: x, n: x.names(), l: l, of: of}
	files := strings.Join(l.Files, " ")
	v.found(fromSubject, "", v.n.near(l.Subject), l.Subject)
	v.found(fromFile, "", v.n.near(files), l.Files...)
	v.found("text", "", v.inText(), l.Names...)
	v.longest()
	if lostHead(l, who) {
		v.signed()
	}
	if len(who) != 1 {
		return v.list
	}
	if of.several() {
		v.parts(who[0], l.Subject, strings.Join(x.said(l), " "), files)
	} else {
		v.found("address", who[0], v.n.inAddress(who[0]))
	}
	if who[0] == strings.ToLower(l.From.Address) {
		v.found(fromSender, l.From.Name, v.n.in(l.From.Name), l.From.Name)
		v.signed()
	}
	return of.prefer(v.list)
}

// signed adds the clients whose names are lines of the signature.
func (v *naming) signed() {
	var signed []*Client
	for _, s := range v.l.Signature {
		signed = union(signed, v.n.is(s))
	}
	v.found(fromSignature, "", signed, v.l.Signature...)
}

// found adds clients whose names stand in one place of the mail: in texts of it.
func (v *naming) found(kind, text string, clients []*Client, in ...string) {
	clients = v.meant(clients, in)
	for _, c := range clients {
		h := hint{client: c.ID, kind: "name-" + kind, e: Evidence{"name-" + kind, []string{c.label(), text}}}
		if h.pattern = v.pattern(c, kind, in); h.pattern == "" {
			continue
		}
		if v.of.several() && slices.Contains(v.of.clients, c) {
			h.pattern += "+"
		}
		h.says = v.x.lore.state.right(h.pattern)
		if len(clients) > 1 {
			h.pattern, h.says = "", h.says/float64(len(clients))
		}
		v.list = append(v.list, h)
	}
}

// meant are the clients who are meant by names: of those who differ only by what kind of company they are, and where that
// is not said, whom the sender is known to write for.
func (v *naming) meant(named []*Client, in []string) (list []*Client) {
	for _, c := range named {
		var own []*Client
		if !slices.ContainsFunc(in, func(text string) bool { return v.n.exact(c, wordsOf(text)) == fullName }) {
			for _, o := range v.of.clients {
				if v.n.spoken[o] == v.n.spoken[c] {
					own = append(own, o)
				}
			}
		}
		if len(own) == 0 {
			own = []*Client{c}
		}
		list = union(list, own)
	}
	return list
}

// pattern is what kind of naming it is; empty if it is none.
func (v *naming) pattern(c *Client, kind string, in []string) string {
	if kind == "address" {
		return "name-address"
	}
	exact := 0
	for _, text := range in {
		exact = max(exact, v.n.exact(c, wordsOf(text)))
	}
	switch single := len(v.n.of[c]) == 1; {
	case exact == wholeName && (!single || kind == fromSignature):
	case single && exact == fullName && kind != fromSender:
	case single && kind == fromSender:
		return "" // many people are called like a client
	case single && kind != fromSignature && v.of.several() && slices.Contains(v.of.clients, c):
		return "" // see parts
	case single && kind != fromSignature && exact > 0:
		return "word-" + kind
	case exact == 0 && !slices.ContainsFunc(in, func(text string) bool { return allIn(v.n.of[c], wordsOf(text)) }):
		return "near"
	case exact == 0:
		return "loose"
	}
	return "name-" + kind
}

// inText are the clients whom the mail's text names.
func (v *naming) inText() (list []*Client) {
	for _, name := range v.x.said(v.l) {
		if list = union(list, v.n.near(name)); len(list) > maxCandidates {
			return nil
		}
	}
	return list
}

// longest leaves out who is called by a part of a name that stands in the mail in full: "Peeters" is short for it there.
func (v *naming) longest() {
	full := slices.Clone(v.list)
	v.list = slices.DeleteFunc(v.list, func(h hint) bool {
		own := v.n.of[v.x.byID[h.client]]
		return slices.ContainsFunc(full, func(o hint) bool {
			longer := v.n.of[v.x.byID[o.client]]
			return strings.HasPrefix(o.pattern, "name-") && len(longer) > len(own) && allIn(own, longer)
		})
	})
}

// parts finds for whom of several it is by parts of their names, unless somebody's stands there in full.
func (v *naming) parts(who string, texts ...string) {
	if slices.ContainsFunc(v.list, func(h hint) bool { return strings.HasPrefix(h.pattern, "name-") }) {
		return
	}
	for i, text := range texts {
		fits, others := v.n.fitting(v.of.clients, text)
		if len(fits) == 0 {
			continue
		}
		odds := v.of.among(fits, others, len(v.x.clients))
		for _, c := range fits {
			h := hint{client: c.ID, kind: "name-part", says: odds[c] / 2,
				e: Evidence{"name-part-" + []string{fromSubject, "text", fromFile}[i], []string{c.label(), who}}}
			switch {
			case odds[c] > 0.95:
				h.pattern = "part3"
			case odds[c] > 0.8:
				h.pattern = "part2"
			case odds[c] > 0.5:
				h.pattern = "part1"
			}
			if h.pattern != "" {
				h.says = v.x.lore.state.right(h.pattern)
			}
			v.list = append(v.list, h)
		}
		return
	}
}

// said are the names in a mail's text, without those that are a line of its signature, which somebody has from outside, also
// below what a colleague forwards.
func (x *index) said(l *Letter) []string {
	return slices.DeleteFunc(slices.Clone(l.Names), func(name string) bool {
		return slices.Contains(l.Signature, name) && (isForward(l.Subject) || !x.isInside(l.From.Address, l.Mailbox))
	})
}

func byID(a, b *Client) int { return cmp.Compare(a.ID, b.ID) }
