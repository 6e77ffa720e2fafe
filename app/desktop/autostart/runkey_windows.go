package autostart

import (
	"errors"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

const (
	runKey = `Software\Microsoft\Windows\CurrentVersion\Run`
	// approvedKey is where the Task Manager notes what a person has switched off there; the Run entry stays.
	approvedKey = `Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run`
)

func (a App) enable() error {
	key, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return err
	}
	err = key.SetStringValue(a.ID, windows.ComposeCommandLine(a.Exec))
	return errors.Join(err, key.Close(), drop(approvedKey, a.ID))
}

func (a App) disable() error { return drop(runKey, a.ID) }

// drop deletes a value that may be gone already.
func drop(path, name string) error {
	key, err := registry.OpenKey(registry.CURRENT_USER, path, registry.SET_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	err = key.DeleteValue(name)
	if errors.Is(err, registry.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, key.Close())
}

// Enabled tells whether the program starts at sign-in.
func (a App) Enabled() (bool, error) {
	if _, ok, err := value(runKey, a.ID); !ok || err != nil {
		return false, err
	}
	// The first byte is odd if the person has switched the entry off in the Task Manager; seen in the wild.
	state, ok, err := value(approvedKey, a.ID)
	return err == nil && (!ok || len(state) == 0 || state[0]&1 == 0), err
}

func value(path, name string) ([]byte, bool, error) {
	key, err := registry.OpenKey(registry.CURRENT_USER, path, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	defer key.Close()
	data := make([]byte, 4096)
	n, _, err := key.GetValue(name, data)
	if errors.Is(err, registry.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	return data[:n], true, nil
}
