//go:build unix

package passing

import (
	"os/exec"
	"syscall"
)

// alone puts a command into a group of processes of its own, all of which end with it when it has to be stopped.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
