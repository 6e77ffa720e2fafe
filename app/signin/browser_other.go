//go:build !linux

package signin

import (
	"io"

	"github.com/pkg/browser"
)

func init() { browser.Stdout, browser.Stderr = io.Discard, io.Discard } // the opener's words are not for our output

// openBrowser asks the system for its browser.
func openBrowser(address string) error {
	if err := browser.OpenURL(address); err != nil {
		return noBrowser(err)
	}
	return nil
}
