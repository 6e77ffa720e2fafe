// Package settings keeps what a person has chosen in settings.json of the data folder: language, notifications, where
// documents go. What the administrator has decided is package policy's, and wins; who asks here has looked there.
package settings

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"postroom/app/fault"
	"postroom/app/fault/disk"
)

// Name is the file in the data folder.
const Name = "settings.json"

// Settings are the choices of one data folder. The methods may be called from any goroutine.
type Settings struct {
	file string

	mu      sync.Mutex
	values  map[string]json.RawMessage // with those that this version does not know
	broken  bool                       // the file is not to be understood; it is put aside before it is written anew
	problem error
}

// Load reads the settings of a data folder. It always gives settings: when the file is missing or can't be used they are
// the defaults, and Problem says why.
func Load(data string) *Settings {
	s := &Settings{file: filepath.Join(data, Name), values: map[string]json.RawMessage{}}
	text, err := os.ReadFile(s.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return s
	case err != nil:
		s.problem = s.fault("settings-unreadable", "", err)
		return s
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // as some editors write it
	values := map[string]json.RawMessage{}
	if err := json.Unmarshal(text, &values); err != nil || values == nil {
		s.broken, s.problem = true, s.fault("settings-broken", "", err)
		return s
	}
	s.values = values
	for _, f := range fields {
		raw, ok := values[f.Name]
		if !ok {
			continue
		}
		if _, err := f.read(raw); err != nil {
			s.problem = s.fault("setting-invalid", f.Name, err)
			delete(values, f.Name)
		}
	}
	return s
}

func (s *Settings) fault(code, name string, err error) error {
	return &fault.Error{Class: fault.FixSetting, Code: code, Op: "read the settings", Args: map[string]string{"file": s.file, "name": name}, Err: err}
}

// Problem says why the file can't be used in whole or in part; nil if it can.
func (s *Settings) Problem() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.problem
}

// Get is a setting's value in words: "true", "60", "nl". A setting that nobody chose has its default.
func (s *Settings) Get(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := field(name)
	if f == nil {
		return ""
	}
	if raw, ok := s.values[name]; ok {
		if v, err := f.read(raw); err == nil {
			return v
		}
	}
	return f.Default
}

// On says whether a setting that is on or off is on.
func (s *Settings) On(name string) bool { return s.Get(name) == "true" }

// Set changes a setting and writes the file, whole or not at all. What this version does not know in the file stays.
func (s *Settings) Set(name, value string) error {
	f := field(name)
	if f == nil {
		return &fault.Error{Class: fault.FixSetting, Code: "setting-unknown", Op: "change a setting", Args: map[string]string{"name": name}}
	}
	raw, err := f.write(value)
	if err != nil {
		return &fault.Error{Class: fault.FixSetting, Code: "setting-invalid", Op: "change a setting",
			Args: map[string]string{"name": name, "file": s.file}, Err: err}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	before, had := s.values[name]
	s.values[name] = raw
	if err := s.save(); err != nil {
		delete(s.values, name)
		if had {
			s.values[name] = before
		}
		return err
	}
	s.problem = nil
	return nil
}

// save writes the file; the caller holds mu.
func (s *Settings) save() error {
	if s.broken {
		if err := os.Rename(s.file, s.file+".broken"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return s.fault("settings-write", "", err)
		}
		s.broken = false
	}
	text, err := json.MarshalIndent(s.values, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the settings: %w", err)
	}
	if err := replace(s.file, append(text, '\n')); err != nil {
		return s.fault("settings-write", "", err)
	}
	return nil
}

// replace writes a file so that a power cut leaves the old or the new one, never a part.
func replace(file string, text []byte) (err error) {
	temp, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-*")
	if err != nil {
		return err
	}
	_, err = temp.Write(text)
	if err == nil {
		err = temp.Sync()
	}
	err = errors.Join(err, temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	dir, err := os.Open(filepath.Dir(file))
	if err != nil {
		return err
	}
	return errors.Join(disk.SyncFolder(dir), dir.Close())
}
