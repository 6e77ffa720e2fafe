package folder

import (
	"context"
	"os"
	"path"
)

// Remove removes documents, and the folders that are empty then; see destination.Remover. Only regular files are.
func (f *Folder) Remove(ctx context.Context, names []string) error {
	const op = "delete a document"
	root, err := f.live(op)
	if err != nil {
		return err
	}
	touched := map[string]bool{}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := checkPath(name); err != nil {
			return err
		}
		info, err := root.Lstat(name)
		if notThere(err) || leadsOut(err) || err == nil && !info.Mode().IsRegular() {
			continue
		}
		if err == nil {
			err = root.Remove(name)
		}
		if err != nil && !notThere(err) {
			return f.fault(op, err)
		}
		touched[path.Dir(name)] = true
	}
	for dir := range touched {
		for dir != "." && removeEmpty(root, dir) {
			f.forget(dir)
			dir = path.Dir(dir)
		}
		if err := syncDir(root, dir); err != nil && !notThere(err) {
			return f.fault("sync a folder", err)
		}
	}
	return nil
}

// removeEmpty removes a folder if nothing is in it. The system refuses otherwise.
func removeEmpty(root *os.Root, dir string) bool {
	info, err := root.Lstat(dir)
	return err == nil && info.IsDir() && root.Remove(dir) == nil
}
