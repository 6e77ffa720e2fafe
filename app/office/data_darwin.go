package office

import (
	"os"
	"path/filepath"
)

func userData() (string, error) {
	home, err := os.UserHomeDir()
	return filepath.Join(home, "Library", "Application Support", "Postroom"), err
}

func userDocuments() (string, error) {
	home, err := os.UserHomeDir()
	return filepath.Join(home, "Documents"), err
}
