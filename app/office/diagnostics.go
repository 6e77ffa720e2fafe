package office

import (
	"archive/zip"
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"postroom/app/fault"
)

// Report tells what a diagnostics report holds.
type Report struct {
	File  string   `json:"file"`
	Bytes int64    `json:"bytes"`
	Holds []string `json:"holds"` // the files in it
}

// Diagnostics writes a report for support: versions, settings, where everything stands, a week of logs. It holds no
// token, no secret, no subject and no address. A file that is there already is not overwritten.
func (o *Office) Diagnostics(file string) (_ *Report, err error) {
	file, err = filepath.Abs(file)
	if err != nil {
		return nil, fmt.Errorf("finding the report's place: %w", err)
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		code := "diagnostics-write"
		if errors.Is(err, fs.ErrExist) {
			code = "diagnostics-exists"
		}
		return nil, &fault.Error{Class: fault.FixSetting, Code: code, Op: "write the report", Args: map[string]string{"file": file}, Err: err}
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			err = errors.Join(err, os.Remove(file))
		}
	}()
	r := &Report{File: file}
	if r.Holds, err = o.report(f); err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	r.Bytes = info.Size()
	return r, nil
}

func (o *Office) report(w io.Writer) (holds []string, err error) {
	s, err := o.scrubber()
	if err != nil {
		return nil, err
	}
	z := zip.NewWriter(w)
	add := func(name string, write func(io.Writer) error) error {
		holds = append(holds, name)
		part, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: o.opts.Now().UTC()})
		if err != nil {
			return err
		}
		return write(part)
	}
	for name, gather := range o.reports() {
		content, err := gather()
		if err != nil {
			content = map[string]any{"error": err.Error()} // what can't be had is part of the diagnosis
		}
		if err := add(name, func(w io.Writer) error { return writeScrubbed(w, s, content) }); err != nil {
			return nil, err
		}
	}
	logs, err := filepath.Glob(filepath.Join(o.data, "logs", logPattern))
	if err != nil {
		return nil, err
	}
	for _, log := range logs {
		if err := add("logs/"+filepath.Base(log), func(w io.Writer) error { return copyLog(w, s, log) }); err != nil {
			return nil, err
		}
	}
	slices.Sort(holds)
	return holds, z.Close()
}

// reports are the parts of a report beside the logs.
func (o *Office) reports() map[string]func() (any, error) {
	return map[string]func() (any, error){
		"program.json":  func() (any, error) { return o.program(), nil },
		"settings.json": func() (any, error) { return o.settings() },
		"status.json":   func() (any, error) { return o.Status() },
		"accounts.json": func() (any, error) { return o.Accounts() },
	}
}

func (o *Office) program() map[string]any {
	p := map[string]any{"version": o.opts.Version, "go": runtime.Version(), "os": runtime.GOOS, "arch": runtime.GOARCH,
		"cpus": runtime.NumCPU(), "time": o.opts.Now().UTC().Format(time.RFC3339), "command": o.opts.Command}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" || s.Key == "vcs.time" || s.Key == "vcs.modified" {
				p[s.Key] = s.Value
			}
		}
	}
	return p
}

func (o *Office) settings() (map[string]any, error) {
	root, err := o.destinationFolder()
	p := o.policy
	return map[string]any{
		"data": o.data, "dataGiven": o.given(), "policyFile": p.File, "managed": p.Set, "clientIdSet": o.ClientID() != "",
		"tenant": p.Tenant, "authority": host(p.Cloud.Authority), "graph": host(p.Cloud.Graph), "cloud": p.Cloud.Name,
		"ownCertificates": len(p.Cloud.CA) > 0, "pollSeconds": o.poll().Seconds(), "settingsGroupSet": p.Group != "",
		"destinationKind": "folder", "destinationPath": root, "keyPlace": fmt.Sprint(o.vault.Place()),
		"proxy": o.proxy.Origin(),
	}, err
}

// host is the part of an address that a report shows.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// scrubber knows the people and places of this office.
func (o *Office) scrubber() (*scrubber, error) {
	accounts, err := o.db.Accounts()
	if err != nil {
		return nil, err
	}
	var people []string
	for _, a := range accounts {
		people = append(people, a.Name)
	}
	root, err := o.destinationFolder()
	if err != nil {
		return nil, err
	}
	places := map[string]string{o.data: "<data>"}
	if home, err := os.UserHomeDir(); err == nil {
		places[home] = "<home>"
	}
	return newScrubber(people, root, places), nil
}

// writeScrubbed writes a value as JSON without what a report must not hold.
func writeScrubbed(w io.Writer, s *scrubber, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(s.value("", plain))
}

// copyLog copies a log file line by line; what is no log line is left out.
func copyLog(w io.Writer, s *scrubber, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	for r := bufio.NewReaderSize(f, 1<<16); ; {
		line, err := r.ReadBytes('\n')
		if clean, ok := s.line(line); ok {
			if _, err := w.Write(append(clean, '\n')); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
