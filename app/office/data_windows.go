package office

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// userData is the local AppData: state that must not roam to another machine, where its key is missing.
func userData() (string, error) {
	dir := os.Getenv("LocalAppData")
	if dir == "" {
		return "", errors.New("%LocalAppData% is not set")
	}
	return filepath.Join(dir, "Postroom"), nil
}

// userDocuments asks Windows: the folder may have been moved, to OneDrive for one.
func userDocuments() (string, error) {
	return windows.KnownFolderPath(windows.FOLDERID_Documents, windows.KF_FLAG_DEFAULT)
}
