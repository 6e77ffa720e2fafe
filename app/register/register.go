// Package register keeps the append-only, hash-chained journal of what was filed: one JSON line per entry, in one file
// per year beside the documents. It knows neither the mailbox nor the documents themselves.
package register

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"postroom/app/fault"
)

// What an entry tells.
const (
	Filed      = "filed"
	Selected   = "selected"
	Deselected = "deselected"
	Skipped    = "skipped"
	Deleted    = "deleted" // on a person's word, when the period for keeping it was over; Files are those that go
)

// Entry is one thing that happened. The order of the fields is the order in the file, and part of the format.
type Entry struct {
	Seq       uint64            `json:"seq"` // 1, 2, 3 … over all years
	Time      time.Time         `json:"time"`
	Event     string            `json:"event"`
	Mailbox   string            `json:"mailbox,omitempty"`
	Folder    string            `json:"folder,omitempty"` // PATH at that time
	FolderID  string            `json:"folderId,omitempty"`
	ID        string            `json:"id,omitempty"` // the message's immutable id
	MessageID string            `json:"messageId,omitempty"`
	Subject   string            `json:"subject,omitempty"`
	From      string            `json:"from,omitempty"`
	To        []string          `json:"to,omitempty"`
	Received  time.Time         `json:"received,omitzero"`
	Files     []File            `json:"files,omitempty"` // the mail itself first
	Detail    map[string]string `json:"detail,omitempty"`
	Prev      string            `json:"prev"` // Hash of the line before; Zero for the first
}

// File is a document that was put away.
type File struct {
	Path        string `json:"path"` // from the destination's root, with slashes
	SHA256      string `json:"sha256"`
	Size        int64  `json:"size"`
	Name        string `json:"name,omitempty"` // as the mail says
	ContentType string `json:"contentType,omitempty"`
	Kind        string `json:"kind,omitempty"` // "mail" for the mail itself
}

// Line is an entry as it stands in the register.
type Line struct {
	Entry
	Hash   string // SHA-256 of the line's bytes without the line feed, in hexadecimal
	In     string // name of the file that holds it
	Number int    // its number in that file, from 1; 0 when nobody counted
}

// Head names the last line of a chain, or a chain's end as somebody remembers it. The zero Head is that of an empty
// register.
type Head struct {
	Seq  uint64 `json:"seq"`
	Hash string `json:"hash"`
}

// Zero is the Prev of the first line.
const Zero = "0000000000000000000000000000000000000000000000000000000000000000"

// prev is what the line after the head has for Prev.
func (h Head) prev() string {
	if h.Seq == 0 && h.Hash == "" {
		return Zero
	}
	return h.Hash
}

// longest is how many bytes a line may have. No mail that Exchange takes comes near: it allows 1,000 recipients.
const longest = 16 << 20

// Break is a place where the chain does not hold.
type Break struct {
	In     string // name of the file; empty when there is no file at all
	Line   int    // number of the line in it, from 1
	Reason string
}

func (b *Break) Error() string {
	if b.In == "" {
		return "broken at its beginning: " + b.Reason
	}
	return fmt.Sprintf("broken at %s line %d: %s", b.In, b.Line, b.Reason)
}

// broken classifies a Break.
func broken(b *Break) error {
	return &fault.Error{Class: fault.FixSetting, Code: "register-broken", Op: "read the register",
		Args: map[string]string{"file": b.In, "line": fmt.Sprint(b.Line)}, Err: b}
}

// encode appends the entry's line, with its line feed, to buf and gives the line's hash.
func encode(buf *bytes.Buffer, e Entry) (string, error) {
	for _, f := range e.Files {
		if !utf8.ValidString(f.Path) {
			return "", entryError("a path is not UTF-8")
		}
	}
	start := buf.Len()
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return "", entryError(err.Error())
	}
	line := buf.Bytes()[start : buf.Len()-1]
	if len(line) > longest {
		return "", entryError(fmt.Sprintf("it has %d bytes, at most %d are allowed", len(line), longest))
	}
	return hashOf(line), nil
}

func entryError(detail string) error {
	return &fault.Error{Class: fault.Bug, Code: "register-entry", Op: "write the register", Detail: detail}
}

// decode reads a line without its line feed.
func decode(line []byte) (Entry, error) {
	var e Entry
	if err := json.Unmarshal(line, &e); err != nil {
		return Entry{}, errors.New("it is no register entry")
	}
	if e.Seq == 0 || len(e.Prev) != len(Zero) {
		return Entry{}, errors.New("it is no register entry: its number or the hash of the line before is missing")
	}
	return e, nil
}

// seqOf reads the number only, which is the first thing in a line that we wrote.
func seqOf(line []byte) (seq uint64, ok bool) {
	const first = `{"seq":`
	if !bytes.HasPrefix(line, []byte(first)) {
		return 0, false
	}
	for _, c := range line[len(first):] {
		if c < '0' || c > '9' {
			return seq, c == ',' && seq > 0
		}
		seq = seq*10 + uint64(c-'0')
	}
	return 0, false
}

func hashOf(line []byte) string {
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}

// The files' names. They sort as their years do.
const (
	prefix = "register-"
	suffix = ".jsonl"
)

func nameOf(year int) string { return fmt.Sprintf("%s%04d%s", prefix, year, suffix) }

// yearOf reads a file's name.
func yearOf(name string) (int, bool) {
	middle, ok := strings.CutPrefix(name, prefix)
	if !ok {
		return 0, false
	}
	middle, ok = strings.CutSuffix(middle, suffix)
	if !ok || len(middle) != 4 {
		return 0, false
	}
	year := 0
	for _, c := range middle {
		if c < '0' || c > '9' {
			return 0, false
		}
		year = year*10 + int(c-'0')
	}
	return year, true
}
