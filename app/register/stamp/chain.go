package stamp

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"time"
)

// follow goes from the authority's certificate up through those that came with it. Each has to have been valid when the
// timestamp was made, not now: timestamps outlive certificates. An authority that this machine doesn't know is no fault of
// the timestamp; a signature that does not hold is.
func follow(signer *x509.Certificate, given []*x509.Certificate, at time.Time, roots *x509.CertPool) (trusted bool, chain []string, err error) {
	if !slices.Contains(signer.ExtKeyUsage, x509.ExtKeyUsageTimeStamping) {
		return false, nil, errors.New("the signer's certificate is not one for timestamps")
	}
	between := x509.NewCertPool()
	for _, c := range given {
		between.AddCert(c)
	}
	_, err = signer.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: at,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}})
	trusted = err == nil
	for at, c := at, signer; ; {
		chain = append(chain, nameOf(c))
		if at.Before(c.NotBefore) || at.After(c.NotAfter) {
			return false, nil, fmt.Errorf("the certificate of %s was not valid then", nameOf(c))
		}
		if bytes.Equal(c.RawIssuer, c.RawSubject) || len(chain) > len(given) {
			return trusted, chain, nil
		}
		issuer, err := issuerOf(c, given)
		if err != nil {
			return false, nil, err
		}
		if issuer == nil {
			return trusted, chain, nil
		}
		c = issuer
	}
}

// issuerOf finds who issued a certificate among those given; nil if it is not one of them.
func issuerOf(c *x509.Certificate, given []*x509.Certificate) (*x509.Certificate, error) {
	var wrong error
	for _, issuer := range given {
		if issuer == c || !bytes.Equal(issuer.RawSubject, c.RawIssuer) {
			continue
		}
		err := c.CheckSignatureFrom(issuer)
		if err == nil {
			return issuer, nil
		}
		wrong = fmt.Errorf("the certificate of %s was not issued by the one that came with it", nameOf(c))
	}
	return nil, wrong
}
