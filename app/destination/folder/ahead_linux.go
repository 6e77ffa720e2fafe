package folder

import (
	"context"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

const (
	ahead  = 1 << 20     // how much of a document the system is asked to have ready; the rest it reads ahead by itself
	most   = 4 << 20     // larger documents are not read past the system's memory: it reads ahead while the bytes before are hashed
	glance = time.Second // how long reading trusts that the folder still is what lies at its path
)

// lookout is where documents are opened that are wanted soon.
type lookout struct {
	root   *os.Root // the one that at is of
	at     *os.File
	looked time.Time
}

func (l *lookout) close() {
	if l.at != nil {
		l.at.Close() // nothing was written through it
	}
}

// Start begins to read a document. The function that it gives is Hash of that document; it must be called, once, and soon:
// a file is open until then. Where many documents are read back it is several times as fast as Hash: a way of folders costs
// one system call, and what the system does not hold in memory comes from the disk without being put there first.
func (f *Folder) Start(ctx context.Context, name string) func() (string, int64, error) {
	slow := func() (string, int64, error) { return f.Hash(ctx, name) }
	if checkPath(name) != nil {
		return slow
	}
	at, err := f.lookout()
	if err != nil {
		return slow
	}
	// O_NONBLOCK: a pipe that lies in a document's place would keep us waiting for ever.
	fd, err := unix.Openat2(int(at.Fd()), name, &unix.OpenHow{Flags: unix.O_RDONLY | unix.O_NOFOLLOW | unix.O_CLOEXEC | unix.O_NONBLOCK,
		Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_MAGICLINKS})
	runtime.KeepAlive(at)
	if err != nil { // what it means, Hash knows; it also knows the way where the kernel is older than 5.6
		return slow
	}
	var info unix.Stat_t
	if unix.Fstat(fd, &info) != nil || info.Mode&unix.S_IFMT != unix.S_IFREG {
		unix.Close(fd)
		return slow
	}
	d := &descriptor{fd: fd}
	if info.Size > most || !d.readPast() {
		unix.Fadvise(fd, 0, min(info.Size, ahead), unix.FADV_WILLNEED) // a wish: without it reading is only slower
	}
	return func() (string, int64, error) {
		defer unix.Close(fd) // nothing was written through it
		sum, size, err := hash(ctx, d)
		return sum, size, f.fault(opRead, err)
	}
}

// lookout is the folder as it lay at its path not long ago.
func (f *Folder) lookout() (*os.File, error) {
	f.mu.Lock()
	l := f.near
	f.mu.Unlock()
	if l.at != nil && time.Since(l.looked) < glance {
		return l.at, nil
	}
	root, err := f.live(opRead)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.near.root != root {
		at, err := root.Open(".")
		if err != nil {
			return nil, err
		}
		f.near = lookout{root: root, at: at} // the old one may be in use still: it closes itself
	}
	f.near.looked = time.Now()
	return f.near.at, nil
}
