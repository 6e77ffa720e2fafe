package document

import (
	"bytes"
	"strings"

	"postroom/app/mail"
)

// field is a header field that Postroom looks at.
type field uint8

const (
	fieldNone field = iota
	fieldFrom
	fieldSender
	fieldTo
	fieldCc
	fieldSubject
	fieldMessageID
	fieldInReplyTo
	fieldReferences
	fieldDate
	fieldReceived
	fieldContentType
	fieldDisposition
	fieldEncoding
	fieldContentID
	fields
)

// header holds the fields of a mail or of a part that Postroom looks at, unfolded and otherwise as written.
type header struct {
	values [fields]string
	// received are the first few Received fields, the newest first.
	received []string
	seen     bool // there was a line, be it a broken one
	cut      bool // a field was too long and lost its end
	unended  bool // the body began without an empty line
	wrapped  bool // a line in the middle is none of a header's
}

const maxReceived = 8

func fieldOf(name []byte) field {
	var lower [32]byte
	if len(name) > len(lower) {
		return fieldNone
	}
	for i, c := range name {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	switch string(lower[:len(name)]) {
	case "from":
		return fieldFrom
	case "sender":
		return fieldSender
	case "to":
		return fieldTo
	case "cc":
		return fieldCc
	case "subject":
		return fieldSubject
	case "message-id":
		return fieldMessageID
	case "in-reply-to":
		return fieldInReplyTo
	case "references":
		return fieldReferences
	case "date":
		return fieldDate
	case "received":
		return fieldReceived
	case "content-type":
		return fieldContentType
	case "content-disposition":
		return fieldDisposition
	case "content-transfer-encoding":
		return fieldEncoding
	case "content-id":
		return fieldContentID
	}
	return fieldNone
}

// readHeader reads up to and including the empty line. A line that can't be a header's begins the body, unless a field
// that Postroom knows follows it.
func readHeader(l *lines) (h header) {
	var value []byte
	current := fieldNone
	keep := func() {
		if current != fieldNone {
			h.add(current, string(bytes.TrimSpace(value)))
		}
		current, value = fieldNone, value[:0]
	}
	defer func() { keep() }()
	for {
		chunk, ok := l.next()
		if !ok {
			return h
		}
		first := !h.seen
		h.seen = true
		if l.start && chunk[0] != ' ' && chunk[0] != '\t' {
			text, _ := cutLineEnd(chunk)
			if len(text) == 0 {
				return h
			}
			name, rest, ok := cutName(text)
			switch {
			case ok:
				keep()
				if current = fieldOf(name); current == fieldNone {
					continue
				}
				chunk = rest
			case bytes.HasPrefix(text, []byte("From ")) || first && bytes.HasPrefix(text, []byte(">From ")):
				keep() // the envelope line of an mbox file
				continue
			case !first && l.headerFollows():
				h.wrapped = true // a fold that lost its blank, or junk: the header goes on behind it
			default:
				l.unread(chunk)
				h.unended = true
				return h
			}
		}
		if current == fieldNone {
			continue
		}
		if len(value)+len(chunk) > maxField {
			chunk, h.cut = chunk[:max(0, maxField-len(value))], true
		}
		text := bytes.TrimRight(chunk, "\r\n")
		value = append(value, text...)
	}
}

// headerFollows says whether the next line, as far as it is at hand, is a field that Postroom knows.
func (l *lines) headerFollows() bool {
	next, err := l.br.Peek(min(l.br.Buffered(), 64)) // no more than that: it must not move the chunk just read
	if err != nil {
		return false
	}
	name, _, ok := cutName(next)
	return ok && fieldOf(name) != fieldNone
}

// cutName splits a header line at its colon. Blanks before the colon are an old form (RFC 5322, section 4.5.3).
func cutName(line []byte) (name, rest []byte, ok bool) {
	i := bytes.IndexByte(line, ':')
	if i < 0 {
		return nil, nil, false
	}
	name = bytes.TrimRight(line[:i], " \t")
	for _, c := range name {
		if c <= ' ' || c >= 0x7f {
			return nil, nil, false
		}
	}
	return name, line[i+1:], true
}

// add keeps a field. Of those that may occur once, the first that says anything counts.
func (h *header) add(f field, value string) {
	switch {
	case value == "":
	case f == fieldReceived:
		if len(h.received) < maxReceived {
			h.received = append(h.received, value)
		}
	case h.values[f] == "":
		h.values[f] = value
	case f == fieldTo || f == fieldCc:
		if len(h.values[f])+len(value) < maxField {
			h.values[f] += ", " + value
		}
	}
}

// summary is what a mail's own header says.
func (h *header) summary() *Mail {
	m := &Mail{
		Subject:    decodeText(h.values[fieldSubject]),
		To:         parseAddresses(h.values[fieldTo]),
		Cc:         parseAddresses(h.values[fieldCc]),
		Date:       parseDate(h.values[fieldDate]),
		References: messageIDs(h.values[fieldReferences]),
	}
	for _, f := range []field{fieldFrom, fieldSender} {
		if list := parseAddresses(h.values[f]); len(list) > 0 {
			m.From = list[0]
			break
		}
	}
	if m.From == (mail.Address{}) {
		// What stands there can't be an address; to a person it still says who wrote.
		m.From.Name = decodeText(h.values[fieldFrom])
	}
	m.MessageID = firstID(h.values[fieldMessageID])
	m.InReplyTo = firstID(h.values[fieldInReplyTo])
	for _, line := range h.received {
		i := strings.LastIndexByte(line, ';')
		if i < 0 {
			continue
		}
		if t := parseDate(line[i+1:]); !t.IsZero() {
			m.Delivered = t
			break
		}
	}
	return m
}

// firstID is the first message id of a field, or all its text if there is fieldNone in angle brackets.
func firstID(value string) string {
	if ids := messageIDs(value); len(ids) > 0 {
		return ids[0]
	}
	return plain(value)
}

// messageIDs finds the ids in angle brackets.
func messageIDs(value string) []string {
	var ids []string
	for len(ids) < maxListed {
		i := strings.IndexByte(value, '<')
		if i < 0 {
			break
		}
		n := strings.IndexByte(value[i:], '>')
		if n < 0 {
			break
		}
		if id := plain(value[i : i+n+1]); len(id) > 2 {
			ids = append(ids, strings.ReplaceAll(id, " ", ""))
		}
		value = value[i+n+1:]
	}
	return ids
}
