package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// releaseStart gives the pages of the program's own file back that were touched while all packages set themselves up:
// most of them are never needed again, and on a server that watches mailboxes for years they would count as this
// program's memory. What is needed comes back from the file by itself.
func releaseStart() {
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		return // nothing is lost but some memory
	}
	defer maps.Close()
	self, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		var from, to uintptr
		var mode string
		if !strings.HasSuffix(lines.Text(), self) {
			continue
		}
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &mode); err != nil || strings.Contains(mode, "w") {
			continue // what can be written holds more than the file
		}
		_, _, _ = unix.Syscall(unix.SYS_MADVISE, from, to-from, unix.MADV_DONTNEED) // advice: it may be left
	}
}
