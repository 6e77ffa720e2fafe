package corpus

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"postroom/test/office"
)

// script lists the attachments of mails as Python's email package sees them; the tests of app/document use it, too.
const script = "../../app/document/testdata/attachments.py"

// different lists the sources whose attachments have other bytes than Python finds, and why. (The tests of app/document
// compare names as well, and know five more that differ in their names only.)
var different = map[string]string{
	"enmime/low-quality/bad-header-wrap.raw":                "Python takes the header behind a broken line for content",
	"stalwart-mail-parser/resources/eml/malformed/017.eml":  "Python misses the boundary after a missing semicolon, and so an image",
	"stalwart-mail-parser/resources/eml/thirdparty/012.eml": "Python keeps the line break of a folded boundary, and so finds no part",
}

// wantPythonsAttachments reads every filed attachment and compares it with what Python takes out of the filed mail. It
// returns their number.
func wantPythonsAttachments(t *testing.T, o *office.Office, docs []office.Document) (total int) {
	t.Helper()
	known := map[string]string{}
	for name, reason := range different {
		text, err := os.ReadFile(filepath.Join(corpus, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		known[hash(text)] = name + ": " + reason
	}
	python := askPython(t, o, docs)
	for i, d := range docs {
		var seen []string
		for _, a := range d.Attachments {
			sum := hash(read(t, o, a.Path))
			if sum != a.SHA256 {
				t.Errorf("%s has the hash %s, documents says %s", a.Path, sum, a.SHA256)
			}
			seen = append(seen, sum)
		}
		total += len(seen)
		slices.Sort(seen)
		same := slices.Equal(seen, python[i])
		switch reason, listed := known[d.SHA256]; {
		case !same && !listed:
			t.Errorf("%s:\nPython %q\nfiled  %q", d.Path, python[i], seen)
		case same && listed:
			t.Errorf("%s has the attachments that Python finds, though %s", d.Path, reason)
		}
	}
	return total
}

// askPython gives the sorted hashes of each filed mail's attachments.
func askPython(t *testing.T, o *office.Office, docs []office.Document) [][]string {
	t.Helper()
	var in strings.Builder
	for _, d := range docs {
		in.WriteString(onDisk(o, d.Path) + "\n")
	}
	cmd := exec.Command("python3", script)
	cmd.Stdin, cmd.Stderr = strings.NewReader(in.String()), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("python3: %v", err)
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<20)
	all := make([][]string, len(docs))
	for i, d := range docs {
		if !lines.Scan() {
			t.Fatalf("python3 said nothing about %s", d.Path)
		}
		var found []struct{ SHA256 string }
		if err := json.Unmarshal(lines.Bytes(), &found); err != nil {
			t.Fatal(err)
		}
		for _, a := range found {
			all[i] = append(all[i], a.SHA256)
		}
		slices.Sort(all[i])
	}
	return all
}
