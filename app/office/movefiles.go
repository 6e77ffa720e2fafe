package office

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"postroom/app/fault/disk"
)

// hashFile reads a file and gives its SHA-256 and when it was changed last.
func hashFile(name string) (sum string, modified time.Time, err error) {
	f, err := os.Open(name)
	if err != nil {
		return "", modified, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", modified, err
	}
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", modified, err
	}
	return hex.EncodeToString(h.Sum(nil)), info.ModTime(), nil
}

// folders are those that hold the files, the deepest first, down to the root (".").
func folders(files []string) []string {
	seen := map[string]bool{".": true}
	for _, f := range files {
		for dir := path.Dir(f); !seen[dir]; dir = path.Dir(dir) {
			seen[dir] = true
		}
	}
	var list []string
	for dir := range seen {
		list = append(list, dir)
	}
	slices.SortFunc(list, func(a, b string) int {
		if a == "." || b == "." {
			return map[bool]int{true: 1, false: -1}[a == "."]
		}
		return strings.Compare(b, a)
	})
	return list
}

// syncFolders makes the names of files below root survive a power cut.
func syncFolders(root string, files []string) error {
	for _, dir := range folders(files) {
		d, err := os.Open(filepath.Join(root, filepath.FromSlash(dir)))
		if err == nil {
			err = errors.Join(disk.SyncFolder(d), d.Close())
		}
		if err != nil {
			return disk.Error("sync a folder", root, err)
		}
	}
	return nil
}

// clearAway removes files below root, and the folders that are empty then.
func clearAway(root string, files []string) error {
	var errs []error
	for _, f := range files {
		errs = append(errs, remove(filepath.Join(root, filepath.FromSlash(f))))
	}
	return errors.Join(append(errs, removeEmpty(root, files))...)
}

// removeEmpty removes the folders of files below root, and root itself, where nothing is left in them.
func removeEmpty(root string, files []string) error {
	var errs []error
	for _, dir := range append(folders(files), own+"/tmp", own, ".") {
		name := filepath.Join(root, filepath.FromSlash(dir))
		if entries, err := os.ReadDir(name); err == nil && len(entries) == 0 {
			errs = append(errs, remove(name))
		}
	}
	return errors.Join(errs...)
}

// remove removes a file or an empty folder that may be gone already.
func remove(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
