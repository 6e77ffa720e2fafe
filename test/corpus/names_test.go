package corpus

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"postroom/test/office"
)

const (
	longest     = 240 // characters below the root, so that a path stays below the 260 of Windows
	longestName = 255 // bytes of one name on Linux
)

// wantGoodNames checks the name of every filed file: valid on Windows, macOS and Linux, unlike every other one also when
// case and form are ignored, and naming a regular file inside the folder. It returns their number.
func wantGoodNames(t *testing.T, o *office.Office, docs []office.Document) (total int) {
	t.Helper()
	root, err := filepath.EvalSymlinks(o.Documents())
	o.Must(err)
	owner := map[string]string{}
	fold := cases.Fold()
	for _, d := range docs {
		for _, name := range paths(d) {
			total++
			key := norm.NFC.String(fold.String(name))
			if other, taken := owner[key]; taken {
				t.Errorf("%q and %q are the same name where case is ignored", name, other)
			}
			owner[key] = name
			if wrong := wrongPath(name); wrong != "" {
				t.Errorf("%q %s", name, wrong)
			}
			wantInside(t, root, onDisk(o, name))
		}
	}
	return total
}

func wantInside(t *testing.T, root, name string) {
	t.Helper()
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		t.Errorf("%s is no regular file: %v", name, err)
		return
	}
	real, err := filepath.EvalSymlinks(name)
	if err != nil || !strings.HasPrefix(real, root+string(filepath.Separator)) {
		t.Errorf("%s lies at %s, expected it below %s (%v)", name, real, root, err)
	}
}

// device matches the names that Windows keeps for devices, whatever the extension
// (learn.microsoft.com/windows/win32/fileio/naming-a-file).
var device = regexp.MustCompile(`(?i)^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?$`)

// wrongPath says what is wrong with a path; empty if nothing is.
func wrongPath(path string) string {
	switch {
	case !utf8.ValidString(path):
		return "is no UTF-8"
	case !norm.NFC.IsNormalString(path):
		return "is not in the form that macOS and Windows agree on"
	case len(utf16.Encode([]rune(path))) > longest:
		return "is longer than 240 characters"
	case !filepath.IsLocal(filepath.FromSlash(path)):
		return "leads out of the folder"
	}
	for name := range strings.SplitSeq(path, "/") {
		switch {
		case name == "", name == ".", name == "..":
			return "has a part without a name"
		case len(name) > longestName:
			return "has a part longer than 255 bytes"
		case strings.ContainsAny(name, `<>:"\|?*`):
			return "has a character that Windows refuses"
		case strings.ContainsFunc(name, hidden):
			return "has a character that is not seen"
		case name != strings.TrimRight(strings.TrimSpace(name), "."):
			return "has a part that ends in a dot or begins or ends with a space"
		case device.MatchString(name):
			return "is a device of Windows"
		}
	}
	return ""
}

// hidden says whether a character is a control or changes the direction of what follows: what is shown would not be
// what is there.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\uFEFF'
}
