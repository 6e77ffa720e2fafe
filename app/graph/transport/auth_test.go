package transport

import (
	"encoding/base64"
	"net/http"
	"testing"
)

const claimsJSON = `{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}`

func TestClaimsAreReadFromTheChallenge(t *testing.T) {
	std, url := base64.StdEncoding.EncodeToString([]byte(claimsJSON)), base64.RawURLEncoding.EncodeToString([]byte(claimsJSON))
	for _, tt := range []struct{ header, want string }{
		{`Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="` + std + `"`, claimsJSON},
		{`Bearer claims="` + url + `", error="insufficient_claims"`, claimsJSON},
		{`Bearer error=insufficient_claims,claims=` + std, claimsJSON},
		{`Bearer claims="{\"access_token\":{}}"`, `{"access_token":{}}`},
		{`Bearer realm="claims=\"x\"", error="invalid_token"`, ""},
		{`Bearer claims="not base64!"`, ""},
		{`Bearer claims="`, ""},
		{`Bearer`, ""},
		{``, ""},
	} {
		if got := claimsOf([]string{"Negotiate", tt.header}); got != tt.want {
			t.Errorf("%s\nclaims are %q, want %q", tt.header, got, tt.want)
		}
	}
}

func TestChallenge(t *testing.T) {
	with := http.Header{"Www-Authenticate": {`Bearer claims="` + base64.StdEncoding.EncodeToString([]byte(claimsJSON)) + `"`}}
	for _, tt := range []struct {
		status int
		h      http.Header
		again  bool
	}{{401, nil, true}, {401, with, true}, {403, nil, false}, {403, with, true}, {500, with, false}} {
		if _, again := challenge(tt.status, tt.h); again != tt.again {
			t.Errorf("HTTP %d with %v: asks again %v, want %v", tt.status, tt.h, again, tt.again)
		}
	}
}

func FuzzClaims(f *testing.F) {
	f.Add(`Bearer realm="", claims="e30="`)
	f.Fuzz(func(_ *testing.T, header string) { claimsOf([]string{header}) })
}
