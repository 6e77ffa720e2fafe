// Command licences collects the licences of all that Postroom is made of, Go modules and npm packages, for the page
// "About": it writes app/face/licences/licences.json.gz, which the program embeds. It fails when a part has no licence.
package main

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// part is something that others wrote; its fields are those of face.Licence.
type part struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Licence string `json:"licence"`
	Text    string `json:"text"`
}

func main() {
	out := flag.String("out", "app/face/licences/licences.json.gz", "file to write")
	front := flag.String("frontend", "frontend", "folder of package-lock.json and node_modules; empty: no npm packages")
	flag.Parse()
	if err := run(*out, *front); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run(out, front string) error {
	parts, err := modules()
	if err != nil {
		return err
	}
	if front != "" {
		npm, err := packages(front)
		if err != nil {
			return err
		}
		parts = append(parts, npm...)
	}
	slices.SortFunc(parts, func(a, b part) int {
		return strings.Compare(strings.ToLower(a.Name)+"@"+a.Version, strings.ToLower(b.Name)+"@"+b.Version)
	})
	parts = slices.Compact(parts)
	for _, p := range parts {
		if p.Text == "" && p.Licence == "" {
			return fmt.Errorf("%s %s has no licence", p.Name, p.Version)
		}
	}
	fmt.Printf("licences of %d parts\n", len(parts))
	return write(out, parts)
}

// targets are the programs that are shipped, for every system.
var targets = []struct{ system, tags, pkg string }{
	{"linux", "desktop,production,webkit2_41", "."}, {"windows", "desktop,production", "."}, {"darwin", "desktop,production", "."},
	{"linux", "", "./app/cmd/postroomd"}, {"windows", "", "./app/cmd/postroomd"},
}

// modules are the Go modules that the programs are built from, and Go itself.
func modules() ([]part, error) {
	goroot := runtimeRoot()
	text, err := licenceIn(goroot)
	if err != nil {
		return nil, err
	}
	parts := []part{{"Go", runtime.Version(), kind(text), text}}
	seen := map[string]bool{}
	for _, t := range targets {
		cmd := exec.Command("go", "list", "-deps", "-tags", t.tags, "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", t.pkg)
		cmd.Env = append(os.Environ(), "GOOS="+t.system, "CGO_ENABLED=0")
		cmd.Stderr = os.Stderr
		list, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("list the modules of %s for %s: %w", t.pkg, t.system, err)
		}
		for line := range strings.Lines(string(list)) {
			fields := strings.Split(strings.TrimSpace(line), "\t")
			if len(fields) != 3 || seen[fields[0]] {
				continue
			}
			seen[fields[0]] = true
			text, err := licenceIn(fields[2])
			if err != nil {
				return nil, err
			}
			parts = append(parts, part{fields[0], fields[1], kind(text), text})
		}
	}
	return parts, nil
}

func runtimeRoot() string {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|unlicense|notice)([-._].*)?$`)

// licenceIn is the text of all licence files of a folder.
func licenceIn(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	var texts []string
	for _, e := range entries {
		if e.Type().IsRegular() && licenceName.MatchString(e.Name()) && filepath.Ext(e.Name()) != ".go" {
			text, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				return "", err
			}
			texts = append(texts, strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")))
		}
	}
	return strings.Join(texts, "\n\n"), nil
}

// kinds are licences by words that only they have.
var kinds = []struct{ name, words string }{
	{"Apache-2.0", "Apache License"}, {"MPL-2.0", "Mozilla Public License"}, {"OFL-1.1", "SIL Open Font License"}, {"ISC", "Permission to use, copy, modify, and"},
	{"MIT", "Permission is hereby granted, free of charge"}, {"BSD-3-Clause", "Neither the name"}, {"BSD-2-Clause", "Redistributions in binary form"}, {"Unlicense", "unlicense"},
}

func kind(text string) string {
	flat := strings.Join(strings.Fields(text), " ")
	for _, k := range kinds {
		if strings.Contains(flat, k.words) {
			return k.name
		}
	}
	return ""
}

// packages are the npm packages that the page is built from: those of package-lock.json that are not for development
// only.
func packages(front string) ([]part, error) {
	data, err := os.ReadFile(filepath.Join(front, "package-lock.json"))
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version, License string
			Dev, Optional    bool
		}
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		return nil, fmt.Errorf("read package-lock.json: %w", err)
	}
	var parts []part
	for place, p := range lock.Packages {
		if place == "" || p.Dev {
			continue
		}
		text, err := licenceIn(filepath.Join(front, filepath.FromSlash(place)))
		if errors.Is(err, os.ErrNotExist) && p.Optional {
			continue // for another system
		}
		if err != nil {
			return nil, fmt.Errorf("%w (run npm ci first)", err)
		}
		name := place[strings.LastIndex(place, "node_modules/")+len("node_modules/"):]
		licence := p.License
		if licence == "" {
			licence = kind(text)
		}
		parts = append(parts, part{name, p.Version, licence, text})
	}
	return parts, nil
}

func write(out string, parts []part) error {
	f, err := os.CreateTemp(filepath.Dir(out), ".licences-*")
	if err != nil {
		return err
	}
	z := gzip.NewWriter(f)
	err = json.NewEncoder(z).Encode(parts)
	err = errors.Join(err, z.Close(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), out)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
