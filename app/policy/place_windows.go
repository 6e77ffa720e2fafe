package policy

import (
	"cmp"
	"os"
	"path/filepath"
)

// systemFile is where an administrator puts the policy of a machine.
func systemFile() string {
	return filepath.Join(cmp.Or(os.Getenv("ProgramData"), `C:\ProgramData`), "Postroom", "policy.json")
}
