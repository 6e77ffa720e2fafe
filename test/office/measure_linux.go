package office

import (
	"encoding/json"
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
	if err := launch(report); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(125)
	}
}

func launch(report string) error {
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return err
	}
	cmd.Wait() // its exit status is passed on below
	usage := Usage{Peak: peak(cmd.ProcessState), CPU: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), Took: time.Since(began)}
	data, err := json.Marshal(usage)
	if err != nil {
		return err
	}
	if err := os.WriteFile(report, data, 0o600); err != nil {
		return err
	}
	os.Exit(cmd.ProcessState.ExitCode())
	return nil
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
