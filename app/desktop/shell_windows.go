package desktop

import (
	"fmt"
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

func openAddress(address string) error { return shellOpen(address) }

func openPath(path string) error { return shellOpen(path) }

func shellOpen(what string) error {
	verb, err := windows.UTF16PtrFromString("open")
	if err != nil {
		return err
	}
	name, err := windows.UTF16PtrFromString(what)
	if err != nil {
		return err
	}
	if err := windows.ShellExecute(0, verb, name, nil, nil, windows.SW_SHOWNORMAL); err != nil {
		return fmt.Errorf("ShellExecute: %w", err)
	}
	return nil
}

// showPath selects a file in the Explorer, which wants the quotes just there and says "failed" when all is well.
func showPath(path string) error {
	cmd := exec.Command("explorer.exe")
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: `explorer.exe /select,"` + path + `"`}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("explorer: %w", err)
	}
	return cmd.Process.Release()
}
