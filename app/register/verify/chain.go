package verify

import (
	"context"
	"fmt"

	"postroom/app/register"
)

// chainCheck holds the chain against what the database knows, and remembers the places where it does not hold.
type chainCheck struct {
	head   register.Head // what the database knew at the beginning
	known  hasher        // nil if it knows no more than that
	breaks []Break
	last   register.Line // the last one that could be read
	beyond []place       // lines beyond head: the database may come to know them while we read
}

type place struct {
	seq  uint64
	in   string
	line int
}

// listed is how many breaks are remembered: a register of which nothing holds has as many as it has lines.
const listed = 1000

// note remembers a break. One line has one.
func (c *chainCheck) note(b *register.Break) {
	if n := len(c.breaks); n < listed && (n == 0 || c.breaks[n-1].File != b.In || c.breaks[n-1].Line != b.Line) {
		c.breaks = append(c.breaks, Break{b.In, b.Line, b.Reason})
	}
}

// look holds a line against the database. A line that the database knows differently is the changed one itself; the
// chain alone tells only at the line after it that one of the two was changed.
func (c *chainCheck) look(ctx context.Context, line register.Line) error {
	if line.Seq == 0 {
		return nil
	}
	c.last = line
	if line.Seq > c.head.Seq {
		c.beyond = append(c.beyond, place{line.Seq, line.In, line.Number})
		return nil
	}
	want := ""
	if line.Seq == c.head.Seq {
		want = c.head.Hash
	} else if c.known != nil {
		hash, ok, err := c.known.Hash(ctx, line.Seq)
		if err != nil {
			return fmt.Errorf("asking the database for a line: %w", err)
		}
		if ok {
			want = hash
		}
	}
	if want != "" && want != line.Hash {
		c.note(&register.Break{In: line.In, Line: line.Number, Reason: fmt.Sprintf("entry %d differs from the one that the database knows", line.Seq)})
	}
	return nil
}

// verdict says what broke first, empty if nothing did. end is what the database knows now.
func (c *chainCheck) verdict(end register.Head) string {
	if len(c.breaks) == 0 && c.last.Seq < c.head.Seq {
		c.note(&register.Break{In: c.last.In, Line: c.last.Number, Reason: fmt.Sprintf("the register ends here, the database knows %d more", c.head.Seq-c.last.Seq)})
	}
	for _, p := range c.beyond {
		if p.seq > end.Seq {
			c.note(&register.Break{In: p.in, Line: p.line, Reason: fmt.Sprintf("the database does not know entry %d", p.seq)})
			break
		}
	}
	if len(c.breaks) == 0 {
		return ""
	}
	first := c.breaks[0]
	return (&register.Break{In: first.File, Line: first.Line, Reason: first.Reason}).Error()
}
