package mail

import (
	"errors"
	"fmt"
	"strings"
)

// Path is a folder's display names from the top of the mailbox down, written joined by "/". A "/" in a name is
// written `\/`, a `\` is written `\\`.
type Path []string

// ErrPath is wrapped by the errors of ParsePath.
var ErrPath = errors.New("not a folder path")

// String writes the path; ParsePath reads it back.
func (p Path) String() string {
	escaped := make([]string, len(p))
	for i, name := range p {
		escaped[i] = escapeName.Replace(name)
	}
	return strings.Join(escaped, "/")
}

var escapeName = strings.NewReplacer(`\`, `\\`, `/`, `\/`)

// Parent is the path without its last name, nil at the top.
func (p Path) Parent() Path {
	if len(p) <= 1 {
		return nil
	}
	return p[:len(p)-1]
}

// HasPrefix says whether p is the folder prefix or lies below it.
func (p Path) HasPrefix(prefix Path) bool {
	if len(p) < len(prefix) {
		return false
	}
	for i := range prefix {
		if p[i] != prefix[i] {
			return false
		}
	}
	return true
}

// Below says whether p lies below the folder above, at any depth; no folder lies below itself.
func (p Path) Below(above Path) bool { return len(p) > len(above) && p.HasPrefix(above) }

// Equal says whether both are the same path, letter by letter.
func (p Path) Equal(q Path) bool { return len(p) == len(q) && p.HasPrefix(q) }

// ParsePath reads what String wrote. It refuses empty names and a backslash that escapes nothing.
func ParsePath(s string) (Path, error) {
	if s == "" {
		return nil, fmt.Errorf("%w: it is empty", ErrPath)
	}
	var path Path
	var name strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\\':
			if i+1 == len(s) || (s[i+1] != '\\' && s[i+1] != '/') {
				return nil, fmt.Errorf(`%w: %q has a single \ at character %d; write \\ for a backslash, \/ for a slash in a name`, ErrPath, s, i+1)
			}
			i++
			name.WriteByte(s[i])
		case '/':
			if name.Len() == 0 {
				return nil, fmt.Errorf("%w: %q has an empty name before character %d", ErrPath, s, i+1)
			}
			path = append(path, name.String())
			name.Reset()
		default:
			name.WriteByte(c)
		}
	}
	if name.Len() == 0 {
		return nil, fmt.Errorf("%w: %q ends with an empty name", ErrPath, s)
	}
	return append(path, name.String()), nil
}
