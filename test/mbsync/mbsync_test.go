package mbsync

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

const corpus = "../../testdata/mail"

// A peer that doesn't do the work would be easy to beat.
func TestMbsyncTakesEveryMail(t *testing.T) {
	const n = 320 // the corpus once, and a few again
	mails := mailsOf(t, n)
	dir := folder(t)
	server := serve(t, dir, mails)
	inbox, err := Take(t.Context(), server, dir)
	if err != nil {
		t.Fatal(err)
	}
	seen := bytes.Join(maildir(t, inbox), nil)
	for i := range n {
		if !bytes.Contains(seen, []byte("Message-ID: "+MessageID(i))) {
			t.Errorf("mail %d of %d is not in the Maildir; expected all of them", i, n)
		}
	}
}

func mailsOf(t testing.TB, n int) [][]byte {
	t.Helper()
	mails, err := Mails(corpus, n)
	if err != nil {
		t.Fatal(err)
	}
	return mails
}

func serve(t testing.TB, dir string, mails [][]byte) *Server {
	t.Helper()
	server, err := Serve(t.Context(), dir, mails)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Errorf("stopping Dovecot: %v", err)
		}
	})
	return server
}

// folder is a temporary one that Dovecot's own users may enter, unlike
// testing's.
func folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "mbsync")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Errorf("cleaning up: %v", err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// maildir gives the texts of the mails in a Maildir.
func maildir(t testing.TB, dir string) [][]byte {
	t.Helper()
	var texts [][]byte
	for _, sub := range []string{"cur", "new"} {
		names, err := filepath.Glob(filepath.Join(dir, sub, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, text)
		}
	}
	return texts
}
