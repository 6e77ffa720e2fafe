//go:build !windows && !darwin

package desktop

import (
	"cmp"
	"os"
)

// systemLanguage is the language of messages by POSIX, such as "nl_BE.UTF-8". LANGUAGE is a list; its first entry counts.
func systemLanguage() string {
	return cmp.Or(os.Getenv("LANGUAGE"), os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))
}
