//go:build !windows

package vault

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestKeyFileThatOthersCanReadIsRepairedAndSaid(t *testing.T) {
	dir := t.TempDir()
	first := open(t, Options{Dir: dir, Keyring: &ring{err: errNoRing}})
	for _, path := range []string{dir, filepath.Join(dir, "key")} {
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	var log bytes.Buffer
	second := open(t, Options{Dir: dir, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if second.key != first.key || strings.Count(log.String(), "others could read this") != 2 {
		t.Errorf("log %q, want two warnings and the same key", &log)
	}
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, "key"): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v; want %v", path, info.Mode(), err, want)
		}
	}
}
