package folder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"postroom/app/destination"
	"postroom/app/fault"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// openAt opens a destination of the office "a".
func openAt(t testing.TB, root string, change ...func(*Options)) *Folder {
	t.Helper()
	f, err := Open(options(root, change...))
	if err != nil {
		t.Fatalf("opening %s: %v", root, err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func options(root string, change ...func(*Options)) Options {
	o := Options{Root: root, Office: "a", Log: quiet()}
	for _, c := range change {
		c(&o)
	}
	return o
}

func known(o *Options) { o.Known = true }

// spooled writes a temporary file and says where it is to go.
func spooled(t testing.TB, f *Folder, path, content string) destination.File {
	t.Helper()
	w, err := os.CreateTemp(f.Spool(), "mail-")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.WriteString(content); err != nil {
		t.Fatal(err)
	}
	return destination.File{Temp: w.Name(), Path: path, SHA256: sumOf(content), Size: int64(len(content))}
}

func sumOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

// put puts one file and gives its error.
func put(t testing.TB, f *Folder, file destination.File) error {
	t.Helper()
	errs := f.Put(t.Context(), []destination.File{file})
	if len(errs) != 1 {
		t.Fatalf("%d answers for one file", len(errs))
	}
	return errs[0]
}

func wantCode(t *testing.T, what string, err error, code string, class fault.Class) {
	t.Helper()
	if fault.CodeOf(err) != code || fault.ClassOf(err) != class {
		t.Errorf("%s: %v (%s), want code %s (%s)", what, err, fault.ClassOf(err), code, class)
	}
	if !fault.Known("en", code) {
		t.Errorf("code %s has no words", code)
	}
}

func TestRootAndItsParentsAreMadeForTheOwnerOnly(t *testing.T) {
	root := filepath.Join(t.TempDir(), "a", "b")
	f := openAt(t, root)
	if err := put(t, f, spooled(t, f, "emma/Inbox/x.eml", "x")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]fs.FileMode{
		filepath.Dir(root): 0o700, root: 0o700, f.Dir(): 0o700, f.Spool(): 0o700, filepath.Join(root, "emma", "Inbox"): 0o700,
		filepath.Join(root, "emma", "Inbox", "x.eml"): 0o600, filepath.Join(f.Dir(), "destination.json"): 0o600,
	} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", name, got, want)
		}
	}
}

func TestFileInThePlaceOfTheRootIsNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "scan.pdf")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, root := range []string{file, filepath.Join(file, "below", "it")} {
		_, err := Open(options(root))
		wantCode(t, root, err, "destination-blocked", fault.FixSetting)
		if got := fault.Of(err).Args["path"]; got != file {
			t.Errorf("opening %s names %q, want %q", root, got, file)
		}
	}
}

func TestSpoolIsClearedWhenOpened(t *testing.T) {
	root := t.TempDir()
	f := openAt(t, root)
	spooled(t, f, "x", "left over")
	if err := os.MkdirAll(filepath.Join(f.Spool(), "parts", "deep"), 0o700); err != nil {
		t.Fatal(err)
	}
	f = openAt(t, root, known)
	left, err := os.ReadDir(f.Spool())
	if err != nil || len(left) != 0 {
		t.Errorf("the spool holds %v, %v; want nothing", left, err)
	}
}

func TestFolderOfAnotherOfficeIsLeftUntouched(t *testing.T) {
	root := t.TempDir()
	f := openAt(t, root)
	working := spooled(t, f, "x", "the other office is at work")
	other := func(o *Options) { o.Office = "b" }
	_, err := Open(options(root, other))
	wantCode(t, "opening another office's folder", err, "destination-owned", fault.FixSetting)
	if _, err := os.Stat(working.Temp); err != nil {
		t.Errorf("the other office's temporary file: %v, want it untouched", err)
	}
	taken, err := TakeOver(options(root, other))
	if err != nil {
		t.Fatalf("taking over: %v", err)
	}
	taken.Close()
	openAt(t, root, other, known)
	_, err = Open(options(root, known))
	wantCode(t, "the former owner", err, "destination-owned", fault.FixSetting)
}

func TestRegisterWithoutOwnerIsSomebodyElses(t *testing.T) {
	root := t.TempDir()
	f := openAt(t, root)
	if err := os.WriteFile(filepath.Join(f.Dir(), "register-2026.jsonl"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(f.Dir(), "destination.json")); err != nil {
		t.Fatal(err)
	}
	_, err := Open(options(root))
	wantCode(t, "a register without an owner", err, "destination-owned", fault.FixSetting)
	openAt(t, root, known) // the database says that it is ours
}

func TestAbsentDriveIsNotTakenForAnEmptyFolder(t *testing.T) {
	root := filepath.Join(t.TempDir(), "drive")
	f := openAt(t, root)
	if err := put(t, f, spooled(t, f, "x.eml", "x")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(root, root+".unplugged"); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	for name, do := range map[string]func() error{
		"Open": func() error { _, err := Open(options(root, known)); return err },
		"Put": func() error {
			return f.Put(ctx, []destination.File{{Path: "y", Temp: filepath.Join(f.Spool(), "y")}})[0]
		},
		"Hash":  func() error { _, _, err := f.Hash(ctx, "x.eml"); return err },
		"Walk":  func() error { return f.Walk(ctx, func(string, int64) error { return nil }) },
		"Check": func() error { return f.Check(ctx) },
	} {
		wantCode(t, name+" without the drive", do(), "destination-unreachable", fault.RetryLater)
	}
	if _, err := os.Stat(root); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the root was made anew: %v", err)
	}

	// An empty mount point is no drive either.
	if err := os.Mkdir(root, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := Open(options(root, known))
	wantCode(t, "Open on an empty mount point", err, "destination-unreachable", fault.RetryLater)
	wantCode(t, "Check on an empty mount point", f.Check(ctx), "destination-unreachable", fault.RetryLater)
	if left, _ := os.ReadDir(root); len(left) != 0 {
		t.Errorf("the empty mount point now holds %v", left)
	}

	if err := os.Remove(root); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(root+".unplugged", root); err != nil {
		t.Fatal(err)
	}
	if err := put(t, f, spooled(t, f, "y.eml", "y")); err != nil {
		t.Errorf("after the drive came back: %v", err)
	}
}

func TestDriveConnectedAgainIsFoundWithoutRestart(t *testing.T) {
	root := filepath.Join(t.TempDir(), "drive")
	f := openAt(t, root)
	if err := put(t, f, spooled(t, f, "in/x.eml", "x")); err != nil {
		t.Fatal(err)
	}
	// A copy stands for the same drive mounted again: same content, another folder for the system.
	if err := os.Rename(root, root+".before"); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(root, os.DirFS(root+".before")); err != nil {
		t.Fatal(err)
	}
	if err := put(t, f, spooled(t, f, "in/y.eml", "y")); err != nil {
		t.Fatalf("after it came back: %v", err)
	}
	if _, err := os.Stat(filepath.Join(root, "in", "y.eml")); err != nil {
		t.Errorf("the mail is not on the drive that is connected now: %v", err)
	}
}

func TestCheckFindsAFolderFit(t *testing.T) {
	f := openAt(t, t.TempDir())
	if err := f.Check(t.Context()); err != nil {
		t.Errorf("a good folder: %v", err)
	}
	if left, _ := os.ReadDir(f.Spool()); len(left) != 0 {
		t.Errorf("the check left %v", left)
	}
}

func TestWalkFindsAllButPostroomsOwn(t *testing.T) {
	f := openAt(t, t.TempDir())
	want := map[string]int64{}
	for i := range 600 {
		name := fmt.Sprintf("emma/Inbox/%d/mail.eml", i)
		if i%3 == 0 {
			name = fmt.Sprintf("emma/%d.eml", i)
		}
		file := spooled(t, f, name, fmt.Sprint(i))
		if err := put(t, f, file); err != nil {
			t.Fatal(err)
		}
		want[name] = file.Size
	}
	if err := os.WriteFile(filepath.Join(f.path, "stray .txt"), []byte("stray"), 0o600); err != nil {
		t.Fatal(err)
	}
	want["stray .txt"] = 5
	spooled(t, f, "x", "not yet put away")
	got := map[string]int64{}
	err := f.Walk(t.Context(), func(path string, size int64) error {
		if _, twice := got[path]; twice {
			t.Errorf("%s was visited twice", path)
		}
		got[path] = size
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) {
		t.Errorf("%d files visited, want %d", len(got), len(want))
	}
	for path, size := range want {
		if got[path] != size {
			t.Errorf("%s visited with %d bytes, want %d", path, got[path], size)
		}
	}
	stop := errors.New("enough")
	if err := f.Walk(t.Context(), func(string, int64) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("Walk ended with %v, want the error of fn", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.Walk(ctx, func(string, int64) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled Walk ended with %v", err)
	}
}

func TestHashAndOpenReadBack(t *testing.T) {
	f := openAt(t, t.TempDir())
	if err := put(t, f, spooled(t, f, "in/x.eml", "content")); err != nil {
		t.Fatal(err)
	}
	sum, size, err := f.Hash(t.Context(), "in/x.eml")
	if err != nil || sum != sumOf("content") || size != 7 {
		t.Errorf("Hash gave %s, %d, %v", sum, size, err)
	}
	r, err := f.Open(t.Context(), "in/x.eml")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	buf := make([]byte, 16)
	if n, _ := r.Read(buf); string(buf[:n]) != "content" {
		t.Errorf("Open reads %q", buf[:n])
	}
	outside := filepath.Join(t.TempDir(), "outside")
	if err := os.WriteFile(outside, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{"out": filepath.Dir(outside), "linked.eml": "in/x.eml", "loop": "loop"} {
		if err := os.Symlink(target, filepath.Join(f.path, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"absent", "in", "in/x.eml/deeper", "out/outside", "linked.eml", "loop/x", "no/such/folder"} {
		if _, _, err := f.Hash(t.Context(), name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Hash of %s: %v, want fs.ErrNotExist", name, err)
		}
		if _, err := f.Open(t.Context(), name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Open of %s: %v, want fs.ErrNotExist", name, err)
		}
	}
}
