//go:build !linux

package folder

// lookout is nothing where documents are not read in numbers.
type lookout struct{}

func (*lookout) close() {}
