package signin

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"postroom/app/fault"
)

func TestOpenersAreTriedInOrder(t *testing.T) {
	const u = "https://login.example/authorize?a=1&b=(2)"
	got := openers("firefox:lynx -x %s -y::", u)
	want := [][]string{{"xdg-open", u}, {"x-www-browser", u}, {"sensible-browser", u}, {"firefox", u}, {"lynx", "-x", u, "-y"}}
	if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("openers %q, want %q", got, want)
	}
}

// program puts a shell script into a folder.
func program(t *testing.T, dir, name, script string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
}

func TestBrowserIsOpenedByTheFirstOpenerThatWorks(t *testing.T) {
	dir := t.TempDir()
	seen := filepath.Join(dir, "seen")
	program(t, dir, "xdg-open", "exit 3")
	program(t, dir, "my-browser", `printf %s "$1" > `+seen)
	t.Setenv("PATH", dir)
	t.Setenv("BROWSER", "my-browser")
	const u = "https://login.example/authorize?a=1&b=~(2)!*$;"
	if err := openBrowser(u); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(seen); err != nil || string(got) != u {
		t.Errorf("the browser got %q, %v; want %q", got, err, u)
	}
	t.Setenv("BROWSER", "")
	err := openBrowser(u)
	wantFault(t, err, fault.FixSetting, "no-browser")
	if !strings.Contains(err.Error(), "xdg-open: exit status 3") {
		t.Errorf("error %v does not tell what was tried", err)
	}
}

func TestOnlyWebAddressesAreOpened(t *testing.T) {
	for address, good := range map[string]bool{
		"https://login.microsoftonline.com/common": true, "http://localhost:1": true,
		"file:///etc/passwd": false, "javascript:alert(1)": false, "https:": false, "--help": false, "": false, "https://a\x7f": false,
	} {
		if err := checkURL(address); (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
	}
}
