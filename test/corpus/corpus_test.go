// Package corpus files every real mail of testdata/mail with the real postroomd and compares what lies on the disk then
// with the sources and with what Python's email package finds. It holds tests only.
package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"postroom/app/simulator"
	"postroom/test/office"
)

const (
	corpus = "../../testdata/mail"
	size   = 310 // one of them is an mbox file, which is delivered as it is
)

func TestEveryMailOfTheCorpusIsFiledAsItIs(t *testing.T) {
	sources := sources(t)
	o, docs := file(t, sources)

	filed := map[string]int{}
	bytes := 0
	for _, d := range docs {
		text := read(t, o, d.Path)
		if sum := hash(text); sum != d.SHA256 {
			t.Errorf("%s has the hash %s, documents says %s", d.Path, sum, d.SHA256)
		}
		filed[hash(text)]++
		bytes += len(text)
	}
	for name, text := range sources {
		if sum := hash(text); filed[sum] == 0 {
			t.Errorf("no filed mail has the bytes of %s (%s)", name, sum)
		} else {
			filed[sum]--
		}
	}
	attachments := wantPythonsAttachments(t, o, docs)
	files := wantGoodNames(t, o, docs)
	v := o.WantVerified()
	if v.OK != files {
		t.Errorf("verify checked %d files, expected %d", v.OK, files)
	}
	t.Logf("%d mails (%d bytes) filed byte for byte, %d attachments, %d files verified", len(docs), bytes, attachments, v.OK)
}

// file lets all mails arrive in one folder at the same time, where their names get in each other's way the most, and
// files them.
func file(t *testing.T, sources map[string][]byte) (*office.Office, []office.Document) {
	t.Helper()
	o := office.New(t, "", simulator.Options{})
	o.Connect()
	o.Do(nil, "select", office.Emma, "--add", "inbox")
	for _, text := range sources {
		o.Deliver("Inbox", text)
	}
	var r office.Synced
	o.Do(&r, "sync", "--once")
	if r.Filed != len(sources) || r.Failed+r.Skipped+r.Waiting > 0 {
		t.Fatalf("the round gave %+v, expected %d filed and nothing else", r, len(sources))
	}
	var docs []office.Document
	o.Do(&docs, "documents", "--limit", "0")
	if len(docs) != len(sources) {
		t.Fatalf("%d documents, expected %d", len(docs), len(sources))
	}
	return o, docs
}

// sources reads the corpus, by name.
func sources(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(corpus, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "SOURCES.md" {
			return err
		}
		text, err := os.ReadFile(name)
		all[name] = text
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != size {
		t.Fatalf("%d mails in %s, expected %d", len(all), corpus, size)
	}
	return all
}

func read(t *testing.T, o *office.Office, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(onDisk(o, path))
	if err != nil {
		t.Errorf("reading a filed mail: %v", err)
	}
	return text
}

func onDisk(o *office.Office, path string) string {
	return filepath.Join(o.Documents(), filepath.FromSlash(path))
}

func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// paths lists the files of a mail, the mail itself first.
func paths(d office.Document) []string {
	list := []string{d.Path}
	for _, a := range d.Attachments {
		list = append(list, a.Path)
	}
	return list
}
