// Package mbsync measures Postroom against a known peer: mbsync (Debian's
// isync) taking the same mails from a Dovecot on the same machine, every file
// synced to disk. It holds the peer, its server and the mails; nothing here is
// part of the program.
package mbsync

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// Mails gives n mails: those of the folder, in the order of their names and
// repeated as often as it takes, of their real sizes, each with a Message-ID of
// its own.
func Mails(folder string, n int) ([][]byte, error) {
	real, err := read(folder)
	if err != nil {
		return nil, fmt.Errorf("reading mails: %w", err)
	}
	mails := make([][]byte, n)
	for i := range mails {
		mails[i] = withMessageID(real[i%len(real)], MessageID(i))
	}
	return mails, nil
}

// MessageID is the one of the mail with number i.
func MessageID(i int) string { return fmt.Sprintf("<%06d@mbsync.example>", i) }

// read gives every .eml and .raw file below the folder.
func read(folder string) ([][]byte, error) {
	var mails [][]byte
	err := filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if ext := filepath.Ext(name); e.IsDir() || ext != ".eml" && ext != ".raw" {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		// The two that IMAP or mbsync can't carry (it refuses a mail that is only
		// a header) would make the sides differ.
		if headerEnd.Match(text) && bytes.IndexByte(text, 0) < 0 {
			mails = append(mails, text)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(mails) == 0 {
		return nil, fmt.Errorf("no mail below %s", folder)
	}
	return mails, nil
}

var (
	messageID = regexp.MustCompile(`(?im)^message-id:`)
	headerEnd = regexp.MustCompile(`\r?\n\r?\n`)
)

// withMessageID puts the Message-ID in front of the mail and renames the one
// that it had.
func withMessageID(mail []byte, id string) []byte {
	end := len(mail)
	if at := headerEnd.FindIndex(mail); at != nil {
		end = at[0]
	}
	line := "\n"
	if bytes.Contains(mail[:end], []byte("\r\n")) {
		line = "\r\n"
	}
	header := messageID.ReplaceAll(mail[:end], []byte("X-Original-Message-ID:"))
	out := make([]byte, 0, len(mail)+128)
	out = append(out, "Message-ID: "+id+line...)
	out = append(out, header...)
	return append(out, mail[end:]...)
}
