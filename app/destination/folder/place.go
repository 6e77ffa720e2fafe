package folder

import (
	"errors"
	"io/fs"
	"os"
	"strings"
)

// name is a name in an open folder.
type name struct {
	dir  dir
	base string
}

func (n name) path() string { return n.dir.in(n.base) }

// A placer gives the file from its name to, unless something is there already (fs.ErrExist). It may leave from where it
// is. An error that wraps errors.ErrUnsupported means that the file system can't do it this way.
type placer func(from, to name) error

// placers are the ways to do it, the best first. All are one step for whoever looks: the name is absent, then complete.
var placers = []placer{link, moveExclusive, moveOntoClaim}

func (f *Folder) place(from, to name) error {
	var err error
	for _, place := range f.placers {
		if err = place(from, to); !errors.Is(err, errors.ErrUnsupported) {
			return err
		}
	}
	return err
}

// link gives the file a second name.
func link(from, to name) error {
	err := linkName(from, to)
	if err != nil && !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrNotExist) && cantLink(err) {
		return errors.ErrUnsupported
	}
	return err
}

// claimed ends the name of the note that moveOntoClaim keeps beside the temporary file.
const claimed = ".claim"

// moveOntoClaim is for file systems that can do nothing better, such as folders shared into a virtual machine. It
// creates the name, empty, which fails if something is there, and renames over its own empty file. A process that is
// killed in between leaves an empty file; the note says that it is ours, and the next Open removes it.
func moveOntoClaim(source, target name) error {
	root, from, to := source.dir.root, source.path(), target.path()
	note := from + claimed
	if err := root.Remove(note); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := writeSynced(root, note, []byte(to)); err != nil {
		return err
	}
	w, err := root.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err == nil {
		if err = w.Close(); err == nil {
			err = root.Rename(from, to)
		}
		if err != nil {
			err = errors.Join(err, root.Remove(to))
		}
	}
	return errors.Join(err, root.Remove(note))
}

// settleClaims removes the empty files that killed calls of moveOntoClaim left. A claim whose temporary file is gone
// was carried out.
func settleClaims(root *os.Root) error {
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
		temp, ok := strings.CutSuffix(spool+"/"+name, claimed)
		if !ok {
			continue
		}
		if _, err := root.Lstat(temp); err != nil {
			continue
		}
		to, err := root.ReadFile(temp + claimed)
		if err != nil {
			return err
		}
		if checkPath(string(to)) != nil {
			continue // the note itself was cut off: the name was not made yet
		}
		info, err := root.Lstat(string(to))
		if err == nil && info.Mode().IsRegular() && info.Size() == 0 {
			err = root.Remove(string(to))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
