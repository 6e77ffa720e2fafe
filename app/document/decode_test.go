package document

import (
	"os"
	"strings"
	"testing"
)

// decodeAll feeds a decoder in pieces of n bytes.
func decodeAll(t *testing.T, encoding, text string, n int) (out, complaint string) {
	t.Helper()
	s, err := fileSink(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.free()
	name, file := s.file.Name(), s.file
	defer file.Close()
	d := newDecoder(encoding, s)
	for len(text) > 0 {
		k := min(n, len(text))
		if _, err := d.Write([]byte(text[:k])); err != nil {
			t.Fatal(err)
		}
		text = text[k:]
	}
	if complaint, err = d.close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.finish(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data), complaint
}

func TestTransferEncodingsAreDecodedAsFarAsTheyGo(t *testing.T) {
	const cat = "#0V%T\n"
	for _, tt := range []struct{ encoding, in, want, complaint string }{
		{"base64", "aGVsbG8gd29ybGQ=", "hello world", ""},
		{"BASE64 ", "aGVs\r\nbG8g\r\nd29ybGQ=\r\n", "hello world", ""},
		{"base64;", "aGVsbG8gd29ybGQ", "hello world", ""}, // no padding
		{"base64", "aGVs!!bG8é", "hello", "not base64"},
		{"base64", "aGVsbG8=\r\n-- \r\nscanned by example", "hello", "after the end"},
		{"base64", "aGVsbG8gd", "hello ", "in the middle"},
		{"base64", "=aGVsbG8=", "hello", ""},
		{"quoted-printable", "caf=C3=A9 =3D=3d soft=\r\nbreak=  \r\nend", "café == softbreakend", ""},
		{"quoted printable", "a=XYb=4", "a=XYb=4", "broken escapes"},
		{"Quoted-Printable", "a= b == c=", "a= b = c", "broken escapes"},
		{"x-uuencode", "begin 644 cat.txt\r\n" + cat + "`\nend\n", "Cat", ""},
		{"uuencode", "text before\nbegin 644 cat.txt\n" + cat, "Cat", "in the middle"},
		{"uuencode", "begin again\nno uuencode at all", "begin again\nno uuencode at all", "no uuencode"},
		{"x-uue", "begin 600 x\n#0V\nend\n", "C`\x00", ""}, // a line cut short
		{"base9000", "as it is", "as it is", "unknown"},
		{"8-bit", "as it is\xff", "as it is\xff", ""},
		{"", "as it is", "as it is", ""},
	} {
		for _, n := range []int{1, 2, 3, 1000} {
			got, complaint := decodeAll(t, tt.encoding, tt.in, n)
			if got != tt.want {
				t.Errorf("%s %q in pieces of %d: %q, expected %q", tt.encoding, tt.in, n, got, tt.want)
			}
			if (tt.complaint == "") != (complaint == "") || !strings.Contains(complaint, tt.complaint) {
				t.Errorf("%s %q: complaint %q, expected %q", tt.encoding, tt.in, complaint, tt.complaint)
			}
		}
	}
}

func TestHTMLIsSearchedForContentIDsHoweverItArrives(t *testing.T) {
	const page = `<img src="cid:one@example"> <IMG SRC='CID:two%40example'> url(cid:three) acid: cid:"" src=cid:four&amp;x>cid:` + "last"
	for n := 1; n < 40; n++ {
		c := &cidScanner{ids: map[string]bool{}}
		for text := page; text != ""; {
			k := min(n, len(text))
			c.write([]byte(text[:k]))
			text = text[k:]
		}
		c.close()
		for _, id := range []string{"one@example", "two@example", "three", "four&x", "last"} {
			if !c.ids[id] {
				t.Errorf("pieces of %d: %q not found in %v", n, id, c.ids)
			}
		}
	}
}
