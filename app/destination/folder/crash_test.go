package folder

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"postroom/app/destination"
)

// The test program starts itself again as a process that puts files away until it is killed.
const crashRoot = "POSTROOM_TEST_CRASH_ROOT"

func TestMain(m *testing.M) {
	if root := os.Getenv(crashRoot); root != "" {
		if err := putForEver(root); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// contentOf is what file n holds: its bytes follow from its name, so that whoever finds it can tell whether it is whole.
func contentOf(n int) string {
	return strings.Repeat(fmt.Sprintf("mail %d\r\n", n), 1+n%3000)
}

func pathOf(n int) string { return fmt.Sprintf("emma/Inbox/%d/mail %d.eml", n%7, n) }

// putForEver puts groups of files away and names on standard output each that Put has answered nil for.
func putForEver(root string) error {
	f, err := Open(options(root))
	if err != nil {
		return err
	}
	switch os.Getenv(crashRoot + "_WAY") {
	case "rename":
		f.placers = []placer{moveExclusive}
	case "claim":
		f.placers = []placer{moveOntoClaim}
	}
	for n := 0; ; {
		var files []destination.File
		for range 8 {
			content := contentOf(n)
			temp := filepath.Join(f.Spool(), strconv.Itoa(n))
			if err := os.WriteFile(temp, []byte(content), 0o600); err != nil {
				return err
			}
			files = append(files, destination.File{Temp: temp, Path: pathOf(n), SHA256: sumOf(content), Size: int64(len(content))})
			n++
		}
		for i, err := range f.Put(context.Background(), files) {
			if err != nil {
				return fmt.Errorf("%s: %w", files[i].Path, err)
			}
			if _, err := fmt.Println(n - len(files) + i); err != nil {
				return err
			}
		}
	}
}

// Each round does all files of the rounds before once more: half-placed groups have to be taken up.
func TestKilledAtAnyInstantLeavesOnlyWholeFiles(t *testing.T) {
	for _, way := range []string{"link", "rename", "claim"} {
		t.Run(way, func(t *testing.T) {
			root := t.TempDir()
			rnd := rand.New(rand.NewPCG(7, 30))
			confirmed := 0
			for range 10 {
				confirmed = max(confirmed, killAfter(t, root, way, 1+rnd.IntN(200), rnd.IntN(400)))
				f := openAt(t, root, known)
				if left, _ := os.ReadDir(f.Spool()); len(left) > 0 {
					t.Errorf("opening left %d files in the spool", len(left))
				}
				checkWhole(t, f, confirmed)
			}
		})
	}
}

// killAfter starts the process, kills it after it has confirmed some files and done some unknown work more, and gives
// how many it has confirmed.
func killAfter(t *testing.T, root, way string, confirmations, spins int) int {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashRoot+"="+root, crashRoot+"_WAY="+way)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	confirmed := 0
	next := func() {
		n, err := strconv.Atoi(lines.Text())
		if err != nil {
			t.Fatalf("the process says %q", lines.Text())
		}
		confirmed = n + 1
	}
	for range confirmations {
		if !lines.Scan() {
			t.Fatalf("the process ended by itself: %v", cmd.Wait())
		}
		next()
	}
	// The files of one group are confirmed together, right after they are safe: a little work of our own moves the
	// instant of the kill into the writing of the next.
	for range spins {
		sumOf(contentOf(spins))
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		next()
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the process ended well, expected a killed one")
	}
	return confirmed
}

func checkWhole(t *testing.T, f *Folder, confirmed int) {
	t.Helper()
	found := map[string]bool{}
	err := f.Walk(t.Context(), func(path string, size int64) error {
		n, err := strconv.Atoi(strings.TrimSuffix(path[strings.LastIndex(path, " ")+1:], ".eml"))
		if err != nil || path != pathOf(n) {
			t.Errorf("a file named %q", path)
			return nil
		}
		sum, _, err := f.Hash(t.Context(), path)
		if err != nil {
			return err
		}
		if want := contentOf(n); sum != sumOf(want) {
			t.Errorf("%s is not whole: %d bytes, want %d", path, size, len(want))
		}
		found[path] = true
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := range confirmed {
		if !found[pathOf(n)] {
			t.Errorf("%s was confirmed and is not there", pathOf(n))
		}
	}
}
