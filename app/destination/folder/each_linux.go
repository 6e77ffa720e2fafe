package folder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// most is the size in bytes up to which documents are read past the system's memory. Of larger ones it reads ahead by itself
// while the bytes before are hashed.
const most = 4 << 20

// HashEach reads documents back until there are no more, and tells of each, in any order, what Hash gives. It asks for the next
// one as soon as it can, and waits for it only when it has told of all others; false means then that there are no more. After
// its context has ended it takes the rest, too, and tells so. Several goroutines may share the documents, each with a call of
// its own. What the system does not hold in memory comes from the disk without being put there, many at the same time.
func (f *Folder) HashEach(ctx context.Context, next func(wait bool) (path string, tell func(sha256 string, size int64, err error), ok bool)) {
	if q, err := newQueue(); err == nil {
		e := each{folder: f, ctx: ctx, queue: q}
		e.run(next)
		q.close()
		e.readOnAll()
	}
	for path, tell, ok := next(true); ok; path, tell, ok = next(true) {
		tell(f.Hash(ctx, path))
	}
}

// teller is told what Hash gives.
type teller = func(sha256 string, size int64, err error)

// each is a call of HashEach.
type each struct {
	folder *Folder
	ctx    context.Context
	queue  *queue
	slots  [inFlight]reading
	free   []int // slots
}

// reading is a document that is being read.
type reading struct {
	tell teller
	opened
	past bool      // it is read past the system's memory
	at   int64     // how much is hashed
	hash hash.Hash // nil: the slot is free
}

// run reads until there are no more documents, or the queue fails.
func (e *each) run(next func(wait bool) (string, teller, bool)) {
	for i := range e.slots {
		e.free = append(e.free, i)
	}
	for e.fill(next) {
		e.queue.submit(e.readOn)
		if len(e.free) == inFlight {
			continue
		}
		answers, err := e.queue.wait()
		if err != nil {
			return
		}
		for i := range answers {
			e.take(int(answers[i].data), answers[i].result)
		}
	}
}

// fill begins with documents until the queue is full or there are none at hand. It waits for one if nothing is under way,
// and says whether there is more to do.
func (e *each) fill(next func(wait bool) (string, teller, bool)) bool {
	for len(e.free) > 0 {
		idle := len(e.free) == inFlight
		path, tell, ok := next(idle)
		if !ok {
			return !idle
		}
		e.begin(path, tell)
	}
	return true
}

func (e *each) begin(path string, tell teller) {
	o, ok := e.folder.openFast(path)
	if !ok { // why, Hash knows
		tell(e.folder.Hash(e.ctx, path))
		return
	}
	slot := e.free[len(e.free)-1]
	e.free = e.free[:len(e.free)-1]
	r := &e.slots[slot]
	*r = reading{tell: tell, opened: o, hash: sha256.New()}
	if o.size > most || !r.goPast() {
		e.readOn(slot)
		return
	}
	e.ask(slot)
}

// goPast has the document read past the system's memory, unless it is there already, or can't be.
func (r *reading) goPast() bool {
	var held unix.Cachestat_t
	if unix.Cachestat(uint(r.fd), &unix.CachestatRange{}, &held, 0) == nil && held.Cache > 0 { // kernels before 6.5 don't tell
		return false
	}
	r.past = r.set(unix.O_DIRECT) == nil
	return r.past
}

func (r *reading) set(more int) error {
	_, err := unix.FcntlInt(uintptr(r.fd), unix.F_SETFL, r.flags|more)
	return err
}

// ask asks for the next bytes, for more than there are left if that can be: so it shows where the document ends.
func (e *each) ask(slot int) {
	r := &e.slots[slot]
	e.queue.read(slot, r.fd, r.at, min(chunk, (r.size-r.at+block)&^(block-1)))
}

// take takes what was read of a document.
func (e *each) take(slot int, n int64) {
	r := &e.slots[slot]
	if n < 0 || e.ctx.Err() != nil {
		e.readOn(slot)
		return
	}
	r.hash.Write(e.queue.bytes(slot)[:n])
	r.at += n
	switch {
	case uint64(n) == e.queue.asks[slot].length:
		e.ask(slot)
	case r.at == r.size:
		e.tell(slot, nil)
	default: // it has changed meanwhile, or the file system has other rules
		e.readOn(slot)
	}
}

// readOn reads the rest of a document as usual, and tells of it.
func (e *each) readOn(slot int) {
	e.tell(slot, e.slots[slot].finish(e.ctx, e.queue.bytes(slot)))
}

// readOnAll reads on all documents that are under way, after the queue has failed.
func (e *each) readOnAll() {
	buffer := make([]byte, chunk)
	for slot := range e.slots {
		if r := &e.slots[slot]; r.hash != nil {
			e.tell(slot, r.finish(e.ctx, buffer))
		}
	}
}

func (r *reading) finish(ctx context.Context, buffer []byte) error {
	if r.past {
		if err := r.set(0); err != nil {
			return os.NewSyscallError("fcntl", err)
		}
	}
	_, err := io.CopyBuffer(struct{ io.Writer }{r.hash}, cancellable{ctx, r}, buffer)
	return err
}

// Read reads the usual way from where hashing is.
func (r *reading) Read(p []byte) (int, error) {
	for {
		n, err := unix.Pread(r.fd, p, r.at)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return 0, os.NewSyscallError("pread", err)
		}
		r.at += int64(n)
		if n == 0 || n < len(p) && r.at == r.size {
			return n, io.EOF
		}
		return n, nil
	}
}

// tell tells what came of a document, which ends it.
func (e *each) tell(slot int, err error) {
	r := e.slots[slot]
	e.slots[slot] = reading{}
	e.free = append(e.free, slot)
	unix.Close(r.fd) // nothing was written through it
	if err != nil {
		r.tell("", 0, e.folder.fault(opRead, err))
		return
	}
	r.tell(hex.EncodeToString(r.hash.Sum(nil)), r.at, nil)
}
