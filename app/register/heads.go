package register

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// DayHead is the end of the chain as it was when a day (UTC) was over. It is derived from the register, and small enough
// to be written down elsewhere, or timestamped: who has it can tell that nothing before it was changed since.
type DayHead struct {
	Day  string `json:"day"` // "2026-11-22"
	Seq  uint64 `json:"seq"`
	Hash string `json:"hash"`
}

// The files of heads lie beside those of the register and are one per year, too.
const headsPrefix = "heads-"

func headsName(day string) string { return headsPrefix + day[:4] + suffix }

// dayOf is the day of an entry.
func dayOf(l Line) string { return l.Time.UTC().Format(time.DateOnly) }

// Days follows a chain line by line and finds where its days end. A day that the clock was set back to has ended before:
// its lines count to the day at hand.
type Days struct {
	last  string // newest day whose head was given, or is known
	day   string // of the line before
	prior Head   // that line
}

// Since is for a chain that goes on from a known head.
func Since(h DayHead) *Days { return &Days{last: h.Day, prior: Head{h.Seq, h.Hash}} }

// Next takes the next line. If it is the first of a new day, the head of the day before is given.
func (d *Days) Next(l Line) (ended DayHead, ok bool) {
	if l.Seq == 0 {
		return ended, false
	}
	day := dayOf(l)
	if d.day != "" && day > d.day && d.day > d.last {
		ended, ok = DayHead{d.day, d.prior.Seq, d.prior.Hash}, true
		d.last = d.day
	}
	d.day, d.prior = max(d.day, day), Head{l.Seq, l.Hash}
	return ended, ok
}

// Known says that the head of the line taken last was written down, and gives what it has to be.
func (d *Days) Known() DayHead {
	d.last = max(d.last, d.day)
	return DayHead{d.day, d.prior.Seq, d.prior.Hash}
}

// End gives the head of the last day, if it is over.
func (d *Days) End(today string) (DayHead, bool) {
	return DayHead{d.day, d.prior.Seq, d.prior.Hash}, d.day != "" && d.day > d.last && d.day < today
}

// Heads gives the heads that lie beside the register in a folder, oldest first. A line that is no head comes with a
// *Break and the reading goes on; any other error ends it. A last line that was cut off is left out, as in the register.
func Heads(dir string) iter.Seq2[DayHead, error] {
	return func(yield func(DayHead, error) bool) {
		names, err := headFiles(dir)
		if err != nil {
			yield(DayHead{}, err)
			return
		}
		for _, name := range names {
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				yield(DayHead{}, classify(opRead, dir, err))
				return
			}
			number := 0
			for line := range bytes.Lines(text) {
				number++
				if !bytes.HasSuffix(line, []byte("\n")) {
					break
				}
				h, err := headIn(line)
				if err != nil {
					err = broken(&Break{name, number, err.Error()})
				}
				if !yield(h, err) {
					return
				}
			}
		}
	}
}

func headFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, classify(opRead, dir, err)
	}
	var names []string
	for _, e := range entries {
		if year, ok := strings.CutPrefix(e.Name(), headsPrefix); ok {
			if _, ok := yearOf(prefix + year); ok {
				names = append(names, e.Name())
			}
		}
	}
	slices.Sort(names)
	return names, nil
}

func headIn(line []byte) (h DayHead, err error) {
	if json.Unmarshal(line, &h) != nil || h.Seq == 0 || len(h.Hash) != len(Zero) {
		return DayHead{}, errors.New("it is no head of a day")
	}
	if _, err := time.Parse(time.DateOnly, h.Day); err != nil {
		return DayHead{}, errors.New("it is no head of a day")
	}
	return h, nil
}

// CloseDays writes the heads of all days that are over and have none yet, and gives them. What is there already is not
// changed, whatever it says: verify tells about it.
func (r *Register) CloseDays(now time.Time) ([]DayHead, error) {
	r.heads.Lock()
	defer r.heads.Unlock()
	var last DayHead
	for h, err := range Heads(r.dir) {
		if _, isBreak := errors.AsType[*Break](err); err != nil && !isBreak {
			return nil, err
		}
		if h.Seq > last.Seq {
			last = h
		}
	}
	days := Since(last)
	var ended []DayHead
	for line, err := range r.After(last.Seq) {
		if err != nil {
			return nil, fmt.Errorf("find where the register's days end: %w", err)
		}
		if h, ok := days.Next(line); ok {
			ended = append(ended, h)
		}
	}
	if h, ok := days.End(now.UTC().Format(time.DateOnly)); ok {
		ended = append(ended, h)
	}
	for i, h := range ended {
		if err := r.putHead(h); err != nil {
			return ended[:i], err
		}
	}
	return ended, nil
}

// putHead adds a head to its year's file. A line that a crash cut off is replaced.
func (r *Register) putHead(h DayHead) (err error) {
	line, err := json.Marshal(h)
	if err != nil {
		return err
	}
	name := filepath.Join(r.dir, headsName(h.Day))
	_, missing := os.Stat(name)
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return classify(opWrite, r.dir, err)
	}
	defer func() { err = errors.Join(err, classifyNil(r.dir, f.Close())) }()
	info, err := f.Stat()
	if err != nil {
		return classify(opWrite, r.dir, err)
	}
	end, err := lastLine(f, info.Size())
	if err == nil && end < info.Size() {
		err = f.Truncate(end)
	}
	if err == nil {
		_, err = f.WriteAt(append(line, '\n'), end)
	}
	if err == nil {
		err = f.Sync()
	}
	if err == nil && errors.Is(missing, fs.ErrNotExist) {
		err = syncFolder(r.dir)
	}
	return classifyNil(r.dir, err)
}

func classifyNil(dir string, err error) error {
	if err == nil {
		return nil
	}
	return classify(opWrite, dir, err)
}
