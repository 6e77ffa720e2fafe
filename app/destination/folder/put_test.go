package folder

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"postroom/app/destination"
	"postroom/app/fault"
)

func read(t *testing.T, f *Folder, path string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(f.path, filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// ways are all placers, each alone, so that every file system's way is tested on any.
var ways = map[string][]placer{"link": {link}, "rename": {moveExclusive}, "claim": {moveOntoClaim}, "as it comes": placers}

func TestPutCreatesAndNeverOverwrites(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			f := openAt(t, t.TempDir())
			f.placers = way
			first := spooled(t, f, "in/x.eml", "first")
			if err := put(t, f, first); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(first.Temp); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the temporary file is still there: %v", err)
			}
			again := spooled(t, f, "in/x.eml", "first")
			if err := put(t, f, again); err != nil {
				t.Errorf("the same bytes again: %v, want nil", err)
			}
			if _, err := os.Stat(again.Temp); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the second temporary file is still there: %v", err)
			}
			for _, other := range []string{"other", "longer than the first"} {
				file := spooled(t, f, "in/x.eml", other)
				if err := put(t, f, file); !errors.Is(err, destination.ErrExists) {
					t.Errorf("%q over %q: %v, want ErrExists", other, "first", err)
				}
				if _, err := os.Stat(file.Temp); err != nil {
					t.Errorf("the refused file's temporary file: %v, want it kept", err)
				}
			}
			if got := read(t, f, "in/x.eml"); got != "first" {
				t.Errorf("the document now holds %q", got)
			}
			if left, _ := filepath.Glob(filepath.Join(f.Spool(), "*"+claimed)); len(left) > 0 {
				t.Errorf("notes left: %v", left)
			}
		})
	}
}

func TestPutAgainAfterItSucceededIsFine(t *testing.T) {
	f := openAt(t, t.TempDir())
	file := spooled(t, f, "in/x.eml", "content")
	for i := range 2 { // the second time the temporary file is gone
		if err := put(t, f, file); err != nil {
			t.Errorf("time %d: %v", i+1, err)
		}
	}
	file.Path = "in/y.eml"
	wantCode(t, "a lost temporary file", put(t, f, file), "temp-lost", fault.RetryLater)
	short := spooled(t, f, "in/y.eml", "content")
	short.Size++
	wantCode(t, "a temporary file that was cut", put(t, f, short), "temp-lost", fault.RetryLater)
}

func TestWhateverIsInTheWayIsKept(t *testing.T) {
	f := openAt(t, t.TempDir())
	if err := os.MkdirAll(filepath.Join(f.path, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(f.path, "target"), []byte("same"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{"link": "target", "dangling": "nowhere"} {
		if err := os.Symlink(target, filepath.Join(f.path, name)); err != nil {
			t.Fatal(err)
		}
	}
	for wayName, way := range ways {
		f.placers = way
		for _, name := range []string{"folder", "link", "dangling"} {
			if err := put(t, f, spooled(t, f, name, "same")); !errors.Is(err, destination.ErrExists) {
				t.Errorf("%s onto %s: %v, want ErrExists", wayName, name, err)
			}
		}
	}
	if _, err := os.Lstat(filepath.Join(f.path, "nowhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a dangling link was followed: %v", err)
	}
}

func TestPathsThatLeadOutAreRefused(t *testing.T) {
	f := openAt(t, t.TempDir())
	for _, name := range []string{"", ".", "/etc/x", "../x", "a/../../x", "a//b", "a/", `..\x`, `a\..\..\x`, "a\x00b", "\xff",
		".postroom/register-2026.jsonl", ".POSTROOM/tmp/x", ".postroom"} {
		wantCode(t, fmt.Sprintf("%q", name), put(t, f, spooled(t, f, name, "x")), "path-invalid", fault.Bug)
		if _, _, err := f.Hash(t.Context(), name); fault.CodeOf(err) != "path-invalid" {
			t.Errorf("reading %q: %v", name, err)
		}
	}
	outside := filepath.Join(t.TempDir(), "mine.txt")
	if err := os.WriteFile(outside, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := put(t, f, destination.File{Temp: outside, Path: "x.eml", SHA256: sumOf("x"), Size: 1})
	wantCode(t, "a temporary file outside of the spool", err, "path-invalid", fault.Bug)
	if _, err := os.Stat(outside); err != nil {
		t.Errorf("the file outside: %v", err)
	}
}

func TestLinkedFoldersAreNotFollowed(t *testing.T) {
	f := openAt(t, t.TempDir())
	outside := t.TempDir()
	if err := os.Mkdir(filepath.Join(f.path, "inside"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{"absolute": outside, "relative": "../" + filepath.Base(outside), "within": "inside"} {
		if err := os.Symlink(target, filepath.Join(f.path, name)); err != nil {
			t.Fatal(err)
		}
		wantCode(t, "through "+name, put(t, f, spooled(t, f, name+"/sub/x.eml", "x")), "destination-blocked", fault.FixSetting)
	}
	if err := put(t, f, spooled(t, f, "later/x.eml", "x")); err != nil {
		t.Fatal(err)
	}
	// The folder is known by heart now; the root still does not follow a link that leads out.
	if err := os.Rename(filepath.Join(f.path, "later"), filepath.Join(f.path, "aside")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(f.path, "later")); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "through a link put there later", put(t, f, spooled(t, f, "later/y.eml", "y")), "destination-blocked", fault.FixSetting)
	if left, _ := os.ReadDir(outside); len(left) > 0 {
		t.Errorf("outside of the root now lie %v", left)
	}
	wantCode(t, "below a file", put(t, f, spooled(t, f, "aside/x.eml/y.eml", "y")), "destination-blocked", fault.FixSetting)
}

func TestFoldersRemovedMeanwhileAreMadeAgain(t *testing.T) {
	f := openAt(t, t.TempDir())
	for i := range 3 {
		if err := put(t, f, spooled(t, f, "emma/Inbox/2026/x.eml", "x")); err != nil {
			t.Fatalf("time %d: %v", i+1, err)
		}
		if got := read(t, f, "emma/Inbox/2026/x.eml"); got != "x" {
			t.Errorf("time %d: %q", i+1, got)
		}
		if err := os.RemoveAll(filepath.Join(f.path, "emma")); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOneFileInTroubleDoesNotStopTheOthers(t *testing.T) {
	f := openAt(t, t.TempDir())
	long := strings.Repeat("Jan Peeters - Secret ", 20) + ".eml"
	files := []destination.File{spooled(t, f, "a.eml", "a"), spooled(t, f, long, "b"), spooled(t, f, "a.eml", "c"), spooled(t, f, "d/d.eml", "d")}
	errs := f.Put(t.Context(), files)
	if errs[0] != nil || errs[3] != nil {
		t.Errorf("the good files: %v, %v", errs[0], errs[3])
	}
	wantCode(t, "a name of 400 letters", errs[1], "name-too-long", fault.Bug)
	if strings.Contains(fmt.Sprint(errs[1]), "Secret") {
		t.Errorf("the error holds the document's name: %v", errs[1])
	}
	if !errors.Is(errs[2], destination.ErrExists) {
		t.Errorf("a name used twice in one call: %v, want ErrExists", errs[2])
	}
}

func TestCancelledPutPlacesNothing(t *testing.T) {
	f := openAt(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	file := spooled(t, f, "x.eml", "x")
	if errs := f.Put(ctx, []destination.File{file}); !errors.Is(errs[0], context.Canceled) {
		t.Errorf("got %v, want context.Canceled", errs[0])
	}
	if _, err := os.Stat(filepath.Join(f.path, "x.eml")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the document is there: %v", err)
	}
	if _, err := os.Stat(file.Temp); err != nil {
		t.Errorf("the temporary file: %v, want it kept", err)
	}
}

func TestManyPutsAtOnceToTheSamePlaces(t *testing.T) {
	f := openAt(t, t.TempDir())
	var wg sync.WaitGroup
	won := make([]int, 20)
	var mu sync.Mutex
	for n := range 4 {
		var files []destination.File
		for i := range won {
			files = append(files, spooled(t, f, fmt.Sprintf("box/%d/x.eml", i), fmt.Sprintf("from %d", n)))
		}
		wg.Go(func() {
			for i, err := range f.Put(t.Context(), files) {
				if err == nil {
					mu.Lock()
					won[i]++
					mu.Unlock()
				} else if !errors.Is(err, destination.ErrExists) {
					t.Errorf("%s: %v", files[i].Path, err)
				}
			}
		})
	}
	wg.Wait()
	for i, n := range won {
		if n != 1 {
			t.Errorf("%d of 4 different files were put at place %d, want 1", n, i)
		}
	}
}

func TestEmptyFileOfAKilledClaimIsRemoved(t *testing.T) {
	root := t.TempDir()
	f := openAt(t, root)
	for name, content := range map[string]string{"tmp/mail-1": "bytes", "tmp/mail-1.claim": "in/x.eml", "tmp/mail-2": "bytes", "tmp/mail-2.claim": "in/full.eml",
		"tmp/mail-3.claim": "in/done.eml", "tmp/mail-4": "bytes", "tmp/mail-4.claim": "../out"} {
		if err := os.WriteFile(filepath.Join(f.Dir(), name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(root, "in"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"x.eml": "", "full.eml": "somebody else's", "done.eml": "", "other.eml": ""} {
		if err := os.WriteFile(filepath.Join(root, "in", name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	openAt(t, root, known)
	left, err := filepath.Glob(filepath.Join(root, "in", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range left {
		left[i] = filepath.Base(left[i])
	}
	if got := strings.Join(left, " "); got != "done.eml full.eml other.eml" {
		t.Errorf("left are %s; want all but x.eml, which was claimed and never filled", got)
	}
}

func TestFileSystemWithoutLinksFallsBack(t *testing.T) {
	f := openAt(t, t.TempDir())
	none := func(name, name) error { return &os.LinkError{Op: "link", Err: syscall.ENOSYS} }
	f.placers = []placer{none, none, moveOntoClaim}
	if err := put(t, f, spooled(t, f, "x.eml", "x")); err != nil {
		t.Fatal(err)
	}
	if got := read(t, f, "x.eml"); got != "x" {
		t.Errorf("the document holds %q", got)
	}
}

func TestFileIsNotPutAwayWithoutTheOneItBelongsTo(t *testing.T) {
	f := openAt(t, t.TempDir())
	if err := put(t, f, spooled(t, f, "in/taken.eml", "somebody else's")); err != nil {
		t.Fatal(err)
	}
	files := []destination.File{
		spooled(t, f, "in/taken.eml", "mail"), spooled(t, f, "in/taken/a.pdf", "attachment"),
		spooled(t, f, "in/free.eml", "mail"), spooled(t, f, "in/free/a.pdf", "attachment"),
	}
	files[1].With, files[3].With = 1, 3
	errs := f.Put(t.Context(), files)
	for i, refused := range []bool{true, true, false, false} {
		if errors.Is(errs[i], destination.ErrExists) != refused || !refused && errs[i] != nil {
			t.Errorf("%s: %v, want it refused: %v", files[i].Path, errs[i], refused)
		}
	}
	if _, err := os.Stat(filepath.Join(f.path, "in", "taken")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder of the refused mail's attachments is there: %v", err)
	}
	if got := read(t, f, "in/free/a.pdf"); got != "attachment" {
		t.Errorf("the attachment holds %q", got)
	}
}
