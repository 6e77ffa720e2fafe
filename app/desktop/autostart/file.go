//go:build !windows

package autostart

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

func (a App) enable() error {
	path, err := a.file()
	if err != nil {
		return err
	}
	return write(path, a.entry())
}

func (a App) disable() error {
	path, err := a.file()
	if err != nil {
		return err
	}
	return remove(path)
}

// Enabled tells whether the program starts at sign-in.
func (a App) Enabled() (bool, error) {
	path, err := a.file()
	if err != nil {
		return false, err
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && !switchedOff(string(text)), err
}

// write replaces a file in one step, so that a sign-in at the wrong moment never meets half of it.
func write(path, text string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".postroom-")
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// remove deletes a file that may be gone already.
func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
