package desktop

import "os/exec"

func openAddress(address string) error { return exec.Command("open", address).Run() }

func openPath(path string) error { return exec.Command("open", "--", path).Run() }

func showPath(path string) error { return exec.Command("open", "-R", "--", path).Run() }
