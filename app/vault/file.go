package vault

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"postroom/app/fault"
)

// WriteFile replaces a private file in one step: after a crash it holds the old content or the new, on disk, and only
// its owner can read it (mode 0600).
func WriteFile(path string, data []byte) error {
	temp, err := writeTemp(path, data)
	if err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return errors.Join(err, os.Remove(temp))
	}
	return syncDir(filepath.Dir(path))
}

// writeTemp writes a synced file beside path and gives its name. os.CreateTemp makes it with mode 0600.
func writeTemp(path string, data []byte) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// writeKeyFile puts the key into a file that must not exist yet: another process may have made one just now.
func (o *Options) writeKeyFile(v *Vault) error {
	text := base64.StdEncoding.EncodeToString(v.key[:]) + "\n"
	temp, err := writeTemp(o.keyPath(), []byte(text))
	if err != nil {
		return broken("write the key file", o.keyPath(), err)
	}
	err = place(temp, o.keyPath())
	if err == nil {
		err = syncDir(o.Dir)
	}
	if err != nil {
		return broken("write the key file", o.keyPath(), err)
	}
	return nil
}

// place moves a file without overwriting. Where the file system has no links, the check and the move are two steps.
func place(temp, path string) error {
	err := os.Link(temp, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return errors.Join(err, os.Remove(temp))
	}
	if _, err := os.Lstat(path); err == nil {
		return errors.Join(fs.ErrExist, os.Remove(temp))
	}
	return os.Rename(temp, path)
}

// readKeyFile reads the key and sees to it that nobody else can. Its error wraps fs.ErrNotExist if there is no file.
func (o *Options) readKeyFile(v *Vault) error {
	path := o.keyPath()
	if err := ownOnly(path, 0o600, o.Log); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return &fault.Error{Class: fault.FixSetting, Code: "key-exposed", Op: "read the key file", Args: map[string]string{"path": path}, Err: err}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return broken("read the key file", path, err)
	}
	if err := v.decode(strings.TrimSpace(string(text))); err != nil {
		return broken("read the key file", path, err)
	}
	return nil
}

// ownDir makes the data folder, or takes everybody else's rights on it away.
func ownDir(dir string, log *slog.Logger) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return ownOnly(dir, 0o700, log)
}

// ownOnly narrows the rights on a file to its owner, and says so. It fails if that can't be done.
func ownOnly(path string, mode fs.FileMode, log *slog.Logger) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !exposed(info) {
		return nil
	}
	if err := os.Chmod(path, mode); err != nil {
		return fmt.Errorf("others can read it (mode %#o), and that can't be changed: %w", info.Mode().Perm(), err)
	}
	log.Warn("others could read this: the rights are narrowed to the owner", "path", path, "mode", fmt.Sprintf("%#o", info.Mode().Perm()))
	return nil
}
