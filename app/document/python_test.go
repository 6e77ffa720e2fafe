package document

import (
	"bufio"
	"context"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const corpus = "../../testdata/mail"

// mails lists the real mails of testdata/mail, relative to it.
func mails(t testing.TB) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "SOURCES.md" {
			return err
		}
		rel, err := filepath.Rel(corpus, path)
		list = append(list, filepath.ToSlash(rel))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 310 {
		t.Fatalf("%d mails in %s, expected 310", len(list), corpus)
	}
	return list
}

func readFile(t testing.TB, path string) *Mail {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := Read(context.Background(), f, Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatalf("reading %s: %v", path, err)
	}
	return m
}

// different lists the mails in which Postroom finds something else than Python, and why.
var different = map[string]string{
	"enmime/low-quality/bad-header-wrap.raw":                                            "Python takes the header behind a broken line for content",
	"enmime/mail/mime-bad-8bit-filename.raw":                                            "Python does not decode a name in raw UTF-8",
	"ruby-mail/spec/fixtures/emails/attachment_emails/attachment_nonascii_filename.eml": "Python does not decode a name in raw UTF-8",
	"stalwart-mail-parser/resources/eml/legacy/016.eml":                                 "Python does not decode a name in raw Latin-1",
	"stalwart-mail-parser/resources/eml/legacy/023.eml":                                 "Python does not decode a name in raw Latin-1",
	"stalwart-mail-parser/resources/eml/legacy/026.eml":                                 "Python does not decode a name in raw Latin-1",
	"stalwart-mail-parser/resources/eml/malformed/017.eml":                              "Python misses the boundary after a missing semicolon, and so an image",
	"stalwart-mail-parser/resources/eml/thirdparty/012.eml":                             "Python keeps the line break of a folded boundary, and so finds no part",
}

// TestAttachmentsAreThoseThatPythonFinds compares hashes and names with an independent parser, mail by mail.
func TestAttachmentsAreThoseThatPythonFinds(t *testing.T) {
	list := mails(t)
	cmd := exec.Command("python3", "testdata/attachments.py")
	var in strings.Builder
	for _, name := range list {
		in.WriteString(filepath.Join(corpus, name) + "\n")
	}
	cmd.Stdin, cmd.Stderr = strings.NewReader(in.String()), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("python3: %v", err)
	}
	lines := bufio.NewScanner(strings.NewReader(string(out)))
	lines.Buffer(nil, 1<<20)
	total := 0
	for _, name := range list {
		if !lines.Scan() {
			t.Fatalf("python3 said nothing about %s", name)
		}
		var want []struct{ Name, SHA256 string }
		if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		expected, seen := map[string]int{}, map[string]int{}
		unnamed := map[string]bool{}
		for _, a := range want {
			expected[a.SHA256+" "+a.Name]++
			unnamed[a.SHA256] = unnamed[a.SHA256] || a.Name == ""
			total++
		}
		for _, a := range readFile(t, filepath.Join(corpus, name)).Attachments {
			key := a.SHA256 + " " + a.Name
			if expected[key] == 0 && unnamed[a.SHA256] {
				key = a.SHA256 + " " // Postroom makes a name where the mail has none
			}
			seen[key]++
		}
		reason, known := different[name]
		switch same := maps.Equal(expected, seen); {
		case !same && !known:
			t.Errorf("%s:\nPython %q\nseen   %q", name, keys(expected), keys(seen))
		case same && known:
			t.Errorf("%s is the same as in Python, though %s", name, reason)
		}
	}
	t.Logf("%d mails, %d attachments, %d mails with a known difference", len(list), total, len(different))
}

func keys(m map[string]int) []string { return slices.Sorted(maps.Keys(m)) }
