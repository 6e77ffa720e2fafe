package face

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"postroom/app/office"
	"postroom/app/register/verify"
)

// listed is how many files of a kind the page is shown.
const listed = 200

// verifications remembers what the last check of all documents found, over restarts, too.
type verifications struct {
	mu   sync.Mutex
	read bool
	now  Verification
	full *office.Verified // with all files; nil if nothing was checked since the start
}

// whole is what the last check since the start found; nil if there was none.
func (v *verifications) whole() *office.Verified {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.full
}

func verifiedFile(o *office.Office) string { return filepath.Join(o.Data(), "verified.json") }

// last is what was found last; one that can't be read is none.
func (v *verifications) last(o *office.Office, _ time.Time) Verification {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.read {
		v.read = true
		v.now = Verification{Changed: []string{}, Missing: []string{}, Unregistered: []string{}}
		if text, err := os.ReadFile(verifiedFile(o)); err == nil {
			var kept Verification
			if json.Unmarshal(text, &kept) == nil {
				v.now = kept
			}
		}
	}
	return v.now
}

func (v *verifications) keep(o *office.Office, full *office.Verified, found Verification) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.now, v.full, v.read = found, full, true
	text, err := json.Marshal(found.withoutPaths())
	if err != nil {
		return err
	}
	return os.WriteFile(verifiedFile(o), append(text, '\n'), 0o600)
}

// withoutPaths is what may lie on the disk in clear: paths hold subjects.
func (v Verification) withoutPaths() Verification {
	v.Changed, v.Missing, v.Unregistered, v.Reportable = []string{}, []string{}, []string{}, false
	return v
}

func (f *Face) verify(o *office.Office) (Verification, error) {
	ctx, done := f.task("verify")
	defer done()
	r, err := o.Verify(ctx, func(done, total int) { f.progress("verify", int64(done), int64(total), "") })
	if err != nil {
		return Verification{}, err
	}
	v := verification(r.Result, f.opts.Now())
	if err := f.verified.keep(o, r, v); err != nil && !errors.Is(err, fs.ErrNotExist) {
		f.emit(Event{Kind: "problem", Problem: f.problem(err)})
	}
	return v, nil
}

func verification(r *verify.Result, now time.Time) Verification {
	head := func(list []string) []string { return append([]string{}, list[:min(listed, len(list))]...) }
	return Verification{Time: at(now), Checked: r.Checked, OK: r.OK, Changed: head(r.Changed), Missing: head(r.Missing),
		Unregistered: head(r.Unregistered), Chain: r.Chain, Sound: r.Good(), Reportable: true}
}
