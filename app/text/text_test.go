package text

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// archive makes a zip file of names and contents, in pairs.
func archive(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		w, err := z.Create(pairs[i])
		if err == nil {
			_, err = w.Write([]byte(pairs[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func textOf(t testing.TB, name, contentType string, data []byte) string {
	t.Helper()
	text, err := Of(t.Context(), File{Name: name, ContentType: contentType, Reader: bytes.NewReader(data), Size: int64(len(data))})
	if err != nil {
		t.Fatalf("%s: expected no error, saw %v", name, err)
	}
	return text
}

func TestTextOfWhatIsAttachedToAMailIsRead(t *testing.T) {
	inner := "From: b@client.example\r\nSubject: inner\r\n\r\nwords of the inner mail\r\n"
	data := []byte("From: a@client.example\r\nSubject: outer\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nwords of the mail\r\n" +
		"--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nwords of the file\r\n" +
		"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + "--b--\r\n")
	spool := t.TempDir()
	f := File{Name: "m.eml", ContentType: "application/octet-stream", Reader: bytes.NewReader(data), Size: int64(len(data)), Spool: spool}
	got, err := Of(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"words of the mail", "words of the file", "words of the inner mail"} {
		if !strings.Contains(got, want) {
			t.Errorf("expected %q in %q", want, got)
		}
	}
	if left, err := os.ReadDir(spool); err != nil || len(left) > 0 {
		t.Errorf("expected no temporary file to be left, found %v, %v", left, err)
	}
}

func TestTextOfFilesIsRead(t *testing.T) {
	french, err := charmap.Windows1252.NewEncoder().String("Déclaration à payer, modifiée par François")
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String("Rekening-courant van Zoë")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, contentType string
		data              []byte
		want              string
	}{
		{"a.docx", "application/octet-stream", archive(t, "[Content_Types].xml", "<x/>", "word/document.xml",
			`<?xml version="1.0"?><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Jaar</w:t></w:r><w:r><w:t>rekening</w:t><w:tab/><w:t>2026</w:t></w:r></w:p><w:p><w:r><w:delText>weg</w:delText><w:instrText>PAGE</w:instrText><w:t>A &amp; B</w:t></w:r></w:p></w:body></w:document>`,
			"word/footer1.xml", `<w:ftr><w:p><w:t>voet</w:t></w:p></w:ftr>`, "word/styles.xml", `<w:t>no</w:t>`), "Jaarrekening 2026\nA & B\nvoet"},
		{"a.xlsx", "", archive(t, "xl/workbook.xml", `<workbook/>`, "xl/sharedStrings.xml", `<sst><si><t>Omzet</t></si><si><r><t>Btw</t></r><r><t>-nummer</t></r></si></sst>`,
			"xl/worksheets/sheet1.xml", `<worksheet><sheetData><row><c t="s"><v>0</v></c><c><f>A1+A2</f><v>1210.5</v></c><c t="inlineStr"><is><t>erin</t></is></c></row><row><c><v>7</v></c></row></sheetData></worksheet>`),
			"Omzet\nBtw-nummer\n1210.5 erin\n7"},
		{"a.odt", "", archive(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml",
			`<office:document-content><office:automatic-styles><x>no</x></office:automatic-styles><office:body><office:text><text:tracked-changes><text:p>weg</text:p></text:tracked-changes><text:h>Ver<text:span>trag</text:span></text:h><text:p>eins<text:s/>zwei</text:p><table:table-cell office:value="3"><text:p>3,00</text:p></table:table-cell></office:text></office:body></office:document-content>`),
			"Vertrag\neins zwei\n3,00"},
		{"a.pptx", "", archive(t, "ppt/slides/slide1.xml", `<p:sld><a:p><a:r><a:t>Plan</a:t></a:r></a:p></p:sld>`), "Plan"},
		{"a.html", "", []byte(`<html><head><style>p{}</style><script>var x="no"</script></head><body><p>Be<b>st</b>e</p><table><tr><td>1</td><td>2</td></tr></table>&eacute;</body>`), "Beste\n1 2\né"},
		{"a.htm", "", []byte("<html><meta charset=\"windows-1252\"><p>caf\xe9</p>"), "café"},
		{"a.xml", "", []byte(`<?xml version="1.0" encoding="ISO-8859-1"?><Invoice><ID>F-1</ID><Name>Soci` + "\xe9" + `t` + "\xe9" + `</Name><![CDATA[erin]]></Invoice>`), "F-1\nSociété\nerin"},
		{"a.txt", "text/plain", []byte(french), "Déclaration à payer, modifiée par François"},
		{"b.txt", "text/plain", []byte("\xef\xbb\xbfmet BOM é"), "met BOM é"},
		{"c.txt", "text/plain", []byte(wide), "Rekening-courant van Zoë"},
		{"a.csv", "application/vnd.ms-excel", []byte("a;b\n1;2\n"), "a;b\n1;2\n"},
		{"m.eml", "message/rfc822", []byte("From: Jan <jan@client.example>\r\nTo: emma@kantoor.example\r\nSubject: =?utf-8?q?Jaar=C3=A9?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Hierbij <i>alles</i>\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nno\r\n--b--\r\n"),
			"Jaaré\nJan <jan@client.example>\nemma@kantoor.example\nHierbij alles"},
		{"a.zip", "", archive(t, "inside.txt", "no"), ""},
		{"a.bin", "", []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 1, 1}, ""},
		{"a.png", "image/png", []byte("\x89PNG\r\n\x1a\n\x00\x00"), ""},
		{"empty.txt", "text/plain", nil, ""},
		{"broken.docx", "", []byte("PK\x03\x04 and nothing more"), ""},
		{"broken.pdf", "", []byte("%PDF-1.4 and nothing more"), ""},
	} {
		if got := textOf(t, tt.name, tt.contentType, tt.data); got != tt.want {
			t.Errorf("%s: expected %q, saw %q", tt.name, tt.want, got)
		}
	}
}

// zeros is a file of so many zeros, or of a text again and again.
type again struct{ text string }

func (a again) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		n += copy(p[n:], a.text)
	}
	return n, nil
}

func TestHostileFilesTakeBoundedTimeAndMemory(t *testing.T) {
	was := maxMarkup
	maxMarkup = 5 << 20 // so that what goes on beyond it need not be large
	t.Cleanup(func() { maxMarkup = was })
	bomb := func(name, text string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create(name)
		if err == nil {
			_, err = io.CopyN(w, again{text}, 8<<20)
		}
		if err == nil {
			err = z.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	var laughs strings.Builder
	laughs.WriteString(`<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "lol">`)
	for i := '1'; i <= '9'; i++ {
		laughs.WriteString(`<!ENTITY a` + string(i) + ` "` + strings.Repeat("&a"+string(i-1)+";", 10) + `">`)
	}
	laughs.WriteString(`<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&a9;&x;</l>`)
	for name, data := range map[string][]byte{
		"text.docx":      bomb("word/document.xml", "<w:p><w:t>boom </w:t></w:p>"),
		"one text.docx":  bomb("word/document.xml", "boom"),
		"one tag.docx":   bomb("word/document.xml", "<w:t "),
		"deep.odt":       bomb("content.xml", "<a>"),
		"deep skip.odt":  bomb("content.xml", "<tracked-changes>"),
		"comment.xlsx":   bomb("xl/sharedStrings.xml", "<!--"),
		"laughs.xml":     []byte(laughs.String()),
		"long.txt":       bytes.Repeat([]byte("long "), 2<<20),
		"long line.html": append([]byte("<html>"), bytes.Repeat([]byte("x"), 3<<20)...),
		"long tag.html":  append([]byte("<html><a "), bytes.Repeat([]byte("x"), 3<<20)...),
		"many.zip":       archive(t, many(30_000)...),
	} {
		text := textOf(t, name, "", data)
		if len(text) > MaxText+2 {
			t.Errorf("%s: expected at most %d bytes of text, saw %d", name, MaxText, len(text))
		}
		if strings.Contains(text, "root:") || strings.Count(text, "lol") > 1 {
			t.Errorf("%s: expected no entity to be followed, saw %.100q", name, text)
		}
	}
}

func many(n int) (pairs []string) {
	for range n {
		pairs = append(pairs, "word/header.xml", "")
	}
	return pairs
}

type failing struct{ err error }

func (f failing) ReadAt([]byte, int64) (int, error) { return 0, f.err }

func TestErrorOfTheReaderIsToldAndNotTakenForABrokenFile(t *testing.T) {
	disk := errors.New("disk on fire")
	if _, err := Of(t.Context(), File{Name: "a.txt", Reader: failing{disk}, Size: 10}); !errors.Is(err, disk) {
		t.Errorf("expected the disk's error, saw %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), -time.Second)
	defer cancel()
	if _, err := Of(ctx, File{Name: "a.txt", Reader: strings.NewReader("text"), Size: 4}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("expected the end of the context, saw %v", err)
	}
}

func FuzzOf(f *testing.F) {
	f.Add("a.html", []byte("<p>x<script>y"))
	f.Add("a.docx", archive(f, "word/document.xml", "<w:t>x"))
	f.Add("a.eml", []byte("Subject: x\n\nbody"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if _, err := Of(t.Context(), File{Name: name, Reader: bytes.NewReader(data), Size: int64(len(data))}); err != nil {
			t.Fatalf("expected no error, saw %v", err)
		}
	})
}
