package search

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Part is a part of a document that a fragment can come from.
type Part string

const (
	Subject Part = "subject"
	From    Part = "from"
	To      Part = "to"
	Text    Part = "text"       // of the mail
	Name    Part = "name"       // of an attachment
	Inside  Part = "attachment" // its text
)

// Fragment is a piece of a document in which words of a query stand.
type Fragment struct {
	Part  Part
	Name  string // of the attachment, for Name and Inside
	Spans []Span
	Words int // how many of the query's conditions it shows
}

// Span is a piece of plain text; Hit says whether the query asks for it.
type Span struct {
	Text string
	Hit  bool
}

// Fragments are about so long, and this much of a text is looked at.
const (
	fragmentRunes = 180
	maxScanned    = 1 << 20
)

// Marker finds the words of a query in texts.
type Marker struct {
	clauses []clause
	stems   []map[string]bool // by the word of a query, in order: whether a word is a form of it
	own     []stems
}

// Marker makes a query ready to be found in texts. It is used by one goroutine.
func (q *Query) Marker() *Marker {
	m := &Marker{}
	for _, c := range q.clauses {
		if c.not || len(c.words) == 0 {
			continue
		}
		m.clauses = append(m.clauses, c)
		for _, w := range c.words {
			m.own = append(m.own, stemsOf(w.text))
			m.stems = append(m.stems, map[string]bool{})
		}
	}
	return m
}

// Conditions is how many conditions of words the query has: a fragment that shows so many shows all.
func (m *Marker) Conditions() int { return len(m.clauses) }

// mark is a place in a text that a condition asks for.
type mark struct{ start, end, clause int }

var partFields = map[Part]string{Subject: fieldSubject, From: fieldFrom, To: fieldTo, Name: fieldFiles}

// Find gives the piece of a text that shows most of what the query asks for, nil if nothing of it stands there. The texts
// of short parts are given whole.
func (m *Marker) Find(part Part, text string) *Fragment {
	if len(text) > maxScanned {
		text = strings.ToValidUTF8(text[:maxScanned], "")
	}
	marks := m.marks(partFields[part], text)
	if len(marks) == 0 {
		return nil
	}
	begin, end, shown := 0, len(text), distinct(marks)
	if part == Text || part == Inside {
		begin, end, shown = window(text, marks)
	}
	f := &Fragment{Part: part, Words: shown}
	f.spans(text, begin, end, marks)
	return f
}

// marks are the places that conditions ask for, in their order.
func (m *Marker) marks(field, text string) []mark {
	var marks []mark
	runs := make([][]mark, len(m.clauses)) // of each phrase, where its last words stood
	s := scanner{text: text}
	var n number
	joined := func(term []byte, start, end int) {
		for i, c := range m.clauses {
			if term != nil && (string(term) == c.joined || len(c.words) == 1 && (string(term) == c.words[0].text || string(bare(term)) == c.words[0].text)) {
				marks = append(marks, mark{start, end, i})
			}
		}
	}
	for {
		w, ok := s.next()
		if !ok {
			break
		}
		joined(n.add(text, w))
		first := 0
		for i := range m.clauses {
			c := &m.clauses[i]
			if c.joined != "" && (string(w.term) == c.joined || string(bare(w.term)) == c.joined) {
				marks = append(marks, mark{w.start, w.end, i})
			}
			if c.field == fieldAll || c.field == field {
				runs[i] = m.step(c, i, first, runs[i], w)
				if len(runs[i]) > 0 && (c.loose || len(runs[i]) == len(c.words)) {
					marks = append(marks, mark{runs[i][0].start, w.end, i})
					runs[i] = nil
				}
			}
			first += len(c.words)
		}
	}
	joined(n.finish())
	slices.SortFunc(marks, func(a, b mark) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end)) })
	return marks
}

// step takes the next word of a text for one condition, whose words are numbered from first.
func (m *Marker) step(c *clause, clause, first int, run []mark, w word) []mark {
	here := mark{w.start, w.end, clause}
	if c.loose {
		for k := range c.words {
			if m.is(first+k, &c.words[k], w.term) {
				return []mark{here}
			}
		}
		return nil
	}
	if m.is(first+len(run), &c.words[len(run)], w.term) {
		return append(run, here)
	}
	if len(run) > 0 && m.is(first, &c.words[0], w.term) {
		return []mark{here}
	}
	return nil
}

// is says whether a word of a text is what a word of the query stands for.
func (m *Marker) is(number int, p *place, term []byte) bool {
	if len(term) == 0 || string(term) == p.text || p.prefix && bytes.HasPrefix(term, []byte(p.text)) {
		return len(term) > 0
	}
	if b := bare(term); b != nil && (string(b) == p.text || p.prefix && bytes.HasPrefix(b, []byte(p.text))) {
		return true
	}
	if p.exact || term[0] != p.text[0] || !inflected(p.text) {
		return false
	}
	seen, ok := m.stems[number][string(term)]
	if !ok {
		other := string(term)
		seen = inflected(other) && len(other) <= len(p.text)+6 && m.own[number].shares(stemsOf(other))
		if plain, is := umlaut(p.text); is && !seen {
			seen = plain == other || inflected(other) && stemsOf(plain).shares(stemsOf(other))
		}
		m.stems[number][other] = seen
	}
	return seen
}

func distinct(marks []mark) int {
	seen := map[int]bool{}
	for _, m := range marks {
		seen[m.clause] = true
	}
	return len(seen)
}

// window is the piece of a text that shows the most conditions, and how many.
func window(text string, marks []mark) (begin, end, shown int) {
	best, most := 0, 0
	for i := 0; i < len(marks) && i < 1000; i++ {
		j := i
		for j < len(marks) && marks[j].end-marks[i].start <= fragmentRunes {
			j++
		}
		if n := distinct(marks[i:max(j, i+1)]); n > most {
			best, most = i, n
		}
	}
	begin = max(0, marks[best].start-fragmentRunes/3)
	for begin > 0 && !utf8.RuneStart(text[begin]) {
		begin--
	}
	if begin > 0 { // not in the middle of a word
		if i := strings.IndexAny(text[begin:marks[best].start], " \t\r\n"); i >= 0 {
			begin += i + 1
		}
	}
	end = min(len(text), max(begin+fragmentRunes, marks[best].end))
	if end < len(text) {
		if i := strings.LastIndexAny(text[marks[best].end:end], " \t\r\n"); i > 0 {
			end = marks[best].end + i
		}
	}
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end++
	}
	return begin, end, most
}

// spans cuts a piece of a text up at its marks. Blanks of any kind and number become one.
func (f *Fragment) spans(text string, begin, end int, marks []mark) {
	add := func(s string, hit bool) {
		if s = blanks(s); s != "" {
			f.Spans = append(f.Spans, Span{s, hit})
		}
	}
	if begin > 0 {
		add("… ", false)
	}
	at := begin
	for _, m := range marks {
		if m.start < at || m.end > end {
			continue
		}
		add(text[at:m.start], false)
		add(text[m.start:m.end], true)
		at = m.end
	}
	add(text[at:end], false)
	if end < len(text) {
		add(" …", false)
	}
	if len(f.Spans) > 0 { // neither begins nor ends with a blank
		f.Spans[0].Text = strings.TrimLeft(f.Spans[0].Text, " ")
		last := &f.Spans[len(f.Spans)-1]
		last.Text = strings.TrimRight(last.Text, " ")
		f.Spans = slices.DeleteFunc(f.Spans, func(s Span) bool { return s.Text == "" })
	}
}

// blanks makes one blank of each run of blanks and of signs that turn or hide writing.
func blanks(s string) string {
	var b strings.Builder
	last := false
	for _, r := range s {
		if r <= ' ' || r == 0x7f || r >= 0x80 && r <= 0xa0 || r == 0x200b || r >= 0x200e && r <= 0x200f || r >= 0x2028 && r <= 0x202f ||
			r >= 0x2066 && r <= 0x2069 || r == 0xfeff {
			if !last {
				b.WriteByte(' ')
			}
			last = true
			continue
		}
		last = false
		b.WriteRune(r)
	}
	return b.String()
}
