package document

import (
	"strings"

	"postroom/app/mail"
)

// parseAddresses reads an address list (RFC 5322, section 3.4) and takes what it can from a broken one: names without
// quotes, comments, groups, several @, no @ at all.
func parseAddresses(s string) []mail.Address {
	var list []mail.Address
	for s != "" && len(list) < maxListed {
		var a mail.Address
		a, s = cutAddress(s)
		if a != (mail.Address{}) {
			list = append(list, a)
		}
	}
	return list
}

// cutAddress reads up to the next comma, semicolon or group colon that separates addresses.
func cutAddress(s string) (a mail.Address, rest string) {
	var text, comment, angle strings.Builder
	hasAngle, unclosed := false, false
	finish := func(rest string) (mail.Address, string) {
		return makeAddress(text.String(), comment.String(), angle.String(), hasAngle), rest
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '"':
			n := quotedEnd(s[i:])
			text.WriteString(unquote(s[i : i+n]))
			i += n - 1
		case '(':
			if unclosed {
				continue
			}
			n := commentEnd(s[i:])
			unclosed = n == 1
			comment.WriteString(strings.TrimSuffix(s[i+1:i+n], ")"))
			i += n - 1
		case '<':
			end := strings.IndexByte(s[i:], '>')
			if end < 0 {
				end = len(s) - i
			}
			angle.Reset()
			angle.WriteString(s[i+1 : i+end])
			hasAngle = true
			i += end
		case ',', ';':
			return finish(s[i+1:])
		case ':':
			if !hasAngle && !strings.Contains(text.String(), "@") {
				text.Reset() // the name of a group; its members follow
				comment.Reset()
				continue
			}
			text.WriteByte(c)
		case '\\':
			if i+1 < len(s) {
				i++
				text.WriteByte(s[i])
			}
		default:
			text.WriteByte(c)
		}
	}
	return finish("")
}

func makeAddress(text, comment, angle string, hasAngle bool) mail.Address {
	text = decodeText(strings.TrimSpace(text))
	if !hasAngle {
		addr := strings.Join(strings.Fields(text), "")
		if !strings.Contains(addr, "@") {
			return mail.Address{Name: text}
		}
		return mail.Address{Name: decodeText(strings.TrimSpace(comment)), Address: addr}
	}
	if strings.HasPrefix(angle, "@") { // a source route, long out of use
		if i := strings.IndexByte(angle, ':'); i >= 0 {
			angle = angle[i+1:]
		}
	}
	a := mail.Address{Name: text, Address: strings.Join(strings.Fields(decodeText(angle)), "")}
	if a.Name == "" {
		a.Name = decodeText(strings.TrimSpace(comment))
	}
	a.Name = strings.Join(strings.Fields(strings.Trim(a.Name, "'\"")), " ")
	if a.Name == a.Address {
		a.Name = ""
	}
	return a
}

// quotedEnd is the length of the quoted string that s begins with. Without a closing quote it is the quote alone.
func quotedEnd(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 1
}

// commentEnd is the length of the comment that s begins with. Without an end it is the parenthesis alone.
func commentEnd(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 1
}
