package document

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"postroom/app/fault"
)

// readText reads a mail given as text, through a file as always.
func readText(t testing.TB, text string) *Mail {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mail.eml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return readFile(t, path)
}

// parts makes a multipart of parts, each with its own header.
func multi(subtype, boundary string, parts ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Content-Type: multipart/%s; boundary=%q\r\n\r\npreamble\r\n", subtype, boundary)
	for _, p := range parts {
		b.WriteString("--" + boundary + "\r\n" + p + "\r\n")
	}
	b.WriteString("--" + boundary + "--\r\nepilogue\r\n")
	return b.String()
}

const (
	plainBody = "Content-Type: text/plain\r\n\r\nHello"
	htmlBody  = "Content-Type: text/html\r\n\r\n<img src=\"cid:logo@example\">"
	logo      = "Content-Type: image/png; name=logo.png\r\nContent-ID: <logo@example>\r\nContent-Disposition: inline\r\n\r\nlogo"
	photo     = "Content-Type: image/jpeg; name=photo.jpg\r\nContent-ID: <photo@example>\r\n\r\nphoto"
	invoice   = "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=invoice.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQ="
)

func TestAttachmentsAreChosen(t *testing.T) {
	alternative := multi("alternative", "alt", plainBody, htmlBody)
	for _, tt := range []struct {
		name, mail string
		want       []string // name, kind and content
	}{
		{"a plain text is no attachment", plainBody, nil},
		{"a bare PDF is one", "Content-Type: application/pdf\r\n\r\n%PDF-1.4", []string{"attachment-1.pdf document %PDF-1.4"}},
		{"mixed", multi("mixed", "m", alternative, invoice), []string{"invoice.pdf document %PDF-1.4"}},
		{"the image that the HTML shows stays in the mail, another with a content id does not",
			multi("related", "r", alternative, logo, photo), []string{"photo.jpg image photo"}},
		{"so it does before the HTML, and declared as attachment",
			multi("related", "r", strings.Replace(logo, "inline", "attachment", 1), htmlBody), nil},
		{"without HTML an image is an attachment", multi("mixed", "m", plainBody, logo), []string{"logo.png image logo"}},
		{"texts around a picture are all body", multi("mixed", "m", plainBody, photo, plainBody, htmlBody), []string{"photo.jpg image photo"}},
		{"a named text is an attachment", multi("mixed", "m", plainBody, "Content-Type: text/plain; name=notes.txt\r\nContent-Disposition: inline\r\n\r\nnotes"), []string{"notes.txt document notes"}},
		{"so is one declared so", multi("mixed", "m", plainBody, "Content-Type: text/html\r\nContent-Disposition: attachment\r\n\r\n<p>"), []string{"attachment-1.html document <p>"}},
		{"a named inline PDF is one", multi("mixed", "m", plainBody, "Content-Type: application/pdf\r\nContent-Disposition: inline; filename=a.pdf\r\n\r\n%PDF-"), []string{"a.pdf document %PDF-"}},
		{"signatures stay in the mail", multi("signed", "s", multi("mixed", "m", plainBody, invoice), "Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx"), []string{"invoice.pdf document %PDF-1.4"}},
		{"also behind a footer", multi("mixed", "f", multi("signed", "s", plainBody, "Content-Type: application/pgp-signature\r\n\r\nx"), plainBody), nil},
		{"the signature of a document is a document's", multi("mixed", "m", plainBody, "Content-Type: application/pkcs7-signature; name=rechnung.pdf.p7s\r\n\r\nx"), []string{"rechnung.pdf.p7s other x"}},
		{"opaque S/MIME is an attachment", "Content-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\nx", []string{"smime.p7m other x"}},
		{"an invitation", multi("alternative", "a", plainBody, htmlBody, "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR"), []string{"invite.ics calendar BEGIN:VCALENDAR"}},
		{"a report", multi("report", "r", plainBody, "Content-Type: message/delivery-status\r\n\r\nStatus: 5.0.0", "Content-Type: text/rfc822-headers\r\n\r\nSubject: x"),
			[]string{"details.txt document Status: 5.0.0", "headers.txt document Subject: x"}},
		{"an attached mail, with its own attachments",
			multi("mixed", "m", plainBody, "Content-Type: message/rfc822\r\n\r\nSubject: Inner\r\n"+multi("mixed", "i", plainBody, invoice)),
			[]string{"Inner.eml mail Subject: Inner\r\n" + strings.TrimSuffix(multi("mixed", "i", plainBody, invoice), "\r\n") + "\r\n", "invoice.pdf document %PDF-1.4 in 0"}},
		{"a digest", multi("digest", "d", "\r\nSubject: One\r\n\r\nx", "\r\nSubject: Two\r\n\r\ny"),
			[]string{"One.eml mail Subject: One\r\n\r\nx", "Two.eml mail Subject: Two\r\n\r\ny"}},
		{"inline images of an attached mail stay in that mail",
			multi("mixed", "m", htmlBody, "Content-Type: message/rfc822\r\n\r\nSubject: I\r\n"+multi("related", "i", htmlBody, logo), logo),
			[]string{"I.eml mail *"}},
		{"the image of the outer mail is none of the inner's",
			multi("mixed", "m", htmlBody, "Content-Type: message/rfc822\r\n\r\nSubject: I\r\n"+multi("mixed", "i", plainBody, logo)),
			[]string{"I.eml mail *", "logo.png image logo in 0"}},
		{"a multipart that never ends", strings.Replace(multi("mixed", "m", plainBody, invoice), "--m--", "", 1), []string{"invoice.pdf document %PDF-1.4"}},
		{"an inner multipart that never ends", multi("mixed", "m", strings.Replace(alternative, "--alt--", "", 1), invoice), []string{"invoice.pdf document %PDF-1.4"}},
		{"a boundary that was forgotten", strings.Replace(multi("mixed", "m--m", plainBody, invoice), "; boundary=", "; was=", 1), []string{"invoice.pdf document %PDF-1.4"}},
		{"a header that runs into the next delimiter", multi("mixed", "m", "Content-Type: image/png; name=x.png", invoice), []string{"x.png image ", "invoice.pdf document %PDF-1.4"}},
		{"two delimiters in a row", multi("mixed", "m", "--m", invoice), []string{"invoice.pdf document %PDF-1.4"}},
		{"a closing delimiter first", "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m--\r\n--m\r\n" + invoice, nil},
		{"a name inside uuencode", multi("mixed", "m", "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend"), []string{"cat.txt document Cat"}},
		{"a type that is none", "Content-Type: <html>\r\nContent-Disposition: attachment; filename=a.zip\r\n\r\nPK\x03\x04", []string{"a.zip other PK\x03\x04"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for i, a := range readText(t, "MIME-Version: 1.0\r\n"+tt.mail).Attachments {
				data, err := os.ReadFile(a.Temp)
				if err != nil {
					t.Fatal(err)
				}
				sum := sha256.Sum256(data)
				if a.SHA256 != hex.EncodeToString(sum[:]) || a.Size != int64(len(data)) {
					t.Errorf("%s: hash or size (%d) is not that of its file (%d)", a.Name, a.Size, len(data))
				}
				if i < len(tt.want) && strings.HasSuffix(tt.want[i], " *") {
					data = []byte("*")
				}
				line := a.Name + " " + a.Kind + " " + string(data)
				if a.Container >= 0 {
					line += fmt.Sprintf(" in %d", a.Container)
				}
				got = append(got, line)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("seen     %q\nexpected %q", got, tt.want)
			}
		})
	}
}

func TestLineEndsOfAttachmentsAreKept(t *testing.T) {
	for _, content := range []string{"", "\n", "\r\n", "a\r\n", "a\nb\r\n\r\n", "a\r", "a\rb\r\r\n", strings.Repeat("x", bufferSize-1) + "\r\nend", strings.Repeat("x", 3*bufferSize)} {
		for _, end := range []string{"\n", "\r\n"} {
			if strings.HasSuffix(content, "\r") && end == "\n" {
				continue // that is a CRLF
			}
			m := readText(t, "Content-Type: multipart/mixed; boundary=b"+end+end+"--b"+end+
				"Content-Type: application/x-example"+end+end+content+end+"--b--"+end)
			if len(m.Attachments) != 1 {
				t.Fatalf("%d attachments, expected 1", len(m.Attachments))
			}
			data, err := os.ReadFile(m.Attachments[0].Temp)
			if err != nil {
				t.Fatal(err)
			}
			if string(data) != content {
				t.Errorf("content of %d bytes ending in %q came out with %d bytes", len(content), content[max(0, len(content)-5):], len(data))
			}
		}
	}
}

func TestKindFollowsContentThenNameThenType(t *testing.T) {
	for _, tt := range []struct{ head, name, declared, want string }{
		{"%PDF-1.7", "x", "application/octet-stream", KindDocument},
		{"junk\r\n%PDF-1.7", "x.png", "image/png", KindDocument},
		{"\x89PNG\r\n\x1a\n", "x.pdf", "application/pdf", KindImage},
		{"RIFF1234WEBP", "", "", KindImage},
		{"PK\x03\x04....[Content_Types].xml", "x", "application/zip", KindDocument},
		{"PK\x03\x04", "x.zip", "application/zip", KindOther},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.msg", "", KindMail},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.xls", "", KindDocument},
		{"BEGIN:VCALENDAR", "x.dat", "", KindCalendar},
		{"MZ\x90", "invoice.pdf", "application/pdf", KindOther},
		{"<?xml", "x.xml", "application/octet-stream", KindDocument},
		{"", "x.EML", "application/octet-stream", KindMail},
		{"", "x", "message/rfc822", KindMail},
		{"", "x", "text/x-anything", KindDocument},
		{"", "x", "image/x-anything", KindImage},
		{"", "x", "application/x-anything", KindOther},
	} {
		if got := kindOf([]byte(tt.head), tt.name, tt.declared); got != tt.want {
			t.Errorf("%q %q %q: %s, expected %s", tt.head, tt.name, tt.declared, got, tt.want)
		}
	}
}

func TestDiscardRemovesTheTemporaryFiles(t *testing.T) {
	m := readText(t, multi("mixed", "m", plainBody, invoice, photo))
	if err := m.Discard(); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(filepath.Dir(m.Attachments[0].Temp))
	if err != nil || len(left) != 0 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
	if err := m.Discard(); err != nil {
		t.Errorf("a second time: %v", err)
	}
}

func TestFailureLeavesNoTemporaryFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mail.eml")
	big := base64.StdEncoding.EncodeToString(make([]byte, 2<<20))
	if err := os.WriteFile(path, []byte(multi("mixed", "m", invoice, strings.Replace(invoice, "JVBERi0xLjQ=", lineWrap(big), 1))), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	dir := t.TempDir()
	ctx := &countdown{Context: context.Background(), left: 6}
	if _, err := Read(ctx, f, Options{Dir: dir}); !errors.Is(err, context.Canceled) {
		t.Fatalf("read ended with %v, expected that it was canceled", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
	_, err = Read(context.Background(), f, Options{Dir: filepath.Join(dir, "missing")})
	if fault.CodeOf(err) != "spool-write-failed" || fault.ClassOf(err) != fault.FixSetting {
		t.Errorf("without a folder for temporary files: %v, expected spool-write-failed", err)
	}
	for _, code := range []string{"spool-write-failed", "spool-read-failed"} {
		if !fault.Known("en", code) {
			t.Errorf("%s has no words", code)
		}
	}
}

// countdown is canceled after it was asked some times, in the middle of the work.
type countdown struct {
	context.Context
	left int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

func lineWrap(s string) string {
	var b strings.Builder
	for len(s) > 76 {
		b.WriteString(s[:76] + "\r\n")
		s = s[76:]
	}
	return b.String() + s
}
