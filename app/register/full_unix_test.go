//go:build unix

package register

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"postroom/app/fault"
)

// limit is the size that the system allows a file to have, for a process with no room left.
const fileLimit = 20_000

// fillUp appends until the system refuses, then raises the limit and goes on.
func fillUp(dir string) error {
	signal.Ignore(syscall.SIGXFSZ)
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		return err
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: fileLimit, Max: was.Max}); err != nil {
		return err
	}
	return appendOverTheLimit(dir, "file-too-large", func() error { return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was) })
}

// appendOverTheLimit appends until there is no room, three times in vain after that, and well once there is.
func appendOverTheLimit(dir, code string, makeRoom func() error) error {
	r, err := Open(dir, Head{})
	if err != nil {
		return err
	}
	defer r.Close()
	refused := 0
	for n := 1; refused < 3; {
		if n > 10_000 {
			return errors.New("the disk did not get full")
		}
		before := r.Head()
		_, err := r.Append(entries(n, n+6))
		switch {
		case err == nil:
			n += 7
		case fault.CodeOf(err) != code:
			return fmt.Errorf("refused with %w, want %s", err, code)
		case r.Head() != before:
			return errors.New("a refused group moved the head")
		default:
			refused++
		}
	}
	if _, err := all(Read(dir)); err != nil {
		return fmt.Errorf("the chain on a full disk: %w", err)
	}
	held := r.Head()
	if err := makeRoom(); err != nil {
		return err
	}
	n := int(held.Seq) + 1
	if _, err := r.Append(entries(n, n+6)); err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	lines, err := all(Read(dir))
	if err == nil && uint64(len(lines)) != held.Seq+7 {
		err = fmt.Errorf("%d lines, want %d", len(lines), held.Seq+7)
	}
	return err
}

func TestNoRoomLeavesTheChainWhole(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+t.TempDir(), childDir+"_LIMIT=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, strings.TrimSpace(string(out)))
	}
}
