//go:build !linux

package folder

// lookout is nothing where documents can't be announced to the system.
type lookout struct{}

func (*lookout) close() {}

// mapped is nothing where it does not matter what memory is read into.
type mapped struct{}

func newBuffer() *buffer { return &buffer{bytes: make([]byte, hashBuffer)} }
