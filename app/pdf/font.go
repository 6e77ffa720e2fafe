package pdf

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// font is what turns the bytes of a string that is shown into text and into a width.
type font struct {
	wide    bool // a character is two bytes, unless codes say otherwise
	codes   *cmap
	letters [256]string // of a font with one byte a character
	widths  map[uint32]float64
	usual   float64 // width of a character that widths does not name, in thousandths
}

const maxFontData = 4 << 20 // bytes of a character map

// font reads a font, once.
func (d *Document) font(o types.Object) *font {
	n := 0
	if ref, ok := o.(types.IndirectRef); ok {
		n = ref.ObjectNumber.Value()
	}
	if f, ok := d.fonts[n]; ok && n != 0 {
		return f
	}
	f := d.readFont(d.dict(o))
	if n != 0 {
		d.fonts[n] = f
	}
	return f
}

func (d *Document) readFont(v types.Dict) *font {
	f := &font{widths: map[uint32]float64{}, usual: 500}
	if v == nil {
		f.letters = lettersOf("")
		return f
	}
	if data, ok := d.stream(v["ToUnicode"], maxFontData); ok {
		f.codes = parseCMap(data)
	}
	if d.name(v["Subtype"]) == "Type0" {
		d.readComposite(f, v)
		return f
	}
	base, differences := d.name(v["Encoding"]), types.Array(nil)
	if e := d.dict(v["Encoding"]); e != nil {
		base, differences = d.name(e["BaseEncoding"]), d.array(e["Differences"])
	}
	f.letters = lettersOf(base)
	code := 0
	for _, item := range differences {
		item = d.get(item)
		if n, ok := d.number(item); ok {
			code = int(n)
		} else if name, ok := item.(types.Name); ok {
			if s := glyph(string(name)); s != "" && code >= 0 && code < 256 {
				f.letters[code] = s
			}
			code++
		}
	}
	first, _ := d.number(v["FirstChar"])
	scale := 1.0
	if m := d.array(v["FontMatrix"]); len(m) == 6 { // a Type 3 font has units of its own
		if a, ok := d.number(m[0]); ok && a > 0 {
			scale = a * 1000
		}
	}
	for i, w := range d.array(v["Widths"]) {
		if w, ok := d.number(w); ok && i < 256 {
			f.widths[uint32(int(first)+i)] = w * scale
		}
	}
	return f
}

// readComposite reads a font with more than a byte a character (ISO 32000-1, 9.7).
func (d *Document) readComposite(f *font, v types.Dict) {
	f.wide, f.usual = true, 1000
	below := d.array(v["DescendantFonts"])
	if len(below) == 0 {
		return
	}
	cid := d.dict(below[0])
	if w, ok := d.number(cid["DW"]); ok {
		f.usual = w
	}
	list := d.array(cid["W"])
	for i := 0; i+1 < len(list); {
		first, _ := d.number(list[i])
		if each := d.array(list[i+1]); each != nil {
			for n, w := range each {
				if w, ok := d.number(w); ok && len(f.widths) < 1<<16 {
					f.widths[uint32(int(first)+n)] = w
				}
			}
			i += 2
			continue
		}
		if i+2 >= len(list) {
			return
		}
		last, _ := d.number(list[i+1])
		w, _ := d.number(list[i+2])
		for c := int(first); c <= int(last) && c >= 0 && len(f.widths) < 1<<16; c++ {
			f.widths[uint32(c)] = w
		}
		i += 3
	}
}

// each cuts a shown string into characters: their text (empty if the file does not say what they mean), their width in
// thousandths, and whether they are the space of one byte that word spacing applies to.
func (f *font) each(s []byte, fn func(text string, width float64, space bool)) {
	for len(s) > 0 {
		n := 1
		if f.wide {
			n = 2
		}
		if f.codes != nil {
			n = f.codes.length(s, n)
		}
		n = min(n, len(s))
		var code uint32
		for _, b := range s[:n] {
			code = code<<8 | uint32(b)
		}
		width, ok := f.widths[code]
		if !ok {
			width = f.usual
		}
		fn(f.meaning(code), width, n == 1 && code == ' ')
		s = s[n:]
	}
}

func (f *font) meaning(code uint32) string {
	if f.codes != nil {
		if s, ok := f.codes.meaning(code); ok {
			return s
		}
	}
	if f.wide || code > 255 {
		return ""
	}
	return f.letters[code]
}

// lettersOf gives the letters of an encoding that a PDF names.
func lettersOf(base string) (letters [256]string) {
	table := charmap.Windows1252
	if base == "MacRomanEncoding" {
		table = charmap.Macintosh
	}
	for c := ' '; c < 256; c++ {
		if r := table.DecodeByte(byte(c)); r != utf8.RuneError {
			letters[c] = string(r)
		}
	}
	return letters
}

// glyph gives the text of a glyph by its name (the Adobe Glyph List and its rules for other names).
func glyph(name string) string {
	name, _, _ = strings.Cut(name, ".")
	if s, ok := glyphs[name]; ok {
		return s
	}
	if utf8.RuneCountInString(name) == 1 {
		return name
	}
	for _, prefix := range []string{"uni", "u"} {
		if digits, ok := strings.CutPrefix(name, prefix); ok && len(digits) >= 4 && len(digits) <= 6 {
			if v, err := strconv.ParseUint(digits, 16, 32); err == nil && utf8.ValidRune(rune(v)) {
				return string(rune(v))
			}
		}
	}
	return ""
}

// glyphs names the letters and signs of western European languages.
var glyphs = func() map[string]string {
	names := map[string]string{"space": " ", "nbspace": " ", "Euro": "€", "fi": "fi", "fl": "fl", "ff": "ff", "ffi": "ffi", "ffl": "ffl",
		"quotesingle": "'", "quoteright": "’", "quoteleft": "‘", "grave": "`", "hyphen": "-", "sfthyphen": "-", "minus": "−", "bullet": "•",
		"fraction": "⁄", "Zcaron": "Ž", "zcaron": "ž", "Scaron": "Š", "scaron": "š", "OE": "Œ", "oe": "œ", "Ydieresis": "Ÿ", "florin": "ƒ",
		"quotedblleft": "“", "quotedblright": "”", "quotesinglbase": "‚", "quotedblbase": "„", "endash": "–", "emdash": "—", "ellipsis": "…",
		"dagger": "†", "daggerdbl": "‡", "perthousand": "‰", "trademark": "™", "guilsinglleft": "‹", "guilsinglright": "›", "dotlessi": "ı",
		"circumflex": "ˆ", "tilde": "˜", "Lslash": "Ł", "lslash": "ł"}
	const ascii = "exclam quotedbl numbersign dollar percent ampersand - parenleft parenright asterisk plus comma - period slash " +
		"zero one two three four five six seven eight nine colon semicolon less equal greater question at"
	code := '!'
	for name := range strings.FieldsSeq(ascii) {
		if name != "-" {
			names[name] = string(code)
		}
		code++
	}
	for i, name := range strings.Fields("bracketleft backslash bracketright asciicircum underscore") {
		names[name] = string(rune('[' + i))
	}
	for i, name := range strings.Fields("braceleft bar braceright asciitilde") {
		names[name] = string(rune('{' + i))
	}
	const latin = "exclamdown cent sterling currency yen brokenbar section dieresis copyright ordfeminine guillemotleft logicalnot - registered macron " +
		"degree plusminus twosuperior threesuperior acute mu paragraph periodcentered cedilla onesuperior ordmasculine guillemotright onequarter onehalf threequarters questiondown " +
		"Agrave Aacute Acircumflex Atilde Adieresis Aring AE Ccedilla Egrave Eacute Ecircumflex Edieresis Igrave Iacute Icircumflex Idieresis " +
		"Eth Ntilde Ograve Oacute Ocircumflex Otilde Odieresis multiply Oslash Ugrave Uacute Ucircumflex Udieresis Yacute Thorn germandbls " +
		"agrave aacute acircumflex atilde adieresis aring ae ccedilla egrave eacute ecircumflex edieresis igrave iacute icircumflex idieresis " +
		"eth ntilde ograve oacute ocircumflex otilde odieresis divide oslash ugrave uacute ucircumflex udieresis yacute thorn ydieresis"
	code = '¡'
	for name := range strings.FieldsSeq(latin) {
		if name != "-" {
			names[name] = string(code)
		}
		code++
	}
	return names
}()
