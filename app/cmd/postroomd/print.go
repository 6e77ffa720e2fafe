package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"text/tabwriter"
	"time"
	"unicode"

	"golang.org/x/term"
)

// print writes a value as the one JSON document of this run.
func (c *cli) print(v any) {
	enc := json.NewEncoder(c.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	c.written(enc.Encode(v))
}

// written notes that the answer, or a part of it, could not be written: whoever asked must not take that for done.
func (c *cli) written(err error) {
	if err != nil && !c.unwritten {
		c.unwritten = true
		fmt.Fprintln(c.err, "postroomd: the answer can't be written:", err)
	}
}

// show prints a value as JSON, or as text by means of the function.
func (c *cli) show(v any, text func()) {
	if c.json {
		c.print(v)
		return
	}
	text()
}

// say prints a line of text.
func (c *cli) say(format string, args ...any) {
	_, err := fmt.Fprintf(c.out, format+"\n", args...)
	c.written(err)
}

// table prints rows in columns; the first row is the head.
func (c *cli) table(rows [][]string) {
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		clean := make([]string, len(row))
		for i, cell := range row {
			clean[i] = plain(cell)
		}
		fmt.Fprintln(w, strings.TrimRight(strings.Join(clean, "\t"), "\t "))
	}
	c.written(w.Flush())
}

// plain takes out of a text what would move a terminal's cursor or turn its writing round: subjects and folder names
// are written by strangers.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
}

// remedy is what to do, with the command that does it.
func remedy(do, command string) string {
	if command == "" {
		return plain(do)
	}
	return plain(do) + " On the command line: " + plain(command)
}

// local is a time as a person reads it.
func local(t *time.Time) string {
	if t == nil {
		return "never"
	}
	return t.Local().Format("2006-01-02 15:04:05")
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// gate is the error output. It can be shut for as long as a line has to be the first one there.
type gate struct {
	mu   sync.Mutex
	to   io.Writer
	shut bool
	held bytes.Buffer
}

func (g *gate) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut {
		return g.held.Write(p)
	}
	return g.to.Write(p)
}

func (g *gate) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = true
}

// first writes a line before all that was held back, and opens the gate.
func (g *gate) first(line []byte) {
	g.mu.Lock()
	_, err := g.to.Write(line)
	g.mu.Unlock()
	if err == nil {
		g.open()
	}
}

func (g *gate) open() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = false
	if g.held.Len() > 0 {
		g.to.Write(g.held.Bytes()) // there is nowhere left to tell about an error
		g.held.Reset()
	}
}
