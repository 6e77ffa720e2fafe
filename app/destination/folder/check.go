package folder

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"

	"postroom/app/fault/disk"
)

// room is how many bytes have to be free for the destination to be fit: one mail of the largest size that Exchange
// takes (150 MB), decoded and not, does not fit in less.
const room = 256 << 20

// Check says whether the folder is there, can be written, and has room; see destination.Destination.
func (f *Folder) Check(ctx context.Context) error {
	const op = "check the destination"
	if err := ctx.Err(); err != nil {
		return err
	}
	root, err := f.live(op)
	if err != nil {
		return err
	}
	if _, err := root.Lstat(own); err != nil {
		return f.gone(op, err)
	}
	if err := root.Mkdir(spool, dirMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return f.fault(op, err)
	}
	temp, err := os.CreateTemp(f.Spool(), "check-")
	if err != nil {
		return f.gone(op, err)
	}
	name := spool + "/" + path.Base(temp.Name())
	_, err = temp.WriteString("Postroom checks whether it can write here.\n")
	if err == nil {
		err = temp.Sync()
	}
	if err := errors.Join(err, temp.Close(), root.Remove(name)); err != nil {
		return f.fault(op, err)
	}
	free, err := freeBytes(f.path)
	if err != nil {
		return f.fault(op, err)
	}
	if free < room {
		return disk.New(disk.Full, op, f.path, nil)
	}
	return nil
}
