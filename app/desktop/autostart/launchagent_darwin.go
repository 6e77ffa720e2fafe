package autostart

import (
	"encoding/xml"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func (a App) file() (string, error) {
	home, err := os.UserHomeDir()
	return filepath.Join(home, "Library", "LaunchAgents", a.ID+".plist"), err
}

func (a App) enable() error {
	path, err := a.file()
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString(xml.Header + `<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">` +
		"\n<plist version=\"1.0\"><dict>\n<key>Label</key>" + element(a.ID) + "\n<key>ProgramArguments</key><array>")
	for _, s := range a.Exec {
		b.WriteString(element(s))
	}
	b.WriteString("</array>\n<key>RunAtLoad</key><true/>\n</dict></plist>\n")
	return write(path, b.String())
}

func element(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return "<string>" + b.String() + "</string>"
}

func (a App) disable() error {
	path, err := a.file()
	if err != nil {
		return err
	}
	return remove(path)
}

// Enabled tells whether the program starts at sign-in.
func (a App) Enabled() (bool, error) {
	path, err := a.file()
	if err != nil {
		return false, err
	}
	_, err = os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
