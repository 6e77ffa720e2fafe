package processing

import (
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode"

	"postroom/app/store"
)

// Lesson is what people's decisions say about one thing that mails have in common: an address, a domain, a sender's name, a
// line of a signature, a word of a subject or of an attachment's name. Lessons are counts, nothing else, so that each can
// be read, changed and forgotten.
type Lesson struct {
	Kind    string           `json:"kind"`
	Value   string           `json:"value"` // as it is compared: see fold
	Off     bool             `json:"off,omitempty"`
	Clients map[string]Tally `json:"clients"` // by id; noClient for mails that were set aside
	Last    time.Time        `json:"last"`    // when a person decided something about it last
}

// Tally counts the mails with one thing in common that went to one client.
type Tally struct {
	Given int `json:"given,omitempty"` // by a person
	Used  int `json:"used,omitempty"`  // by themselves, and nobody corrected it; only counted for addresses, domains and numbers
	Wrong int `json:"wrong,omitempty"` // by themselves, and a person corrected it
}

// What mails have in common. Numbers are counted as long as no client has got them; then only where they led to a wrong client.
const (
	fromAddress   = "address"
	fromDomain    = "domain"
	fromSender    = "sender"
	fromSignature = "signature"
	fromSubject   = "subject"
	fromFile      = "file"
)

// lessonKinds are all kinds, those first that say most.
var lessonKinds = []string{fromAddress, fromDomain, fromSender, fromSignature, fromSubject, fromFile, KindClient, KindVAT, KindRegistration, KindIBAN}

// noClient stands for mails that concern no client.
const noClient = "-"

// maxLessons are kept of the kinds of which there is no end: words and lines.
const maxLessons = 200_000

// LoreState is what holds for all lessons: the bar, and how often each kind of hint was right.
type LoreState struct {
	Off     bool             `json:"off,omitempty"`
	Bar     float64          `json:"bar,omitempty"`
	Records map[string]Track `json:"records,omitempty"`
}

// Track says how often one kind of hint was right, see pattern.
type Track struct {
	Right int `json:"right"`
	Wrong int `json:"wrong"`
}

// What the bar is unless the office sets it, and between what it can be set.
const (
	UsualBar  = 0.93
	LowestBar = 0.5
)

func (s *LoreState) bar() float64 {
	if s.Bar == 0 {
		return UsualBar
	}
	return s.Bar
}

func (s *LoreState) clone() LoreState {
	c := *s
	c.Records = make(map[string]Track, len(s.Records))
	for k, v := range s.Records {
		c.Records[k] = v
	}
	return c
}

// feature is what a lesson is about.
type feature struct{ kind, value string }

func (l *Lesson) feature() feature { return feature{l.Kind, l.Value} }

// key is the lesson's in the store. It tells nothing of what the lesson is about.
func (f feature) key() store.Key { return store.KeyOf(f.kind + " " + f.value) }

// ID is what people name a lesson by.
func (l *Lesson) ID() string {
	key := l.feature().key()
	return hex.EncodeToString(key[:6])
}

func (l *Lesson) clone() *Lesson {
	c := *l
	c.Clients = make(map[string]Tally, len(l.Clients))
	for k, v := range l.Clients {
		c.Clients[k] = v
	}
	return &c
}

// empty says whether nothing would be lost with a lesson.
func (l *Lesson) empty() bool {
	for _, t := range l.Clients {
		if t != (Tally{}) {
			return false
		}
	}
	return !l.Off
}

// decided says whether a person decided anything that the lesson counts.
func (l *Lesson) decided() bool {
	for _, t := range l.Clients {
		if t.Given > 0 || t.Wrong > 0 {
			return true
		}
	}
	return false
}

// lore is all that was learned. Lessons are never changed in place. It is changed by whoever holds both change and mu of
// the room, so that either is enough to read it.
type lore struct {
	state   LoreState
	lessons map[feature]*Lesson
	words   int       // lessons of the kinds of which only so many are kept
	listed  []feature // that people see, in their order; nil until they look

	acquainted map[string][]Acquaintance // what contacts say, by address
}

func newLore(s LoreState) *lore { return &lore{state: s, lessons: map[feature]*Lesson{}} }

// endless are the kinds of which there are as many as people find words.
func endless(kind string) bool {
	return kind == fromSubject || kind == fromFile || kind == fromSignature
}

// isNumber says whether a kind is that of a number by which a client is known outside the office.
func isNumber(kind string) bool {
	return kind == KindVAT || kind == KindRegistration || kind == KindIBAN
}

// limited are the kinds of which only so many are kept.
func limited(kind string) bool { return endless(kind) || isNumber(kind) }

func (o *lore) put(f feature, l *Lesson) {
	was := o.lessons[f] != nil
	o.relist(f, l)
	if l == nil {
		delete(o.lessons, f)
	} else {
		o.lessons[f] = l
	}
	if limited(f.kind) && was != (l != nil) {
		if was {
			o.words--
		} else {
			o.words++
		}
	}
}

// lesson finds what is known of something, if it is switched on.
func (o *lore) lesson(f feature) *Lesson {
	if l := o.lessons[f]; l != nil && !l.Off && !o.state.Off {
		return l
	}
	return nil
}

// doubt says whether people decided otherwise too often, for one in 10, than what an address, a domain or a number seemed to
// say. It is a candidate then, and no answer any more.
func (o *lore) doubt(f feature, id string) bool {
	l := o.lesson(f)
	if l == nil {
		return false
	}
	t, others := l.Clients[id], 0
	for other, o := range l.Clients {
		if other != id {
			others += o.Given + o.Used
		}
	}
	bad := max(t.Wrong, others)
	return bad > 0 && bad*10 > t.Given+t.Used+bad
}

// What is looked at of one mail.
const (
	maxSubjectWords = 8
	maxFileWords    = 6
	maxSignature    = 4
	maxSenders      = 5
	maxStrange      = 5
)

// features are what a mail has in common with others. who tells the client: see people.
func (x *index) features(l *Letter, who []string) (list []feature) {
	add := func(kind, value string) {
		if f := (feature{kind, value}); value != "" && !slices.Contains(list, f) {
			list = append(list, f)
		}
	}
	for _, a := range who[:min(len(who), maxSenders)] {
		add(fromAddress, a)
		if d := domainOf(a); !isPublic(d) {
			add(fromDomain, d)
		}
	}
	name, lost := fold(line(l.From.Name)), lostHead(l, who)
	if own := len(who) == 1 && who[0] == strings.ToLower(l.From.Address); own || lost {
		if own && strings.Contains(name, " ") && !strings.Contains(name, "@") {
			add(fromSender, name)
		}
		for _, s := range lastOf(l.Signature, maxSignature) {
			if lost && personal(s) {
				add(fromSender, fold(line(s)))
			} else if s = fold(line(s)); len(s) >= 6 && s != name && !strings.ContainsRune(".,?!:", rune(s[len(s)-1])) { // those are sentences
				add(fromSignature, s)
			}
		}
	}
	list = append(list, x.strange(l)...)
	for _, w := range telling(l.Subject, maxSubjectWords) {
		add(fromSubject, w)
	}
	var stems []string
	for _, f := range l.Files {
		if i := strings.LastIndexByte(f, '.'); i > 0 {
			f = f[:i]
		}
		stems = append(stems, f)
	}
	for _, w := range telling(strings.Join(stems, " "), maxFileWords) {
		add(fromFile, w)
	}
	return list
}

// strange are the numbers in a mail's subject and text that no client has got, nor mails of many. In invoices they are suppliers'.
func (x *index) strange(l *Letter) (list []feature) {
	for _, n := range l.Numbers {
		f := feature{n.Kind, n.Value}
		if !isNumber(n.Kind) || n.Where == InInvoice || len(x.numbered(n)) > 0 || len(list) >= maxStrange || slices.Contains(list, f) {
			continue
		}
		if known := x.lore.lessons[f]; known == nil || len(known.Clients) <= maxShared {
			list = append(list, f)
		}
	}
	return list
}

// lostHead says whether a mail forwards another one of which nothing says who sent it. What is signed there is signed by them.
func lostHead(l *Letter, who []string) bool { return len(who) == 0 && isForward(l.Subject) }

// personal says whether a line may be somebody's name: a few words with capitals.
func personal(s string) bool {
	words := strings.Fields(s)
	return len(words) >= 2 && len(words) <= 4 && !slices.ContainsFunc(words, func(w string) bool {
		return !isNamed(w) && !joining[strings.ToLower(w)] || strings.ContainsFunc(w, unicode.IsDigit)
	})
}

func lastOf(list []string, n int) []string { return list[max(0, len(list)-n):] }

// wordsOf are the words of a text, as they are compared.
func wordsOf(s string) []string {
	return strings.FieldsFunc(fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// telling are words that may say something about a client: no numbers, no short ones, each once.
func telling(s string, limit int) (list []string) {
	for _, w := range wordsOf(s) {
		if len(w) >= 4 && len(w) <= 40 && !strings.ContainsFunc(w, unicode.IsDigit) && !slices.Contains(list, w) && len(list) < limit {
			list = append(list, w)
		}
	}
	return list
}
