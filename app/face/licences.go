package face

import (
	"compress/gzip"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"
	"slices"
	"strings"
)

// licenceFiles hold what build/licences collected: licences.json.gz. It is made by the build and not kept in git; a
// program that was built without it knows the names of its parts only.
//
//go:embed all:licences
var licenceFiles embed.FS

// licences are those of all that others wrote.
func licences() ([]Licence, error) {
	list := []Licence{}
	f, err := licenceFiles.Open("licences/licences.json.gz")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return modules(), nil
	case err != nil:
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err == nil {
		err = json.NewDecoder(z).Decode(&list)
	}
	if err != nil {
		return nil, fmt.Errorf("read the licences: %w", err)
	}
	return list, nil
}

// modules are the Go modules that this program was built from.
func modules() []Licence {
	list := []Licence{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			list = append(list, Licence{Name: m.Path, Version: m.Version})
		}
	}
	slices.SortFunc(list, func(a, b Licence) int { return strings.Compare(a.Name, b.Name) })
	return list
}
