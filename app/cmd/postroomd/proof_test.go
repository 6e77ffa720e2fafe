package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestArchiveIsProvenHandedOverAndThinnedOutFromTheCommandLine(t *testing.T) {
	w := newWorld(t)
	w.connect()
	w.do("select", emma, "--add", "inbox").want(0)
	for _, subject := range []string{"Offer", "=Invoice"} {
		w.deliver(emma, "inbox", "From: Jan Peeters <jan@client.example>\r\nTo: "+emma+"\r\nSubject: "+subject+"\r\n\r\nText\r\n")
	}
	w.do("sync", "--once").want(0)

	page := filepath.Join(w.home, "report.html")
	if a := w.do("verify", "--report", page, "--language", "fr").want(0); !strings.Contains(a.stdout, "2 files checked, 2 unchanged") {
		t.Errorf("verify said %q", a.stdout)
	}
	if text, err := os.ReadFile(page); err != nil || !strings.Contains(string(text), "Rien n&#39;a été trouvé") {
		t.Errorf("the report reads %q, %v", text, err)
	}
	w.do("verify", "--report", "report.pdf").want(2)
	w.do("verify", "--language", "es").want(2)

	bag := filepath.Join(w.home, "bag")
	var r struct {
		Mails, Files     int
		Changed, Missing []string
	}
	w.do("export", bag, "--mailbox", emma, "--since", "2020-01-01", "--json").want(0).into(&r)
	if r.Mails != 2 || r.Files != 2 {
		t.Errorf("exported %+v, want both mails", r)
	}
	if _, err := os.Stat(filepath.Join(bag, "bagit.txt")); err != nil {
		t.Errorf("a folder is no bag: %v", err)
	}
	w.do("export", bag).want(1)
	w.do("export", filepath.Join(w.home, "x"), "--zip").want(2)
	w.do("export", filepath.Join(w.home, "x.zip"), "--zip", "--bag").want(2)
	w.do("export", filepath.Join(w.home, "x.zip"), "--since", "yesterday").want(2)
	if a := w.do("export", filepath.Join(w.home, "found.zip"), "--query", "subject:offer").want(0); !strings.HasPrefix(a.stdout, "1 mail with 1 file in ") {
		t.Errorf("the export said %q", a.stdout)
	}

	if a := w.do("retention", "presets").want(0); !strings.Contains(a.stdout, "be-10") || !strings.Contains(a.stdout, "for you to decide") {
		t.Errorf("the presets are %q", a.stdout)
	}
	w.do("retention", "set", emma, "be-11").want(2)
	w.do("retention", "set", emma, "be-10", "--years", "3").want(2)
	w.do("retention", "set", "nobody@kantoor.example", "be-10").want(1)
	if a := w.do("retention", "set", emma, "be-10").want(0); !strings.Contains(a.stdout, "10 years from the end of the year (be-10)") {
		t.Errorf("setting a period said %q", a.stdout)
	}
	var v struct {
		Total     int
		Mailboxes []struct {
			Documents, MayGo int
		}
	}
	w.do("retention", "--json").want(0).into(&v)
	if v.Total != 0 || len(v.Mailboxes) != 1 || v.Mailboxes[0].Documents != 2 {
		t.Errorf("of new mails may go %+v", v)
	}
	w.do("retention", "delete").want(2)
	var gone struct{ Mails int }
	w.do("retention", "delete", "--until", "2099-12-31", "--yes", "--json").want(0).into(&gone)
	if gone.Mails != 0 {
		t.Errorf("%d mails were deleted before their time", gone.Mails)
	}
	w.do("verify").want(0)
}
