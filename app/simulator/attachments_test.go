package simulator

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const withAttachments = "From: Jan Peeters <jan@peeters.example>\r\nTo: emma@kantoor.example\r\nSubject: Invoice\r\nMIME-Version: 1.0\r\nDate: Mon, 02 Nov 2026 09:15:00 +0100\r\n" +
	"Content-Type: multipart/mixed; boundary=m\r\n\r\n" +
	"--m\r\nContent-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>See <img src=\"cid:logo\"></p>\r\n" +
	"--r\r\nContent-Type: image/png; name=logo.png\r\nContent-Disposition: inline; filename=logo.png\r\nContent-ID: <logo>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n--r--\r\n" +
	"--m\r\nContent-Type: application/pdf; name=\"invoice 1.pdf\"\r\nContent-Disposition: attachment; filename=\"invoice 1.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n" +
	"--m\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=inner.eml\r\n\r\nFrom: a@x.example\r\nSubject: Inner\r\nDate: Sun, 01 Nov 2026 09:15:00 +0100\r\n\r\nInner text\r\n" +
	"--m--\r\n"

func TestAttachmentsAreListedGotAndRead(t *testing.T) {
	s := office(t)
	id, err := s.Deliver(emma, "Inbox", []byte(withAttachments), Delivery{Reference: "Plan.docx"})
	must(t, err)
	base := "/me/messages/" + id + "/attachments"
	list := do(t, s, base).page(t).Value
	kinds := map[string]item{}
	for _, a := range list {
		name, _ := a["name"].(string)
		kinds[name] = a
	}
	if len(list) != 4 {
		t.Fatalf("%d attachments, want picture, PDF, mail and link: %v", len(list), list)
	}
	pdf, picture, inner, link := kinds["invoice 1.pdf"], kinds["logo.png"], kinds["Inner"], kinds["Plan.docx"]
	if pdf["@odata.type"] != "#microsoft.graph.fileAttachment" || pdf["contentBytes"] != base64.StdEncoding.EncodeToString([]byte("%PDF-")) || pdf["isInline"] != false {
		t.Errorf("PDF is %v", pdf)
	}
	if picture["isInline"] != true || picture["contentId"] != "logo" {
		t.Errorf("picture is %v", picture)
	}
	if inner["@odata.type"] != "#microsoft.graph.itemAttachment" || inner["contentType"] != nil || inner["contentBytes"] != nil {
		t.Errorf("attached mail is %v", inner)
	}
	if link["@odata.type"] != "#microsoft.graph.referenceAttachment" {
		t.Errorf("link is %v", link)
	}
	if got := string(do(t, s, base+"/"+pdf.id()+"/$value").body); got != "%PDF-" {
		t.Errorf("bytes of the PDF are %q", got)
	}
	if got := string(do(t, s, base+"/"+inner.id()+"/$value").body); !strings.Contains(got, "Subject: Inner") {
		t.Errorf("MIME of the attached mail is %q", got)
	}
	do(t, s, base+"/"+link.id()+"/$value").wants(t, 405, "ErrorInvalidRequest")
	expanded := do(t, s, base+"/"+inner.id()+"?$expand=microsoft.graph.itemattachment/item").object(t)
	if in, _ := expanded["item"].(map[string]any); in["subject"] != "Inner" || in["@odata.type"] != "#microsoft.graph.message" {
		t.Errorf("expanded item is %v", expanded["item"])
	}
	if a := do(t, s, base+"/"+pdf.id()+"?$select=name,size").object(t); len(a) != 6 || a["size"] != 5.0 {
		t.Errorf("selected attachment is %v", a)
	}
	withIDs := do(t, s, base, req{header: immutable}).page(t).Value
	if len(withIDs[0].id()) != idShape[immutablePartID].length || withIDs[0].id() == list[0].id() {
		t.Errorf("immutable id of an attachment is %s", withIDs[0].id())
	}
	do(t, s, base+"/"+id).wants(t, 404, "ErrorItemNotFound")
	if m := do(t, s, "/me/messages/"+id).object(t); m["hasAttachments"] != true {
		t.Error("hasAttachments is false")
	}
}

func TestInlinePicturesAloneAreNoAttachments(t *testing.T) {
	s := office(t)
	text := withAttachments[:strings.Index(withAttachments, "--m\r\nContent-Type: application/pdf")] + "--m--\r\n"
	id, err := s.Deliver(emma, "Inbox", []byte(text), Delivery{})
	must(t, err)
	if m := do(t, s, "/me/messages/"+id).object(t); m["hasAttachments"] != false {
		t.Error("hasAttachments is true though there is only an inline picture")
	}
	if n := len(do(t, s, "/me/messages/"+id+"/attachments").page(t).Value); n != 1 {
		t.Errorf("%d attachments listed, want the picture", n)
	}
}

// TestRealMailIsServedWhole loads the mails of public test suites, hard ones included, and reads each in every way.
func TestRealMailIsServedWhole(t *testing.T) {
	const dir = "../../testdata/mail"
	s := office(t, func(o *Options) { o.NoRateLimit = true })
	done, err := s.LoadDir(emma, dir)
	must(t, err)
	files := map[string]int{}
	must(t, filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if !d.IsDir() {
			files[filepath.Ext(name)]++
		}
		return err
	}))
	if done.Messages != files[".eml"]+files[".raw"] || done.Messages < 300 || done.Ignored != files[".md"]+files[""] {
		t.Errorf("loaded %+v of %v", done, files)
	}
	seen := 0
	folders, err := s.Folders(emma)
	must(t, err)
	for _, f := range folders {
		items, _, _ := follow(t, s, "/me/mailFolders/"+f.ID+"/messages", req{header: []string{"Prefer: odata.maxpagesize=50", immutable[0]}})
		for _, m := range items {
			seen++
			b, err := s.mailbox(emma)
			must(t, err)
			stored, _, _ := b.byID(m.id())
			if got := do(t, s, "/me/messages/"+m.id()+"/$value").body; string(got) != string(stored.mime) {
				t.Errorf("%s of %s: %d bytes, want %d", m.id(), f.Path, len(got), len(stored.mime))
			}
			do(t, s, "/me/messages/"+m.id()+"?$select=internetMessageHeaders,uniqueBody")
			for _, a := range do(t, s, "/me/messages/"+m.id()+"/attachments?$expand=microsoft.graph.itemattachment/item").page(t).Value {
				if v := do(t, s, "/me/messages/"+m.id()+"/attachments/"+a.id()+"/$value"); v.status != 200 {
					t.Errorf("attachment %v of %s: %d", a["name"], f.Path, v.status)
				}
			}
		}
	}
	if seen != done.Messages {
		t.Errorf("lists show %d of %d mails", seen, done.Messages)
	}
}

func TestLoadingGoesByFoldersAndTime(t *testing.T) {
	dir := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(dir, "Inbox", "Clients"), 0o700))
	for name, text := range map[string]string{
		"top.eml":              "Date: Mon, 02 Nov 2020 09:15:00 +0100\r\n\r\nx",
		"Inbox/one.raw":        "Received: from a by b; Tue, 03 Nov 2020 10:00:00 +0000\r\nDate: Mon, 02 Nov 2020 09:15:00 +0100\r\n\r\nx",
		"Inbox/Clients/2.EML":  "no header at all",
		"Inbox/Clients/x.json": "{}",
	} {
		must(t, os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o600))
	}
	s := office(t)
	done, err := s.LoadDir(emma, dir)
	must(t, err)
	if done != (Loaded{Folders: 2, Messages: 3, Ignored: 1}) {
		t.Errorf("loaded %+v", done)
	}
	items := do(t, s, "/me/mailFolders/inbox/messages?$select=receivedDateTime").page(t).Value
	if len(items) != 2 || items[0]["receivedDateTime"] != "2020-11-03T10:00:00Z" || items[1]["receivedDateTime"] != "2020-11-02T08:15:00Z" {
		t.Errorf("Inbox holds %v", items)
	}
	if _, err := s.LoadDir(emma, filepath.Join(dir, "nowhere")); err == nil {
		t.Error("loading a directory that is not there went through")
	}
}
