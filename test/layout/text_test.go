package layout

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// forbidden is what no line of ours may hold. The patterns are written so that
// they don't find themselves.
var forbidden = []struct {
	what    string
	files   *regexp.Regexp
	pattern *regexp.Regexp
	unless  string   // a file that holds this may
	marks   []string // a file without any of these holds none
}{
	{"a path of one machine", regexp.MustCompile(`.`),
		regexp.MustCompile(`(^|[\s"'=(:` + "`" + `])/(home|root|Users|work)/[\w.]`), "", []string{"/home/", "/root/", "/Users/", "/work/"}},
	{"unfinished work", regexp.MustCompile(`\.(go|ts|tsx|mjs|js|sh)$`),
		regexp.MustCompile(`\b(TO[D]O|FIX[M]E|X[X]X)\b`), "", []string{"TO" + "DO", "FIX" + "ME", "X" + "XX"}},
	{"where a package was downloaded from", regexp.MustCompile(`(^|/)package-lock\.json$`),
		regexp.MustCompile(`"resolved":`), "", []string{"resolved"}},
	{"a test that can be left out", regexp.MustCompile(`_test\.go$`),
		regexp.MustCompile(`\b[tb]\.Skip(f|Now)?\(`), "", []string{".Skip"}},
	{"a test that waits for a time to pass", regexp.MustCompile(`_test\.go$`),
		regexp.MustCompile(`\btime\.Sleep\(`), "synctest.Test(", []string{"time.Sleep"}}, // its clock is not the world's
}

// examplePerson is somebody of whom tests may speak.
var examplePerson = regexp.MustCompile(`/(home|Users)/(emma|jan)\b`)

func TestFilesHoldNothingForbidden(t *testing.T) {
	walk(t, func(name string) {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			t.Errorf("reading a file of the project: %v", err)
			return
		}
		if bytes.IndexByte(text, 0) >= 0 {
			return // a picture or the like
		}
		for _, f := range forbidden {
			if !f.files.MatchString(name) || f.unless != "" && bytes.Contains(text, []byte(f.unless)) {
				continue
			}
			if !slices.ContainsFunc(f.marks, func(m string) bool { return bytes.Contains(text, []byte(m)) }) {
				continue // most files: a pattern takes a hundred times as long
			}
			for n, line := range strings.Split(examplePerson.ReplaceAllString(string(text), ""), "\n") {
				if f.pattern.MatchString(line) {
					t.Errorf("%s:%d holds %s; expected none: %s", name, n+1, f.what, strings.TrimSpace(line))
				}
			}
		}
	})
}

// What finds nothing must not be what finds nothing ever.
func TestForbiddenPatternsFindWhatTheyAreFor(t *testing.T) {
	examples := map[string]string{
		"a path of one machine":                "dir := \"/ho" + "me/emma/mail\"",
		"unfinished work":                      "// TO" + "DO later",
		"where a package was downloaded from":  "      \"resol" + "ved\": \"https://registry.example/a.tgz\",",
		"a test that can be left out":          "\tt.Sk" + "ip(\"slow\")",
		"a test that waits for a time to pass": "\ttime.Sl" + "eep(time.Second)",
	}
	for _, f := range forbidden {
		example := examples[f.what]
		if !f.pattern.MatchString(example) || !slices.ContainsFunc(f.marks, func(m string) bool { return strings.Contains(example, m) }) {
			t.Errorf("%s: expected to be found in %q", f.what, example)
		}
	}
}
