package transport

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
)

// Tokens gives access tokens. It keeps those it has; asking is cheap.
type Tokens interface {
	// Token returns an access token. claims is the JSON of a claims challenge, empty if there was none; rejected is
	// the token that the service just refused, so that it is not given again, empty if none was.
	Token(ctx context.Context, claims, rejected string) (string, error)
}

// challenge says whether an answer asks for another token, and the claims it wants that token to have. Continuous
// access evaluation answers 401 with claims ("Claims challenges, claims requests and client capabilities");
// conditional access may answer 403 with them.
func challenge(status int, h http.Header) (claims string, again bool) {
	claims = claimsOf(h.Values("WWW-Authenticate"))
	return claims, status == http.StatusUnauthorized || status == http.StatusForbidden && claims != ""
}

// claimsOf finds claims="…" in WWW-Authenticate and decodes it: base64 in any of its spellings, or the JSON itself.
func claimsOf(headers []string) string {
	for _, h := range headers {
		raw, ok := parameter(h, "claims")
		if !ok {
			continue
		}
		if json.Valid([]byte(raw)) {
			return raw
		}
		trimmed := strings.TrimRight(raw, "=")
		for _, coding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			if decoded, err := coding.DecodeString(trimmed); err == nil && json.Valid(decoded) {
				return string(decoded)
			}
		}
	}
	return ""
}

// parameter reads one parameter of a challenge (RFC 9110, 11.6.1): name=token or name="quoted string".
func parameter(challenge, name string) (string, bool) {
	for rest := challenge; rest != ""; {
		end := strings.IndexAny(rest, "= ,\t")
		if end < 0 {
			return "", false
		}
		key, sep := rest[:end], rest[end]
		rest = rest[end+1:]
		if sep != '=' {
			continue // the scheme's name, or a space
		}
		var value string
		value, rest = paramValue(rest)
		if strings.EqualFold(key, name) {
			return value, true
		}
	}
	return "", false
}

func paramValue(s string) (value, rest string) {
	if !strings.HasPrefix(s, `"`) {
		end := strings.IndexAny(s, ", \t")
		if end < 0 {
			return s, ""
		}
		return s[:end], s[end:]
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] == '"':
			return b.String(), s[i+1:]
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), ""
}
