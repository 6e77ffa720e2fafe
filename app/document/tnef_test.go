package document

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// A small writer of TNEF streams, after [MS-OXTNEF].

func tnefStream(attributes ...[]byte) []byte {
	return append([]byte(tnefMagic+"\x01\x00"), bytes.Join(attributes, nil)...)
}

func tnefAttribute(level byte, id uint32, data []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte{level}, id)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	return append(append(b, data...), 0, 0) // the checksum is wrong
}

type tnefProp struct {
	kind, id uint16
	value    []byte
}

func tnefProps(props ...tnefProp) []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(props)))
	for _, p := range props {
		b = binary.LittleEndian.AppendUint16(b, p.kind)
		b = binary.LittleEndian.AppendUint16(b, p.id)
		if p.id >= 0x8000 {
			b = append(b, make([]byte, 16)...)
			b = binary.LittleEndian.AppendUint32(b, 1)
			b = binary.LittleEndian.AppendUint32(b, 6)
			b = append(b, "a\x00b\x00\x00\x00\x00\x00"...)
		}
		if fixedWidth(p.kind) < 0 {
			b = binary.LittleEndian.AppendUint32(b, 1)
			b = binary.LittleEndian.AppendUint32(b, uint32(len(p.value)))
		}
		b = append(b, p.value...)
		for len(p.value)%4 != 0 {
			b = append(b, 0)
			p.value = append(slices.Clip(p.value), 0)
		}
	}
	return b
}

func utf16Bytes(s string) []byte {
	var b []byte
	for _, u := range append(utf16.Encode([]rune(s)), 0) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func winmail() []byte {
	inner := tnefStream(
		tnefAttribute(2, tnefRendering, make([]byte, 14)),
		tnefAttribute(2, tnefTitle, []byte("inner.txt\x00")),
		tnefAttribute(2, tnefData, []byte("inner text")))
	return tnefStream(
		tnefAttribute(1, 0x00089006, []byte{0, 0, 1, 0}), // attTnefVersion
		tnefAttribute(1, tnefCodepage, binary.LittleEndian.AppendUint64(nil, 1252)),
		tnefAttribute(1, 0x00069003, tnefProps(tnefProp{0x0003, 0x0e07, []byte{1, 0, 0, 0}})), // attMsgProps
		tnefAttribute(2, tnefRendering, make([]byte, 14)),
		tnefAttribute(2, tnefTitle, []byte("FACTUU~1.PDF\x00")),
		tnefAttribute(2, tnefData, []byte("%PDF-1.4")),
		tnefAttribute(2, tnefProperties, tnefProps(
			tnefProp{0x0003, 0x3705, []byte{1, 0, 0, 0}},
			tnefProp{typeString8, propFilename, []byte("FACTUU~1.PDF\x00")},
			tnefProp{0x0040, 0x3007, make([]byte, 8)},
			tnefProp{typeUnicode, 0x8001, utf16Bytes("named")},
			tnefProp{typeUnicode, propLongFilename, utf16Bytes("factuur é.pdf")},
			tnefProp{typeString8, propMIMETag, []byte("application/pdf\x00")})),
		tnefAttribute(2, tnefRendering, make([]byte, 14)),
		tnefAttribute(2, tnefTitle, []byte("caf\xe9.txt\x00")),
		tnefAttribute(2, tnefProperties, tnefProps(tnefProp{typeBinary, propData, []byte("only in a property")})),
		tnefAttribute(2, tnefRendering, make([]byte, 14)),
		tnefAttribute(2, tnefProperties, tnefProps(
			tnefProp{typeUnicode, propDisplayName, utf16Bytes("Forwarded")},
			tnefProp{typeObject, propData, append([]byte(iidMessage), inner...)})),
	)
}

func winmailPart(data []byte) string {
	return "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
		lineWrap(base64.StdEncoding.EncodeToString(data))
}

func TestFilesInWinmailAreAttachments(t *testing.T) {
	m := readText(t, multi("mixed", "m", plainBody, winmailPart(winmail()), photo))
	var got []string
	for _, a := range m.Attachments {
		data, err := os.ReadFile(a.Temp)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(string(data), tnefMagic) {
			data = []byte("TNEF")
		}
		got = append(got, a.Name+" "+a.Kind+" "+a.ContentType+" "+string(data))
		if a.Container != -1 {
			t.Errorf("%s came out of %d, expected the mail", a.Name, a.Container)
		}
	}
	want := []string{
		"factuur é.pdf document application/pdf %PDF-1.4",
		"café.txt document application/octet-stream only in a property",
		"Forwarded.dat other application/octet-stream TNEF",
		"inner.txt document application/octet-stream inner text",
		"photo.jpg image image/jpeg photo",
	}
	if !slices.Equal(got, want) {
		t.Errorf("seen     %q\nexpected %q", got, want)
	}
	if len(m.Warnings) != 0 {
		t.Errorf("warnings %q", m.Warnings)
	}
}

func TestBrokenWinmailIsKeptWithWhatCanBeRead(t *testing.T) {
	data := winmail()
	dir := t.TempDir()
	complete := 0
	for n := range len(data) {
		m := readText(t, multi("mixed", "m", plainBody, winmailPart(data[:n]), photo))
		checkMail(t, m)
		last := m.Attachments[len(m.Attachments)-1]
		if last.Name != "photo.jpg" {
			t.Fatalf("cut at %d: the part behind it is lost", n)
		}
		if m.Attachments[0].Name == "winmail.dat" {
			for _, a := range m.Attachments[1 : len(m.Attachments)-1] {
				if a.Container != 0 {
					t.Errorf("cut at %d: %s came out of %d, expected 0", n, a.Name, a.Container)
				}
			}
			if n >= 4 && !strings.Contains(strings.Join(m.Warnings, " "), "winmail.dat is broken") {
				t.Errorf("cut at %d: no warning, %q", n, m.Warnings)
			}
		} else {
			complete++ // cut between two attributes
		}
	}
	if most := 3 * 13; complete > most { // before, in or behind the checksum of an attribute
		t.Errorf("%d of the cut ones were taken for complete, expected at most %d", complete, most)
	}
	for i := range data { // every byte wrong in turn
		broken := bytes.Clone(data)
		broken[i] ^= 0xff
		path := filepath.Join(dir, "mail.eml")
		if err := os.WriteFile(path, []byte(winmailPart(broken)), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		m, err := Read(context.Background(), f, Options{Dir: dir})
		f.Close()
		if err != nil {
			t.Fatalf("byte %d: %v", i, err)
		}
		if err := m.Discard(); err != nil {
			t.Fatal(err)
		}
	}
}
