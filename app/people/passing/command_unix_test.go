//go:build unix

package passing

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
)

// script writes a program of the shell.
func script(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "program.sh")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCommandGetsTheStatusInArgumentsEnvironmentAndInput(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	t.Setenv("EXAMPLE_SECRET", "not for it")
	c := Command{Path: script(t, `{ printf '%s|' "$@" "$POSTROOM_ADDRESS" "$POSTROOM_STATUS" "$POSTROOM_UNTIL" "$EXAMPLE_SECRET"; cat; } > "$1"; echo noise`),
		Args: []string{out, "{address} is {status}", "`id`; $(id) > /dev/null", "until={until}"}, Now: func() time.Time { return busy.Until.Add(-time.Hour) }}
	if err := c.Pass(t.Context(), busy); err != nil {
		t.Fatal(err)
	}
	want := out + "|emma@kantoor.example is busy|`id`; $(id) > /dev/null|until=2026-11-23T10:00:00Z|emma@kantoor.example|busy|2026-11-23T10:00:00Z||" +
		`{"type":"person.status","timestamp":"2026-11-23T09:00:00Z","data":{"address":"emma@kantoor.example","status":"busy","until":"2026-11-23T10:00:00Z"}}` + "\n"
	if got := read(t, out); got != want {
		t.Errorf("it got\n%s, want\n%s", got, want)
	}
}

func TestCommandThatFailsOrHangsIsTold(t *testing.T) {
	now := func() time.Time { return busy.Until }
	for _, tt := range []struct {
		name string
		c    Command
		code string
	}{
		{"exit 3", Command{Path: script(t, "exit 3")}, "pass-exit"},
		{"killed", Command{Path: script(t, "kill -9 $$")}, "pass-exit"},
		{"no input wanted", Command{Path: script(t, "exec <&-; exit 0")}, ""},
		{"hangs, with children", Command{Path: script(t, "sleep 1000 & sleep 1000"), Limit: 100 * time.Millisecond}, "pass-slow"},
		{"not there", Command{Path: "/nowhere/program"}, "pass-command"},
		{"a name without a path", Command{Path: "sh"}, "pass-command"},
		{"a folder", Command{Path: t.TempDir()}, "pass-command"},
		{"not to be run", Command{Path: "/etc/hostname"}, "pass-command"},
		{"for another shell", Command{Path: "/opt/program.bat"}, "pass-command"},
	} {
		tt.c.Now = now
		if err := tt.c.Pass(t.Context(), busy); tt.code == "" && err != nil || tt.code != "" && fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.code)
		} else if err != nil && strings.Contains(err.Error(), emma) {
			t.Errorf("%s: the error tells whose status it was: %v", tt.name, err)
		}
	}
	option := busy
	option.Address = "-rf@kantoor.example"
	if err := (Command{Path: script(t, "exit 0"), Now: now}).Pass(t.Context(), option); fault.CodeOf(err) != "pass-exit" {
		t.Errorf("an address that looks like an option: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := (Command{Path: script(t, "sleep 1000"), Now: now}).Pass(ended, busy); err == nil {
		t.Error("a command ran after the end")
	}
}

// The script is the one that the documentation gives away; asterisk is a stand-in on PATH.
func TestAsteriskScriptSetsTheDeviceState(t *testing.T) {
	bin, out := t.TempDir(), filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(filepath.Join(bin, "asterisk"), []byte("#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" >> '"+out+"'\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	extensions := filepath.Join(bin, "extensions")
	text := "# people\nEmma@kantoor.example 201\njan@kantoor.example\tjan_2\n.*@kantoor.example 999\nevil@kantoor.example 1;rm\n"
	if err := os.WriteFile(extensions, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	path, err := filepath.Abs("../../../docs/telephone/asterisk-status.sh")
	if err != nil {
		t.Fatal(err)
	}
	c := Command{Path: path, Args: []string{extensions}, Now: time.Now}
	for _, tt := range []struct {
		who  string
		show mail.ShowAs
		want string
	}{
		{emma, mail.Busy, "201 BUSY"}, {jan, mail.Out, "jan_2 UNAVAILABLE"}, {emma, mail.Free, "201 NOT_INUSE"}, {emma, mail.Tentative, "201 NOT_INUSE"},
		{emma, mail.Elsewhere, "201 NOT_INUSE"}, {emma, mail.Untold, "201 UNKNOWN"}, {"nobody@kantoor.example", mail.Busy, ""},
	} {
		_ = os.Remove(out)
		if err := c.Pass(t.Context(), Status{Address: tt.who, Show: tt.show}); err != nil {
			t.Errorf("%s %s: %v", tt.who, tt.show, err)
			continue
		}
		got, _ := os.ReadFile(out)
		want := ""
		if tt.want != "" {
			want = "2\n-rx\ndevstate change Custom:postroom-" + tt.want + "\n"
		}
		if string(got) != want {
			t.Errorf("%s %s: Asterisk was told %q, want %q", tt.who, tt.show, got, want)
		}
	}
	if err := c.Pass(t.Context(), Status{Address: "evil@kantoor.example", Show: mail.Busy}); fault.CodeOf(err) != "pass-exit" {
		t.Errorf("an extension that is none: %v", err)
	}
}
