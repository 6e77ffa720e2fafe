// Package stamp asks an RFC 3161 authority to confirm when a hash existed, and checks what such an authority has
// answered. It knows nothing of registers and files; only a hash ever leaves the machine.
package stamp

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"time"

	"github.com/digitorus/pkcs7"
	"github.com/digitorus/timestamp"

	"postroom/app/fault"
)

// Codes of this package's errors.
const (
	Unreachable = "timestamp-unreachable" // the authority can't be reached, or is out of order
	Refused     = "timestamp-refused"     // it answered, but with no timestamp
	Broken      = "timestamp-broken"      // what it answered does not hold
)

// largest is how many bytes of an answer are read: one with a long chain of certificates has ten thousand.
const largest = 1 << 20

// Stamp is a timestamp whose signature holds.
type Stamp struct {
	Token     []byte    // DER, as RFC 3161 has it
	Time      time.Time // when the authority saw the hash
	Authority string    // the name in its certificate
	Trusted   bool      // its chain of certificates ends at one that this machine trusts
	Chain     []string  // names in the certificates, the authority's own first, as far as they were given
}

// Ask has an authority confirm a SHA-256 and gives its timestamp. roots are as in Check.
func Ask(ctx context.Context, client *http.Client, address string, sum [sha256.Size]byte, roots *x509.CertPool) (*Stamp, error) {
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 64))
	if err != nil {
		return nil, err
	}
	query, err := (&timestamp.Request{HashAlgorithm: crypto.SHA256, HashedMessage: sum[:], Certificates: true, Nonce: nonce}).Marshal()
	if err != nil {
		return nil, fmt.Errorf("make a request for a timestamp: %w", err)
	}
	answer, err := send(ctx, client, address, query)
	if err != nil {
		return nil, err
	}
	got, err := timestamp.ParseResponse(answer)
	if err != nil {
		return nil, failure(Refused, address, err)
	}
	if got.Nonce == nil || got.Nonce.Cmp(nonce) != 0 {
		return nil, failure(Broken, address, errors.New("it answers another request"))
	}
	s, err := Check(got.RawToken, sum, roots)
	if err != nil {
		return nil, failure(Broken, address, err)
	}
	return s, nil
}

func send(ctx context.Context, client *http.Client, address string, query []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(query))
	if err != nil {
		return nil, failure(Refused, address, errors.New("it is no address"))
	}
	req.Header.Set("Content-Type", "application/timestamp-query")
	req.Header.Set("Accept", "application/timestamp-reply")
	resp, err := client.Do(req)
	if err != nil {
		if inner, ok := errors.AsType[*url.Error](err); ok {
			err = inner.Err // without the address
		}
		return nil, failure(Unreachable, address, err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, largest+1))
	switch {
	case err != nil:
		return nil, failure(Unreachable, address, err)
	case resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests:
		return nil, failure(Unreachable, address, fmt.Errorf("HTTP status %d", resp.StatusCode))
	case resp.StatusCode != http.StatusOK:
		return nil, failure(Refused, address, fmt.Errorf("HTTP status %d", resp.StatusCode))
	case len(answer) > largest:
		return nil, failure(Refused, address, errors.New("the answer is too long for a timestamp"))
	}
	return answer, nil
}

func failure(code, address string, err error) error {
	f := &fault.Error{Class: fault.FixSetting, Code: code, Op: "ask for a timestamp", Args: map[string]string{"address": host(address)}, Err: err}
	if code == Unreachable {
		f.Class = fault.RetryLater
	}
	return f
}

// host is the part of an address that may be told: the rest may hold a key.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// Check says whether a token is a timestamp of a SHA-256: the authority's signature over it, what the authority's
// certificate is for, and the signatures from certificate to certificate as far as they were given. roots are those that
// are trusted; nil: the system's.
func Check(token []byte, sum [sha256.Size]byte, roots *x509.CertPool) (*Stamp, error) {
	got, err := timestamp.Parse(token)
	if err != nil {
		return nil, fmt.Errorf("its signature does not hold: %w", err)
	}
	if got.HashAlgorithm != crypto.SHA256 || !bytes.Equal(sum[:], got.HashedMessage) {
		return nil, errors.New("it is a timestamp of something else")
	}
	signed, err := pkcs7.Parse(token)
	if err != nil {
		return nil, fmt.Errorf("it is no signed message: %w", err)
	}
	signer := signed.GetOnlySigner()
	if signer == nil {
		return nil, errors.New("the authority's certificate is not in it")
	}
	s := &Stamp{Token: token, Time: got.Time.UTC(), Authority: nameOf(signer)}
	if s.Trusted, s.Chain, err = follow(signer, signed.Certificates, got.Time, roots); err != nil {
		return nil, err
	}
	return s, nil
}

func nameOf(c *x509.Certificate) string {
	if c.Subject.CommonName != "" {
		return c.Subject.CommonName
	}
	return c.Subject.String()
}
