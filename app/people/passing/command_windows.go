package passing

import (
	"os/exec"
	"syscall"
)

// createNoWindow keeps a console from flashing up ("Process Creation Flags").
const createNoWindow = 0x08000000

// alone runs a command without a window of its own.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: createNoWindow}
}
