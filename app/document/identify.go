package document

import (
	"bytes"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// HeadSize is how many bytes of a file's beginning tell what it is.
const HeadSize = 64 << 10

// unknownType is the media type of bytes that say nothing.
const unknownType = "application/octet-stream"

// Identity is what a file is.
type Identity struct {
	Type  string // media type, without parameters
	Kind  string
	Known bool // its content tells; otherwise Kind is a guess from the name
}

// Identify tells what a file is, by its content: the name decides only between what looks the same, and the type that a
// mail declares decides nothing. head is the file's beginning, up to HeadSize bytes.
func Identify(head []byte, name string) Identity {
	if i := bytes.Index(head[:min(len(head), 1<<10)], []byte("%PDF-")); i >= 0 { // some senders put junk before it
		return Identity{"application/pdf", KindDocument, true}
	}
	found := mimetype.Detect(head)
	id := Identity{Type: plainType(found.String()), Known: true}
	ext := extensionOf(name)
	switch main, _, _ := strings.Cut(id.Type, "/"); {
	case id.Type == unknownType:
		id.Kind, id.Known = kindOf(head, name, ""), false
	case main == "image":
		id.Kind = KindImage
	case id.Type == "text/calendar":
		id.Kind = KindCalendar
	case id.Type == "message/rfc822", id.Type == "application/vnd.ms-outlook":
		id.Kind = KindMail
	case id.Type == "text/plain" && beginsAsXML(head):
		id.Type, id.Kind = "text/xml", KindDocument
	case id.Type == "text/plain" && ext == ".eml" && looksLikeMail(head):
		id.Type, id.Kind = "message/rfc822", KindMail
	case main == "text" || documentTypes[id.Type] || strings.HasPrefix(id.Type, "application/vnd.openxmlformats-officedocument.") ||
		strings.HasPrefix(id.Type, "application/vnd.oasis.opendocument.") || strings.HasSuffix(id.Type, "+xml"):
		id.Kind = KindDocument
	case id.Type == "application/zip" && zippedDocument[ext]: // an office file that begins unusually
		id.Kind = KindDocument
	default:
		id.Kind = KindOther
	}
	if len(head) == 0 {
		id.Known = false
	}
	return id
}

var documentTypes = map[string]bool{"application/msword": true, "application/vnd.ms-excel": true, "application/vnd.ms-powerpoint": true,
	"application/vnd.ms-publisher": true, "application/x-ole-storage": true, "application/json": true, "application/postscript": true,
	"application/epub+zip": true, "application/rtf": true, "application/x-ndjson": true}

func plainType(s string) string {
	s, _, _ = strings.Cut(s, ";")
	return s
}

// beginsAsXML says whether a text begins with an element or a comment: the declaration may be left out.
func beginsAsXML(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) < 2 || head[0] != '<' {
		return false
	}
	c := head[1] | 0x20
	return c >= 'a' && c <= 'z' || head[1] == '_' || bytes.HasPrefix(head, []byte("<!--"))
}

// looksLikeMail says whether a text begins with a header field.
func looksLikeMail(head []byte) bool {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	name, _, ok := bytes.Cut(line, []byte(":"))
	if !ok || len(name) == 0 || len(name) > 80 {
		return false
	}
	for _, c := range name {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return true
}
