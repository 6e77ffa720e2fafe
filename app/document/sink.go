package document

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"os"
	"sync"
	"syscall"

	"postroom/app/fault"
)

// sink takes the decoded bytes of a part: it hashes and counts them, keeps the first few, and writes them to a
// temporary file, or to a scanner if it has one.
type sink struct {
	buf  []byte
	n    int // bytes in buf
	size int64
	sum  hash.Hash
	file *os.File
	scan *cidScanner // instead of a file
	head [headSize]byte
}

// headSize is how much of a file is looked at to tell what it is.
const headSize = 512

var sinks = sync.Pool{New: func() any { return &sink{buf: make([]byte, 32<<10), sum: sha256.New()} }}

// fileSink makes a temporary file in dir.
func fileSink(dir string) (*sink, error) {
	f, err := os.CreateTemp(dir, "attachment-*")
	if err != nil {
		return nil, writeError(err)
	}
	s := sinks.Get().(*sink)
	s.file = f
	return s, nil
}

func scanSink(scan *cidScanner) *sink {
	s := sinks.Get().(*sink)
	s.scan = scan
	return s
}

// free gives the sink back; its file has to be closed.
func (s *sink) free() {
	s.sum.Reset()
	s.n, s.size, s.file, s.scan = 0, 0, nil, nil
	sinks.Put(s)
}

func (s *sink) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		if s.n == len(s.buf) {
			if err := s.flush(); err != nil {
				return 0, err
			}
		}
		c := copy(s.buf[s.n:], p)
		s.n += c
		p = p[c:]
	}
	return n, nil
}

// three writes three bytes, as base64 does all the time.
func (s *sink) three(a, b, c byte) error {
	if s.n+3 > len(s.buf) {
		if err := s.flush(); err != nil {
			return err
		}
	}
	buf := s.buf[s.n : s.n+3 : s.n+3]
	buf[0], buf[1], buf[2] = a, b, c
	s.n += 3
	return nil
}

func (s *sink) flush() error {
	p := s.buf[:s.n]
	if s.size < headSize {
		copy(s.head[s.size:], p)
	}
	s.size += int64(s.n)
	s.n = 0
	if s.scan != nil {
		s.scan.write(p)
		return nil
	}
	s.sum.Write(p)
	if _, err := s.file.Write(p); err != nil {
		return writeError(err)
	}
	return nil
}

// finish writes what is left and says what came: the hash and the first bytes.
func (s *sink) finish() (sum string, head []byte, err error) {
	if err := s.flush(); err != nil {
		return "", nil, err
	}
	var digest [sha256.Size]byte
	return hex.EncodeToString(s.sum.Sum(digest[:0])), s.head[:min(s.size, headSize)], nil
}

func writeError(err error) error {
	class := fault.RetryLater
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, os.ErrPermission) || errors.Is(err, os.ErrNotExist) {
		class = fault.FixSetting
	}
	return &fault.Error{Class: class, Code: "spool-write-failed", Op: "write an attachment to a temporary file", Err: err}
}

func readError(err error) error {
	return &fault.Error{Class: fault.RetryLater, Code: "spool-read-failed", Op: "read a mail from its temporary file", Err: err}
}
