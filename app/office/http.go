package office

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"time"

	"postroom/app/fault"
	"postroom/app/graph"
)

// httpTransport is how the network is reached: through the proxy that the environment names, trusting the system's
// certificate authorities and those of the policy.
func httpTransport(ca []byte) (*http.Transport, error) {
	t := graph.DefaultTransport()
	t.Proxy = http.ProxyFromEnvironment
	if len(ca) == 0 {
		return t, nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil { // a machine without any: the policy's alone, then
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(ca) {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "ca-file", Op: "read the policy's certificates"}
	}
	if t.TLSClientConfig == nil {
		t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	t.TLSClientConfig.RootCAs = pool
	return t, nil
}

// signInTimeout bounds one request of a sign-in. The person's part has a deadline of its own.
const signInTimeout = 30 * time.Second

func (o *Office) signInClient() *http.Client {
	return &http.Client{Transport: o.http, Timeout: signInTimeout}
}
