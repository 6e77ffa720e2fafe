package signin

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// patience is how long an opener may run before it is taken for a browser: some stay until the browser is closed.
const patience = 3 * time.Second

// openBrowser tries the desktop's opener first, then Debian's, then what the person named in $BROWSER.
func openBrowser(address string) error {
	var tried []error
	for _, command := range openers(os.Getenv("BROWSER"), address) {
		err := start(command)
		if err == nil {
			return nil
		}
		tried = append(tried, err)
	}
	return noBrowser(errors.Join(tried...))
}

// openers lists the commands to try. $BROWSER is a list separated by colons, where %s stands for the address.
func openers(browser, address string) [][]string {
	commands := [][]string{{"xdg-open", address}, {"x-www-browser", address}, {"sensible-browser", address}}
	for entry := range strings.SplitSeq(browser, ":") {
		words := strings.Fields(entry)
		if len(words) == 0 {
			continue
		}
		if strings.Contains(entry, "%s") {
			for i, w := range words {
				words[i] = strings.ReplaceAll(w, "%s", address)
			}
		} else {
			words = append(words, address)
		}
		commands = append(commands, words)
	}
	return commands
}

// start runs an opener. One that fails at once is an error; one that still runs after a while is a browser, and is left
// to itself: it is the person's, and outlives us.
func start(command []string) error {
	cmd := exec.Command(command[0], command[1:]...)
	if err := cmd.Start(); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			return fmt.Errorf("%s: %w", command[0], err)
		}
	case <-time.After(patience):
	}
	return nil
}
