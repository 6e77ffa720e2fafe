//go:build unix && !linux && !darwin

package folder

import "errors"

func renameExclusive(int, string, int, string) error { return errors.ErrUnsupported }
