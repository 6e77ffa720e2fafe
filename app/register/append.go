package register

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"postroom/app/fault"
	"postroom/app/fault/disk"
)

const opWrite = "write the register"

// Register is an open register. There must be one writer only; its methods may be called from several goroutines.
type Register struct {
	dir   string
	heads sync.Mutex // held while heads of days are written

	mu      sync.Mutex
	file    *os.File // the newest; nil while there is none
	name    string   // of file
	size    int64    // of file, as far as its lines are whole and acknowledged
	head    Head
	damaged error
	repair  bool // file may hold the rest of a failed write behind size

	write func(f *os.File, p []byte, off int64) (int, error) // (*os.File).WriteAt; tests let it fail
	cut   func(f *os.File, size int64) error                 // (*os.File).Truncate; tests let it fail
}

// Open opens the register in a folder, which must be there. A last line that was cut off is removed: its Append never
// returned well. known is the last line that the database remembers, the zero Head if it remembers none; what the
// register holds beyond it is in After(known.Seq).
func Open(dir string, known Head) (*Register, error) {
	r := &Register{dir: dir, write: (*os.File).WriteAt, cut: (*os.File).Truncate}
	if err := r.load(known); err != nil {
		return nil, err
	}
	return r, nil
}

// Head is the end of the chain: what the next line will follow from.
func (r *Register) Head() Head {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.head
}

// Damaged says what is wrong between the end of the register and what the database knows, nil if nothing is. New lines
// are chained to what the database knows, so that the damage stays visible and filing goes on.
func (r *Register) Damaged() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.damaged
}

// Survey is Survey of the register's folder.
func (r *Register) Survey() iter.Seq2[Line, error] { return Survey(r.dir) }

// Close closes the register's file.
func (r *Register) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return nil
	}
	err := r.file.Close()
	r.file = nil
	return err
}

// Append writes entries as the next lines, all with one write and one sync, and gives them as they stand there. Seq and
// Prev are set by it. The year of the last entry's time (UTC) picks the file, but never an older one than the newest,
// so that the order of the lines is the order of the files even when the clock is set back. After an error none of
// the entries is in the register.
func (r *Register) Append(entries []Entry) ([]Line, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(entries) == 0 {
		return nil, nil
	}
	if err := r.ready(); err != nil {
		return nil, err
	}
	lines, text, err := chain(r.head, entries)
	if err != nil {
		return nil, err
	}
	created, err := r.turn(nameOf(entries[len(entries)-1].Time.UTC().Year()))
	if err != nil {
		return nil, err
	}
	if err := r.add(text, created); err != nil {
		return nil, err
	}
	for i := range lines {
		lines[i].In = r.name
	}
	r.head = Head{lines[len(lines)-1].Seq, lines[len(lines)-1].Hash}
	return lines, nil
}

// chain makes lines of entries and the text to be written.
func chain(head Head, entries []Entry) ([]Line, []byte, error) {
	var buf bytes.Buffer
	lines := make([]Line, len(entries))
	for i, e := range entries {
		e.Seq, e.Prev, e.Time = head.Seq+1, head.prev(), e.Time.UTC().Round(0)
		if !e.Received.IsZero() {
			e.Received = e.Received.UTC()
		}
		hash, err := encode(&buf, e)
		if err != nil {
			return nil, nil, err
		}
		lines[i] = Line{Entry: e, Hash: hash}
		head = Head{e.Seq, hash}
	}
	return lines, buf.Bytes(), nil
}

// ready sees to it that the file is the one that lies there and ends where we know it to end.
func (r *Register) ready() error {
	if r.repair {
		if err := r.restore(); err != nil {
			return err
		}
	}
	if r.file != nil {
		at, err := os.Stat(filepath.Join(r.dir, r.name))
		if err == nil {
			if held, err := r.file.Stat(); err == nil && os.SameFile(at, held) && at.Size() == r.size {
				return nil
			}
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return classify(opWrite, r.dir, err)
		}
	}
	// There is no file yet, or somebody else changed it or took the drive away.
	before := r.head
	if err := r.load(before); err != nil {
		return err
	}
	if r.damaged == nil && r.head != before {
		r.damaged = behind(before.Seq+1, "another program wrote into the register")
	}
	if r.damaged != nil {
		slog.Error("the register was changed while it was open", "error", r.damaged)
	}
	return nil
}

// turn opens the file for a year's lines if it is newer than the one at hand, and says whether it made it.
func (r *Register) turn(name string) (created bool, err error) {
	if r.file != nil && name <= r.name {
		return false, nil
	}
	f, err := os.OpenFile(filepath.Join(r.dir, name), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return false, classify(opWrite, r.dir, err)
	}
	if r.file != nil {
		r.file.Close() // all in it was synced
	}
	r.file, r.name, r.size = f, name, 0
	return true, nil
}

// add writes text at the end and makes it durable, or leaves the file as it was.
func (r *Register) add(text []byte, created bool) error {
	n, err := r.write(r.file, text, r.size)
	if err == nil && n < len(text) {
		err = io.ErrShortWrite
	}
	if err == nil {
		err = r.file.Sync()
	}
	// A file whose creation did not become durable may be found missing after a power cut: so sync again each time
	// until it was done for the first lines.
	if err == nil && (created || r.size == 0) {
		err = syncFolder(r.dir)
	}
	if err != nil {
		r.repair = true
		err = classify(opWrite, r.dir, err)
		if undo := r.restore(); undo != nil {
			return fmt.Errorf("%w (after: %v)", undo, err)
		}
		return err
	}
	r.size += int64(len(text))
	return nil
}

// restore cuts the file back to its last good length, so that the chain stays whole.
func (r *Register) restore() error {
	err := r.cut(r.file, r.size)
	if err == nil {
		err = r.file.Sync()
	}
	if err != nil {
		return &fault.Error{Class: fault.RetryLater, Code: "register-stuck", Op: "cut the register back to its last good line",
			Args: map[string]string{"path": r.dir}, Err: disk.Bare(err)}
	}
	r.repair = false
	return nil
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return disk.SyncFolder(d)
}
