package office

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"postroom/app/capture"
	"postroom/app/destination/folder"
	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/settings"
)

// destinationFolder is where documents go: the policy's folder, else the person's, else the default one.
func (o *Office) destinationFolder() (string, error) {
	if d := o.policy.Destination; d != nil {
		return d.Path, nil
	}
	if path := o.choices.Get(settings.Destination); path != "" {
		return path, nil
	}
	return documentsFolder(o.data, o.given())
}

// lastPlace is the file that remembers which destination was opened last: one that is known and has lost Postroom's own
// files is an absent drive, not a new place.
func (o *Office) lastPlace() string { return filepath.Join(o.data, "destination.json") }

type place struct {
	Kind string `json:"kind"`
	Path string `json:"path"`
}

func (o *Office) knownPlace(p place) (bool, error) {
	text, err := os.ReadFile(o.lastPlace())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, dataError(o.data, err)
	}
	var last place
	if err := json.Unmarshal(text, &last); err != nil {
		o.log.Warn("the record of the last destination is unreadable; it is made anew", "error", err)
		return false, nil
	}
	return last == p, nil
}

func (o *Office) rememberPlace(p place) error {
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	// A torn file is taken for none: then the place counts as new once more, and is found to be ours.
	if err := os.WriteFile(o.lastPlace(), append(text, '\n'), 0o600); err != nil {
		return dataError(o.data, err)
	}
	return nil
}

// openDestination opens the place where documents go. takeOver makes a folder this office's that belonged to another.
func (o *Office) openDestination(takeOver bool) (*folder.Folder, string, error) {
	root, err := o.destinationFolder()
	if err != nil {
		return nil, "", err
	}
	p := place{Kind: "folder", Path: root}
	known, err := o.knownPlace(p)
	if err != nil {
		return nil, "", err
	}
	options := folder.Options{Root: root, Office: o.db.Office(), Known: known, Now: o.opts.Now, Log: o.log}
	f, err := folder.Open(options)
	if takeOver && fault.CodeOf(err) == "destination-owned" {
		f, err = folder.TakeOver(options)
	}
	if err != nil {
		return nil, "", err
	}
	if !known {
		err = o.rememberPlace(p)
	}
	return f, root, err
}

// capture gives the engine, opened at first use: a destination that can't be reached must not keep a person from
// signing in or from having it diagnosed.
func (o *Office) capture() (*capture.Engine, error) { return o.openEngine(false) }

func (o *Office) openEngine(takeOver bool) (*capture.Engine, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.openLocked(takeOver)
}

// openLocked is openEngine for who holds mu.
func (o *Office) openLocked(takeOver bool) (*capture.Engine, error) {
	if o.engine != nil {
		return o.engine, nil
	}
	if o.shut {
		return nil, &fault.Error{Class: fault.RetryLater, Code: "destination-moving", Op: "open the destination"}
	}
	dest, root, err := o.openDestination(takeOver)
	if err != nil {
		return nil, fmt.Errorf("open the destination: %w", err)
	}
	engine, err := capture.New(capture.Config{
		DB:          o.db,
		Destination: treeless{dest, o},
		RegisterDir: registerIn(root),
		Source:      func(m mail.Mailbox) (capture.Source, error) { return o.source(m) },
		Clock:       o.opts.Now,
		Log:         o.log,
		Poll:        o.poll(),
		Notify:      o.heard,
	})
	if err != nil {
		return nil, err
	}
	o.dest, o.root, o.engine = dest, root, engine
	return engine, nil
}

// registerIn is the folder of the register's files at a destination.
func registerIn(root string) string { return filepath.Join(root, own) }
