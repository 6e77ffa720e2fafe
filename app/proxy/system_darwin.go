package proxy

import (
	"context"
	"os/exec"
	"time"
)

// systemSettings are those of the network in use.
func systemSettings() Settings {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	text, err := exec.CommandContext(ctx, "/usr/sbin/scutil", "--proxy").Output()
	if err != nil {
		return Settings{}
	}
	return fromScutil(string(text))
}
