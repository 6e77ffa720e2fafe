package verify

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"postroom/app/register"
	"postroom/app/register/stamp"
)

// Proof is where the heads of days and their timestamps are.
type Proof struct {
	Dir   string         // the register's folder
	Roots *x509.CertPool // certificate authorities to trust; nil: the system's
}

// Remembered is what a database knows of heads and timestamps. A Database may have a method
// Remembered(ctx) (Remembered, error).
type Remembered struct {
	Head   register.DayHead  // the newest; zero: none is known
	Stamps map[string]string // SHA-256 of the token, by day
}

type rememberer interface {
	Remembered(ctx context.Context) (Remembered, error)
}

// Finding is something that is wrong with a day's head or timestamp.
type Finding struct {
	Day     string `json:"day"`     // empty: it can't be told
	Problem string `json:"problem"` // missing, changed, no-entry, unreadable; of timestamps also broken, no-head
	Detail  string `json:"detail,omitempty"`
}

// What can be wrong with heads and timestamps.
const (
	Missing    = "missing"    // it was there
	Changed    = "changed"    // it is not as it was written
	NoEntry    = "no-entry"   // the entry that it names is not in the register
	Unreadable = "unreadable" // it is none
	Broken     = "broken"     // its signature does not hold, or it is of something else
	NoHead     = "no-head"    // the day has no head
)

// Days is what was found about the heads of days.
type Days struct {
	Checked  int       `json:"checked"`
	OK       int       `json:"ok"`
	Findings []Finding `json:"findings"`
}

// Stamps is what was found about timestamps.
type Stamps struct {
	Checked  int       `json:"checked"`
	OK       int       `json:"ok"`
	Findings []Finding `json:"findings"`
	Newest   *Stamp    `json:"newest"` // of those that hold
}

// Stamp is a timestamp that holds.
type Stamp struct {
	Day       string    `json:"day"`
	Time      time.Time `json:"time"`
	Authority string    `json:"authority"`
	Trusted   bool      `json:"trusted"` // this machine trusts who vouches for the authority
}

// headCheck holds the heads of days against the chain. A nil one looks at nothing.
type headCheck struct {
	days   *register.Days
	bySeq  map[uint64]register.DayHead
	byDay  map[string]register.DayHead
	open   map[string]bool // days whose head was not met yet
	newest string          // day of the newest head that was ever written, as far as is known
	known  Remembered
	stamps []string // days that have a timestamp
	result Days
}

func newHeadCheck(ctx context.Context, p *Proof, db Database) (*headCheck, error) {
	if p == nil {
		return nil, nil
	}
	c := &headCheck{days: register.Since(register.DayHead{}), bySeq: map[uint64]register.DayHead{}, byDay: map[string]register.DayHead{},
		open: map[string]bool{}, result: Days{Findings: []Finding{}}}
	// A day that ends meanwhile is written into the files first: read last, they know all that the database knows.
	if r, ok := db.(rememberer); ok {
		var err error
		if c.known, err = r.Remembered(ctx); err != nil {
			return nil, fmt.Errorf("asking the database for the heads of days: %w", err)
		}
	}
	var err error
	if c.stamps, err = register.Stamps(p.Dir); err != nil {
		return nil, err
	}
	for h, err := range register.Heads(p.Dir) {
		if _, isBreak := errors.AsType[*register.Break](err); isBreak {
			c.find("", Unreadable, err.Error())
			continue
		} else if err != nil {
			return nil, err
		}
		if _, twice := c.byDay[h.Day]; twice {
			c.find(h.Day, Changed, "it is there twice")
			continue
		}
		c.bySeq[h.Seq], c.byDay[h.Day], c.open[h.Day] = h, h, true
		c.newest = max(c.newest, h.Day)
	}
	c.newest = max(c.newest, c.known.Head.Day)
	c.result.Checked = len(c.byDay)
	return c, nil
}

func (c *headCheck) find(day, problem, detail string) {
	if !slices.ContainsFunc(c.result.Findings, func(f Finding) bool { return day != "" && f.Day == day }) {
		c.result.Findings = append(c.result.Findings, Finding{day, problem, detail})
	}
	delete(c.open, day)
}

// look takes the next line of the chain.
func (c *headCheck) look(line register.Line) {
	if c == nil || line.Seq == 0 {
		return
	}
	if ended, ok := c.days.Next(line); ok && ended.Day <= c.newest {
		if _, there := c.byDay[ended.Day]; there {
			c.find(ended.Day, Changed, "")
		} else {
			c.find(ended.Day, Missing, "")
		}
	}
	if h, ok := c.bySeq[line.Seq]; ok && c.open[h.Day] {
		if c.days.Known() == h {
			c.result.OK++
			delete(c.open, h.Day)
		} else {
			c.find(h.Day, Changed, "")
		}
	}
}

// end is called after the last line.
func (c *headCheck) end() {
	if c == nil {
		return
	}
	for _, day := range slices.Sorted(maps.Keys(c.open)) {
		c.find(day, NoEntry, "")
	}
	if k := c.known.Head; k.Day != "" {
		switch h, there := c.byDay[k.Day]; {
		case !there:
			c.find(k.Day, Missing, "")
		case h != k:
			c.find(k.Day, Changed, "")
		}
	}
	slices.SortStableFunc(c.result.Findings, func(a, b Finding) int { return strings.Compare(a.Day, b.Day) })
}

// checkStamps checks each timestamp that there is, or was.
func (v *run) checkStamps(context.Context) error {
	v.stamps.Findings = []Finding{}
	if v.Proof == nil {
		return nil
	}
	days := v.heads.stamps
	for day := range v.heads.known.Stamps {
		days = append(days, day)
	}
	slices.Sort(days)
	for _, day := range slices.Compact(days) {
		v.stamps.Checked++
		s, problem, err := v.checkStamp(day)
		if problem != "" {
			detail := ""
			if err != nil {
				detail = err.Error()
			}
			v.stamps.Findings = append(v.stamps.Findings, Finding{day, problem, detail})
			continue
		}
		v.stamps.OK++
		v.stamps.Newest = &Stamp{Day: day, Time: s.Time, Authority: s.Authority, Trusted: s.Trusted}
	}
	return nil
}

// checkStamp checks one, and says what is wrong with it.
func (v *run) checkStamp(day string) (s *stamp.Stamp, problem string, err error) {
	token, err := register.ReadStamp(v.Proof.Dir, day)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Missing, nil
	}
	if err != nil {
		return nil, Unreadable, err
	}
	sum := sha256.Sum256(token)
	if known, ok := v.heads.known.Stamps[day]; ok && known != hex.EncodeToString(sum[:]) {
		return nil, Changed, nil
	}
	h, ok := v.heads.byDay[day]
	raw, err := hex.DecodeString(h.Hash)
	if !ok || err != nil || len(raw) != sha256.Size {
		return nil, NoHead, nil
	}
	if s, err = stamp.Check(token, [sha256.Size]byte(raw), v.Proof.Roots); err != nil {
		return nil, Broken, err
	}
	return s, "", nil
}
