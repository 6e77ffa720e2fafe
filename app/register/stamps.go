package register

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The timestamps of days' heads lie in a folder of their own, a file for each day: the token of RFC 3161 in DER, whose
// imprint is the head's hash.
const (
	stampsDir   = "timestamps"
	stampSuffix = ".tst"
)

// StampFile is where a day's timestamp lies, below the register's folder.
func StampFile(day string) string { return filepath.Join(stampsDir, day+stampSuffix) }

// Stamps gives the days that have a timestamp in a register's folder, in their order.
func Stamps(dir string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(dir, stampsDir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, classify(opRead, dir, err)
	}
	var days []string
	for _, e := range entries {
		day, ok := strings.CutSuffix(e.Name(), stampSuffix)
		if _, err := time.Parse(time.DateOnly, day); ok && err == nil {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return days, nil
}

// ReadStamp gives a day's token. The error wraps fs.ErrNotExist if there is none.
func ReadStamp(dir, day string) ([]byte, error) {
	token, err := os.ReadFile(filepath.Join(dir, StampFile(day)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		err = classify(opRead, dir, err)
	}
	return token, err
}

// PutStamp puts a day's token away, whole or not at all.
func (r *Register) PutStamp(day string, token []byte) (err error) {
	r.heads.Lock()
	defer r.heads.Unlock()
	into := filepath.Join(r.dir, stampsDir)
	if err := os.Mkdir(into, 0o700); err == nil {
		err = syncFolder(r.dir)
		if err != nil {
			return classify(opWrite, r.dir, err)
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return classify(opWrite, r.dir, err)
	}
	f, err := os.CreateTemp(into, ".new-*")
	if err != nil {
		return classify(opWrite, r.dir, err)
	}
	_, err = f.Write(token)
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(r.dir, StampFile(day)))
	}
	if err != nil {
		return errors.Join(classify(opWrite, r.dir, err), os.Remove(f.Name()))
	}
	return classifyNil(r.dir, syncFolder(into))
}
