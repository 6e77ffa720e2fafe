package folder

import (
	"errors"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	inFlight = 48        // reads that a queue has under way
	chunk    = 128 << 10 // bytes of one of them: what a processor holds so near that hashing finds it there
	block    = 4 << 10   // what everything about reading past the system's memory is a whole number of, but the end of a file
	together = 8         // answers that are taken from a queue at once: the other reads go on meanwhile
)

// queue reads files past the system's memory, from the disk right into its own, without waiting for each; see io_submit(2).
// One goroutine uses it.
type queue struct {
	id      uintptr // the kernel's name of it
	memory  []byte  // of all its reads; outside of Go's, since the kernel writes into it while nobody waits
	asks    [inFlight]ask
	next    []*ask // not handed to the kernel yet
	answers [together]answer
}

// ask is a struct iocb of linux/aio_abi.h. What has no name is 0; that of the first is a key and flags, and of the second
// the operation, IOCB_CMD_PREAD, and its priority.
type ask struct {
	data           uint64
	_              [2]uint32
	_              [2]uint16
	file           uint32
	buffer, length uint64
	offset         int64
	_              uint64
	_              [2]uint32
}

// answer is a struct io_event: the data of its ask, and how many bytes came, or an error below 0.
type answer struct {
	data   uint64
	_      uint64
	result int64
	_      int64
}

// newQueue makes a queue. It fails where the system has none left, or forbids them.
func newQueue() (*queue, error) {
	memory, err := unix.Mmap(-1, 0, inFlight*chunk, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return nil, os.NewSyscallError("mmap", err)
	}
	unix.Madvise(memory, unix.MADV_HUGEPAGE) // a wish: so that it is in one piece for the disk, too
	q := &queue{memory: memory}
	if _, _, code := unix.Syscall(unix.SYS_IO_SETUP, inFlight, uintptr(unsafe.Pointer(&q.id)), 0); code != 0 {
		return nil, errors.Join(os.NewSyscallError("io_setup", code), unix.Munmap(memory))
	}
	return q, nil
}

// close waits for what is under way.
func (q *queue) close() {
	if _, _, code := unix.Syscall(unix.SYS_IO_DESTROY, q.id, 0, 0); code == 0 {
		unix.Munmap(q.memory) // else the kernel may write into it still
	}
}

// bytes is the memory of one of the reads.
func (q *queue) bytes(slot int) []byte { return q.memory[slot*chunk : (slot+1)*chunk : (slot+1)*chunk] }

// read has length bytes of a file from offset on read into the memory of a slot, with the next wait.
func (q *queue) read(slot, file int, offset, length int64) {
	a := &q.asks[slot]
	*a = ask{data: uint64(slot), file: uint32(file), offset: offset, length: uint64(length), buffer: uint64(uintptr(unsafe.Pointer(&q.memory[slot*chunk])))}
	q.next = append(q.next, a)
}

// submit hands the kernel what was asked for. What it refuses is given back, slot by slot.
func (q *queue) submit(refused func(slot int)) {
	for len(q.next) > 0 {
		n, _, code := unix.Syscall(unix.SYS_IO_SUBMIT, q.id, uintptr(len(q.next)), uintptr(unsafe.Pointer(&q.next[0])))
		switch {
		case code == unix.EINTR:
			continue
		case code != 0: // it is about the first
			n = 1
			refused(int(q.next[0].data))
		}
		q.next = q.next[:copy(q.next, q.next[n:])]
	}
	runtime.KeepAlive(q)
}

// wait gives what has been read, and waits if that is nothing.
func (q *queue) wait() ([]answer, error) {
	for {
		n, _, code := unix.Syscall6(unix.SYS_IO_GETEVENTS, q.id, 1, together, uintptr(unsafe.Pointer(&q.answers)), 0, 0)
		if code == 0 {
			return q.answers[:n], nil
		}
		if code != unix.EINTR {
			return nil, os.NewSyscallError("io_getevents", code)
		}
	}
}
