package vault

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"postroom/app/fault"
)

// TestMain runs one step of TestRealKeyring when that test has started this binary again inside a D-Bus session.
func TestMain(m *testing.M) {
	step, ok := steps[os.Getenv("POSTROOM_VAULT_STEP")]
	if !ok {
		os.Exit(m.Run())
	}
	if err := step(filepath.Join(os.Getenv("HOME"), "postroom")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var steps = map[string]func(dir string) error{
	"made": func(dir string) error {
		v, err := Open(context.Background(), Options{Dir: dir})
		if err != nil {
			return err
		}
		if v.Place() != InKeyring {
			return fmt.Errorf("the key lies in %s, want the keyring", v.Place())
		}
		return os.WriteFile(dir+".check", v.Box("test").Seal([]byte("sealed before"), nil), 0o600)
	},
	"found":   found,
	"locked":  unavailable,
	"missing": unavailable,
	"deleted": func(dir string) error {
		data, err := os.ReadFile(dir + "/vault.json")
		if err != nil {
			return err
		}
		var n note
		if err := json.Unmarshal(data, &n); err != nil {
			return err
		}
		secret, err := system{}.Get(service, n.Name)
		if err != nil {
			return err
		}
		if err := (system{}).Delete(service, n.Name); err != nil {
			return err
		}
		if _, err := Open(context.Background(), Options{Dir: dir}); fault.CodeOf(err) != "key-lost" {
			return fmt.Errorf("error %v, want key-lost", err)
		}
		if after, err := os.ReadFile(dir + "/vault.json"); err != nil || !bytes.Equal(after, data) {
			return fmt.Errorf("the note is now %q, %v; want it untouched", after, err)
		}
		if err := (system{}).Set(service, n.Name, secret); err != nil { // from a backup
			return err
		}
		return found(dir)
	},
}

// found wants the key of before to open what it has sealed.
func found(dir string) error {
	sealed, err := os.ReadFile(dir + ".check")
	if err != nil {
		return err
	}
	v, err := Open(context.Background(), Options{Dir: dir})
	if err != nil {
		return err
	}
	if got, err := v.Box("test").Open(sealed, nil); err != nil || string(got) != "sealed before" {
		return fmt.Errorf("opened %q, %v", got, err)
	}
	return nil
}

// unavailable wants an old key to be missed, and a new one to go to a file.
func unavailable(dir string) error {
	if _, err := Open(context.Background(), Options{Dir: dir, Timeout: 2 * time.Second}); fault.CodeOf(err) != "keyring-unavailable" {
		return fmt.Errorf("error %v, want keyring-unavailable", err)
	}
	fresh, err := Open(context.Background(), Options{Dir: dir + ".fresh." + os.Getenv("POSTROOM_VAULT_STEP"), Timeout: 2 * time.Second})
	if err != nil {
		return err
	}
	if fresh.Place() != InFile {
		return fmt.Errorf("a new key lies in %s, want a file", fresh.Place())
	}
	return nil
}

func TestRealKeyring(t *testing.T) {
	for _, program := range []string{"dbus-run-session", "gnome-keyring-daemon"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("%v: install dbus gnome-keyring", err)
		}
	}
	home := t.TempDir()
	if err := os.Mkdir(filepath.Join(home, "run"), 0o700); err != nil {
		t.Fatal(err)
	}
	const unlock = `printf example-password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 && gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1`
	// A bus that starts no service by itself: it would start a keyring where none should be, and leave it behind.
	bus := filepath.Join(home, "bus.conf")
	if err := os.WriteFile(bus, []byte(busConfig), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, s := range []struct{ step, before string }{
		{"made", unlock},
		{"found", unlock}, // after the next login
		{"locked", `gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1`},
		{"missing", "true"},
		{"deleted", unlock},
	} {
		out, err := os.Create(filepath.Join(home, s.step)) // not a pipe: a daemon that leaves late would keep it open
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), "dbus-run-session", "--config-file="+bus, "--", "sh", "-c", s.before+` && exec "$0"`, os.Args[0])
		cmd.Stdout, cmd.Stderr = out, out
		cmd.Env = append(os.Environ(), "HOME="+home, "XDG_DATA_HOME="+filepath.Join(home, "data"), "XDG_CONFIG_HOME="+filepath.Join(home, "config"),
			"XDG_CACHE_HOME="+filepath.Join(home, "cache"), "XDG_RUNTIME_DIR="+filepath.Join(home, "run"), "DBUS_SESSION_BUS_ADDRESS=",
			"DISPLAY=", "WAYLAND_DISPLAY=", "POSTROOM_VAULT_STEP="+s.step)
		err = cmd.Run()
		if err := out.Close(); err != nil {
			t.Error(err)
		}
		if err != nil {
			said, _ := os.ReadFile(out.Name())
			t.Errorf("%s: %v\n%s", s.step, err, said)
		}
	}
}

const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
`
