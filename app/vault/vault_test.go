package vault

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"postroom/app/fault"
)

// ring is a keyring in memory.
type ring struct {
	mu      sync.Mutex
	secrets map[string]string
	err     error         // answered by every call
	hang    chan struct{} // calls wait until it is closed
	forget  bool          // takes everything and gives back something else
}

func (r *ring) wait() error {
	if r.hang != nil {
		<-r.hang
	}
	return r.err
}

func (r *ring) Get(service, user string) (string, error) {
	if err := r.wait(); err != nil {
		return "", err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	s, ok := r.secrets[service+"/"+user]
	if !ok {
		return "", keyring.ErrNotFound
	}
	return s, nil
}

func (r *ring) Set(service, user, secret string) error {
	if err := r.wait(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.secrets == nil {
		r.secrets = map[string]string{}
	}
	if r.forget {
		secret = "something else"
	}
	r.secrets[service+"/"+user] = secret
	return nil
}

func (r *ring) Delete(service, user string) error {
	if err := r.wait(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.secrets, service+"/"+user)
	return nil
}

var errNoRing = errors.New("no keyring here")

func open(t *testing.T, o Options) *Vault {
	t.Helper()
	v, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// wantFault checks class, code and that a person gets words for it.
func wantFault(t *testing.T, err error, code string) {
	t.Helper()
	if fault.CodeOf(err) != code || fault.ClassOf(err) != fault.FixSetting {
		t.Errorf("error is %v (%s, %s), want %s to fix", err, fault.CodeOf(err), fault.ClassOf(err), code)
	}
	if w := fault.Explain("en", err); !fault.Known("en", code) || strings.Contains(w.What+w.Do, "{") {
		t.Errorf("words of %s: %+v", code, w)
	}
}

func TestKeyIsFoundAgainInTheKeyring(t *testing.T) {
	dir, r := filepath.Join(t.TempDir(), "data"), &ring{}
	first := open(t, Options{Dir: dir, Keyring: r})
	second := open(t, Options{Dir: dir, Keyring: r})
	if first.key != second.key || first.Place() != InKeyring || second.Place() != InKeyring {
		t.Errorf("second key differs or lies in %s", second.Place())
	}
	if _, err := os.Stat(filepath.Join(dir, "key")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a key file although there is a keyring: %v", err)
	}
	other := open(t, Options{Dir: t.TempDir(), Keyring: r})
	if other.key == first.key || len(r.secrets) != 2 {
		t.Errorf("two data folders share a key, or an entry: %d entries", len(r.secrets))
	}
}

func TestKeyGoesToTheSystemKeyringByDefault(t *testing.T) {
	keyring.MockInit()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/example")
	dir := t.TempDir()
	first := open(t, Options{Dir: dir})
	if second := open(t, Options{Dir: dir}); first.Place() != InKeyring || second.key != first.key {
		t.Errorf("key lies in %s, want keyring and the same key again", first.Place())
	}
	keyring.MockInitWithError(errNoRing)
	_, err := Open(t.Context(), Options{Dir: dir})
	wantFault(t, err, "keyring-unavailable")
	keyring.MockInit()
	_, err = Open(t.Context(), Options{Dir: dir})
	wantFault(t, err, "key-lost")
}

func TestWithoutKeyringTheKeyLiesInAPrivateFile(t *testing.T) {
	for name, r := range map[string]*ring{"none": {err: errNoRing}, "forgetful": {forget: true}} {
		dir := filepath.Join(t.TempDir(), "data")
		var log bytes.Buffer
		first := open(t, Options{Dir: dir, Keyring: r, Log: slog.New(slog.NewTextHandler(&log, nil))})
		if first.Place() != InFile || !strings.Contains(log.String(), "no keyring") {
			t.Errorf("%s: place %s, log %q; want a file, said out loud", name, first.Place(), &log)
		}
		for path, want := range map[string]fs.FileMode{dir: 0o700 | fs.ModeDir, filepath.Join(dir, "key"): 0o600, filepath.Join(dir, "vault.json"): 0o600} {
			if info, err := os.Stat(path); err != nil || info.Mode() != want {
				t.Errorf("%s: %s: %v, %v; want %v", name, path, info.Mode(), err, want)
			}
		}
		// A keyring that appears later changes nothing: the key stays where it is.
		if second := open(t, Options{Dir: dir, Keyring: &ring{}}); second.key != first.key || second.Place() != InFile {
			t.Errorf("%s: another key after a keyring appeared", name)
		}
		if len(r.secrets) != 0 {
			t.Errorf("%s: %d entries left in the keyring that was not taken", name, len(r.secrets))
		}
	}
}

func TestKeyIsNeverMadeAnewWhenItIsMissing(t *testing.T) {
	dir, r := t.TempDir(), &ring{}
	v := open(t, Options{Dir: dir, Keyring: r})
	r.err = errNoRing
	_, err := Open(t.Context(), Options{Dir: dir, Keyring: r})
	wantFault(t, err, "keyring-unavailable")
	r.err = nil
	kept := r.secrets
	r.secrets = nil
	_, err = Open(t.Context(), Options{Dir: dir, Keyring: r})
	wantFault(t, err, "key-lost")
	for name := range kept {
		r.secrets = map[string]string{name: base64.StdEncoding.EncodeToString(make([]byte, keySize))}
	}
	_, err = Open(t.Context(), Options{Dir: dir, Keyring: r})
	wantFault(t, err, "key-lost")
	r.secrets = kept
	if back := open(t, Options{Dir: dir, Keyring: r}); back.key != v.key {
		t.Error("the key that came back is another one")
	}

	files := t.TempDir()
	open(t, Options{Dir: files, Keyring: &ring{err: errNoRing}})
	if err := os.Remove(filepath.Join(files, "key")); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), Options{Dir: files, Keyring: &ring{err: errNoRing}})
	wantFault(t, err, "key-lost")
	if err := Reset(files); err != nil {
		t.Fatal(err)
	}
	open(t, Options{Dir: files, Keyring: &ring{err: errNoRing}})
}

func TestKeyringThatDoesNotAnswerDoesNotBlock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir, r := t.TempDir(), &ring{hang: make(chan struct{})}
		start := time.Now()
		v := open(t, Options{Dir: dir, Keyring: r, Timeout: 3 * time.Second})
		if v.Place() != InFile || time.Since(start) != 3*time.Second {
			t.Errorf("place %s after %s, want a file after 3 s", v.Place(), time.Since(start))
		}
		close(r.hang) // the person unlocks it at last: the key that nobody uses must not stay there
		synctest.Wait()
		if len(r.secrets) != 0 {
			t.Errorf("%d orphans in the keyring", len(r.secrets))
		}

		dir, r = t.TempDir(), &ring{}
		open(t, Options{Dir: dir, Keyring: r})
		r.hang = make(chan struct{})
		defer close(r.hang)
		_, err := Open(t.Context(), Options{Dir: dir, Keyring: r, Timeout: time.Second})
		wantFault(t, err, "keyring-unavailable")
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err = Open(ctx, Options{Dir: dir, Keyring: r}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("cancelled: %v, want the context's error", err)
		}
		fresh := t.TempDir()
		if _, err = Open(ctx, Options{Dir: fresh, Keyring: r}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("cancelled at creation: %v, want the context's error", err)
		}
		if _, err := os.Stat(filepath.Join(fresh, "key")); err == nil {
			t.Error("a cancelled creation left a key file")
		}
	})
}

func TestBrokenFilesAreNamedAndLeftAlone(t *testing.T) {
	for name, content := range map[string]string{
		"vault.json": "{", "vault.json ": `{"version":9}`, "vault.json  ": `{"version":1,"place":"moon"}`, "key": "no key",
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, strings.TrimSpace(name))
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(t.Context(), Options{Dir: dir, Keyring: &ring{}})
		wantFault(t, err, "vault-file")
		if got, err := os.ReadFile(path); err != nil || string(got) != content {
			t.Errorf("%s was changed to %q, %v", name, got, err)
		}
	}
}

func TestKeyFileFromAnInterruptedFirstStartIsTaken(t *testing.T) {
	dir := t.TempDir()
	first := open(t, Options{Dir: dir, Keyring: &ring{err: errNoRing}})
	if err := os.Remove(filepath.Join(dir, "vault.json")); err != nil {
		t.Fatal(err)
	}
	if second := open(t, Options{Dir: dir, Keyring: &ring{}}); second.key != first.key {
		t.Error("a key file was ignored")
	}
}

func TestBoxOpensOnlyWhatItSealed(t *testing.T) {
	v := open(t, Options{Dir: t.TempDir(), Keyring: &ring{}})
	other := open(t, Options{Dir: t.TempDir(), Keyring: &ring{}})
	plain, context := []byte("a token, say"), []byte("emma")
	sealed := v.Box("tokens").Seal(plain, context)
	if bytes.Contains(sealed, plain) || bytes.Equal(sealed, v.Box("tokens").Seal(plain, context)) {
		t.Error("sealed in clear, or twice the same")
	}
	if got, err := v.Box("tokens").Open(sealed, context); err != nil || !bytes.Equal(got, plain) {
		t.Errorf("opened %q, %v", got, err)
	}
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)-1] ^= 1
	version := bytes.Clone(sealed)
	version[0]++
	for name, try := range map[string]struct {
		box             *Box
		sealed, context []byte
	}{
		"another purpose": {v.Box("state"), sealed, context},
		"another key":     {other.Box("tokens"), sealed, context},
		"another context": {v.Box("tokens"), sealed, []byte("jan")},
		"a flipped bit":   {v.Box("tokens"), flipped, context},
		"another version": {v.Box("tokens"), version, context},
		"cut":             {v.Box("tokens"), sealed[:20], context},
		"empty":           {v.Box("tokens"), nil, context},
	} {
		if got, err := try.box.Open(try.sealed, try.context); !errors.Is(err, ErrUnreadable) {
			t.Errorf("%s: opened %q, %v; want ErrUnreadable", name, got, err)
		}
	}
}

func TestWriteFileReplacesInOneStep(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	for _, text := range []string{"one", "two"} {
		if err := WriteFile(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("read %q, %v; want %q", got, err, text)
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("left beside it: %v, %v", entries, err)
	}
	if err := WriteFile(filepath.Join(path, "below a file"), nil); err == nil {
		t.Error("written below a file")
	}
}
