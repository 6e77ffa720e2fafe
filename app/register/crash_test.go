package register

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
)

// The test program starts itself again as a process that appends until it is killed or can't any more.
const childDir = "POSTROOM_TEST_REGISTER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := child(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child appends groups of lines and names on standard output the last line of each that Append has answered for.
func child(dir string) error {
	if os.Getenv(childDir+"_LIMIT") != "" {
		return fillUp(dir)
	}
	r, err := Open(dir, Head{})
	if err != nil {
		return err
	}
	for {
		n := int(r.Head().Seq) + 1
		lines, err := r.Append(entries(n, n+n%50))
		if err != nil {
			return err
		}
		if _, err := fmt.Println(lines[len(lines)-1].Seq); err != nil {
			return err
		}
	}
}

func TestKilledAtAnyInstantLosesNoAcknowledgedLine(t *testing.T) {
	dir := t.TempDir()
	rnd := rand.New(rand.NewPCG(3, 30))
	for range 30 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), childDir+"="+dir)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		said := bufio.NewScanner(out)
		last := ""
		for range 1 + rnd.IntN(20) {
			if said.Scan() {
				last = said.Text()
			}
		}
		for range rnd.IntN(300) { // into the middle of the next group
			hashOf(make([]byte, 1000))
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for said.Scan() {
			last = said.Text()
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the process ended well, expected a killed one")
		}
		acknowledged, err := strconv.ParseUint(last, 10, 64)
		if err != nil {
			t.Fatalf("the process said %q", last)
		}
		r := openAt(t, dir, Head{})
		if err := r.Damaged(); err != nil {
			t.Fatalf("damage after a kill: %v", err)
		}
		lines, err := all(Read(dir))
		if err != nil {
			t.Fatalf("the chain after a kill: %v", err)
		}
		if got := uint64(len(lines)); got < acknowledged || got != r.Head().Seq {
			t.Fatalf("%d lines, head %d, %d were acknowledged", got, r.Head().Seq, acknowledged)
		}
	}
}
