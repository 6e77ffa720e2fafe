package search

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Query is what somebody looks for, understood.
type Query struct {
	clauses []clause
	soft    []clause // need not hold, but what they hold for comes first
}

// clause is one condition.
type clause struct {
	not    bool
	field  string  // fieldAll for all
	words  []place // next to each other if there are several
	loose  bool    // they need not stand next to each other
	joined string  // the words may also stand there as one: a number that people write in groups
	tag    string  // instead of words: what the document has to have
	lo, hi string  // instead of words: first and last day
}

// place is a word of a query.
type place struct {
	text   string
	prefix bool // only its beginning
	exact  bool // no other forms of it
}

// Empty says whether the query asks for nothing in particular.
func (q *Query) Empty() bool { return len(q.clauses) == 0 }

// Problem is what could not be understood of a query. The rest was.
type Problem struct {
	Code   string // "query-quote", …: words for it are in package fault
	Start  int    // where it stands, in characters
	Length int
	Value  string // what stands there
	Offer  string // what may have been meant, empty if nobody knows
}

// Codes of problems.
const (
	ProblemQuote    = "query-quote"    // a quotation mark is never closed
	ProblemOperator = "query-operator" // looks like an operator that there is
	ProblemNothing  = "query-nothing"  // an operator without anything after it
	ProblemDate     = "query-date"
	ProblemKind     = "query-kind"
	ProblemHas      = "query-has"
	ProblemWord     = "query-word" // nothing but signs
)

// Operators are the words that a query can begin a condition with, without the colon.
func Operators() []string {
	return []string{"from", "to", "subject", "has", "kind", "before", "after", "in"}
}

// Context is what a query has to be understood by.
type Context struct {
	Now  time.Time // its location says what a day is
	Done bool      // the query is complete: its last word is no beginning
}

// Parse understands a query. What it doesn't understand it leaves out, or takes for words, and tells the first problem.
func Parse(text string, c Context) (*Query, *Problem) {
	p := &parser{text: []rune(text), c: c}
	for p.skip(); p.at < len(p.text); p.skip() {
		p.condition()
	}
	p.settle()
	return &p.q, p.problem
}

type parser struct {
	text    []rune
	at      int
	c       Context
	q       Query
	problem *Problem
	plain   []int // clauses that are plain words
}

func (p *parser) complain(code string, start, end int, offer string) {
	if p.problem == nil {
		p.problem = &Problem{Code: code, Start: start, Length: end - start, Value: string(p.text[start:end]), Offer: offer}
	}
}

func (p *parser) skip() {
	for p.at < len(p.text) && isBlank(p.text[p.at]) {
		p.at++
	}
}

func isBlank(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\u00a0' || r == '\u202f'
}

func isQuote(r rune) bool { return strings.ContainsRune("\"“”„«»", r) }

// condition reads one condition.
func (p *parser) condition() {
	begin := p.at
	not := p.text[p.at] == '-' && p.at+1 < len(p.text) && !isBlank(p.text[p.at+1])
	if not {
		p.at++
	}
	if name, ok := p.operator(); ok {
		p.operated(name, not, begin)
		return
	}
	start := p.at
	value, quoted, closed := p.value()
	p.words(fieldAll, value, quoted, not, closed, start)
}

// operator reads the name of an operator and its colon.
func (p *parser) operator() (string, bool) {
	end := p.at
	for end < len(p.text) && unicode.IsLetter(p.text[end]) {
		end++
	}
	if end == p.at || end == len(p.text) || p.text[end] != ':' {
		return "", false
	}
	name := foldText(string(p.text[p.at:end]))
	if slices.Contains(Operators(), name) {
		p.at = end + 1
		return name, true
	}
	followed := end+1 < len(p.text) && !isBlank(p.text[end+1]) && p.text[end+1] != '/'
	for _, o := range Operators() {
		if followed && (spoken[name] == o || near(name, o)) {
			p.complain(ProblemOperator, p.at, end+1, o+":")
		}
	}
	return "", false
}

// spoken are the operators as people may write them in their own language.
var spoken = func() map[string]string {
	words := map[string]string{}
	for operator, list := range map[string]string{
		"from": "van afzender de expediteur von absender sender", "to": "aan naar an recipient ontvanger empfaenger empfanger destinataire",
		"subject": "onderwerp objet sujet betreff", "has": "heeft hat bevat contient enthalt", "kind": "soort type typ art genre",
		"before": "voor avant vor until tot bis", "after": "na sinds apres depuis nach seit since", "in": "map dossier ordner dans folder mailbox",
	} {
		for word := range strings.FieldsSeq(list) {
			words[word] = operator
		}
	}
	return words
}()

// near says whether a word is another with two neighbours exchanged, or one letter too many, too few or wrong.
func near(a, b string) bool {
	if len(a) < 3 || len(a)-len(b) > 1 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	x, y := a[i:], b[i:]
	switch {
	case len(a) > len(b):
		return x[1:] == y
	case len(a) < len(b):
		return x == y[1:]
	case x == "":
		return false
	case x[1:] == y[1:]:
		return true
	}
	return len(x) >= 2 && x[0] == y[1] && x[1] == y[0] && x[2:] == y[2:]
}

// value reads what stands up to the next blank, or in quotation marks.
func (p *parser) value() (value string, quoted, closed bool) {
	if p.at < len(p.text) && isQuote(p.text[p.at]) {
		begin := p.at
		end := begin + 1
		for end < len(p.text) && !isQuote(p.text[end]) {
			end++
		}
		value = string(p.text[begin+1 : end])
		p.at = end + 1
		if end == len(p.text) {
			p.at = end
			if p.c.Done {
				p.complain(ProblemQuote, begin, end, "")
			}
			return value, true, false
		}
		return value, true, true
	}
	begin := p.at
	for p.at += p.number(); p.at < len(p.text) && !isBlank(p.text[p.at]); {
		p.at++
	}
	return string(p.text[begin:p.at]), false, p.at < len(p.text) || p.c.Done
}

// number is the length of a number in groups with blanks between them that stands here, 0 if there is none.
func (p *parser) number() int {
	text := string(p.text[p.at:])
	s := scanner{text: text}
	var n number
	for {
		w, ok := s.next()
		if !ok {
			break
		}
		if joined, from, to := n.add(text, w); joined != nil || w.start > 0 && n.begun > 0 {
			return length(text, joined, from, to)
		}
	}
	joined, from, to := n.finish()
	return length(text, joined, from, to)
}

func length(text string, joined []byte, from, to int) int {
	if joined == nil || from > 0 {
		return 0
	}
	return utf8.RuneCountInString(text[:to])
}

// operated reads what stands after an operator.
func (p *parser) operated(name string, not bool, begin int) {
	p.skip()
	start := p.at
	value, quoted, closed := p.value()
	if strings.TrimSpace(value) == "" {
		p.complain(ProblemNothing, begin, max(p.at, begin+1), "")
		return
	}
	switch name {
	case "from":
		p.words(fieldFrom, value, quoted, not, closed, start)
	case "to":
		p.words(fieldTo, value, quoted, not, closed, start)
	case "subject":
		p.words(fieldSubject, value, quoted, not, closed, start)
	case "in":
		p.words(fieldPlace, value, quoted, not, closed, start)
	case "has":
		p.tag(hasTags, "has:", value, not, start, ProblemHas)
	case "kind":
		p.kind(value, not, start)
	default:
		p.date(name, value, not, start)
	}
}

// settle drops the words that say nothing, as long as another says something: they need not be there, but may.
func (p *parser) settle() {
	telling := false
	for _, i := range p.plain {
		telling = telling || !dull(&p.q.clauses[i])
	}
	if !telling {
		return
	}
	var kept []clause
	for i, c := range p.q.clauses {
		if slices.Contains(p.plain, i) && dull(&c) {
			p.q.soft = append(p.q.soft, c)
			continue
		}
		kept = append(kept, c)
	}
	p.q.clauses = kept
}

func dull(c *clause) bool {
	return len(c.words) == 1 && !c.words[0].prefix && common()[c.words[0].text]
}
