package stamp

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/register/stamp/stamptest"
)

var sum = sha256.Sum256([]byte("the last line of a day"))

func ask(t *testing.T, a *stamptest.Authority, roots *x509.CertPool) *Stamp {
	t.Helper()
	s, err := Ask(t.Context(), http.DefaultClient, a.URL, sum, roots)
	if err != nil {
		t.Fatalf("asking for a timestamp: %v", err)
	}
	return s
}

func TestTimestampOfAnAuthorityHolds(t *testing.T) {
	a := stamptest.New(t)
	before := time.Now().Add(-2 * time.Second)
	s := ask(t, a, a.Roots)
	if s.Authority != "Example Time Authority" || !s.Trusted || strings.Join(s.Chain, " < ") != "Example Time Authority < Example Root" {
		t.Errorf("it is by %q, trusted %v, chain %q", s.Authority, s.Trusted, s.Chain)
	}
	if s.Time.Before(before) || s.Time.After(time.Now().Add(2*time.Second)) {
		t.Errorf("it says %v, now is %v", s.Time, time.Now())
	}
	if again, err := Check(s.Token, sum, x509.NewCertPool()); err != nil || again.Trusted {
		t.Errorf("with no root to trust: %+v, %v; want it to hold, untrusted", again, err)
	}
}

func TestTokenCanBeCheckedWithOpenssl(t *testing.T) {
	a := stamptest.New(t)
	name := filepath.Join(t.TempDir(), "token.tst")
	if err := os.WriteFile(name, ask(t, a, a.Roots).Token, 0o600); err != nil {
		t.Fatal(err)
	}
	if out := a.Run("ts", "-verify", "-digest", hex.EncodeToString(sum[:]), "-in", name, "-token_in", "-CAfile", a.CA); !strings.Contains(out, "Verification: OK") {
		t.Errorf("openssl says %s", out)
	}
}

func TestTimestampOfSomethingElseOrABrokenOneIsRefused(t *testing.T) {
	a := stamptest.New(t)
	token := ask(t, a, a.Roots).Token
	if _, err := Check(token, sha256.Sum256([]byte("another line")), a.Roots); err == nil {
		t.Error("a timestamp of another line holds")
	}
	for at := range token {
		bent := append([]byte{}, token...)
		bent[at] ^= 0x20
		s, err := Check(bent, sum, a.Roots)
		if err == nil && (s.Authority != "Example Time Authority" || s.Trusted && !s.Time.Equal(mustTime(t, token, a))) {
			t.Errorf("with byte %d changed it holds as %+v", at, s)
		}
	}
	for _, cut := range []int{0, 1, len(token) / 2, len(token) - 1} {
		if _, err := Check(token[:cut], sum, a.Roots); err == nil {
			t.Errorf("cut to %d of %d bytes it holds", cut, len(token))
		}
	}
}

func mustTime(t *testing.T, token []byte, a *stamptest.Authority) time.Time {
	t.Helper()
	s, err := Check(token, sum, a.Roots)
	if err != nil {
		t.Fatal(err)
	}
	return s.Time
}

func TestAuthorityThatFailsIsToldApart(t *testing.T) {
	a := stamptest.New(t)
	var last []byte
	for name, tt := range map[string]struct {
		answer func(w http.ResponseWriter, query []byte) bool
		code   string
		class  fault.Class
	}{
		"out of order": {func(w http.ResponseWriter, _ []byte) bool { w.WriteHeader(http.StatusBadGateway); return true }, Unreachable, fault.RetryLater},
		"too busy":     {func(w http.ResponseWriter, _ []byte) bool { w.WriteHeader(http.StatusTooManyRequests); return true }, Unreachable, fault.RetryLater},
		"not there":    {func(w http.ResponseWriter, _ []byte) bool { w.WriteHeader(http.StatusNotFound); return true }, Refused, fault.FixSetting},
		"a web page":   {func(w http.ResponseWriter, _ []byte) bool { _, _ = w.Write([]byte("<html>")); return true }, Refused, fault.FixSetting},
		"refuses": {func(w http.ResponseWriter, _ []byte) bool {
			_, _ = w.Write([]byte("\x30\x05\x30\x03\x02\x01\x02"))
			return true
		}, Refused, fault.FixSetting},
		"endless":   {func(w http.ResponseWriter, _ []byte) bool { _, _ = w.Write(make([]byte, largest+1)); return true }, Refused, fault.FixSetting},
		"cut short": {func(http.ResponseWriter, []byte) bool { panic(http.ErrAbortHandler) }, Unreachable, fault.RetryLater},
	} {
		a.Answer(tt.answer)
		_, err := Ask(t.Context(), http.DefaultClient, a.URL+"?key=secret", sum, a.Roots)
		if fault.CodeOf(err) != tt.code || fault.ClassOf(err) != tt.class {
			t.Errorf("%s: %v, want code %s of class %v", name, err, tt.code, tt.class)
		}
		if f := fault.Explain("en", err); strings.Contains(f.What+f.Do+err.Error(), "secret") {
			t.Errorf("%s: the words hold the address's key: %+v, %v", name, f, err)
		}
	}
	a.Answer(func(_ http.ResponseWriter, query []byte) bool { last = query; return false })
	ask(t, a, a.Roots)
	reply := replay(t, a, last)
	a.Answer(func(w http.ResponseWriter, _ []byte) bool { _, _ = w.Write(reply); return true })
	if _, err := Ask(t.Context(), http.DefaultClient, a.URL, sum, a.Roots); fault.CodeOf(err) != Broken {
		t.Errorf("the answer to another request gives %v, want code %s", err, Broken)
	}
}

// replay has the authority answer a request once more.
func replay(t *testing.T, a *stamptest.Authority, query []byte) []byte {
	t.Helper()
	reply, err := a.Sign(query)
	if err != nil {
		t.Fatal(err)
	}
	return reply
}
