// Package network says what lies below a service's own answers means, as classified errors: names that are not found,
// connections that are refused, certificates, proxies, guest networks. It knows no service and repeats nothing.
package network

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"strings"
	"syscall"
	"unicode"

	"postroom/app/fault"
)

// Codes of the classified errors.
const (
	Unreachable   = "unreachable"
	NameNotFound  = "name-not-found"
	Refused       = "connection-refused"
	Timeout       = "timeout"
	Untrusted     = "untrusted-certificate" // the issuer is one that Microsoft uses: this machine does not know it
	Intercepted   = "intercepted"           // the issuer is somebody in between
	OtherServer   = "certificate-name"      // a server that is trusted under another name
	Time          = "certificate-time"
	GuestNetwork  = "captive-portal"
	ProxyPassword = "proxy-authentication"
	ProxyRefused  = "proxy-refused"
	ProxyAway     = "proxy-unreachable"
	BadAnswer     = "bad-answer"
)

// classes holds the class of each code. A guest network and another server's certificate need a person in front of a
// browser, but whatever is tried then goes on by itself, so time cures them as far as Postroom is concerned.
var classes = map[string]fault.Class{
	Unreachable:   fault.RetryLater,
	NameNotFound:  fault.RetryLater,
	Refused:       fault.RetryLater,
	Timeout:       fault.RetryLater,
	Untrusted:     fault.FixSetting,
	Intercepted:   fault.FixSetting,
	OtherServer:   fault.RetryLater,
	Time:          fault.FixSetting,
	GuestNetwork:  fault.RetryLater,
	ProxyPassword: fault.FixSetting,
	ProxyRefused:  fault.FixSetting,
	ProxyAway:     fault.RetryLater,
	BadAnswer:     fault.RetryLater,
}

// Codes lists the codes.
func Codes() []string {
	var list []string
	for code := range classes {
		list = append(list, code)
	}
	return list
}

// Error classifies why there is no answer from a host. One that is classified already stays what it is.
func Error(op, host string, err error) *fault.Error {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e
	}
	code, issuer := codeOf(err)
	f := newError(op, host, code)
	f.Err = err
	if issuer != "" {
		f.Args["issuer"] = issuer
	}
	return f
}

func newError(op, host, code string) *fault.Error {
	return &fault.Error{Class: classes[code], Code: code, Op: op, Args: map[string]string{"host": host}}
}

// codeOf is the code for an error of net/http, with the issuer's name where somebody stands in between.
func codeOf(err error) (code, issuer string) {
	if code, issuer = certificate(err); code != "" {
		return code, issuer
	}
	var dns *net.DNSError
	var timeout net.Error
	switch tunnel := refusedTunnel(err); {
	case errors.Is(err, http.ErrSchemeMismatch):
		return GuestNetwork, "" // an answer in clear where encryption begins
	case tunnel != "":
		return tunnel, ""
	case throughProxy(err):
		return ProxyAway, ""
	case errors.As(err, &dns) && !dns.IsTimeout:
		return NameNotFound, ""
	case errors.Is(err, syscall.ECONNREFUSED):
		return Refused, ""
	case errors.As(err, &timeout) && timeout.Timeout():
		return Timeout, ""
	}
	return Unreachable, ""
}

// certificate classifies a server that can't be trusted.
func certificate(err error) (code, issuer string) {
	var (
		invalid   x509.CertificateInvalidError
		name      x509.HostnameError
		authority x509.UnknownAuthorityError
		verify    *tls.CertificateVerificationError
	)
	isVerify := errors.As(err, &verify)
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		// "Expired" is what Go says of "not yet valid", too: most often it is this machine's clock that is wrong.
		return Time, ""
	case errors.As(err, &name):
		return OtherServer, ""
	case errors.As(err, &authority) && authority.Cert != nil:
		return trust(authority.Cert)
	case isVerify && len(verify.UnverifiedCertificates) > 0:
		return trust(verify.UnverifiedCertificates[0])
	case isVerify, errors.As(err, &invalid), errors.As(err, &authority):
		return Untrusted, ""
	}
	return "", ""
}

// usual are the organisations that issue the certificates of Microsoft's clouds ("Azure certificate authority details").
var usual = []string{"microsoft", "digicert", "globalsign", "baltimore", "entrust", "verisign"}

// trust tells a certificate authority that this machine lacks from one that a proxy, a virus scanner or somebody worse
// has made up.
func trust(cert *x509.Certificate) (code, issuer string) {
	who := strings.Join(append([]string{cert.Issuer.CommonName}, cert.Issuer.Organization...), " ")
	for _, known := range usual {
		if strings.Contains(strings.ToLower(who), known) {
			return Untrusted, ""
		}
	}
	name := cert.Issuer.CommonName
	if name == "" && len(cert.Issuer.Organization) > 0 {
		name = cert.Issuer.Organization[0]
	}
	if name = readable(name); name == "" {
		return Untrusted, ""
	}
	return Intercepted, name
}

// readable makes a foreign name fit for a sentence: one line, not long.
func readable(name string) string {
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }), " ")
	if r := []rune(name); len(r) > 80 {
		name = string(r[:80]) + "…"
	}
	return name
}

// throughProxy says whether it was the proxy that could not be reached.
func throughProxy(err error) bool {
	for err != nil {
		if op, ok := errors.AsType[*net.OpError](err); ok {
			if op.Op == "proxyconnect" {
				return true
			}
			err = op.Err
			continue
		}
		return false
	}
	return false
}

// refusedTunnel is the code for a proxy that does not open the way: net/http gives the text of its status alone.
func refusedTunnel(err error) string {
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	switch text := err.Error(); text {
	case http.StatusText(http.StatusProxyAuthRequired):
		return ProxyPassword
	case http.StatusText(http.StatusNetworkAuthenticationRequired):
		return GuestNetwork
	case http.StatusText(http.StatusForbidden), http.StatusText(http.StatusMethodNotAllowed), http.StatusText(http.StatusUnavailableForLegalReasons):
		return ProxyRefused
	case http.StatusText(http.StatusBadGateway), http.StatusText(http.StatusServiceUnavailable), http.StatusText(http.StatusGatewayTimeout):
		return ProxyAway
	}
	return ""
}

// Answer classifies an answer that the service itself can't have written, from what lies between: a guest network's
// page, a proxy's, a gateway's.
func Answer(op, host string, resp *http.Response) *fault.Error {
	kind, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";")
	page := strings.EqualFold(strings.TrimSpace(kind), "text/html")
	code := BadAnswer
	switch status := resp.StatusCode; {
	case status == http.StatusNetworkAuthenticationRequired:
		code = GuestNetwork
	case status == http.StatusProxyAuthRequired:
		code = ProxyPassword
	case status == http.StatusForbidden, status == http.StatusUnavailableForLegalReasons:
		code = ProxyRefused
	case status < 300 && page, status >= 300 && status < 400, resp.Request != nil && resp.Request.URL.Host != host && page:
		code = GuestNetwork
	}
	return newError(op, host, code)
}
