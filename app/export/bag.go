package export

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// tag is a file of the export that is no document.
type tag struct{ name, sum string }

// tag puts a file that has grown beside the export into it.
func (w *writer) tag(s *scratch) error {
	if _, err := s.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return w.put(s.name, s.File)
}

func (w *writer) put(name string, in io.Reader) error {
	out, err := w.sink.create(name)
	if err != nil {
		return err
	}
	h := sha256.New()
	_, err = io.CopyBuffer(io.MultiWriter(out, h), struct{ io.Reader }{in}, w.scratch[:])
	w.tags = append(w.tags, tag{name, hex.EncodeToString(h.Sum(nil))})
	return errors.Join(err, out.Close())
}

// bag writes what makes a bag of it (RFC 8493).
func (w *writer) bag(manifest *scratch) error {
	if err := w.tag(manifest); err != nil {
		return err
	}
	if err := w.put("bagit.txt", strings.NewReader("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")); err != nil {
		return err
	}
	if err := w.put("bag-info.txt", strings.NewReader(w.info())); err != nil {
		return err
	}
	var tags strings.Builder
	for _, t := range w.tags {
		fmt.Fprintf(&tags, "%s  %s\n", t.sum, t.name)
	}
	return w.put("tagmanifest-sha256.txt", strings.NewReader(tags.String()))
}

// info is what a bag says of itself (RFC 8493, 2.2.2).
func (w *writer) info() string {
	var b strings.Builder
	line := func(name, value string) {
		fmt.Fprintf(&b, "%s: %s\n", name, strings.Join(strings.Fields(value), " ")) // one line each
	}
	line("Bagging-Date", w.Now.Format(time.DateOnly))
	line("Bag-Software-Agent", w.Program)
	line("External-Description", w.About)
	line("Payload-Oxum", fmt.Sprintf("%d.%d", w.result.Bytes, w.result.Files))
	return b.String()
}
