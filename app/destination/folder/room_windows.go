package folder

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/windows"
)

// freeBytes is the room that is left for this user where dir lies.
func freeBytes(dir string) (uint64, error) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(name, &free, nil, nil); err != nil {
		return 0, err
	}
	return free, nil
}

// notThere says whether the error means that no such file is there; a file in the place of a folder means it too.
func notThere(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, windows.ERROR_DIRECTORY)
}
