package transport

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"postroom/app/fault"
)

func TestRefusedTokenIsReplacedExactlyOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		challenge := `Bearer realm="", error="insufficient_claims", claims="` + base64.StdEncoding.EncodeToString([]byte(claimsJSON)) + `"`
		for _, tt := range []struct {
			name      string
			header    string
			succeed   int // the request that succeeds; 0: none
			asked     []string
			sent      []string
			wantError bool
		}{
			{"expired", "", 2, []string{"|", "|t1"}, []string{"t1", "t2"}, false},
			{"claims wanted", challenge, 2, []string{"|", claimsJSON + "|t1"}, []string{"t1", "t2"}, false},
			{"refused again", "", 0, []string{"|", "|t1"}, []string{"t1", "t2"}, true},
			{"then a server fault", "", 3, []string{"|", "|t1", "|"}, []string{"t1", "t2", "t2"}, false},
		} {
			source := &tokens{}
			s := &service{answer: func(n int, r *http.Request) (*http.Response, error) {
				switch {
				case n == tt.succeed:
					return reply(200, `{}`)
				case n == 2 && tt.succeed == 3:
					return reply(502, "")
				}
				return fails(401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.", "WWW-Authenticate", tt.header)
			}}
			l := line(t, s, func(c *Config) { c.Tokens = source })
			_, err := get(t.Context(), l)
			if tt.wantError {
				wantFault(t, err, fault.SignInAgain, "InvalidAuthenticationToken")
			} else if err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
			var sent []string
			for _, r := range s.seen {
				sent = append(sent, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
			}
			if fmt.Sprint(source.asked) != fmt.Sprint(tt.asked) || fmt.Sprint(sent) != fmt.Sprint(tt.sent) {
				t.Errorf("%s: asked for %v and sent %v; want %v and %v", tt.name, source.asked, sent, tt.asked, tt.sent)
			}
		}
	})
}

type noTokens struct{ err error }

func (n noTokens) Token(context.Context, string, string) (string, error) { return "", n.err }

func TestWithoutATokenNothingIsSent(t *testing.T) {
	s := &service{}
	lost := &fault.Error{Class: fault.SignInAgain, Code: "AADSTS50173"}
	_, err := get(t.Context(), line(t, s, func(c *Config) { c.Tokens = noTokens{lost} }))
	wantFault(t, err, fault.SignInAgain, "AADSTS50173")
	_, err = get(t.Context(), line(t, s, func(c *Config) { c.Tokens = noTokens{io.EOF} }))
	wantFault(t, err, fault.Bug, "no-token")
	if len(s.seen) != 0 {
		t.Errorf("%d requests were sent without a token", len(s.seen))
	}
}

func TestForeignAddressesAreRefusedBeforeAnythingIsSent(t *testing.T) {
	s := &service{answer: func(int, *http.Request) (*http.Response, error) { return reply(200, `{}`) }}
	source := &tokens{}
	l := line(t, s, func(c *Config) { c.Tokens = source })
	for _, link := range []string{
		"https://evil.example/v1.0/me", "http://graph.example/v1.0/me", "https://graph.example:8443/v1.0/me",
		"https://graph.example@evil.example/v1.0/me", "https://user:example@graph.example/v1.0/me", "https://graph.example.evil.example/", "ftp://graph.example/", "/v1.0/me",
	} {
		u, err := url.Parse(link)
		if err != nil {
			t.Fatal(err)
		}
		_, err = l.RoundTrip((&http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}}).WithContext(t.Context()))
		wantFault(t, err, fault.FixSetting, "foreign-link")
		wantFault(t, l.Check(link, "x"), fault.FixSetting, "foreign-link")
	}
	if len(s.seen) != 0 || len(source.asked) != 0 {
		t.Errorf("%d requests sent, %d tokens asked for; want none", len(s.seen), len(source.asked))
	}
	for _, link := range []string{"https://graph.example/v1.0/me", "https://GRAPH.example:443/v1.0/x"} {
		if err := l.Check(link, "x"); err != nil {
			t.Errorf("%s is refused: %v", link, err)
		}
	}
	wantFault(t, l.Check("https://%zz", "x"), fault.FixSetting, "foreign-link")
}

func TestAnAddressWithoutEncryptionIsRefused(t *testing.T) {
	for address, ok := range map[string]bool{"http://graph.example/v1.0": false, "http://127.0.0.1:8080/v1.0": true, "https://graph.example/v1.0": true, "ftp://localhost": false} {
		base, _ := url.Parse(address)
		_, err := New(Config{Base: base, Tokens: &tokens{}, Limits: NewLimits(LimitsConfig{})})
		if (err == nil) != ok {
			t.Errorf("%s: %v, want accepted %v", address, err, ok)
		}
		if !ok {
			wantFault(t, err, fault.FixSetting, "insecure-address")
		}
	}
}

func TestCounterCountsEveryAttemptAndAddsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sum := NewCounter(nil)
		for range 2 {
			s := &service{answer: func(n int, _ *http.Request) (*http.Response, error) {
				if n == 1 {
					return reply(502, "12345")
				}
				return reply(200, `{"a":1}`)
			}}
			own := NewCounter(sum)
			if _, err := get(t.Context(), line(t, s, func(c *Config) { c.Count = own })); err != nil {
				t.Fatal(err)
			}
			if own.Requests() != 2 || own.Bytes() != 12 {
				t.Errorf("counted %d requests, %d bytes; want 2, 12", own.Requests(), own.Bytes())
			}
		}
		if sum.Requests() != 4 || sum.Bytes() != 24 {
			t.Errorf("summed up %d requests, %d bytes; want 4, 24", sum.Requests(), sum.Bytes())
		}
	})
}

func TestTheMailboxIsReadFromThePath(t *testing.T) {
	for path, want := range map[string]string{
		"/v1.0/me/messages": "owner", "/v1.0/users/Emma@kantoor.example/mailFolders": "emma@kantoor.example",
		"/v1.0/users('emma@kantoor.example')/x": "emma@kantoor.example", "/v1.0/users/me-token-to-replace/x": "owner",
		"/v1.0/Users/x": "x", "/v1.0/ME": "owner", "/v1.0/organization": "organization", "/v1.0/users": "users", "/v1.0/": "v1.0",
	} {
		if got := callOf(t.Context(), &url.URL{Path: path}, "owner").Mailbox; got != want {
			t.Errorf("%s counts for %q, want %q", path, got, want)
		}
	}
}
