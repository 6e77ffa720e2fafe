// Package verify holds the register against what lies at the destination and against what the database knows. It reads
// only, and repairs nothing.
package verify

import (
	"context"
	"iter"
	"runtime"
	"slices"

	"postroom/app/register"
)

// Chain is the register: register.Dir and *register.Register are one. Survey goes on after a broken line.
type Chain interface {
	Survey() iter.Seq2[register.Line, error]
}

// Destination is what verify reads of a destination. The error of Hash wraps fs.ErrNotExist when no file lies there,
// and fs.ErrPermission when it may not be read; any other error ends the run. A destination that has a method
// IgnoresCase() bool, and says true, takes "A" and "a" for one name.
type Destination interface {
	Hash(ctx context.Context, path string) (sha256 string, size int64, err error)
	Walk(ctx context.Context, fn func(path string, size int64) error) error
}

// An eachHasher is a Destination that reads many documents back faster than one after the other; HashEach tells of each what
// Hash gives. It waits for the next one only when it has told of all others, and takes them until there are no more.
type eachHasher interface {
	HashEach(ctx context.Context, next func(wait bool) (path string, tell func(sha256 string, size int64, err error), ok bool))
}

// Database is what the database knows of the register. It may have a method Hash(ctx, seq) (hash string, ok bool, err
// error) as well, which gives the hash of a line; then a changed line is named itself, and not the one that follows it.
type Database interface {
	// Head is the last line that the database knows. It is asked at the beginning, for what must be there, and at the
	// end, for what may be there.
	Head(ctx context.Context) (register.Head, error)
}

type hasher interface {
	Hash(ctx context.Context, seq uint64) (hash string, ok bool, err error)
}

type caseless interface{ IgnoresCase() bool }

// Options are what Run needs.
type Options struct {
	Chain       Chain
	Destination Destination
	Database    Database
	Proof       *Proof // what lies beside the register; nil: that is not looked at
	Workers     int    // how many files are read at the same time; 0: as many as there are processors, at least 24: most wait
	// Settle waits until all that is being filed is registered, and the database knows of it; nil: nothing is filed meanwhile.
	Settle   func(ctx context.Context) error
	Progress func(Progress) // called after each file, never twice at once; nil: nobody looks
}

// Progress tells how far Run has come.
type Progress struct {
	Lines uint64 // lines of the register read
	Of    uint64 // lines that there are, as the database knew at the beginning
	Files int    // documents read back
	Bytes int64  // their size
}

// Result is what was found. Its lists are sorted and never nil.
type Result struct {
	Checked      int       `json:"checked"`      // registered files looked at
	OK           int       `json:"ok"`           // of these, as registered
	Changed      []string  `json:"changed"`      // other bytes than registered
	Missing      []string  `json:"missing"`      // registered, not there
	Unregistered []string  `json:"unregistered"` // there, not registered
	Renamed      []Renamed `json:"renamed"`      // a missing file and an unregistered one with its bytes; both are in those lists too
	Twice        []string  `json:"twice"`        // registered more than once
	Unreadable   []string  `json:"unreadable"`   // there, but the system doesn't let us read it
	Deleted      int       `json:"deleted"`      // files whose deletion is registered, and that are gone
	Undeleted    []string  `json:"undeleted"`    // their deletion is registered, yet they are there
	Chain        string    `json:"chain"`        // "intact", or "broken at FILE line N: …"
	Breaks       []Break   `json:"breaks"`       // all places where it is broken, the first thousand

	Entries uint64        `json:"entries"` // lines of the register
	Bytes   int64         `json:"bytes"`   // of all files that were read
	Head    register.Head `json:"head"`    // the register's last line
	Days    Days          `json:"days"`    // the heads of days
	Stamps  Stamps        `json:"timestamps"`
}

// Break is a place where the chain does not hold.
type Break struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// Renamed is a document that lies under another name than registered.
type Renamed struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Intact is the Chain of a register without a fault.
const Intact = "intact"

// Good says that nothing was found.
func (r *Result) Good() bool {
	return r.Chain == Intact && r.OK == r.Checked && len(r.Unregistered) == 0 && len(r.Twice) == 0 && len(r.Undeleted) == 0 &&
		len(r.Days.Findings) == 0 && len(r.Stamps.Findings) == 0
}

// Run verifies everything. Its memory grows with 16 bytes per registered file, with what was deleted and with what is
// wrong, not with the size of the documents. Filing may go on meanwhile: a mail filed during the run lies beyond what is checked.
// Deleting may not.
func Run(ctx context.Context, o Options) (*Result, error) {
	if o.Workers <= 0 {
		o.Workers = max(24, runtime.GOMAXPROCS(0))
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	if o.Settle == nil {
		o.Settle = func(context.Context) error { return nil }
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	v := &run{Options: o, keys: keys{fold: foldsCase(o.Destination)}}
	for _, step := range []func(context.Context) error{v.readBack, v.findStrangers, v.lookAgain, v.matchRenamed, v.checkStamps} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return v.result(), nil
}

func foldsCase(d Destination) bool {
	c, ok := d.(caseless)
	return ok && c.IgnoresCase()
}

// run is one call of Run.
type run struct {
	Options
	keys      keys
	chain     string // what broke first, empty if nothing did
	breaks    []Break
	head      register.Head
	heads     *headCheck     // nil if Proof is
	deleted   map[key]string // paths of files whose deletion is registered
	stamps    Stamps
	tally     tally
	strangers []stranger
	renamed   []Renamed
	twice     []string
}

// stranger is a file that nobody registered.
type stranger struct {
	path string
	size int64
}

// document is a registered file.
type document struct {
	path, sha256 string
	size         int64
}

func (v *run) result() *Result {
	r := &Result{Checked: v.tally.checked, OK: v.tally.ok, Changed: tidy(v.tally.changed), Unreadable: tidy(v.tally.unreadable),
		Twice: tidy(v.twice), Renamed: v.renamed, Chain: v.chain, Breaks: v.breaks, Deleted: v.tally.deleted, Undeleted: tidy(v.tally.undeleted),
		Entries: v.tally.progress.Lines, Bytes: v.tally.progress.Bytes, Head: v.head, Stamps: v.stamps, Days: Days{Findings: []Finding{}}}
	if v.heads != nil {
		r.Days = v.heads.result
	}
	for _, m := range v.tally.missing {
		r.Missing = append(r.Missing, m.path)
	}
	for _, s := range v.strangers {
		r.Unregistered = append(r.Unregistered, s.path)
	}
	r.Missing, r.Unregistered = tidy(r.Missing), tidy(r.Unregistered)
	if r.Renamed == nil {
		r.Renamed = []Renamed{}
	}
	if r.Chain == "" {
		r.Chain = Intact
	}
	if r.Breaks == nil {
		r.Breaks = []Break{}
	}
	return r
}

// tidy sorts a list and makes it one that is never nil and names nothing twice.
func tidy(list []string) []string {
	if list == nil {
		return []string{}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
