package office

import (
	"fmt"
	"os"
	"path/filepath"

	"postroom/app/fault"
)

// dataFolder makes the folder where state lives, for this person's eyes only, and gives its absolute path.
func dataFolder(given string) (string, error) {
	dir := given
	if dir == "" {
		var err error
		if dir, err = userData(); err != nil {
			return "", dataError(dir, err)
		}
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", dataError(dir, err)
	}
	for _, d := range []string{dir, filepath.Join(dir, "tokens"), filepath.Join(dir, "logs")} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return "", dataError(d, err)
		}
	}
	// A folder that an administrator made beforehand may be open to others: the mail and the tokens in it must not be.
	if err := os.Chmod(dir, 0o700); err != nil {
		return "", dataError(dir, err)
	}
	return dir, nil
}

func dataError(dir string, err error) error {
	return &fault.Error{Class: fault.FixSetting, Code: "data-folder", Op: "prepare the data folder",
		Args: map[string]string{"path": dir}, Err: err}
}

// documentsFolder is where documents go if nobody said: beside the state if that was placed by hand, else where a
// person looks for documents.
func documentsFolder(data string, given bool) (string, error) {
	if given {
		return filepath.Join(data, "documents"), nil
	}
	dir, err := userDocuments()
	if err != nil {
		return "", fmt.Errorf("finding the documents folder: %w", err)
	}
	return filepath.Join(dir, "Postroom"), nil
}
