package autostart

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
)

func (a App) file() (string, error) {
	home, err := os.UserHomeDir()
	return filepath.Join(home, "Library", "LaunchAgents", a.ID+".plist"), err
}

func (a App) entry() string {
	var b strings.Builder
	b.WriteString(xml.Header + `<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">` +
		"\n<plist version=\"1.0\"><dict>\n<key>Label</key>" + element(a.ID) + "\n<key>ProgramArguments</key><array>")
	for _, s := range a.Exec {
		b.WriteString(element(s))
	}
	b.WriteString("</array>\n<key>RunAtLoad</key><true/>\n</dict></plist>\n")
	return b.String()
}

func element(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return "<string>" + b.String() + "</string>"
}

// switchedOff says whether macOS has switched an entry off: it never does so in the file.
func switchedOff(string) bool { return false }
