package office

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"time"

	"postroom/app/fault"
	"postroom/app/graph"
	"postroom/app/proxy"
)

// chooser finds the proxy: the policy's, else the environment's, else the system's.
func (o *Office) chooser() *proxy.Chooser {
	c := proxy.Config{Now: o.opts.Now}
	if p := o.policy.Proxy; p != nil {
		c.Off, c.Address, c.Except = p.None, p.Address, p.Except
	}
	return proxy.New(c)
}

// httpTransport is how the network is reached: through a proxy where there is one, trusting the system's certificate
// authorities and those of the policy.
func httpTransport(ca []byte, through *proxy.Chooser) (*http.Transport, error) {
	t := graph.DefaultTransport()
	t.Proxy = through.Proxy
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
