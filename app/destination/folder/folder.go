// Package folder puts documents away in a folder of the file system: a local disk, a network share, a synchronised
// folder. It knows nothing of mail, and it keeps the register's place (.postroom) without knowing what is in it.
package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"postroom/app/destination"
	"postroom/app/fault"
	"postroom/app/fault/disk"
)

const (
	own   = ".postroom"     // Postroom's own folder below the root
	spool = ".postroom/tmp" // files that are about to be put away

	// Mail text lies here in clear: nobody else on the machine is let in. Folders and files that were there before
	// keep their modes.
	dirMode  = 0o700
	fileMode = 0o600

	parallel = 8 // how many files are synced to disk at the same time
)

// Options are what Open needs.
type Options struct {
	Root   string // the folder; made when it is not there, unless Known
	Office string // id of the data folder whose documents go there
	// Known says that this destination was opened before. Then a folder without Postroom's own files in it is taken
	// for an absent drive, not for a new one, and is never filled with new ones.
	Known bool
	Now   func() time.Time // nil: time.Now
	Log   *slog.Logger     // nil: slog.Default
}

// Folder is a destination.
type Folder struct {
	path     string // absolute
	office   string
	log      *slog.Logger
	placers  []placer
	caseless bool

	mu      sync.Mutex
	root    *os.Root
	near    lookout
	durable map[string]struct{} // folders that are known to survive a power cut, with all above them
}

var _ destination.Destination = (*Folder)(nil)

// Open opens the folder as the destination of one office and clears the spool. When the folder belongs to another
// office the error's code is "destination-owned"; when it is Known but absent, "destination-unreachable".
func Open(o Options) (*Folder, error) { return open(o, false) }

// TakeOver opens a folder that another office filed into and makes this one its owner, for good. The register and the
// documents in it stay as they are.
func TakeOver(o Options) (*Folder, error) { return open(o, true) }

// OpenToRead opens a folder that this office filed into and changes nothing in it: for one that can't be written any
// more. Only documents can be read through it.
func OpenToRead(o Options) (*Folder, error) {
	f, err := found(o)
	if err != nil {
		return nil, err
	}
	root, err := f.openRoot(true)
	if err != nil {
		return nil, err
	}
	if _, err := f.checkOwner(root, true); err != nil {
		root.Close()
		return nil, err
	}
	f.caseless, f.root = ignoresCase(root), root
	return f, nil
}

// found is the folder that the options name, not opened yet.
func found(o Options) (*Folder, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	path, err := filepath.Abs(o.Root)
	if err != nil {
		return nil, fmt.Errorf("finding the destination: %w", err)
	}
	return &Folder{path: path, office: o.Office, log: o.Log, placers: placers, durable: map[string]struct{}{}}, nil
}

func open(o Options, takeOver bool) (*Folder, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	f, err := found(o)
	if err != nil {
		return nil, err
	}
	root, err := f.openRoot(o.Known)
	if err != nil {
		return nil, err
	}
	if err := f.prepare(root, o, takeOver); err != nil {
		root.Close()
		return nil, err
	}
	f.root = root
	return f, nil
}

func (f *Folder) openRoot(known bool) (*os.Root, error) {
	const op = "open the destination"
	root, err := os.OpenRoot(f.path)
	if errors.Is(err, fs.ErrNotExist) && !known {
		if err := makeRoot(f.path); err != nil {
			return nil, f.gone(op, err)
		}
		root, err = os.OpenRoot(f.path)
	}
	if err != nil {
		return nil, f.gone(op, err)
	}
	if known {
		if _, err := root.Lstat(own); err != nil {
			root.Close()
			return nil, f.gone(op, err)
		}
	}
	return root, nil
}

// makeRoot makes a folder and those above it, each of which then survives a power cut.
func makeRoot(path string) error {
	err := os.Mkdir(path, dirMode)
	parent := filepath.Dir(path)
	if errors.Is(err, fs.ErrNotExist) && parent != path {
		if err := makeRoot(parent); err != nil {
			return err
		}
		err = os.Mkdir(path, dirMode)
	}
	if errors.Is(err, fs.ErrExist) {
		if info, statErr := os.Stat(path); statErr == nil && info.IsDir() {
			return nil
		}
	}
	if err != nil {
		return err
	}
	return syncPath(parent)
}

func syncPath(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return disk.SyncFolder(d)
}

// prepare settles the owner, makes Postroom's own folders and clears the spool, in this order: a folder that belongs
// to somebody else is left untouched.
func (f *Folder) prepare(root *os.Root, o Options, takeOver bool) error {
	const op = "open the destination"
	owned := false
	if !takeOver {
		var err error
		if owned, err = f.checkOwner(root, o.Known); err != nil {
			return err
		}
	}
	for _, dir := range []string{own, spool} {
		if err := root.Mkdir(dir, dirMode); err != nil && !errors.Is(err, fs.ErrExist) {
			return f.fault(op, err)
		}
		if info, err := root.Lstat(dir); err != nil {
			return f.fault(op, err)
		} else if !info.IsDir() {
			return f.blocked(op, "")
		}
	}
	if err := f.clearSpool(root); err != nil {
		return f.fault(op, err)
	}
	if !owned {
		if err := f.writeOwner(root, o.Now()); err != nil {
			return f.fault(op, err)
		}
	}
	for _, dir := range []string{".", own} {
		if err := syncDir(root, dir); err != nil {
			return f.fault(op, err)
		}
	}
	f.caseless = ignoresCase(root)
	return nil
}

// clearSpool removes what an earlier process left behind.
func (f *Folder) clearSpool(root *os.Root) error {
	if err := settleClaims(root); err != nil {
		return err
	}
	d, err := root.Open(spool)
	if err != nil {
		return err
	}
	defer d.Close()
	names, err := d.Readdirnames(-1)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := root.RemoveAll(spool + "/" + name); err != nil {
			return err
		}
	}
	if len(names) > 0 {
		f.log.Info("cleared what an interrupted run left in the spool", "files", len(names))
	}
	return nil
}

// ignoresCase says whether the file system takes "A" and "a" for the same name.
func ignoresCase(root *os.Root) bool {
	lower, err := root.Lstat(own)
	if err != nil {
		return false
	}
	upper, err := root.Lstat(strings.ToUpper(own))
	return err == nil && os.SameFile(lower, upper)
}

// Spool is where temporary files are made; see destination.Destination.
func (f *Folder) Spool() string { return filepath.Join(f.path, filepath.FromSlash(spool)) }

// Dir is the folder of Postroom's own files, where the register lies.
func (f *Folder) Dir() string { return filepath.Join(f.path, own) }

// IgnoresCase says whether the file system takes "A.eml" and "a.eml" for the same file.
func (f *Folder) IgnoresCase() bool { return f.caseless }

// Close lets go of the folder. No other method may be called afterwards.
func (f *Folder) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.near.close()
	return f.root.Close()
}

// live gives the root, after a look whether it is still what lies at its path: a drive may have been taken away, or
// taken away and connected again.
func (f *Folder) live(op string) (*os.Root, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	at, err := os.Stat(f.path)
	if err != nil {
		return nil, f.gone(op, err)
	}
	if held, err := f.root.Stat("."); err == nil && os.SameFile(at, held) {
		return f.root, nil
	}
	root, err := f.openRoot(true)
	if err != nil {
		return nil, err
	}
	if _, err := f.checkOwner(root, true); err != nil {
		root.Close()
		return nil, err
	}
	f.log.Info("the destination was replaced or connected again", "path", f.path)
	// The old root may be in use by others still: it closes itself when the last of them is done.
	f.root = root
	clear(f.durable)
	return root, nil
}

// fault classifies what the file system answered.
func (f *Folder) fault(op string, err error) error { return disk.Error(op, f.path, err) }

var errAway = errors.New("there is no such folder")

// gone classifies an error of reaching the root itself.
func (f *Folder) gone(op string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return disk.New(disk.Unreachable, op, f.path, errAway) // not err: it would say that a document is missing
	}
	for dir := f.path; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if info, statErr := os.Stat(dir); statErr == nil && !info.IsDir() {
			return &fault.Error{Class: fault.FixSetting, Code: "destination-blocked", Op: op, Args: map[string]string{"path": dir}, Err: disk.Bare(err)}
		}
	}
	return f.fault(op, err)
}

// blocked says that in a folder, named from the root, lies something that is in the way of a folder.
func (f *Folder) blocked(op, dir string) error {
	return &fault.Error{Class: fault.FixSetting, Code: "destination-blocked", Op: op,
		Args: map[string]string{"path": filepath.Join(f.path, filepath.FromSlash(dir))}}
}
