package export

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"postroom/app/fault"
)

// sink is where an export is written.
type sink interface {
	create(name string) (io.WriteCloser, error) // a file with its folders; it is written to its end before the next
	folder(name string) error                   // one that stays empty
	finish() error
	abandon() error // removes all of it
}

// unfinished is how the name of an export ends until it is whole.
const unfinished = ".postroom-part"

// newSink opens what is to become the export. What an export that was killed left there is replaced.
func newSink(to string, now time.Time) (sink, error) {
	info, err := os.Stat(to)
	switch {
	case err == nil && (!info.IsDir() || !empty(to) || isZip(to)):
		return nil, &fault.Error{Class: fault.FixSetting, Code: Exists, Op: "write an export", Args: map[string]string{"path": to}}
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	part := to + unfinished
	if err := os.RemoveAll(part); err != nil {
		return nil, err
	}
	if isZip(to) {
		f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return nil, err
		}
		base := strings.TrimSuffix(filepath.Base(to), filepath.Ext(to))
		return &zipSink{to: to, f: f, zip: zip.NewWriter(f), base: base, now: now}, nil
	}
	if err := os.Mkdir(part, 0o700); err != nil {
		return nil, err
	}
	return &folderSink{to: to, part: part}, nil
}

func isZip(to string) bool { return strings.EqualFold(filepath.Ext(to), ".zip") }

func empty(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && len(entries) == 0
}

type folderSink struct{ to, part string }

func (s *folderSink) create(name string) (io.WriteCloser, error) {
	full := filepath.Join(s.part, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(full, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (s *folderSink) folder(name string) error {
	return os.MkdirAll(filepath.Join(s.part, name), 0o700)
}

func (s *folderSink) finish() error {
	if err := os.Remove(s.to); err != nil && !errors.Is(err, fs.ErrNotExist) { // it is empty
		return err
	}
	return os.Rename(s.part, s.to)
}

func (s *folderSink) abandon() error { return os.RemoveAll(s.part) }

// zipSink holds the export in one folder, as RFC 8493, 4.2, wants it of a bag. Documents are mostly packed already, or
// small: they are deflated all the same, for mails are text.
type zipSink struct {
	to, base string
	f        *os.File
	zip      *zip.Writer
	now      time.Time
}

func (s *zipSink) create(name string) (io.WriteCloser, error) {
	h := &zip.FileHeader{Name: path.Join(s.base, name), Method: method(name), Modified: s.now}
	h.SetMode(0o600) // which says that Unix made it, too: else Info-ZIP's unzip takes names for those of MS-DOS, whatever the file says
	w, err := s.zip.CreateHeader(h)
	if err != nil {
		return nil, err
	}
	return whole{w}, nil
}

func (s *zipSink) folder(name string) error {
	h := &zip.FileHeader{Name: path.Join(s.base, name) + "/", Modified: s.now}
	h.SetMode(fs.ModeDir | 0o700)
	_, err := s.zip.CreateHeader(h)
	return err
}

// method packs what gets smaller by it.
func method(name string) uint16 {
	switch strings.ToLower(path.Ext(name)) {
	case ".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".jpg", ".jpeg", ".png", ".gif", ".mp4", ".7z", ".gz", ".pdf":
		return zip.Store
	}
	return zip.Deflate
}

// whole is a file in a zip, which ends when the next begins.
type whole struct{ io.Writer }

func (whole) Close() error { return nil }

func (s *zipSink) finish() error {
	err := s.zip.Close()
	if err == nil {
		err = s.f.Sync()
	}
	if closing := s.f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	return os.Rename(s.f.Name(), s.to)
}

func (s *zipSink) abandon() error {
	_ = s.f.Close() // it may be closed already
	if err := os.Remove(s.f.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
