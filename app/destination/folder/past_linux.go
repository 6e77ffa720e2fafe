package folder

import (
	"errors"
	"io"
	"os"
	"runtime"
	"sync"

	"golang.org/x/sys/unix"
)

// descriptor is an open file without what package os would add: most documents are small, and there are many.
type descriptor struct {
	fd   int
	past bool // it is read past the system's memory: from the disk right into ours
}

// block is what everything about reading past the system's memory is a whole number of, but the end of a file.
const block = 4 << 10

// near is how much is copied out of the system's memory at once: what a processor holds so near that hashing finds it there.
const near = 128 << 10

// readPast has the file read past the system's memory, unless it is there already, or can't be.
func (d *descriptor) readPast() bool {
	var held unix.Cachestat_t
	if unix.Cachestat(uint(d.fd), &unix.CachestatRange{}, &held, 0) == nil && held.Cache == 0 { // kernels before 6.5 don't tell
		d.past = d.set(unix.O_DIRECT) == nil
	}
	return d.past
}

func (d *descriptor) set(flags int) error {
	_, err := unix.FcntlInt(uintptr(d.fd), unix.F_SETFL, flags)
	return err
}

func (d *descriptor) Read(p []byte) (int, error) {
	if !d.past {
		p = p[:min(len(p), near)]
	}
	for {
		n, err := unix.Read(d.fd, p)
		if d.past && n%block != 0 { // its end, or a file system that has other rules: from here on as usual
			d.past = false
			if err := d.set(0); err != nil {
				return 0, os.NewSyscallError("fcntl", err)
			}
			if err != nil {
				continue
			}
		}
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return 0, os.NewSyscallError("read", err)
		case n == 0:
			return 0, io.EOF
		default:
			return n, nil
		}
	}
}

// hugePage is a page that is in one piece for the disk, too, if the system has one left: a request fills a whole buffer in it.
const hugePage = 2 << 20

// mapped is memory of a huge page, which is given back when none of the buffers refers to it any more.
type mapped struct{ bytes []byte }

// uncut is what is left of the huge page from which buffers are cut.
var uncut struct {
	mu   sync.Mutex
	rest []byte
	of   *mapped
}

func newBuffer() *buffer {
	uncut.mu.Lock()
	defer uncut.mu.Unlock()
	if len(uncut.rest) == 0 {
		memory, err := unix.Mmap(-1, 0, hugePage, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
		if err != nil {
			return &buffer{bytes: make([]byte, hashBuffer)}
		}
		unix.Madvise(memory, unix.MADV_HUGEPAGE) // a wish: without it reading is only slower
		uncut.rest, uncut.of = memory, &mapped{memory}
		runtime.AddCleanup(uncut.of, func(memory []byte) { unix.Munmap(memory) }, memory)
	}
	b := &buffer{uncut.rest[:hashBuffer:hashBuffer], uncut.of}
	if uncut.rest = uncut.rest[hashBuffer:]; len(uncut.rest) == 0 {
		uncut.of = nil
	}
	return b
}
