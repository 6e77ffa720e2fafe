// Package export writes a selection of filed mails so that it can be handed over: as a BagIt bag or as a plain zip file,
// with an index for people and the lines of the register that belong to it. It neither chooses the mails nor knows where
// they are kept.
package export

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/fault/disk"
)

// Mail is a filed mail.
type Mail struct {
	ID, Mailbox, Folder, Subject, From string
	To                                 []string
	Received, Filed                    time.Time
	Entry                              uint64 // number of its line in the register
	Files                              []File // the mail itself first
}

// File is a filed document.
type File struct {
	Path   string // relative to the archive, with slashes
	Name   string // as the mail says; empty for the mail itself
	SHA256 string // as it was registered
	Size   int64
}

// Options are what Run needs.
type Options struct {
	To       string // a file that ends in .zip, or a folder; neither may be there, but for an empty folder
	Bag      bool   // as a BagIt bag; otherwise plainly
	Language string // of the index
	Program  string // that makes it, with its version
	About    string // what was chosen, in words
	Now      time.Time

	Total int                                                           // mails that there are
	Mails iter.Seq2[Mail, error]                                        // in the order of the index
	Open  func(ctx context.Context, path string) (io.ReadCloser, error) // wraps fs.ErrNotExist if it is not there
	Lines func(entry func(uint64) bool) iter.Seq2[[]byte, error]        // those lines of the register for which it says true

	Progress func(done, total int) // counts mails; may be nil
}

// Result is what was written.
type Result struct {
	To      string   `json:"to"`
	Mails   int      `json:"mails"`
	Files   int      `json:"files"`
	Bytes   int64    `json:"bytes"`
	Changed []string `json:"changed"` // they are in it, but not as they were registered
	Missing []string `json:"missing"` // they are not in it, since they are not there
}

// Complete says that all that was chosen is in it, as it was registered.
func (r *Result) Complete() bool { return len(r.Changed) == 0 && len(r.Missing) == 0 }

// Codes of this package's errors.
const (
	Exists = "export-exists" // something lies there already
	Failed = "export-failed" // it can't be written there
)

func failed(to string, err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	if e := disk.Error("write an export", to, err); fault.CodeOf(e) == disk.Full {
		return e
	}
	return &fault.Error{Class: fault.FixSetting, Code: Failed, Op: "write an export", Args: map[string]string{"path": to}, Err: disk.Bare(err)}
}

// Run writes an export. It is there whole or not at all: until it is, it has another name, and what was written of it goes
// if it fails or is cancelled. Memory grows not with the size of documents, and by some dozen bytes with each, and with what
// is wrong with them.
func Run(ctx context.Context, o Options) (*Result, error) {
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	text, ok := tables()[o.Language]
	if !ok {
		return nil, fmt.Errorf("write an export: no words in %q", o.Language)
	}
	to, err := newSink(o.To, o.Now)
	if err != nil {
		return nil, failed(o.To, err)
	}
	w := &writer{Options: o, sink: to, words: text, result: &Result{To: o.To, Changed: []string{}, Missing: []string{}}, entries: map[uint64]bool{},
		placed: map[[16]byte]bool{}, renamed: map[string]string{}, taken: map[string]bool{}}
	if err = w.run(ctx); err == nil {
		err = to.finish()
	}
	if err != nil {
		return nil, failed(o.To, errors.Join(err, to.abandon()))
	}
	return w.result, nil
}

// payload is the folder of the documents in an export.
func (o *Options) payload() string {
	if o.Bag {
		return "data/"
	}
	return "documents/"
}

// writer is one export at work.
type writer struct {
	Options
	sink    sink
	words   map[string]string
	result  *Result
	entries map[uint64]bool
	placed  map[[16]byte]bool // payload files, by the beginning of their path's hash
	renamed map[string]string // places of documents whose names have percent signs, by their paths
	taken   map[string]bool   // these places
	tags    []tag             // files that are not payload, with their sums
	scratch [256 << 10]byte
}

func (w *writer) run(ctx context.Context) (err error) {
	index, err := w.newIndex()
	if err != nil {
		return err
	}
	manifest, err := w.newScratch("manifest-sha256.txt")
	if err != nil {
		return errors.Join(err, index.discard())
	}
	defer func() { err = errors.Join(err, index.discard(), manifest.discard()) }()
	for m, err := range w.Mails {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		w.entries[m.Entry] = true
		states, places := make([]state, len(m.Files)), make([]string, len(m.Files))
		for i, f := range m.Files {
			places[i] = w.place(f.Path)
			if states[i], err = w.copy(ctx, f, places[i], manifest); err != nil {
				return err
			}
		}
		if err := index.add(m, states, places); err != nil {
			return err
		}
		w.result.Mails++
		w.Progress(w.result.Mails, max(w.Total, w.result.Mails))
	}
	if err := index.end(); err != nil {
		return err
	}
	for _, s := range index.files() {
		if err := w.tag(s); err != nil {
			return err
		}
	}
	if err := w.lines(ctx); err != nil {
		return err
	}
	if !w.Bag {
		return nil
	}
	if w.result.Files == 0 { // a bag has the folder of its payload all the same (RFC 8493, 2.1.2)
		if err := w.sink.folder("data"); err != nil {
			return err
		}
	}
	return w.bag(manifest)
}

// state is how a file came into the export.
type state string

const (
	asFiled state = ""
	changed state = "changed"
	missing state = "missing"
)

// place is where in the export a document goes that the archive has at a path. Of a percent sign in a name RFC 8493, 2.1.3,
// says that a manifest encodes it; bagit.py, the validator that most people use, never decodes it, and takes the document
// for a missing one. So a bag has no percent signs in names, but full-width ones.
func (w *writer) place(archived string) string {
	if !w.Bag || !strings.ContainsAny(archived, "%％") {
		return w.payload() + archived
	}
	if at, ok := w.renamed[archived]; ok {
		return at
	}
	at := w.payload() + strings.ReplaceAll(archived, "%", "％")
	stem, ext := strings.TrimSuffix(at, path.Ext(at)), path.Ext(at)
	for n := 2; w.taken[at]; n++ {
		at = fmt.Sprintf("%s (%d)%s", stem, n, ext)
	}
	w.renamed[archived], w.taken[at] = at, true
	return at
}

// copy puts a document into the export and holds it against what was registered.
func (w *writer) copy(ctx context.Context, f File, name string, manifest *scratch) (state, error) {
	if !fs.ValidPath(f.Path) || strings.ContainsAny(f.Path, "\\\x00") {
		return missing, fmt.Errorf("a document has no path that could be written")
	}
	if key := sha256.Sum256([]byte(f.Path)); w.placed[[16]byte(key[:])] {
		return asFiled, nil // two mails share it
	} else {
		w.placed[[16]byte(key[:])] = true
	}
	in, err := w.Open(ctx, f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		w.result.Missing = append(w.result.Missing, f.Path)
		return missing, nil
	}
	if err != nil {
		return missing, err
	}
	defer in.Close()
	out, err := w.sink.create(name)
	if err != nil {
		return missing, err
	}
	h := sha256.New()
	n, err := io.CopyBuffer(io.MultiWriter(out, h), cancellable{ctx, in}, w.scratch[:])
	if err = errors.Join(err, out.Close()); err != nil {
		return missing, err
	}
	sum := hex.EncodeToString(h.Sum(nil))
	w.result.Files++
	w.result.Bytes += n
	if err := manifest.line(sum, name); err != nil {
		return missing, err
	}
	if sum != f.SHA256 || n != f.Size {
		w.result.Changed = append(w.result.Changed, f.Path)
		return changed, nil
	}
	return asFiled, nil
}

// cancellable ends a long copy with its context.
type cancellable struct {
	ctx context.Context
	r   io.Reader
}

func (c cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// lines writes the register's lines of the mails that are in the export.
func (w *writer) lines(ctx context.Context) (err error) {
	s, err := w.newScratch("register.jsonl")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.discard()) }()
	for text, err := range w.Lines(func(entry uint64) bool { return w.entries[entry] }) {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			_, err = s.Write(append(text[:len(text):len(text)], '\n'))
		}
		if err != nil {
			return err
		}
	}
	return w.tag(s)
}

// scratch is a file of the export that grows while documents are copied; it lies beside the export until then.
type scratch struct {
	*os.File
	name string // in the export
}

func (w *writer) newScratch(name string) (*scratch, error) {
	f, err := os.CreateTemp(filepath.Dir(w.To), ".postroom-export-*")
	if err != nil {
		return nil, err
	}
	return &scratch{f, name}, nil
}

func (s *scratch) discard() error {
	err := s.Close()
	if errors.Is(err, os.ErrClosed) {
		err = nil
	}
	return errors.Join(err, os.Remove(s.File.Name()))
}

// line writes a line of a manifest (RFC 8493, 2.1.3).
func (s *scratch) line(sum, name string) error {
	_, err := fmt.Fprintf(s, "%s  %s\n", sum, manifestName.Replace(name))
	return err
}

// manifestName encodes what would break a manifest's lines (RFC 8493, 2.1.3).
var manifestName = strings.NewReplacer("%", "%25", "\n", "%0A", "\r", "%0D")
