package proxy

import "strings"

// fromWindows reads a proxy and its exceptions as Windows writes them: "proxy:3128" or "http=a:80;https=b:443", and
// "*.office.example;10.*;<local>" with ; or spaces between.
func fromWindows(proxy, bypass string) Settings {
	s := Settings{}
	for one := range strings.FieldsFuncSeq(proxy, separates) {
		scheme, address, named := strings.Cut(one, "=")
		switch {
		case !named && s.Address == "":
			s.Address = one
		case strings.EqualFold(scheme, "https"):
			s.Address = address
		case strings.EqualFold(scheme, "http") && s.Address == "":
			s.Address = address
		case strings.EqualFold(scheme, "socks") && s.Address == "":
			s.Address = "socks5://" + strings.TrimPrefix(address, "socks://")
		}
	}
	for one := range strings.FieldsFuncSeq(bypass, separates) {
		if strings.EqualFold(one, "<local>") {
			s.Local = true
			continue
		}
		s.Except = append(s.Except, one)
	}
	return s
}

func separates(r rune) bool { return r == ';' || r == ' ' || r == '\t' || r == '\n' }
