package capture

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"postroom/app/fault/disk"
	"postroom/app/register"
	"postroom/app/store"
)

// A folder's baseline also lies beside the register, as a file of 16-byte keys: with it a lost database is rebuilt
// without filing what lay there before.

// saveBaseline writes the folder's baseline and returns the file's name and SHA-256. A folder without one, such as a
// subfolder that was followed, has no file.
func (e *Engine) saveBaseline(mailbox string, f store.Folder) (name, sum string, err error) {
	temp, err := os.CreateTemp(e.RegisterDir, "baseline-*.part")
	if err != nil {
		return "", "", disk.Error("write the baseline", e.RegisterDir, err)
	}
	defer os.Remove(temp.Name()) // nothing to remove once it is renamed
	hash := sha256.New()
	err = e.writeBaseline(mailbox, f.ID, io.MultiWriter(temp, hash))
	sum = hex.EncodeToString(hash.Sum(nil))
	name = "baseline-" + sum[:16] + ".keys"
	here := err == nil && sameSize(temp, filepath.Join(e.RegisterDir, name))
	if err == nil && !here {
		err = temp.Sync()
	}
	if closing := temp.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return "", "", disk.Error("write the baseline", e.RegisterDir, err)
	}
	if here {
		return name, sum, nil
	}
	if err := os.Rename(temp.Name(), filepath.Join(e.RegisterDir, name)); err != nil {
		return "", "", disk.Error("write the baseline", e.RegisterDir, err)
	}
	return name, sum, nil // the register's own fsync of the folder makes the name last
}

// sameSize says whether a file is there already that is named after what was written. Most folders of a mailbox are
// empty, and share one file.
func sameSize(written *os.File, path string) bool {
	now, err := written.Stat()
	if err != nil {
		return false
	}
	old, err := os.Stat(path)
	return err == nil && old.Size() == now.Size()
}

func (e *Engine) writeBaseline(mailbox, folder string, to io.Writer) error {
	w := bufio.NewWriter(to)
	err := e.DB.View(func(tx *store.Tx) error {
		return tx.Baseline(mailbox, folder, func(keys []byte) error {
			_, err := w.Write(keys)
			return err
		})
	})
	if err != nil {
		return err
	}
	return w.Flush()
}

// loadBaseline reads the file that a register line names and makes the folder's baseline of it.
func (e *Engine) loadBaseline(tx *store.Tx, line register.Line) (int, error) {
	name := line.Detail["baseline"]
	if name == "" || name != filepath.Base(name) {
		return 0, fmt.Errorf("line %d names no baseline file", line.Seq)
	}
	file, err := os.Open(filepath.Join(e.RegisterDir, name))
	if err != nil {
		return 0, err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return 0, err
	}
	if sum := hex.EncodeToString(hash.Sum(nil)); sum != line.Detail["baselineSHA256"] {
		return 0, fmt.Errorf("%s was changed", name)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	if err := tx.DropLog(line.Mailbox, line.FolderID); err != nil {
		return 0, err
	}
	r := bufio.NewReader(file)
	for {
		keys, err := readKeys(r, 500)
		if err != nil {
			return 0, err
		}
		if len(keys) == 0 {
			return tx.EndLog(line.Mailbox, line.FolderID)
		}
		if err := tx.Log(line.Mailbox, line.FolderID, keys); err != nil {
			return 0, err
		}
	}
}

func readKeys(r io.Reader, n int) ([]store.Key, error) {
	var keys []store.Key
	for len(keys) < n {
		var key store.Key
		_, err := io.ReadFull(r, key[:])
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}
