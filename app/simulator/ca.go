package simulator

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"time"
)

// authority is a certificate authority with one server certificate.
type authority struct {
	certPEM, keyPEM []byte
	leaf            tls.Certificate
}

// microsoftHosts are in every certificate, for clients that keep the real names and dial the simulator.
var microsoftHosts = []string{"graph.microsoft.com", "login.microsoftonline.com", "graph.microsoft.us", "dod-graph.microsoft.us",
	"login.microsoftonline.us", "microsoftgraph.chinacloudapi.cn", "login.chinacloudapi.cn"}

const certificateLife = 10 * 365 * 24 * time.Hour

func newAuthority(bundle []byte, hosts []string) (authority, error) {
	var a authority
	var cert *x509.Certificate
	var key *ecdsa.PrivateKey
	var err error
	if len(bundle) > 0 {
		cert, key, err = parseBundle(bundle)
	} else {
		cert, key, err = makeCA()
	}
	if err != nil {
		return a, err
	}
	a.certPEM = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return a, err
	}
	a.keyPEM = pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	a.leaf, err = makeLeaf(cert, key, hosts)
	return a, err
}

func makeCA() (*x509.Certificate, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	t := template("Simulated Microsoft 365 CA")
	t.IsCA, t.BasicConstraintsValid, t.KeyUsage = true, true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
	der, err := x509.CreateCertificate(rand.Reader, t, t, key.Public(), key)
	if err != nil {
		return nil, nil, err
	}
	cert, err := x509.ParseCertificate(der)
	return cert, key, err
}

func makeLeaf(ca *x509.Certificate, caKey *ecdsa.PrivateKey, hosts []string) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	t := template("localhost")
	t.KeyUsage, t.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	t.DNSNames = append([]string{"localhost"}, microsoftHosts...)
	t.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	for _, h := range hosts {
		if ip := net.ParseIP(h); ip != nil {
			t.IPAddresses = append(t.IPAddresses, ip)
		} else {
			t.DNSNames = append(t.DNSNames, h)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, t, ca, key.Public(), caKey)
	return tls.Certificate{Certificate: [][]byte{der, ca.Raw}, PrivateKey: key}, err
}

func template(name string) *x509.Certificate {
	serial := make([]byte, 16)
	rand.Read(serial)
	now := time.Now()
	return &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(serial), Subject: pkix.Name{CommonName: name},
		NotBefore: now.Add(-24 * time.Hour), NotAfter: now.Add(certificateLife),
	}
}

func parseBundle(bundle []byte) (cert *x509.Certificate, key *ecdsa.PrivateKey, err error) {
	for rest := bundle; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		switch block.Type {
		case "CERTIFICATE":
			cert, err = x509.ParseCertificate(block.Bytes)
		case "PRIVATE KEY":
			var any any
			if any, err = x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
				key, _ = any.(*ecdsa.PrivateKey)
			}
		}
		if err != nil {
			return nil, nil, fmt.Errorf("reading the CA: %w", err)
		}
	}
	if cert == nil || key == nil {
		return nil, nil, errors.New("reading the CA: it needs a certificate and an ECDSA key")
	}
	return cert, key, nil
}

// CAPEM is the certificate that clients have to trust.
func (s *Simulator) CAPEM() []byte { return bytes.Clone(s.authority.certPEM) }

// CABundle is the certificate and its key, to be kept and given to the next simulator as Options.CA.
func (s *Simulator) CABundle() []byte {
	return append(bytes.Clone(s.authority.certPEM), s.authority.keyPEM...)
}

// Client is an HTTP client that trusts the simulator's certificate.
func (s *Simulator) Client() *http.Client {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(s.authority.certPEM)
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, MaxIdleConnsPerHost: 16, ForceAttemptHTTP2: s.opts.HTTP2,
	}}
}
