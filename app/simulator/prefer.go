package simulator

import (
	"net/http"
	"strconv"
	"strings"
)

// prefer is what the Prefer headers of a request ask for.
type prefer struct {
	immutable bool
	pageSize  int // 0: not asked for
	textBody  bool
	zone      string   // outlook.timezone; empty: not asked for
	applied   []string // for Preference-Applied
}

// readPrefer reads preferences from any number of headers with any number of values each. What is not known is ignored.
func readPrefer(h http.Header) prefer {
	var p prefer
	for _, line := range h.Values("Prefer") {
		for _, one := range splitQuoted(line) {
			name, value, _ := strings.Cut(one, "=")
			value = strings.Trim(strings.TrimSpace(value), `"`)
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "idtype":
				if strings.EqualFold(value, "ImmutableId") {
					p.immutable = true
					p.applied = append(p.applied, "IdType=ImmutableId")
				}
			case "odata.maxpagesize", "maxpagesize":
				if n, err := strconv.Atoi(value); err == nil && n > 0 {
					p.pageSize = n
					p.applied = append(p.applied, "odata.maxpagesize="+value)
				}
			case "outlook.timezone":
				p.zone = value
				p.applied = append(p.applied, `outlook.timezone="`+value+`"`)
			case "outlook.body-content-type":
				p.textBody = strings.EqualFold(value, "text")
				p.applied = append(p.applied, `outlook.body-content-type="`+strings.ToLower(value)+`"`)
			}
		}
	}
	return p
}

// splitQuoted splits at commas and semicolons that are not within quotes.
func splitQuoted(line string) []string {
	var out []string
	start, quoted := 0, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '"':
			quoted = !quoted
		case (c == ',' || c == ';') && !quoted:
			out = append(out, line[start:i])
			start = i + 1
		}
	}
	return append(out, line[start:])
}
