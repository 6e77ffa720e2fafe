//go:build !windows && !darwin

package office

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
)

// userData follows the XDG Base Directory Specification: state that should stay between restarts, and is worth no
// place in a person's own folders.
func userData() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "postroom"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, ".local", "share", "postroom"), nil
}

// userDocuments reads XDG_DOCUMENTS_DIR from the environment or from user-dirs.dirs, the file that xdg-user-dirs
// keeps.
func userDocuments() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	if dir := os.Getenv("XDG_DOCUMENTS_DIR"); filepath.IsAbs(dir) {
		return dir, nil
	}
	config := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(config) {
		config = filepath.Join(home, ".config")
	}
	if dir := readUserDir(filepath.Join(config, "user-dirs.dirs"), home); dir != "" {
		return dir, nil
	}
	return filepath.Join(home, "Documents"), nil
}

// readUserDir gives the documents folder of a user-dirs.dirs, empty if the file names none. It is a shell file of lines
// like XDG_DOCUMENTS_DIR="$HOME/Documenten".
func readUserDir(file, home string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	var dir string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		value, ok := strings.CutPrefix(strings.TrimSpace(lines.Text()), "XDG_DOCUMENTS_DIR=")
		if !ok {
			continue
		}
		value = strings.Trim(value, `"`)
		if below, ok := strings.CutPrefix(value, "$HOME"); ok {
			value = home + below
		}
		// A folder equal to $HOME is how the file says "there is none".
		if value = filepath.Clean(value); filepath.IsAbs(value) && value != filepath.Clean(home) {
			dir = value
		}
	}
	return dir
}
