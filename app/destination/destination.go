// Package destination says what a place where documents are put away has to do, whatever it is. The places themselves
// are the packages below this one; which document goes where under which name is decided above.
package destination

import (
	"context"
	"errors"
	"io"
)

// ErrExists is wrapped by the error of a file whose place is taken by something else: other bytes, a folder, a link.
var ErrExists = errors.New("something else lies at this place")

// File is a document to put away.
type File struct {
	Temp   string // where its bytes are: a regular file below Spool
	Path   string // where it goes: relative to the destination's root, with slashes
	SHA256 string // of its bytes, in lower-case hexadecimal
	Size   int64  // in bytes
	// With is the place, counted from 1, of an earlier file of the same Put that this one belongs to: if that one is
	// not put away, this one isn't either and gets the same error, and it is never there before it. 0: it stands alone.
	With int
}

// Destination is a place where documents are put away and stay. All its methods may be called at the same time from
// several goroutines. Paths are relative to the destination's root, with slashes; one that leads out of it is refused.
type Destination interface {
	// Spool is a local folder for temporary files, on the destination's own file system where it has one. What lies
	// in it is gone when the destination is opened the next time.
	Spool() string

	// Put puts documents away and answers for each in its place: nil, or why not. It creates and never overwrites.
	// A document that lies there already, with the same bytes, is put away well; other bytes there give an error that
	// wraps ErrExists. Nil means that the document survives a power cut, and its Temp is gone; with any other answer
	// Temp is still there, unless it was not or the disk failed to take its bytes, and the same Put can be tried again.
	Put(ctx context.Context, files []File) []error

	// Hash reads a document back. The error wraps fs.ErrNotExist when no regular file lies there.
	Hash(ctx context.Context, path string) (sha256 string, size int64, err error)

	// Open reads a document. The error wraps fs.ErrNotExist when no regular file lies there.
	Open(ctx context.Context, path string) (io.ReadCloser, error)

	// Walk calls fn for all that lies there and is no folder, in no particular order, but for Postroom's own files
	// (.postroom). It ends with the first error of fn.
	Walk(ctx context.Context, fn func(path string, size int64) error) error

	// Check says whether the destination can be reached and written, and has room.
	Check(ctx context.Context) error
}

// Remover is a Destination from which documents can be deleted.
type Remover interface {
	// Remove removes documents, and folders that are empty then. One that is not there counts as removed. Nil means that
	// they are gone even after a power cut; after an error it can be done again.
	Remove(ctx context.Context, paths []string) error
}

// Linker is a Destination in which a document can lie at a second place, too, without being a second document.
type Linker interface {
	Remover
	// Link makes a document lie at another place, too: as a link, or as a copy where there are none. It creates and never
	// overwrites: other things there, and copies, give ErrExists. The error wraps fs.ErrNotExist if there is no such document.
	Link(ctx context.Context, from, to string) error
}
