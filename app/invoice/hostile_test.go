package invoice

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"postroom/app/fault"
)

// endless gives a head, then the same piece again and again up to a size, then a tail.
type endless struct {
	head, piece, tail string
	size              int64
	now               *strings.Reader
	step              int
}

func (e *endless) Read(p []byte) (int, error) {
	for {
		if e.now == nil {
			e.now = strings.NewReader(e.head)
		}
		if n, err := e.now.Read(p); err != io.EOF {
			return n, err
		}
		switch {
		case e.size > 0:
			e.now = strings.NewReader(e.piece)
			e.size -= int64(len(e.piece))
		case e.step == 0:
			e.step = 1
			e.now = strings.NewReader(e.tail)
		default:
			return 0, io.EOF
		}
	}
}

// allocated is what fn takes from memory at once, about.
func allocated(fn func()) uint64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	fn()
	runtime.ReadMemStats(&after)
	return after.HeapSys - min(before.HeapSys, after.HeapSys)
}

const megabytes = 200 << 20

func TestHostileXMLEndsWithAClearStatusAndInLittleMemory(t *testing.T) {
	rest := strings.TrimPrefix(ublInvoice(""), ublHead)
	for name, c := range map[string]struct {
		in   io.Reader
		code string
	}{
		"entities that multiply": {strings.NewReader(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>` +
			strings.TrimPrefix(ublHead, `<?xml version="1.0" encoding="UTF-8"?>`) + `<cbc:ID>&b;</cbc:ID></Invoice>`), "invoice-doctype"},
		"an entity from elsewhere": {strings.NewReader(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>` +
			strings.TrimPrefix(ublHead, `<?xml version="1.0" encoding="UTF-8"?>`) + `<cbc:ID>&a;</cbc:ID></Invoice>`), "invoice-doctype"},
		"an entity that nobody declared": {strings.NewReader(ublHead + "<cbc:ID>&a;</cbc:ID></Invoice>"), "invoice-broken"},
		"cut off":                        {strings.NewReader(ublInvoice("")[:300]), "invoice-broken"},
		"ends that don't match":          {strings.NewReader(ublHead + "<a></b></Invoice>"), "invoice-broken"},
		"very deep":                      {strings.NewReader(ublHead + strings.Repeat("<a>", 1000)), "invoice-too-large"},
		"200 MB of elements":             {&endless{head: ublHead, piece: strings.Repeat("<a/>", 1000), tail: rest, size: megabytes}, "invoice-too-large"},
		"a tag of 200 MB":                {&endless{head: ublHead + "<a b='", piece: strings.Repeat("x", 4096), size: megabytes}, "invoice-too-large"},
		"200 MB and more of nothing":     {&endless{head: ublHead, piece: strings.Repeat(" ", 1<<20), size: maxXML}, "invoice-too-large"},
		"a text of 200 MB":               {&endless{head: ublHead + "<a>", piece: strings.Repeat("x", 1<<20), tail: "</a>" + rest, size: megabytes}, ""},
		"a comment of 200 MB":            {&endless{head: ublHead + "<!--", piece: strings.Repeat(" - > <!", 1<<10) + strings.Repeat("-> ", 1<<10) + strings.Repeat("-", 1<<18), tail: "-->" + rest, size: megabytes}, ""},
		"a CDATA section of 200 MB":      {&endless{head: ublHead + "<a><![CDATA[", piece: strings.Repeat("]] > <a", 1<<10) + strings.Repeat("]", 1<<18), tail: "]]]></a>" + rest, size: megabytes}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var v *Invoice
			var err error
			used := allocated(func() { v, err = ReadXML(t.Context(), c.in) })
			switch {
			case c.code == "" && (err != nil || v.Number != "F1"):
				t.Errorf("expected the invoice F1, got %v, %v", v, err)
			case c.code != "" && fault.CodeOf(err) != c.code:
				t.Errorf("expected %s, got %v", c.code, err)
			}
			if used > 64<<20 {
				t.Errorf("expected less than 64 MB of memory, took %d", used)
			}
		})
	}
}

func TestErrorsQuoteNothing(t *testing.T) {
	_, err := ReadXML(t.Context(), strings.NewReader(ublHead+"<secret-subject></other>"))
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("expected an error without the invoice's words, got %v", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("disk on fire") }

func TestErrorOfTheDiskIsNoBrokenInvoice(t *testing.T) {
	for _, in := range []io.Reader{failing{}, io.MultiReader(strings.NewReader(ublHead+strings.Repeat(" ", 5000)), failing{})} {
		if _, err := ReadXML(t.Context(), in); fault.CodeOf(err) != "bug" || errors.Is(err, ErrNone) {
			t.Errorf("expected the disk's error, got %v", err)
		}
	}
}

func TestEncodingsAreUnderstood(t *testing.T) {
	text := ublHead + `<cbc:ID>Müller</cbc:ID></Invoice>`
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.Replace(text, "UTF-8", "UTF-16", 1))
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]string{
		"UTF-8 with a mark": "\xef\xbb\xbf" + text, "UTF-16": wide,
		"Latin 1": strings.Replace(strings.Replace(text, "UTF-8", "ISO-8859-1", 1), "ü", "\xfc", 1),
	} {
		v, err := ReadXML(t.Context(), strings.NewReader(s))
		if err != nil || v.Number != "Müller" {
			t.Errorf("%s: expected the number Müller, got %v, %v", name, v, err)
		}
	}
}

// pdfWith makes a PDF with an attached file, or with a page of text.
func pdfWith(name, attached, text string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	content := "BT /F 10 Tf 50 700 Td (" + text + ") Tj ET"
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content), "<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding>>"}
	if name != "" {
		objects = append(objects, "<</Type/Filespec/F("+name+")/EF<</F 7 0 R>>>>", fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(attached), attached))
	}
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

func TestPDFsGiveAClearStatus(t *testing.T) {
	ciiText := `<r:CrossIndustryInvoice xmlns:r="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"><r:ExchangedDocument><r:ID>F1</r:ID></r:ExchangedDocument></r:CrossIndustryInvoice>`
	for name, c := range map[string]struct {
		data   []byte
		format string
		err    error
		code   string
	}{
		"Factur-X":                     {data: pdfWith("factur-x.xml", ciiText, ""), format: FacturX},
		"ZUGFeRD 2.0":                  {data: pdfWith("zugferd-invoice.xml", ciiText, ""), format: ZUGFeRD2},
		"XRechnung in PDF":             {data: pdfWith("xrechnung.xml", ciiText, ""), format: ZUGFeRD2},
		"any other name":               {data: pdfWith("Rechnung 42.dat", ciiText, ""), format: FacturX},
		"UBL in PDF":                   {data: pdfWith("invoice.xml", ublInvoice(""), ""), format: UBL},
		"another file":                 {data: pdfWith("notes.txt", "notes", "Invoice no. 42  Total due 12.50"), format: Text},
		"a broken invoice":             {data: pdfWith("factur-x.xml", ciiText[:150], ""), code: "invoice-broken"},
		"something else as Factur-X":   {data: pdfWith("factur-x.xml", "junk", "x"), code: "invoice-broken"},
		"text that suggests something": {data: pdfWith("", "", "Invoice no. 42  Total due 12.50"), format: Text},
		"a letter":                     {data: pdfWith("", "", "Dear Emma"), err: ErrNone},
		"scanned":                      {data: pdfWith("", "", ""), err: ErrNoText},
		"broken":                       {data: []byte("%PDF-1.7 nothing more"), code: "pdf-broken"},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := ReadPDF(t.Context(), bytes.NewReader(c.data), int64(len(c.data)))
			switch {
			case c.format != "" && (err != nil || v.Format != c.format):
				t.Errorf("expected the format %s, got %+v, %v", c.format, v, err)
			case c.err != nil && !errors.Is(err, c.err):
				t.Errorf("expected %v, got %v", c.err, err)
			case c.code != "" && fault.CodeOf(err) != c.code:
				t.Errorf("expected %s, got %v", c.code, err)
			}
		})
	}
}

func FuzzReadXML(f *testing.F) {
	f.Add([]byte(ublInvoice(oneLine + total("1", "2", "3") + tax("21", "1", "2", "3"))))
	f.Add([]byte(`<r:CrossIndustryDocument xmlns:r="urn:ferd:CrossIndustryDocument:invoice:1p0"><r:HeaderExchangedDocument><r:ID>1</r:ID></r:HeaderExchangedDocument></r:CrossIndustryDocument>`))
	f.Add([]byte("\xff\xfe<\x00?\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := ReadXML(t.Context(), bytes.NewReader(data))
		if (v == nil) == (err == nil) {
			t.Errorf("expected an invoice or an error, got %v and %v", v, err)
		}
		if err != nil && !errors.Is(err, ErrNone) && !strings.HasPrefix(fault.CodeOf(err), "invoice-") {
			t.Errorf("expected a status of an invoice, got %v", err)
		}
	})
}

func FuzzFromText(f *testing.F) {
	f.Add("Factuur nr. 42 van 22/11/2026\nTe betalen € 1.121,00\nIBAN BE68 5390 0754 7034 BE0123456749 +++090/9337/55493+++")
	f.Fuzz(func(t *testing.T, text string) {
		v, err := FromText(text)
		if err != nil {
			return
		}
		if _, ok := number(string(v.Gross)); !ok {
			t.Errorf("expected an amount, got %q", v.Gross)
		}
	})
}
