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

func TestHashEachGivesWhatHashGives(t *testing.T) {
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
	paths := []string{"emma/Inbox/small.eml", "emma/Inbox/empty.eml", "emma/Inbox/large.eml", "emma/In/small.eml", "emma/link.eml", "emma/out.eml",
		"emma/Out/secret.eml", "emma/folder.eml", "emma/pipe.eml", "emma/Inbox/none.eml", "emma/Inbox/small.eml/below", "../x.eml", ".postroom/destination.json"}
	for i, got := range readEach(t.Context(), f, paths...) {
		sum, size, err := f.Hash(t.Context(), paths[i])
		if got.sum != sum || got.size != size || (err == nil) != (got.err == nil) || errors.Is(err, fs.ErrNotExist) != errors.Is(got.err, fs.ErrNotExist) {
			t.Errorf("%s: HashEach gives %+v; Hash %q, %d, %v", paths[i], got, sum, size, err)
		}
	}
}

// back is what was told of a document, and how often.
type back struct {
	sum   string
	size  int64
	err   error
	times int
}

func (b *back) tell(sum string, size int64, err error) { *b = back{sum, size, err, b.times + 1} }

// readEach has documents read back.
func readEach(ctx context.Context, f *Folder, paths ...string) []back {
	told := make([]back, len(paths))
	n := 0
	f.HashEach(ctx, func(bool) (string, func(string, int64, error), bool) {
		if n == len(paths) {
			return "", nil, false
		}
		n++
		return paths[n-1], told[n-1].tell, true
	})
	return told
}

// forgotten is a document that is on the disk, and not in the system's memory.
func forgotten(t *testing.T, f *Folder, root, path, content string) *os.File {
	t.Helper()
	if err := put(t, f, spooled(t, f, path, content)); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(filepath.Join(root, path), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	if err := errors.Join(file.Sync(), unix.Fadvise(int(file.Fd()), 0, 0, unix.FADV_DONTNEED)); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestHashEachReadsToTheLastByteWhatIsNotInMemory(t *testing.T) {
	root := t.TempDir()
	f := openAt(t, root)
	long := strings.Repeat("0123456789abcdef", (most+2*chunk)/16)
	sizes := []int{0, 1, block - 1, block, block + 1, chunk - block, chunk - 1, chunk, chunk + 1, 2*chunk + block, most, most + 1}
	for n := range 3 * inFlight { // more than fit in at once
		sizes = append(sizes, 1000+n*1111)
	}
	var paths []string
	for i, size := range sizes {
		paths = append(paths, fmt.Sprintf("emma/%d.eml", i))
		forgotten(t, f, root, paths[i], long[:size])
	}
	before := accessed(t, root, paths[2])
	defer func() {
		if after := accessed(t, root, paths[2]); after != before {
			t.Errorf("a document that was read says that it was accessed at %v, and not at %v", after, before)
		}
	}()
	for i, got := range readEach(t.Context(), f, paths...) {
		if got.err != nil || got.times != 1 || got.size != int64(sizes[i]) || got.sum != sumOf(long[:sizes[i]]) {
			t.Errorf("%d bytes were read as %+v", sizes[i], got)
		}
	}
}

// accessed is when a document says that it was read last.
func accessed(t *testing.T, root, path string) unix.Timespec {
	t.Helper()
	var info unix.Stat_t
	if err := unix.Stat(filepath.Join(root, path), &info); err != nil {
		t.Fatal(err)
	}
	return info.Atim
}

func TestHashEachReadsWhatChangedMeanwhile(t *testing.T) {
	root := t.TempDir()
	f := openAt(t, root)
	before := strings.Repeat("hello ", 50_000)
	for name, change := range map[string]func(file *os.File) (after string, err error){
		"grown": func(file *os.File) (string, error) {
			_, err := file.WriteAt([]byte(" and more"), int64(len(before)))
			return before + " and more", err
		},
		"cut":     func(file *os.File) (string, error) { return before[:chunk+7], file.Truncate(chunk + 7) },
		"emptied": func(file *os.File) (string, error) { return "", file.Truncate(0) },
	} {
		t.Run(name, func(t *testing.T) {
			file := forgotten(t, f, root, "emma/"+name+".eml", before)
			q, err := newQueue()
			if err != nil {
				t.Fatal(err)
			}
			var got back
			e := each{folder: f, ctx: t.Context(), queue: q, free: []int{0}}
			e.begin("emma/"+name+".eml", got.tell)
			after, err := change(file)
			if err != nil {
				t.Fatal(err)
			}
			for len(e.free) == 0 {
				q.submit(e.readOn)
				answers, err := q.wait()
				if err != nil {
					t.Fatal(err)
				}
				e.take(int(answers[0].data), answers[0].result)
			}
			q.close()
			if got.err != nil || got.times != 1 || got.sum != sumOf(after) || got.size != int64(len(after)) {
				t.Errorf("it was read as %+v; want what lies there", got)
			}
		})
	}
}

func TestDocumentsAreReadOnAfterTheirQueueFailed(t *testing.T) {
	root := t.TempDir()
	f := openAt(t, root)
	content := strings.Repeat("0123456789abcdef", 3*chunk/16)
	forgotten(t, f, root, "emma/mail.eml", content)
	q, err := newQueue()
	if err != nil {
		t.Fatal(err)
	}
	var got back
	e := each{folder: f, ctx: t.Context(), queue: q, free: []int{0}}
	e.begin("emma/mail.eml", got.tell)
	q.submit(e.readOn)
	answers, err := q.wait()
	if err != nil {
		t.Fatal(err)
	}
	e.take(int(answers[0].data), answers[0].result) // the next part is asked for
	q.close()
	e.readOnAll()
	if got.err != nil || got.times != 1 || got.sum != sumOf(content) {
		t.Errorf("it was read as %+v", got)
	}
}

func TestDocumentsOfACancelledRunAreLetGo(t *testing.T) {
	root := t.TempDir()
	f := openAt(t, root)
	forgotten(t, f, root, "emma/mail.eml", strings.Repeat("0123456789abcdef", 3*chunk/16))
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	readEach(t.Context(), f, "emma/mail.eml") // from here on the folder itself is held open
	before := open()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, got := range readEach(ctx, f, "emma/mail.eml", "emma/mail.eml", "emma/none.eml") {
		if !errors.Is(got.err, context.Canceled) && !errors.Is(got.err, fs.ErrNotExist) || got.times != 1 {
			t.Errorf("a cancelled reading gives %+v", got)
		}
	}
	if after := open(); after != before {
		t.Errorf("%d files are open, %d were before", after, before)
	}
}

func TestHashEachFindsADriveThatWasConnectedAgain(t *testing.T) {
	root := filepath.Join(t.TempDir(), "drive")
	f := openAt(t, root)
	if err := put(t, f, spooled(t, f, "emma/mail.eml", "hello")); err != nil {
		t.Fatal(err)
	}
	read := func(path string) back { return readEach(t.Context(), f, path)[0] }
	if got := read("emma/mail.eml"); got.err != nil {
		t.Fatal(got.err)
	}
	if err := os.Rename(root, root+" away"); err != nil {
		t.Fatal(err)
	}
	if got := read("emma/other.eml"); errors.Is(got.err, fs.ErrNotExist) || got.err == nil {
		t.Errorf("without the drive: %v, want that the destination can't be reached", got.err)
	}
	if err := os.Rename(root+" away", root); err != nil {
		t.Fatal(err)
	}
	if got := read("emma/mail.eml"); got.err != nil || got.sum != sumOf("hello") {
		t.Errorf("with the drive again: %+v", got)
	}
}
