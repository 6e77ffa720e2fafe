package register

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
)

// After gives the lines beyond seq, as far as the register reaches now, each checked against the one before. It finds
// the place without reading what lies before it. A broken line ends it with an error that names file and line, like
// Read, unless Damaged has reported the damage already: then what can be read is given, for a filing that is registered
// in a damaged place is still a filing. While it runs the register may be appended to.
func (r *Register) After(seq uint64) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		r.mu.Lock()
		end, damaged := limit{r.name, r.size}, r.damaged != nil
		r.mu.Unlock()
		names, err := list(r.dir)
		if err != nil {
			yield(Line{}, err)
			return
		}
		s := sieve{seq: seq, damaged: damaged}
		for line, err := range after(r.dir, names, seq, end) {
			pass, err := s.sift(line, err)
			if err != nil {
				yield(line, err)
				return
			}
			if pass && !yield(line, nil) {
				return
			}
		}
		if s.unreadable != nil {
			yield(Line{}, s.unreadable)
		}
	}
}

// sieve decides which lines, and which of their errors, After passes on.
type sieve struct {
	seq        uint64
	damaged    bool
	last       uint64 // number of the last line that could be read
	unreadable error  // of a line of which only what follows tells whether it lies beyond seq
}

func (s *sieve) sift(line Line, err error) (pass bool, _ error) {
	_, isBreak := errors.AsType[*Break](err)
	switch {
	case err != nil && !isBreak:
		return false, err
	case line.Seq == 0:
		if s.unreadable == nil && !s.damaged {
			s.unreadable = err
		}
		return false, nil
	case line.Seq <= s.seq:
		s.last, s.unreadable = line.Seq, nil
		return false, nil
	case line.Seq == s.seq+1 && s.last != s.seq:
		err, s.unreadable = nil, nil // what is missing or broken lies before: not After's matter
	case s.damaged:
		err = nil
	case s.unreadable != nil:
		err = s.unreadable
	}
	s.last = line.Seq
	return err == nil, err
}

// limit is where a reader stops although there may be more: at a size of one file.
type limit struct {
	name string
	size int64
}

// after gives the lines from seq on (that of seq too, if it is there), and perhaps some before it.
func after(dir string, names []string, seq uint64, end limit) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		start, err := startFile(dir, names, seq)
		if err != nil {
			yield(Line{}, err)
			return
		}
		c := &checker{unknown: start > 0}
		for i, name := range names[start:] {
			var lim int64 = -1
			if name == end.name {
				lim = end.size
			} else if name > end.name {
				return
			}
			if !afterFile(filepath.Join(dir, name), seq, lim, i == 0, c, yield) {
				return
			}
		}
	}
}

// startFile finds the newest file that begins at or before seq, the oldest if there is none.
func startFile(dir string, names []string, seq uint64) (int, error) {
	for i := len(names) - 1; i > 0; i-- {
		f, err := os.Open(filepath.Join(dir, names[i]))
		if err != nil {
			return 0, classify(opRead, dir, err)
		}
		line, err := newReader(f).next()
		f.Close()
		if err != nil && err != io.EOF && !errors.Is(err, errTorn) && !errors.Is(err, errLong) {
			return 0, classify(opRead, dir, err)
		}
		if first, ok := seqOf(line); err == nil && ok && first <= seq {
			return i, nil
		}
	}
	return 0, nil
}

// afterFile yields the lines of one file, from seq on if search says so, and says whether to go on. lim ends the file
// early unless it is negative.
func afterFile(path string, seq uint64, lim int64, search bool, c *checker, yield func(Line, error) bool) bool {
	dir, name := filepath.Dir(path), filepath.Base(path)
	f, err := os.Open(path)
	if err != nil {
		return yield(Line{}, classify(opRead, dir, err)) && false
	}
	defer f.Close()
	if lim < 0 {
		info, err := f.Stat()
		if err != nil {
			return yield(Line{}, classify(opRead, dir, err)) && false
		}
		lim = info.Size()
	}
	var offset int64
	if search {
		if offset, err = find(f, lim, seq); err != nil {
			return yield(Line{}, classify(opRead, dir, err)) && false
		}
		c.unknown = c.unknown || offset > 0
	}
	r := newReader(io.NewSectionReader(f, offset, lim-offset))
	for n := 1; ; n++ {
		raw, err := r.next()
		if err == io.EOF {
			return true
		}
		line, problem := Line{}, ""
		switch {
		case errors.Is(err, errTorn) || errors.Is(err, errLong):
			problem = err.Error()
		case err != nil:
			return yield(Line{}, classify(opRead, dir, err)) && false
		default:
			line, problem = c.check(raw)
		}
		line.In = name
		if problem == "" {
			if !yield(line, nil) {
				return false
			}
			continue
		}
		before, err := countLines(f, offset)
		if err != nil {
			return yield(Line{}, classify(opRead, dir, err)) && false
		}
		line.Number = before + n
		if !yield(line, broken(&Break{name, line.Number, problem})) {
			return false
		}
	}
}

// near is how many bytes are read through rather than searched.
const near = 64 << 10

// find gives the offset of a line at or before that of seq, close to it. Where a line has no number that can be read,
// it gives up and reads on from what it knows.
func find(f io.ReaderAt, size int64, seq uint64) (int64, error) {
	low, high := int64(0), size // low: a line begins there, at or before seq; high: what begins there or later is beyond
	for high-low > near {
		middle := low + (high-low)/2
		r := newReader(io.NewSectionReader(f, middle, high-middle))
		skipped, err := r.skip()
		if err == io.EOF {
			high = middle
			continue
		}
		if err != nil {
			return 0, err
		}
		line, err := r.next()
		if err == io.EOF || errors.Is(err, errTorn) {
			high = middle
			continue
		}
		if err != nil && !errors.Is(err, errLong) {
			return 0, err
		}
		got, ok := seqOf(line)
		switch {
		case !ok:
			return low, nil
		case got <= seq:
			low = middle + skipped
		default:
			high = middle
		}
	}
	return low, nil
}

// skip reads to behind the next line feed and says how many bytes that were; io.EOF if there is none.
func (r *reader) skip() (int64, error) {
	var n int64
	for {
		piece, err := r.r.ReadSlice('\n')
		n += int64(len(piece))
		if err == nil {
			return n, nil
		}
		if err == io.EOF || !errors.Is(err, bufio.ErrBufferFull) {
			return n, err
		}
	}
}

// countLines counts the line feeds before an offset.
func countLines(f io.ReaderAt, offset int64) (int, error) {
	n := 0
	buf := make([]byte, near)
	r := io.NewSectionReader(f, 0, offset)
	for {
		got, err := r.Read(buf)
		n += bytes.Count(buf[:got], []byte{'\n'})
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return 0, fmt.Errorf("counting lines: %w", err)
		}
	}
}
