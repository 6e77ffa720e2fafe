package recognition

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"postroom/app/fault"
)

const (
	samplePDF = "zf-corpus/ZUGFeRDv1/correct/Konik/acme_invoice-42_ZUGFeRD.pdf"
	sampleXML = "en16931/ubl/examples/guide-example1.xml"
)

func sample(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../testdata/invoices", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

type entry struct {
	name string
	data []byte
}

func zipped(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if len(e.data) > 1<<20 {
			h.Method = zip.Store // packing takes longer than all else here
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(e.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func look(t *testing.T, name string, data []byte) Result {
	t.Helper()
	spool := t.TempDir()
	r, err := Look(t.Context(), File{ReaderAt: bytes.NewReader(data), Size: int64(len(data)), Name: name, Spool: spool})
	if err != nil {
		t.Fatalf("%s: expected a result, got %v", name, err)
	}
	if left, err := os.ReadDir(spool); err != nil || len(left) > 0 {
		t.Errorf("%s: expected no temporary file to be left, found %v, %v", name, left, err)
	}
	return r
}

// mailWith is a mail to which a file is attached.
func mailWith(data []byte, name string) []byte {
	return fmt.Appendf(nil, "From: jan@peeters.example\r\nSubject: Invoice\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"+
		"--b\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n--b\r\nContent-Type: application/octet-stream\r\n"+
		"Content-Disposition: attachment; filename=%q\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n--b--\r\n", name, base64.StdEncoding.EncodeToString(data))
}

func TestMailWhoseAttachmentsAreDocumentsIsNotLookedInto(t *testing.T) {
	data := mailWith(sample(t, sampleXML), "a.xml")
	r, err := Look(t.Context(), File{ReaderAt: bytes.NewReader(data), Size: int64(len(data)), Name: "a.eml", Split: true, Spool: t.TempDir()})
	if err != nil || r.Kind != "mail" || len(r.Found) > 0 {
		t.Errorf("expected a mail and no invoice, which would be listed twice, got %+v, %v", r, err)
	}
}

func TestFilesAreRecognisedByTheirContent(t *testing.T) {
	xml, pdf := sample(t, sampleXML), sample(t, samplePDF)
	letter := mailWith(xml, "a.xml")
	many := make([]entry, maxEntries+1)
	for i := range many {
		many[i] = entry{"a.xml", []byte("<a/>")}
	}
	for name, c := range map[string]struct {
		file   string
		data   []byte
		kind   string
		status Status
		reason string
		inside []string
	}{
		"an e-invoice":                 {"a.bin", xml, KindInvoice, Processed, "", []string{""}},
		"an e-invoice in a PDF":        {"a.bin", pdf, KindInvoice, Processed, "", []string{""}},
		"e-invoices in an archive":     {"a.zip", zipped(t, entry{"2026/a.xml", xml}, entry{"b.pdf", pdf}, entry{"notes.txt", xml}), KindInvoice, Processed, "", []string{"2026/a.xml", "b.pdf"}},
		"an archive in an archive":     {"a.zip", zipped(t, entry{"b.zip", zipped(t, entry{"c.xml", xml})}), KindInvoice, Processed, "", []string{"b.zip/c.xml"}},
		"an archive called a PDF":      {"a.pdf", zipped(t, entry{"a.xml", xml}), KindInvoice, Processed, "", []string{"a.xml"}},
		"a mail that is a file":        {"a.eml", letter, KindInvoice, Processed, "", []string{"a.xml"}},
		"a mail in an archive":         {"a.zip", zipped(t, entry{"b.eml", letter}), KindInvoice, Processed, "", []string{"b.eml/a.xml"}},
		"an archive in a mail":         {"a.eml", mailWith(zipped(t, entry{"c.xml", xml}), "b.zip"), KindInvoice, Processed, "", []string{"b.zip/c.xml"}},
		"a mail in a mail":             {"a.eml", mailWith(letter, "b.eml"), KindInvoice, Processed, "", []string{"b.eml/a.xml"}},
		"a mail without any":           {"a.eml", mailWith([]byte("x"), "a.txt"), "mail", Identified, "", nil},
		"a broken one in a mail":       {"a.eml", mailWith(xml[:2000], "a.xml"), "mail", Failed, "invoice-broken", nil},
		"an archive without any":       {"a.zip", zipped(t, entry{"a.txt", []byte("x")}), "other", Identified, "", nil},
		"a broken archive":             {"a.zip", zipped(t, entry{"a.xml", xml})[:100], "other", Failed, "archive-broken", nil},
		"an archive with many files":   {"a.zip", zipped(t, many...), "other", Failed, "archive-too-large", nil},
		"an archive that grows":        {"a.zip", zipped(t, entry{"a.xml", make([]byte, maxEntry+1)}), "other", Failed, "archive-too-large", nil},
		"a broken e-invoice":           {"a.xml", xml[:2000], "document", Failed, "invoice-broken", nil},
		"a broken one in an archive":   {"a.zip", zipped(t, entry{"a.xml", xml[:2000]}), "other", Failed, "invoice-broken", nil},
		"a broken PDF":                 {"a.pdf", []byte("%PDF-1.7"), "document", Failed, "pdf-broken", nil},
		"a picture under another name": {"a.pdf", []byte("\x89PNG\r\n\x1a\n"), "image", Identified, "", nil},
		"a letter":                     {"a.txt", []byte("Dear Emma"), "document", Identified, "", nil},
		"nobody knows what":            {"a.dat", []byte("\x01\x02\xfe\xff\x00\x93"), "other", Unidentified, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := look(t, c.file, c.data)
			reason := ""
			if r.Reason != nil {
				reason = fault.CodeOf(r.Reason)
			}
			if r.Kind != c.kind || r.Status != c.status || reason != c.reason {
				t.Errorf("expected %s, %s %s, got %s, %s %s", c.kind, c.status, c.reason, r.Kind, r.Status, reason)
			}
			if len(r.Found) != len(c.inside) {
				t.Fatalf("expected %d invoices, found %d", len(c.inside), len(r.Found))
			}
			for i, f := range r.Found {
				if f.Inside != c.inside[i] || f.Invoice == nil {
					t.Errorf("expected an invoice in %q, got %+v", c.inside[i], f)
				}
			}
		})
	}
}

type failing struct{}

func (failing) ReadAt([]byte, int64) (int, error) { return 0, errors.New("disk on fire") }

// failingLater gives the beginning of a file and fails beyond it.
type failingLater struct{ data []byte }

func (f failingLater) ReadAt(p []byte, at int64) (int, error) {
	if at+int64(len(p)) > int64(len(f.data)) {
		return 0, errors.New("disk on fire")
	}
	return copy(p, f.data[at:]), nil
}

func TestErrorOfTheDiskSaysNothingAboutTheFile(t *testing.T) {
	big := append(zipped(t, entry{"a.xml", []byte("<a/>")}), make([]byte, 100<<10)...)
	for name, in := range map[string]io.ReaderAt{"at once": failing{}, "later": failingLater{big[:70<<10]}} {
		if r, err := Look(t.Context(), File{ReaderAt: in, Size: int64(len(big)), Name: "a.zip"}); err == nil {
			t.Errorf("%s: expected the disk's error, got %+v", name, r)
		}
	}
}

func TestEndedContextSaysNothingAboutTheFile(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	data := sample(t, samplePDF)
	if r, err := Look(ctx, File{ReaderAt: bytes.NewReader(data), Size: int64(len(data)), Name: "a.pdf"}); !errors.Is(err, context.Canceled) {
		t.Errorf("expected the context's end, got %+v, %v", r, err)
	}
}
