// Package policy reads the administrator's policy.json: which app registration, which cloud, how often, where to. It
// refuses what it does not know, with line and column, and knows nothing of the user's own settings.
package policy

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"postroom/app/fault"
)

// Policy is what an administrator has decided. A zero field is one that the file leaves open.
type Policy struct {
	File        string        // the file it was read from, absolute; empty if there is none
	ClientID    string        // the app registration
	Tenant      string        // "common", "organizations", "consumers" or the tenant's GUID
	Cloud       Cloud         // never zero: the global cloud if the file says nothing
	Poll        time.Duration // from one look at a folder to the next
	Proxy       *Proxy        // nil if the file leaves it to the system
	Group       string        // settingsGroup: object id of the Entra group whose members may change settings, in lower case
	GroupName   string        // what to call it, empty if the file does not say
	Destination *Destination  // nil if the file leaves it to the user
	// Settings are those of the window that the file decides, by their names there and in words: "notifySignIn" is "true".
	Settings map[string]string
	Set      []string // names of the fields the file sets, in its order: what a face shows as managed
}

// Destination says where documents go.
type Destination struct {
	Kind string // "folder"
	Path string // absolute
}

// Load reads a policy file. An empty path means the machine-wide place, where a missing file means no policy; a file
// that was asked for by name has to be there. A relative path in the file is relative to the file.
//
// Errors: "policy-missing", "policy-unreadable" and "policy-broken", the latter with Args "file", "line", "column",
// "field" and "problem".
func Load(path string) (*Policy, error) {
	p, problems, err := Check(path)
	if err == nil && len(problems) > 0 {
		return nil, Broken(path, problems)
	}
	return p, err
}

// Check reads a policy file as Load does, and gives all that is wrong with it, in the file's order; the policy is nil
// then. The error is that of a file that can't be read.
func Check(path string) (*Policy, []Problem, error) {
	file, err := filepath.Abs(cmp.Or(path, systemFile()))
	if err != nil {
		return nil, nil, fmt.Errorf("finding the policy file: %w", err)
	}
	data, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist) && path == "":
		return &Policy{Cloud: clouds["global"]}, nil, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, &fault.Error{Class: fault.FixSetting, Code: "policy-missing", Op: "read the policy",
			Detail: file, Args: map[string]string{"file": file}, Err: err}
	case err != nil:
		return nil, nil, &fault.Error{Class: fault.FixSetting, Code: "policy-unreadable", Op: "read the policy",
			Detail: file, Args: map[string]string{"file": file, "problem": err.Error()}, Err: err}
	}
	p, problems := parse(file, data)
	return p, problems, nil
}

// Place is the machine-wide place of a policy.
func Place() string { return systemFile() }

// Broken makes the error that Load gives of what Check has found.
func Broken(path string, problems []Problem) error {
	file, err := filepath.Abs(cmp.Or(path, systemFile()))
	if err != nil {
		return err
	}
	return faulty(file, problems)
}

// Usage says whether an error means that the policy file can't be used at all: the command line gives status 2 then.
func Usage(err error) bool {
	switch fault.CodeOf(err) {
	case "policy-missing", "policy-unreadable", "policy-broken":
		return true
	}
	return false
}

// Manages says whether the file sets a field, such as "destination".
func (p *Policy) Manages(field string) bool {
	for _, f := range p.Set {
		if f == field {
			return true
		}
	}
	return false
}
