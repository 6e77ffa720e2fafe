package search

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// words adds the words of a value: next to each other, as they stand in "2026-114" or between quotation marks.
func (p *parser) words(field, value string, quoted, not, closed bool, start int) {
	var words []place
	s := scanner{text: value}
	var n number
	var joined []byte
	whole := false
	end := 0
	for {
		w, ok := s.next()
		if !ok {
			break
		}
		if j, from, to := n.add(value, w); j != nil {
			joined, whole = j, from == 0 && to == len(value)
		}
		end = w.end
		after := w.end < len(value) && strings.ContainsRune("'’", []rune(value[w.end:])[0])
		if !quoted && after && elided[string(w.term)] {
			continue
		}
		words = append(words, place{text: string(w.term), exact: quoted})
	}
	if j, from, to := n.finish(); j != nil {
		joined, whole = j, from == 0 && to == len(value)
	}
	if len(words) == 0 {
		if strings.TrimSpace(value) != "" {
			p.complain(ProblemWord, start, p.at, "")
		}
		return
	}
	last := &words[len(words)-1]
	last.prefix = !closed && (end == len(value) || quoted)
	c := clause{not: not, field: field, words: words, loose: !quoted && strings.ContainsFunc(value, isBlank)}
	if joined != nil && whole && len(words) > 1 {
		c.joined = string(joined)
	}
	if !not && !quoted && field == fieldAll {
		p.plain = append(p.plain, len(p.q.clauses))
	}
	p.q.clauses = append(p.q.clauses, c)
}

var hasTags = map[string]string{"attachment": "attachment", "attachments": "attachment", "invoice": "invoice", "invoices": "invoice"}

// tag adds a condition that a document has something of a short list.
func (p *parser) tag(list map[string]string, before, value string, not bool, start int, code string) {
	tag, ok := list[foldText(value)]
	if !ok {
		offer := ""
		for _, name := range slices.Sorted(maps.Keys(list)) {
			if offer == "" && (near(foldText(value), name) || strings.HasPrefix(name, foldText(value))) {
				offer = list[name]
			}
		}
		p.complain(code, start, p.at, offer)
		return
	}
	p.q.clauses = append(p.q.clauses, clause{not: not, tag: before + tag})
}

// kinds are the kinds of attachments, and what people call some files.
var kinds = map[string]string{"invoice": "invoice", "invoices": "invoice", "document": "document", "documents": "document", "image": "image",
	"images": "image", "picture": "image", "calendar": "calendar", "mail": "mail", "mails": "mail", "other": "other"}

// kind adds a condition that an attachment is of a kind, or that its name ends so: kind:invoice, kind:pdf.
func (p *parser) kind(value string, not bool, start int) {
	name := strings.TrimPrefix(foldText(value), ".")
	if tag, ok := kinds[name]; ok {
		p.q.clauses = append(p.q.clauses, clause{not: not, tag: "kind:" + tag})
		return
	}
	known := slices.ContainsFunc(slices.Collect(maps.Keys(kinds)), func(k string) bool { return near(name, k) })
	letters := strings.IndexFunc(name, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) < 0
	if known || !letters || len(name) > 5 || len(name) < 2 {
		p.tag(kinds, "kind:", value, not, start, ProblemKind)
		return
	}
	p.q.clauses = append(p.q.clauses, clause{not: not, tag: "kind:" + name})
}

// date adds before: and after:. A day, a month or a year: before it begins, or from its beginning on.
func (p *parser) date(name, value string, not bool, start int) {
	day, ok := firstDay(value, p.c.Now)
	if !ok {
		p.complain(ProblemDate, start, p.at, "")
		return
	}
	c := clause{not: not, lo: "00000000", hi: "99999999"}
	if name == "before" {
		c.hi = day.AddDate(0, 0, -1).Format("20060102")
	} else {
		c.lo = day.Format("20060102")
	}
	p.q.clauses = append(p.q.clauses, c)
}

// firstDay is the first day of a date as people write it.
func firstDay(value string, now time.Time) (time.Time, bool) {
	switch foldText(value) {
	case "today", "vandaag", "aujourd'hui", "heute":
		return now, true
	case "yesterday", "gisteren", "hier", "gestern":
		return now.AddDate(0, 0, -1), true
	}
	for _, layout := range []string{"2006-1-2", "2006/1/2", "2006.1.2", "2-1-2006", "2/1/2006", "2.1.2006", "20060102", "2006-1", "2006/1", "1-2006", "1/2006", "1.2006", "2006"} {
		if t, err := time.Parse(layout, value); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
