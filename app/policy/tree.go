package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// kind is what a JSON value is, in words that an administrator reads.
type kind string

const (
	kindString kind = "a text"
	kindNumber kind = "a number"
	kindBool   kind = "true or false"
	kindNull   kind = "null"
	kindObject kind = "an object"
	kindArray  kind = "a list"
)

// node is a JSON value with its place in the file: encoding/json forgets the place, and takes a name twice.
type node struct {
	kind   kind
	at     int    // offset of its first byte
	text   string // of a string or a number
	fields []field
	twice  bool // a field is there more than once
}

type field struct {
	name  string
	at    int
	value *node
}

// decoder reads one policy file.
type decoder struct {
	file     string
	data     []byte
	json     *json.Decoder
	problems []Problem
}

// tree reads the whole file, which has to be one JSON object.
func (d *decoder) tree() (*node, error) {
	if !utf8.Valid(d.data) {
		return nil, d.end(len(d.data)-len(trimValid(d.data)), "the file is not UTF-8 text")
	}
	d.json = json.NewDecoder(bytes.NewReader(d.data))
	d.json.UseNumber()
	root, err := d.value()
	if err != nil {
		return nil, err
	}
	if root.kind != kindObject {
		return nil, d.end(root.at, "the policy has to be an object { … }, not %s", root.kind)
	}
	if at := d.start(); at < len(d.data) {
		return nil, d.end(at, "there is more after the end of the policy")
	}
	return root, nil
}

// trimValid is what is left of data from its first invalid byte on.
func trimValid(data []byte) []byte {
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			break
		}
		data = data[n:]
	}
	return data
}

func (d *decoder) value() (*node, error) {
	n := &node{at: d.start()}
	t, err := d.token()
	if err != nil {
		return nil, err
	}
	switch t := t.(type) {
	case string:
		n.kind, n.text = kindString, t
	case json.Number:
		n.kind, n.text = kindNumber, t.String()
	case bool:
		n.kind, n.text = kindBool, strconv.FormatBool(t)
	case nil:
		n.kind = kindNull
	case json.Delim:
		if t == '[' {
			n.kind = kindArray
			return n, d.elements()
		}
		n.kind = kindObject
		n.fields, n.twice, err = d.fields()
	}
	return n, err
}

func (d *decoder) fields() (fields []field, twice bool, err error) {
	seen := map[string]int{}
	for d.json.More() {
		f := field{at: d.start()}
		t, err := d.token()
		if err != nil {
			return nil, false, err
		}
		f.name, _ = t.(string) // the json.Decoder takes nothing else for a name
		if first, again := seen[f.name]; again {
			twice = true
			line, _ := d.place(first)
			d.broken(f.at, f.name, "%s is there twice, on line %d too", f.name, line)
		}
		seen[f.name] = f.at
		if f.value, err = d.value(); err != nil {
			return nil, false, err
		}
		fields = append(fields, f)
	}
	_, err = d.token()
	return fields, twice, err
}

// elements skips a list: no field of a policy is one.
func (d *decoder) elements() error {
	for d.json.More() {
		if _, err := d.value(); err != nil {
			return err
		}
	}
	_, err := d.token()
	return err
}

func (d *decoder) token() (json.Token, error) {
	at := d.start()
	t, err := d.json.Token()
	if err == nil {
		return t, nil
	}
	if bytes.HasPrefix(d.data[min(at, len(d.data)):], []byte("/")) {
		return nil, d.end(at, "comments are not allowed in a policy")
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, d.end(len(d.data), "the file ends in the middle of the policy")
	}
	if s, ok := errors.AsType[*json.SyntaxError](err); ok && int(s.Offset) > at {
		at = int(s.Offset) - 1
	}
	return nil, d.end(at, "it is not JSON: %s", strings.TrimPrefix(err.Error(), "json: "))
}

// start is where the next value or name begins.
func (d *decoder) start() int {
	at := int(d.json.InputOffset())
	for at < len(d.data) && strings.IndexByte(" \t\r\n,:", d.data[at]) >= 0 {
		at++
	}
	return at
}

// place gives line and column, both from 1; a column is a character, not a byte.
func (d *decoder) place(at int) (line, column int) {
	before := d.data[:min(at, len(d.data))]
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
}

// wrong notes a problem with a value, broken one at a place in the file. Both give false, for who reports whether all is
// well.
func (d *decoder) wrong(n *node, path, format string, args ...any) bool {
	return d.broken(n.at, path, format, args...)
}

func (d *decoder) broken(at int, path, format string, args ...any) bool {
	line, column := d.place(at)
	d.problems = append(d.problems, Problem{Field: path, Line: line, Column: column, Text: fmt.Sprintf(format, args...)})
	return false
}

// errBroken ends the reading of a file that is not JSON; what is wrong is among the problems.
var errBroken = errors.New("not JSON")

func (d *decoder) end(at int, format string, args ...any) error {
	d.broken(at, "", format, args...)
	return errBroken
}
