package folder

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestStartGivesWhatHashGives(t *testing.T) {
	root := t.TempDir()
	f := openAt(t, root)
	large := strings.Repeat("0123456789abcdef", 200_000) // longer than what is announced, and no whole number of buffers
	for path, content := range map[string]string{"emma/Inbox/small.eml": "hello", "emma/Inbox/empty.eml": "", "emma/Inbox/large.eml": large} {
		if err := put(t, f, spooled(t, f, path, content)); err != nil {
			t.Fatal(err)
		}
	}
	outside := filepath.Join(t.TempDir(), "secret.eml")
	for _, err := range []error{
		os.WriteFile(outside, []byte("secret"), 0o600),
		os.Symlink(outside, filepath.Join(root, "emma/out.eml")),
		os.Symlink(filepath.Dir(outside), filepath.Join(root, "emma/Out")),
		os.Symlink("Inbox", filepath.Join(root, "emma/In")),
		os.Symlink("Inbox/small.eml", filepath.Join(root, "emma/link.eml")),
		os.Mkdir(filepath.Join(root, "emma/folder.eml"), 0o700),
		unix.Mkfifo(filepath.Join(root, "emma/pipe.eml"), 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{"emma/Inbox/small.eml", "emma/Inbox/empty.eml", "emma/Inbox/large.eml", "emma/In/small.eml", "emma/link.eml", "emma/out.eml",
		"emma/Out/secret.eml", "emma/folder.eml", "emma/pipe.eml", "emma/Inbox/none.eml", "emma/Inbox/small.eml/below", "../x.eml", ".postroom/destination.json"} {
		read := f.Start(t.Context(), path)
		sum, size, err := f.Hash(t.Context(), path)
		sum2, size2, err2 := read()
		if sum != sum2 || size != size2 || (err == nil) != (err2 == nil) || errors.Is(err, fs.ErrNotExist) != errors.Is(err2, fs.ErrNotExist) {
			t.Errorf("%s: Start gives %q, %d, %v; Hash %q, %d, %v", path, sum2, size2, err2, sum, size, err)
		}
	}
}

func TestStartReadsToTheLastByteWhatIsNotInMemory(t *testing.T) {
	root := t.TempDir()
	f := openAt(t, root)
	long := strings.Repeat("0123456789abcdef", (most+2*hashBuffer)/16)
	for _, size := range []int{0, 1, block - 1, block, block + 1, hashBuffer - 1, hashBuffer, hashBuffer + 1, 2*hashBuffer + block, most, most + 1} {
		path := fmt.Sprintf("emma/%d.eml", size)
		if err := put(t, f, spooled(t, f, path, long[:size])); err != nil {
			t.Fatal(err)
		}
		file, err := os.OpenFile(filepath.Join(root, path), os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if err := errors.Join(file.Sync(), unix.Fadvise(int(file.Fd()), 0, 0, unix.FADV_DONTNEED)); err != nil {
			t.Fatal(err)
		}
		read := f.Start(t.Context(), path)
		if sum, n, err := read(); err != nil || n != int64(size) || sum != sumOf(long[:size]) {
			t.Errorf("%d bytes were read as %d, %s, %v", size, n, sum, err)
		}
	}
}

func TestStartReadsWhatGrewMeanwhile(t *testing.T) {
	root := t.TempDir()
	f := openAt(t, root)
	const before, after = "hello", " and more"
	if err := put(t, f, spooled(t, f, "emma/mail.eml", before)); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(filepath.Join(root, "emma/mail.eml"), os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := errors.Join(file.Sync(), unix.Fadvise(int(file.Fd()), 0, 0, unix.FADV_DONTNEED)); err != nil {
		t.Fatal(err)
	}
	read := f.Start(t.Context(), "emma/mail.eml")
	if _, err := file.WriteString(after); err != nil {
		t.Fatal(err)
	}
	if sum, _, err := read(); err != nil || sum != sumOf(before+after) {
		t.Errorf("it was read as %s, %v; want what lies there", sum, err)
	}
}

func TestStartedDocumentOfACancelledRunIsLetGo(t *testing.T) {
	f := openAt(t, t.TempDir())
	if err := put(t, f, spooled(t, f, "emma/mail.eml", "hello")); err != nil {
		t.Fatal(err)
	}
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	if _, _, err := f.Start(t.Context(), "emma/mail.eml")(); err != nil { // from here on the folder itself is held open
		t.Fatal(err)
	}
	before := open()
	ctx, cancel := context.WithCancel(t.Context())
	read := f.Start(ctx, "emma/mail.eml")
	cancel()
	if _, _, err := read(); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled reading gives %v", err)
	}
	if after := open(); after != before {
		t.Errorf("%d files are open, %d were before", after, before)
	}
}

func TestStartFindsADriveThatWasConnectedAgain(t *testing.T) {
	root := filepath.Join(t.TempDir(), "drive")
	f := openAt(t, root)
	if err := put(t, f, spooled(t, f, "emma/mail.eml", "hello")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.Start(t.Context(), "emma/mail.eml")(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(root, root+" away"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.Start(t.Context(), "emma/other.eml")(); errors.Is(err, fs.ErrNotExist) || err == nil {
		t.Errorf("without the drive: %v, want that the destination can't be reached", err)
	}
	if err := os.Rename(root+" away", root); err != nil {
		t.Fatal(err)
	}
	if sum, _, err := f.Start(t.Context(), "emma/mail.eml")(); err != nil || sum != sumOf("hello") {
		t.Errorf("with the drive again: %s, %v", sum, err)
	}
}
