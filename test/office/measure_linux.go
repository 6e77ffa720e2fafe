package office

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// Usage is what a command has needed.
type Usage struct {
	Peak int64         // largest resident memory, in kilobytes
	CPU  time.Duration // user and system
	Took time.Duration
}

// launcher marks a process of the test's own binary that does nothing but start postroomd and account for it. Linux
// counts the memory of the process that forks as the child's own until it runs its program, and a test process that
// simulates a million messages is large.
const launcher = "POSTROOM_TEST_LAUNCHER"

func init() {
	report := os.Getenv(launcher)
	if report == "" {
		return
	}
	os.Unsetenv(launcher)
	code, err := launch(report)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 125
	}
	os.Exit(code)
}

// launch runs the command that the arguments give, writes what it needed into the report, and returns its exit status.
func launch(report string) (int, error) {
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	if _, ok := errors.AsType[*exec.ExitError](cmd.Wait()); !ok && cmd.ProcessState == nil {
		return 0, errors.New("the command left no account of itself")
	}
	usage := Usage{Peak: peak(cmd.ProcessState), CPU: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), Took: time.Since(began)}
	data, err := json.Marshal(usage)
	if err != nil {
		return 0, err
	}
	return cmd.ProcessState.ExitCode(), os.WriteFile(report, data, 0o600)
}

// Measure is Do with an account of what the command needed.
func (o *Office) Measure(v any, args ...string) Usage {
	o.Helper()
	report := filepath.Join(o.TempDir(), "usage.json")
	self, err := os.Executable()
	o.Must(err)
	inner := o.Command(o.Context(), args...)
	cmd := exec.CommandContext(o.Context(), self, inner.Args...)
	cmd.Env = append(inner.Env, launcher+"="+report)
	out := o.finish(cmd)
	o.accept(v, out, args)
	data, err := os.ReadFile(report)
	o.Must(err)
	var usage Usage
	o.Must(json.Unmarshal(data, &usage))
	return usage
}
func peak(p *os.ProcessState) int64 {
	if usage, ok := p.SysUsage().(*syscall.Rusage); ok {
		return usage.Maxrss
	}
	return 0
}
