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
	Group       string        // settingsGroup: the Entra group whose members may change settings
	Destination *Destination  // nil if the file leaves it to the user
	Set         []string      // names of the fields the file sets, in its order: what a face shows as managed
}

// Destination says where documents go.
type Destination struct {
	Kind string // "folder"
	Path string // absolute
}

// Load reads a policy file. An empty path means the machine-wide place, where a missing file means no policy; a file
// that was asked for by name has to be there. A relative path in the file is relative to the file.
//
// Errors: "policy-missing", "policy-unreadable" and "policy-broken", the latter with Args "file", "line", "column" and
// "problem".
func Load(path string) (*Policy, error) {
	file, err := filepath.Abs(cmp.Or(path, systemFile()))
	if err != nil {
		return nil, fmt.Errorf("finding the policy file: %w", err)
	}
	data, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist) && path == "":
		return &Policy{Cloud: clouds["global"]}, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, &fault.Error{Class: fault.FixSetting, Code: "policy-missing", Op: "read the policy",
			Detail: file, Args: map[string]string{"file": file}, Err: err}
	case err != nil:
		return nil, &fault.Error{Class: fault.FixSetting, Code: "policy-unreadable", Op: "read the policy",
			Detail: file, Args: map[string]string{"file": file, "problem": err.Error()}, Err: err}
	}
	return parse(file, data)
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
