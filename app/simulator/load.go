package simulator

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/mail"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// Loaded says what LoadDir did.
type Loaded struct {
	Folders, Messages int
	Ignored           int // files that are not messages
}

// LoadDir fills a mailbox from a directory tree: a subfolder is a mail folder, an .eml or .raw file a message, which
// arrived when its newest Received header (or its Date) says. Messages at the top go to the Inbox.
func (s *Simulator) LoadDir(mailbox, dir string) (Loaded, error) {
	var done Loaded
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if rel == "." {
				return nil
			}
			done.Folders++
			_, err := s.AddFolder(mailbox, escapeBackslash(rel))
			return err
		}
		ext := strings.ToLower(path.Ext(rel))
		if !d.Type().IsRegular() || (ext != ".eml" && ext != ".raw") {
			done.Ignored++
			return nil
		}
		mime, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		in := "inbox"
		if below := path.Dir(rel); below != "." {
			in = escapeBackslash(below)
		}
		done.Messages++
		_, err = s.Deliver(mailbox, in, mime, Delivery{Received: arrived(mime, s.now())})
		return err
	})
	if err != nil {
		return done, fmt.Errorf("loading mail of %s: %w", mailbox, err)
	}
	return done, nil
}

// escapeBackslash makes a slash-separated file path a folder path.
func escapeBackslash(p string) string { return strings.ReplaceAll(p, `\`, `\\`) }

// arrived is when a mail arrived: by its topmost Received header, else by its Date, else now. A mail from the future or
// from before mail is taken to arrive now.
func arrived(mime []byte, now time.Time) time.Time {
	m, err := mail.ReadMessage(bytes.NewReader(mime[:min(len(mime), 64<<10)]))
	if err != nil {
		return now
	}
	when := now
	if _, date, ok := cutLast(m.Header.Get("Received"), ";"); ok {
		if t, err := mail.ParseDate(strings.TrimSpace(date)); err == nil {
			when = t
		}
	} else if t, err := m.Header.Date(); err == nil {
		when = t
	}
	if when.After(now) || when.Year() < 1971 {
		return now
	}
	return when
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
