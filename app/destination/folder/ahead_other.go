//go:build !linux

package folder

// lookout is nothing where documents can't be announced to the system.
type lookout struct{}

func (*lookout) close() {}
