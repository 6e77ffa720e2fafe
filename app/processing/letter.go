package processing

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"postroom/app/mail"
)

// Letter is what processing knows of a filed mail. Whoever fills it in bounds it: see the constants.
type Letter struct {
	Seq          uint64         `json:"seq"`
	Mailbox      string         `json:"mailbox"` // address that it was filed from
	MessageID    string         `json:"messageId,omitempty"`
	Replies      []string       `json:"replies,omitempty"`      // In-Reply-To and References
	Conversation string         `json:"conversation,omitempty"` // as Outlook marks one; empty if it does not say
	From         mail.Address   `json:"from"`
	To           []mail.Address `json:"to,omitempty"`        // and Cc
	Originals    []mail.Address `json:"originals,omitempty"` // who sent the mails that it forwards or quotes
	Subject      string         `json:"subject,omitempty"`
	Received     time.Time      `json:"received"`
	Numbers      []Number       `json:"numbers,omitempty"`
	Files        []string       `json:"files,omitempty"`     // names of attachments
	Signature    []string       `json:"signature,omitempty"` // last lines of the text
	Names        []string       `json:"names,omitempty"`     // what its text writes as names
	Bulk         bool           `json:"bulk,omitempty"`      // it can be unsubscribed from
	Auto         bool           `json:"auto,omitempty"`      // no person wrote it: an automatic reply
	Unreadable   bool           `json:"unreadable,omitempty"`
}

// What is kept of one mail at most.
const (
	MaxPeople  = 2000
	MaxReplies = 50
	MaxFiles   = 50
)

// threads are the names under which a mail's thread is known, its own first.
func (l *Letter) threads() (ids []string) {
	seen := map[string]bool{}
	add := func(id string) {
		if id != "" && !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	add(l.MessageID)
	for _, r := range l.Replies {
		add(r)
	}
	if l.Conversation != "" {
		add("conversation " + l.Conversation)
	}
	return ids
}

// joins are those of its names under which a mail of the same thread may be known before.
func (l *Letter) joins() []string {
	ids := l.threads()
	if l.MessageID != "" && len(ids) > 0 {
		ids = ids[1:] // an answer that was filed before it
		return append(ids, l.MessageID)
	}
	return ids
}

// Signature takes the lines of a text that may be a signature: the last few before what is quoted.
func Signature(text string) (lines []string) {
	for l := range strings.SplitSeq(text, "\n") {
		l = line(l)
		if strings.HasPrefix(l, ">") || originalHead(l) {
			break
		}
		if l != "" && len(l) <= 80 {
			lines = append(lines, l)
		}
	}
	const last = 6
	return lines[max(0, len(lines)-last):]
}

// heads are how mail programs write, above a mail that they quote, who sent it.
var heads = []string{"from:", "van:", "de:", "von:", "de :"}

func originalHead(l string) bool {
	lower := strings.ToLower(strings.Trim(l, "*> \t"))
	for _, h := range heads {
		if strings.HasPrefix(lower, h) {
			return true
		}
	}
	return strings.HasPrefix(lower, "-----") && strings.Contains(lower, "message")
}

// forwards are how mail programs begin the subject of a forwarded mail.
var forwards = []string{"fw:", "fwd:", "wg:", "tr:", "tr :", "doorst:", "i:"}

func isForward(subject string) bool {
	lower := strings.ToLower(strings.TrimSpace(subject))
	for _, f := range forwards {
		if strings.HasPrefix(lower, f) {
			return true
		}
	}
	return false
}

// Originals finds who sent the mails that a forwarded mail's text quotes: the address of the first head that has one.
func Originals(text string) []mail.Address {
	for l := range strings.SplitSeq(text, "\n") {
		if !originalHead(l) {
			continue
		}
		for _, word := range strings.FieldsFunc(l, func(r rune) bool { return strings.ContainsRune(" <>[]()\t\"'*;,", r) }) {
			if a, err := tidyAddress(word); err == nil {
				return []mail.Address{{Address: a}}
			}
		}
	}
	return nil
}

// Names takes from a text what is written as names are: words with capitals, together with what joins them.
func Names(text string) (names []string) {
	const most, longest = 30, 80
	for l := range strings.SplitSeq(text, "\n") {
		if l = line(l); strings.HasPrefix(l, ">") || originalHead(l) {
			break
		}
		for _, part := range strings.FieldsFunc(l, func(r rune) bool { return strings.ContainsRune(",;:!?()[]\"<>|", r) }) {
			var name []string
			for _, w := range append(strings.Fields(part), "") {
				if isNamed(w) || len(name) > 0 && joining[strings.ToLower(w)] {
					name = append(name, w)
					continue
				}
				if one := strings.Join(name, " "); len(one) >= 3 && len(one) <= longest && !forms[strings.ToLower(one)] && !slices.Contains(names, one) && len(names) < most {
					names = append(names, one)
				}
				name = nil
			}
		}
	}
	return names
}

// joining are words that stand within names.
var joining = map[string]bool{"&": true, "de": true, "en": true, "et": true, "und": true, "and": true, "van": true, "von": true, "der": true, "den": true, "la": true, "le": true, "'t": true}

// isNamed says whether a word is written as a name is; also where the second letter is the capital: a finger was too quick.
func isNamed(w string) bool {
	first, size := utf8.DecodeRuneInString(w)
	second, _ := utf8.DecodeRuneInString(w[size:])
	return unicode.IsUpper(first) || unicode.IsDigit(first) || unicode.IsLower(first) && unicode.IsUpper(second)
}
