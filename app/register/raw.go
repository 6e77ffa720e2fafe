package register

import (
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
)

// Raw is a line as it stands in a file of the register, unchecked.
type Raw struct {
	Seq  uint64 // 0: it has none that can be read
	Text []byte // without its line feed; valid until the next line is read
}

// Raws gives the lines of the register in a folder, oldest first. Those that can't be read are left out: Survey names
// them.
func Raws(dir string) iter.Seq2[Raw, error] {
	return func(yield func(Raw, error) bool) {
		names, err := list(dir)
		if err != nil {
			yield(Raw{}, err)
			return
		}
		for _, name := range names {
			if !rawFile(dir, name, yield) {
				return
			}
		}
	}
}

func rawFile(dir, name string, yield func(Raw, error) bool) bool {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return yield(Raw{}, classify(opRead, dir, err)) && false
	}
	defer f.Close()
	r := newReader(f)
	for {
		text, err := r.next()
		switch {
		case err == io.EOF || errors.Is(err, errTorn):
			return true
		case errors.Is(err, errLong):
			continue
		case err != nil:
			return yield(Raw{}, classify(opRead, dir, err)) && false
		}
		seq, _ := seqOf(text)
		if !yield(Raw{seq, text}, nil) {
			return false
		}
	}
}
