package document

import (
	"os"
	"path/filepath"
	"testing"
)

func TestContentDecidesWhatAFileIs(t *testing.T) {
	for _, c := range []struct {
		name, head string
		want       Identity
	}{
		{"scan.bin", "%PDF-1.7\n%âãÏÓ", Identity{"application/pdf", KindDocument, true}},
		{"photo.jpg", "\r\n\r\n%PDF-1.4", Identity{"application/pdf", KindDocument, true}},
		{"invoice.pdf", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", Identity{"image/png", KindImage, true}},
		{"invoice.pdf", "MZ\x90\x00\x03", Identity{"application/vnd.microsoft.portable-executable", KindOther, true}},
		{"noname", "<?xml version=\"1.0\"?><Invoice/>", Identity{"text/xml", KindDocument, true}},
		{"noname", "\n<Invoice xmlns=\"x\"/>", Identity{"text/xml", KindDocument, true}},
		{"invite", "BEGIN:VCALENDAR\r\nVERSION:2.0", Identity{"text/calendar", KindCalendar, true}},
		{"notes", "Dear Emma,\nall is well.\n", Identity{"text/plain", KindDocument, true}},
		{"forwarded.eml", "X-Example: 1\nSubject: x\n\nbody", Identity{"message/rfc822", KindMail, true}},
		{"a.zip", "PK\x03\x04\x14\x00\x00\x00\x08\x00", Identity{"application/zip", KindOther, true}},
		{"a.docx", "PK\x03\x04\x14\x00\x00\x00\x08\x00", Identity{"application/zip", KindDocument, true}},
		{"a.dat", "\x01\x02\xfe\xff\x00\x93", Identity{unknownType, KindOther, false}},
		{"a.pdf", "\x01\x02\xfe\xff\x00\x93", Identity{unknownType, KindDocument, false}},
	} {
		if got := Identify([]byte(c.head), c.name); got != c.want {
			t.Errorf("%s with %.12q: expected %+v, got %+v", c.name, c.head, c.want, got)
		}
	}
}

func TestEmptyFileIsUnidentified(t *testing.T) {
	if got := Identify(nil, "a.pdf"); got.Known {
		t.Errorf("expected nothing to be known, got %+v", got)
	}
}

func TestRealInvoicesAreDocuments(t *testing.T) {
	for pattern, want := range map[string]string{"*/*/examples/*.xml": "text/xml", "*/*/correct/*/*.pdf": "application/pdf"} {
		names, err := filepath.Glob(filepath.Join("../../testdata/invoices", pattern))
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: expected files, got %v, %v", pattern, names, err)
		}
		for _, name := range names {
			head, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if got := Identify(head[:min(len(head), HeadSize)], "attachment.bin"); got.Type != want || got.Kind != KindDocument {
				t.Errorf("%s: expected %s, got %+v", name, want, got)
			}
		}
	}
}
