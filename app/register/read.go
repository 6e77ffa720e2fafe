package register

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"postroom/app/fault/disk"
)

const opRead = "read the register"

// Read gives the whole chain from its start and checks that each line follows from the one before. It ends with the
// first error, which names file and line (a *Break is in its chain) unless the files can't be read. A last line without
// its line feed is not part of the chain: it is being written, or was cut off and goes when the register is opened.
func Read(dir string) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		for line, err := range Survey(dir) {
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

// Survey is Read that goes on after a Break: the line that comes with the error is what could be read of it. It ends
// with any other error.
func Survey(dir string) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		names, err := list(dir)
		if err != nil {
			yield(Line{}, err)
			return
		}
		c := &checker{}
		for i, name := range names {
			if !surveyFile(filepath.Join(dir, name), i == len(names)-1, c, yield) {
				return
			}
		}
	}
}

// Dir is a register's folder, for those who read the chain without writing to it.
type Dir string

// Survey is Survey of that folder.
func (d Dir) Survey() iter.Seq2[Line, error] { return Survey(string(d)) }

// list gives the names of the register's files, oldest first.
func list(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, classify(opRead, dir, err)
	}
	var names []string
	for _, e := range entries {
		if _, ok := yearOf(e.Name()); ok {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

// surveyFile yields a file's lines and says whether to go on.
func surveyFile(path string, newest bool, c *checker, yield func(Line, error) bool) bool {
	f, err := os.Open(path)
	if err != nil {
		return yield(Line{}, classify(opRead, filepath.Dir(path), err)) && false
	}
	defer f.Close()
	r := newReader(f)
	name := filepath.Base(path)
	for n := 1; ; n++ {
		raw, err := r.next()
		switch {
		case err == io.EOF:
			return true
		case errors.Is(err, errTorn) && newest:
			return true
		case errors.Is(err, errTorn) || errors.Is(err, errLong):
			c.lost()
			if !yield(Line{In: name, Number: n}, broken(&Break{name, n, err.Error()})) {
				return false
			}
			continue
		case err != nil:
			return yield(Line{}, classify(opRead, filepath.Dir(path), err)) && false
		}
		line, problem := c.check(raw)
		line.In, line.Number = name, n
		var broke error
		if problem != "" {
			broke = broken(&Break{name, n, problem})
		}
		if !yield(line, broke) {
			return false
		}
	}
}

// checker knows what the next line has to look like.
type checker struct {
	last    Head
	unknown bool // nothing is known of the line before: any will do
}

// check reads a line and says what is wrong with it, if anything.
func (c *checker) check(raw []byte) (Line, string) {
	hash := hashOf(raw)
	e, err := decode(raw)
	if err != nil {
		c.last = Head{c.last.Seq + 1, hash}
		return Line{Hash: hash}, err.Error()
	}
	var problem string
	switch want := c.last.Seq + 1; {
	case c.unknown:
	case e.Seq == want+1:
		problem = fmt.Sprintf("entry %d is missing before it", want)
	case e.Seq > want:
		problem = fmt.Sprintf("entries %d to %d are missing before it", want, e.Seq-1)
	case e.Seq < want:
		problem = fmt.Sprintf("entry %d stands in the wrong place, or twice", e.Seq)
	case e.Prev == c.last.prev():
	case want == 1:
		problem = "the register does not begin here, or the line was changed"
	default:
		problem = "it does not follow from the line before: one of the two was changed"
	}
	c.last, c.unknown = Head{e.Seq, hash}, false
	return Line{Entry: e, Hash: hash}, problem
}

// lost is for a line that could not even be read.
func (c *checker) lost() { c.last, c.unknown = Head{Seq: c.last.Seq + 1}, true }

var (
	errTorn = errors.New("the line is cut off")
	errLong = errors.New("the line is longer than any entry can be")
)

// reader reads lines in constant memory, up to longest.
type reader struct {
	r   *bufio.Reader
	buf []byte
}

func newReader(r io.Reader) *reader { return &reader{r: bufio.NewReaderSize(r, 64<<10)} }

// next gives the next line without its line feed, valid until it is called again. A last line without a line feed
// gives errTorn, and io.EOF after it.
func (r *reader) next() ([]byte, error) {
	r.buf = r.buf[:0]
	long := false
	for {
		piece, err := r.r.ReadSlice('\n')
		switch {
		case err == nil && long:
			return nil, errLong
		case err == nil && len(r.buf) == 0:
			return piece[:len(piece)-1], nil
		case err == nil:
			r.buf = append(r.buf, piece...)
			return r.buf[:len(r.buf)-1], nil
		case err == io.EOF && len(piece) == 0 && len(r.buf) == 0 && !long:
			return nil, io.EOF
		case err == io.EOF:
			return nil, errTorn
		case err != bufio.ErrBufferFull:
			return nil, err
		}
		if long = long || len(r.buf)+len(piece) > longest; !long {
			r.buf = append(r.buf, piece...)
		}
	}
}

// classify is for errors of the folder and the files: what is not there can't be reached.
func classify(op, dir string, err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return disk.New(disk.Unreachable, op, dir, disk.Bare(err))
	}
	return disk.Error(op, dir, err)
}
