package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// clean makes text fit for a file name on Windows, macOS and Linux, as a person would write it there: no characters
// that one of them refuses or that can't be seen, blanks collapsed, no blank or dot at either end, composed (NFC).
func clean(s string) string {
	if s == "" {
		return ""
	}
	var b strings.Builder
	blank := false
	s = norm.NFC.String(strings.ToValidUTF8(s, "_"))
	for i, r := range s {
		if r == ':' && i+1 < len(s) && s[i+1] != ' ' {
			r = '-' // "10:30", but "Re: Invoice" loses it
		}
		r = nameRune(r)
		switch {
		case r < 0:
			continue
		case r == ' ':
			blank = b.Len() > 0
			continue
		case b.Len() == 0 && (r == '.' || unicode.Is(unicode.M, r)):
			continue // no hidden file, no accent on the slash before it
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(trimEnd(b.String()))
}

// nameRune is the character that stands for r in a file name, -1 if none does.
func nameRune(r rune) rune {
	switch r {
	case '/', '\\', '|':
		return '-'
	case '"':
		return '\''
	case '<':
		return '('
	case '>':
		return ')'
	case '?', '*', ':', utf8.RuneError:
		return -1
	case '\t', '\n', '\r':
		return ' '
	}
	switch {
	case r < 0x7f && r >= ' ':
		return r
	case unicode.Is(unicode.Zs, r):
		return ' '
	case !unicode.IsGraphic(r): // controls, marks of direction, zero width, private use, unassigned
		return -1
	case unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r), unicode.Is(unicode.Variation_Selector, r), r == '\u2800':
		return -1 // graphic by class, but nothing to be seen
	}
	return r
}

// trimEnd takes off what Windows would take off by itself.
func trimEnd(s string) string { return strings.TrimRight(s, ". ") }

// units is the length of s in UTF-16, which is how Windows counts the characters of a path.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// cutTo cuts s to at most so many UTF-16 units and bytes, never between a letter and its accents.
func cutTo(s string, most, bytes int) string {
	n, end := 0, 0 // end: where the last whole letter ends
	for i, r := range s {
		if !unicode.Is(unicode.M, r) {
			end = i
		}
		n++
		if r > 0xffff {
			n++
		}
		if n > most || i+utf8.RuneLen(r) > bytes {
			return trimEnd(s[:end])
		}
	}
	return trimEnd(s)
}

// cutWords cuts like cutTo, at the end of a word if one ends in the second half.
func cutWords(s string, most int) string {
	cut := cutTo(s, most, maxComponent-len(" ~0123456789abcdefghij-2147483647.eml"))
	if len(cut) == len(s) {
		return cut
	}
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 && s[len(cut)] != ' ' {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " -,.;(")
}

// isDevice says whether Windows takes a name for a device, whatever its extension is: "CON", "nul.txt", "COM¹".
func isDevice(name string) bool {
	name, _, _ = strings.Cut(name, ".")
	name = strings.ToUpper(strings.TrimRight(name, " "))
	switch name {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	for _, port := range []string{"COM", "LPT"} {
		if digit, ok := strings.CutPrefix(name, port); ok && utf8.RuneCountInString(digit) == 1 && strings.Contains("0123456789¹²³", digit) {
			return true
		}
	}
	return false
}

// FoldKey is the same for two paths that some file system takes for one: it ignores case, composition, and blanks and
// dots at the end of a component. It may also be the same for two that none does ("ß" and "ss").
func FoldKey(path string) string {
	if key, ok := foldASCII(path); ok {
		return key
	}
	// NTFS compares in upper case, APFS by Unicode's folding: what either takes for one has one key. Folding can
	// compose anew, and the other way round, hence twice.
	path = strings.ToValidUTF8(path, "\uFFFD")
	for range 2 {
		path = norm.NFC.String(cases.Fold().String(strings.ToUpper(norm.NFC.String(path))))
	}
	return trimComponents(path)
}

func foldASCII(path string) (string, bool) {
	for i := 0; i < len(path); i++ {
		if path[i] >= utf8.RuneSelf {
			return "", false
		}
	}
	return trimComponents(strings.ToLower(path)), true
}

func trimComponents(path string) string {
	if !strings.HasSuffix(path, ".") && !strings.HasSuffix(path, " ") && !strings.Contains(path, "./") && !strings.Contains(path, " /") {
		return path
	}
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = trimEnd(p)
	}
	return strings.Join(parts, "/")
}
