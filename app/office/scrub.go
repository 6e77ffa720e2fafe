package office

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"strings"
)

// scrubber takes out of a text what a report must not hold. The same thing gets the same mark throughout one report,
// and another one in the next: marks can be followed, but not looked up.
type scrubber struct {
	salt   []byte
	places *strings.Replacer // folders of the machine, which hold the person's name
	names  *strings.Replacer // names of people
	roots  *regexp.Regexp    // a document's path, from the destination's root to the next character that no path has
}

// newScrubber knows people by name, and folders by the word that a report shows instead.
func newScrubber(people []string, root string, places map[string]string) *scrubber {
	s := &scrubber{salt: make([]byte, 32)}
	rand.Read(s.salt) // never fails: crypto/rand ends the program instead
	var names, replaced []string
	for _, p := range people {
		if strings.TrimSpace(p) != "" {
			names = append(names, p, s.mark("person", p))
		}
	}
	for dir, word := range places {
		if len(dir) > 1 {
			replaced = append(replaced, dir, word)
		}
	}
	s.names, s.places = strings.NewReplacer(names...), strings.NewReplacer(replaced...)
	if root != "" {
		s.roots = regexp.MustCompile(regexp.QuoteMeta(root) + `[^:"]*`)
	}
	return s
}

func (s *scrubber) mark(kind, what string) string {
	h := hmac.New(sha256.New, s.salt)
	h.Write([]byte(strings.ToLower(what)))
	return kind + "-" + hex.EncodeToString(h.Sum(nil)[:5])
}

var (
	// A document's path below the root begins with the mailbox's address and holds the subject. No file name that
	// Postroom makes has a colon or a quotation mark.
	documentPath = regexp.MustCompile(`[^\s/\\":=]+@[^\s/\\":]+[/\\][^:"]*`)
	addressLike  = regexp.MustCompile(`[^\s@<>()\[\]{},;:"'/\\=|]+@[^\s@<>()\[\]{},;:"'/\\=|]+`)
	// Tokens, ids of mails and hashes: none of them can be told from another one for sure.
	longWord = regexp.MustCompile(`[A-Za-z0-9_~+/=.!*$-]{32,}`)
	// Microsoft's support asks for the request id, the trace id and the correlation id, which are GUIDs.
	requestID = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[.,]?$`)
)

// text scrubs a text.
func (s *scrubber) text(t string) string {
	if s.roots != nil {
		t = s.roots.ReplaceAllStringFunc(t, func(p string) string { return s.mark("document", p) })
	}
	t = documentPath.ReplaceAllStringFunc(t, func(p string) string { return s.mark("document", p) })
	t = addressLike.ReplaceAllStringFunc(t, s.address)
	t = s.places.Replace(t)
	t = s.names.Replace(t)
	return longWord.ReplaceAllStringFunc(t, func(w string) string {
		if requestID.MatchString(w) {
			return w
		}
		return s.mark("long", w)
	})
}

func (s *scrubber) address(a string) string { return s.mark("address", a) }

// path scrubs a path name by name, so that its depth is still seen: a folder is often called after a client.
func (s *scrubber) path(kind, p string) string {
	names := strings.Split(p, "/")
	for i, n := range names {
		names[i] = s.mark(kind, n)
	}
	return strings.Join(names, "/")
}

// private are the attributes of a log line whose values never go into a report as they are.
var private = map[string]string{"subject": "subject", "from": "person", "to": "person", "name": "name",
	"folder": "folder", "path": "document", "file": "document", "message_id": "message", "user_code": "code"}

// value scrubs a decoded JSON value.
func (s *scrubber) value(key string, v any) any {
	switch v := v.(type) {
	case string:
		if kind, ok := private[strings.ToLower(key)]; ok && v != "" {
			return s.path(kind, v)
		}
		return s.text(v)
	case map[string]any:
		clean := map[string]any{}
		for k, inner := range v {
			clean[s.text(k)] = s.value(k, inner)
		}
		return clean
	case []any:
		for i := range v {
			v[i] = s.value(key, v[i])
		}
	}
	return v
}

// line scrubs a line of a log file; false if it is none.
func (s *scrubber) line(line []byte) ([]byte, bool) {
	var record map[string]any
	if json.Unmarshal(line, &record) != nil {
		return nil, false
	}
	clean, err := json.Marshal(s.value("", record))
	return clean, err == nil
}
