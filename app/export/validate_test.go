package export

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// validate holds a bag against RFC 8493: with the Library of Congress' validator (bagit.py of PyPI's package bagit) where it is
// installed, and always with sha256sum and the rules below, which know nothing of how it was made.
func validate(t *testing.T, bag string) {
	t.Helper()
	for _, problem := range faults(t, bag) {
		t.Errorf("the bag is not valid: %s", problem)
	}
	if exec.Command("python3", "-c", "import bagit").Run() != nil {
		return
	}
	if out, err := exec.Command("python3", "-m", "bagit", "--validate", bag).CombinedOutput(); err != nil {
		t.Errorf("bagit.py says %v\n%s", err, out)
	}
}

var manifestLine = regexp.MustCompile(`^([0-9a-f]{64})[ \t]+\*?(.+)$`)

// faults are what is wrong with a bag.
func faults(t *testing.T, bag string) (problems []string) {
	t.Helper()
	say := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if got := read(t, bag, "bagit.txt"); got != "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n" {
		say("bagit.txt reads %q (2.1.1)", got)
	}
	if info, err := os.Stat(filepath.Join(bag, "data")); err != nil || !info.IsDir() {
		say("there is no folder data (2.1.2)")
	}
	var payload, tags []string
	err := filepath.WalkDir(bag, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(bag, name)
		if rel = filepath.ToSlash(rel); strings.HasPrefix(rel, "data/") {
			payload = append(payload, rel)
		} else if !strings.HasPrefix(rel, "tagmanifest-") {
			tags = append(tags, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	bytes := int64(0)
	for _, name := range payload {
		info, err := os.Stat(filepath.Join(bag, name))
		if err != nil {
			t.Fatal(err)
		}
		bytes += info.Size()
	}
	if want := fmt.Sprintf("Payload-Oxum: %d.%d\n", bytes, len(payload)); !strings.Contains(read(t, bag, "bag-info.txt"), want) {
		say("bag-info.txt does not say %q (2.2.2)", want)
	}
	for manifest, have := range map[string][]string{"manifest-sha256.txt": payload, "tagmanifest-sha256.txt": tags} {
		var listed []string
		for line := range strings.Lines(read(t, bag, manifest)) {
			m := manifestLine.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
			if m == nil {
				say("%s has the line %q (2.1.3)", manifest, line)
				continue
			}
			name, err := url.PathUnescape(m[2])
			if err != nil || !fs.ValidPath(name) {
				say("%s names %q: %v", manifest, m[2], err)
				continue
			}
			if strings.Contains(m[2], "%") {
				say("%s names %q, which bagit.py does not decode", manifest, m[2])
			}
			listed = append(listed, name)
			if sum := sha256sum(t, filepath.Join(bag, name)); sum != m[1] {
				say("%s: %s has the sum %q, expected %s", manifest, name, sum, m[1])
			}
		}
		slices.Sort(listed)
		slices.Sort(have)
		if !slices.Equal(listed, have) {
			say("%s lists %q, there are %q", manifest, listed, have)
		}
	}
	return problems
}

// sha256sum is what coreutils say; empty if there is no such file.
func sha256sum(t *testing.T, name string) string {
	t.Helper()
	cmd := exec.Command("sha256sum")
	f, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	cmd.Stdin = f
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(out))[0]
}
