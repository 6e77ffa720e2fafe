package face

import (
	"os"
	"path/filepath"

	"postroom/app/office"
)

// shownOfFile is how much of a report's file the page is shown, from its end.
const shownOfFile = 64 << 10

func (f *Face) diagnostics(o *office.Office) (Diagnostics, error) {
	parts, size, err := o.PreviewDiagnostics(shownOfFile)
	if err != nil {
		return Diagnostics{}, err
	}
	v := Diagnostics{Files: []DiagnosticsFile{}, Bytes: size}
	for _, p := range parts {
		v.Files = append(v.Files, DiagnosticsFile{Name: p.Name, Text: p.Text, Bytes: p.Bytes, Shortened: int64(len(p.Text)) < p.Bytes})
	}
	return v, nil
}

func (f *Face) saveDiagnostics(o *office.Office) (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		home = ""
	}
	name := "postroom-" + f.opts.Now().Local().Format("2006-01-02-1504") + ".zip"
	to, err := f.opts.Host.ChooseSave(f.Say("dialog.diagnostics", nil), home, name)
	if err != nil || to == "" {
		return "", err
	}
	if filepath.Ext(to) != ".zip" {
		to += ".zip"
	}
	_, err = o.Diagnostics(to)
	return to, err
}
