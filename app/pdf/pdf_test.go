package pdf

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"postroom/app/fault"
)

const samples = "../../testdata/invoices/zf-corpus"

func openFile(t *testing.T, name string) *Document {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(samples, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return openBytes(t, data)
}

func openBytes(t *testing.T, data []byte) *Document {
	t.Helper()
	d, err := Open(t.Context(), bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatalf("open: expected success, got %v", err)
	}
	return d
}

// What is attached was looked up with pdfdetach.
func TestAttachmentsOfRealInvoicesAreFound(t *testing.T) {
	for _, c := range []struct {
		file  string
		names []string
		sizes []int
	}{
		{"ZUGFeRDv1/correct/4s4u/additional-data-sample-1.pdf", []string{"ZUGFeRD-invoice.xml", "additional_data-logistics-invoice-1.0-unique.xml"}, []int{25976, 1995}},
		{"ZUGFeRDv1/correct/Konik/acme_invoice-42_ZUGFeRD.pdf", []string{"ZUGFeRD-invoice.xml"}, []int{3092}},
		{"ZUGFeRDv2/correct/symtrax/Beispiele/BASIC WL/zugferd_2p1_BASIC-WL_Buchungshilfe.pdf", []string{"factur-x.xml"}, []int{9697}},
		{"ZUGFeRDv2/correct/symtrax/Beispiele/EN16931/zugferd_2p1_EN16931_Rechnungskorrektur.pdf", []string{"factur-x.xml"}, []int{16788}},
	} {
		found := openFile(t, c.file).Attachments()
		if len(found) != len(c.names) {
			t.Errorf("%s: expected %d attached files, found %d", c.file, len(c.names), len(found))
			continue
		}
		for i, a := range found {
			data, err := a.Read()
			if a.Name != c.names[i] || len(data) != c.sizes[i] || err != nil {
				t.Errorf("%s: expected %s with %d bytes, found %s with %d (%v)", c.file, c.names[i], c.sizes[i], a.Name, len(data), err)
			}
		}
	}
}

// What stands there was read from the page as it is shown.
func TestTextOfRealInvoicesIsReadInLines(t *testing.T) {
	for _, c := range []struct {
		file  string
		lines []string
	}{
		{"ZUGFeRDv1/correct/Konik/acme_invoice-42_ZUGFeRD.pdf", []string{"Rechnung Nr. 42", "Umsatzsteuer 19%", "1.589,80"}},
		{"ZUGFeRDv2/correct/symtrax/Beispiele/EN16931/zugferd_2p1_EN16931_2_Teilrechnung.pdf", []string{"Handelsrechnung Nr. 471113 vom 13.06.2018", "USt.-Id.-Nr. : DE123456789"}},
	} {
		text := openFile(t, c.file).Text(t.Context(), 1<<20)
		for _, want := range c.lines {
			if !strings.Contains(text, want) {
				t.Errorf("%s: expected the text %q, got\n%s", c.file, want, text)
			}
		}
	}
}

// object numbers follow from the place in the list; the first is the catalog, the second the page tree.
func build(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

func stream(dict, content string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(content), content)
}

func page(content string, more ...string) []byte {
	return build(append([]string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 4 0 R/Y 6 0 R>>>>>>",
		stream("/Subtype/Form", content), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
	}, more...)...)
}

func TestTextIsPutTogetherFromItsPlaces(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"order on the page, not in the file": {"BT /F 10 Tf 50 700 Td (below) Tj ET BT /F 10 Tf 50 720 Td (above) Tj ET", "above\nbelow\n"},
		"a gap is a space":                   {"BT /F 10 Tf 50 700 Td [(Total)-300(due)] TJ ET", "Total due\n"},
		"kerning is not":                     {"BT /F 10 Tf 50 700 Td [(T)80(otal)] TJ ET", "Total\n"},
		"a column is three spaces":           {"BT /F 10 Tf 50 700 Td (Total) Tj 300 0 Td (121,00) Tj ET", "Total   121,00\n"},
		"escapes and accents":                {"BT /F 10 Tf 50 700 Td (caf\\351 \\(x\\) \\200) Tj ET", "café (x) €\n"},
		"an inline image is passed over":     {"BI /W 1 /H 1 ID \x00(EIx) EI BT /F 10 Tf 50 700 Td (text) Tj ET", "text\n"},
		"printed twice to look bold":         {"BT /F 10 Tf 50 700 Td (Bold) Tj ET BT /F 10 Tf 50.3 700 Td (Bold) Tj ET", "Bold\n"},
		"nothing but a picture":              {"q 100 0 0 100 0 0 cm Q", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.TrimSuffix(openBytes(t, page(c.content)).Text(t.Context(), 1000), "\f"); got != c.want {
				t.Errorf("expected %q, got %q", c.want, got)
			}
		})
	}
}

func TestFontThatNamesItsLettersIsRead(t *testing.T) {
	codes := "1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0003> <0005> <0041> endbfrange 1 beginbfchar <0009> <20AC> endbfchar"
	file := build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R/G 8 0 R>>>>>>",
		stream("", "BT /F 10 Tf 50 700 Td <0003000400050009> Tj /G 10 Tf 0 -20 Td (ab) Tj ET"),
		"<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[7 0 R]/ToUnicode 6 0 R>>",
		stream("", codes), "<</Type/Font/Subtype/CIDFontType2/DW 600/W[3[700 650]]>>",
		"<</Type/Font/Subtype/Type1/Encoding<</Differences[97/eacute/uni20AC]>>>>")
	if got, want := openBytes(t, file).Text(t.Context(), 1000), "ABC€\né€\n\f"; got != want {
		t.Errorf("expected %q, got %q", want, got)
	}
}

func TestTextIsCutAtItsBound(t *testing.T) {
	d := openBytes(t, page("BT /F 10 Tf 50 700 Td (caf\\351s and more) Tj ET"))
	if got := d.Text(t.Context(), 4); got != "caf" { // half of the é is left out
		t.Errorf("expected %q, got %q", "caf", got)
	}
}

func code(err error) string { return fault.CodeOf(err) }

func TestEncryptedFileSaysSo(t *testing.T) {
	configure()
	conf := model.NewAESConfiguration("secret-example", "owner-example", 256)
	plain := build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>")
	var sealed bytes.Buffer
	if err := api.Encrypt(bytes.NewReader(plain), &sealed, conf); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), bytes.NewReader(sealed.Bytes()), int64(sealed.Len()))
	if code(err) != "pdf-encrypted" {
		t.Errorf("expected pdf-encrypted, got %v", err)
	}
}

func TestBrokenFilesSaySo(t *testing.T) {
	for name, data := range map[string][]byte{
		"empty": nil, "a head only": []byte("%PDF-1.7\n"), "no PDF": bytes.Repeat([]byte("x"), 5000),
		"a catalog that is none": build("(x)", "<<>>"),
	} {
		if _, err := Open(t.Context(), bytes.NewReader(data), int64(len(data))); code(err) != "pdf-broken" {
			t.Errorf("%s: expected pdf-broken, got %v", name, err)
		}
	}
}

func TestFormsThatDrawThemselvesEnd(t *testing.T) {
	d := openBytes(t, page("/X Do /Y Do BT /F 10 Tf 50 700 Td (text) Tj ET", stream("/Subtype/Form", "/X Do /Y Do /X Do /Y Do")))
	if got := d.Text(t.Context(), 1000); !strings.Contains(got, "text") {
		t.Errorf("expected the text, got %q", got)
	}
}

func TestPageTreeThatHoldsItselfEnds(t *testing.T) {
	d := openBytes(t, build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]/Count 9>>"))
	if got := d.Text(t.Context(), 1000); got != "" {
		t.Errorf("expected no text, got %q", got)
	}
}

func squeezed(t *testing.T, n int) string {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	block := make([]byte, 1<<20)
	for ; n > 0; n -= len(block) {
		if _, err := w.Write(block[:min(n, len(block))]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAttachedFileThatUnpacksToTooMuchIsRefused(t *testing.T) {
	file := build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>",
		"<</Type/Filespec/F(bomb.xml)/EF<</F 4 0 R>>>>", stream("/Filter/FlateDecode", squeezed(t, 3<<20)))
	d := openBytes(t, file)
	d.largest = 2 << 20
	found := d.Attachments()
	if len(found) != 1 {
		t.Fatalf("expected 1 attached file, found %d", len(found))
	}
	if _, err := found[0].Read(); code(err) != "pdf-attachment-broken" {
		t.Errorf("expected pdf-attachment-broken, got %v", err)
	}
}

func TestPageThatUnpacksToTooMuchHasNoText(t *testing.T) {
	file := build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Contents 4 0 R>>",
		stream("/Filter/FlateDecode", squeezed(t, 3<<20)))
	d := openBytes(t, file)
	d.content = 2 << 20
	if got := d.Text(t.Context(), 1000); got != "" {
		t.Errorf("expected no text, got %d bytes", len(got))
	}
}

func TestFileBeyondTheBoundIsRefusedUnread(t *testing.T) {
	if _, err := Open(t.Context(), nil, MaxSize+1); code(err) != "pdf-too-large" {
		t.Errorf("expected pdf-too-large, got %v", err)
	}
}

func TestObjectStreamsBeyondTheBoundAreRefused(t *testing.T) {
	for _, name := range []string{"/ObjStm", "/Obj#53tm", "/#4F#62#6a#53#74#6D"} {
		data := []byte("%PDF-1.5\n" + strings.Repeat("<</Type "+name+">>", maxOfStreams+1))
		if _, err := Open(t.Context(), bytes.NewReader(data), int64(len(data))); code(err) != "pdf-too-large" {
			t.Errorf("%s: expected pdf-too-large, got %v", name, err)
		}
	}
}

func TestObjectStreamsAreCountedAcrossChunks(t *testing.T) {
	for shift := range 25 {
		data := strings.Repeat(" ", 256<<10-shift) + "/ObjStm /ObjStmX" + strings.Repeat(" ", 300<<10) + "/ObjStm"
		if n, err := countObjectStreams(strings.NewReader(data)); n != 2 || err != nil {
			t.Errorf("%d bytes before the chunk's end: expected 2, got %d, %v", shift, n, err)
		}
	}
}

type failing struct{}

func (failing) ReadAt([]byte, int64) (int, error) { return 0, errors.New("disk on fire") }

func TestErrorOfTheDiskIsNoBrokenFile(t *testing.T) {
	if _, err := Open(t.Context(), failing{}, 1000); err == nil || code(err) != "bug" {
		t.Errorf("expected the disk's error, got %v", err)
	}
}

func TestEndedContextIsNoBrokenFile(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	data := page("")
	if _, err := Open(ctx, bytes.NewReader(data), int64(len(data))); !errors.Is(err, context.Canceled) {
		t.Errorf("expected the context's end, got %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(page("BT /F 10 Tf 50 700 Td [(a)-300(b)] TJ ET"))
	f.Add(build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>", "<</F(x)/EF<</F 4 0 R>>>>", stream("", "<a/>")))
	f.Add([]byte("%PDF-1.7\nxref\n0 1\ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Open(t.Context(), bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		for _, a := range d.Attachments() {
			if _, err := a.Read(); err != nil && code(err) != "pdf-attachment-broken" {
				t.Errorf("expected pdf-attachment-broken, got %v", err)
			}
		}
		if text := d.Text(t.Context(), 10_000); len(text) > 10_001 {
			t.Errorf("expected at most 10000 bytes of text, got %d", len(text))
		}
	})
}

func FuzzContent(f *testing.F) {
	f.Add([]byte("BT /F 10 Tf 1 0 0 1 50 700 Tm (a\\051) Tj <41 4> ' ET q Q /X Do BI ID x EI"))
	f.Fuzz(func(t *testing.T, content []byte) {
		p := &painter{ctx: t.Context(), doc: openBytes(t, page("")), state: state{scale: 1}}
		p.run(content, nil, identity, 0)
		_ = p.lines()
		_ = parseCMap(content)
	})
}
