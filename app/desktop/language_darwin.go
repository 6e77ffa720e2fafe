package desktop

import (
	"cmp"
	"os"
	"os/exec"
	"strings"
)

// systemLanguage is the first of the person's languages, such as "nl-BE". A program started from the Finder has no LANG.
func systemLanguage() string {
	out, err := exec.Command("defaults", "read", "-g", "AppleLanguages").Output()
	if err != nil {
		return cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LANG"))
	}
	for line := range strings.Lines(string(out)) {
		if name := strings.Trim(line, "() \",\n"); name != "" {
			return name
		}
	}
	return ""
}
