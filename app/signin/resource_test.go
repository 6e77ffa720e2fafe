package signin

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
)

// inCloud is a client of a sovereign cloud: real names, and a network where the simulated Entra ID answers to them.
func (w *world) inCloud(login, resource string) *Client {
	w.t.Helper()
	address := w.server.Listener.Addr().String()
	there := &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, // the test server's certificate has other names
		DialContext: func(ctx context.Context, network, to string) (net.Conn, error) {
			if strings.HasSuffix(to, ":443") { // not the loopback that the sign-in comes back to
				to = address
			}
			return new(net.Dialer).DialContext(ctx, network, to)
		},
	}
	w.t.Cleanup(there.CloseIdleConnections)
	c := w.config
	c.Authority, c.Resource, c.InstanceDiscovery, c.HTTPClient = "https://"+login, resource, true, &http.Client{Transport: there}
	w.person.Client = &http.Client{Transport: there}
	client, err := New(c)
	if err != nil {
		w.t.Fatal(err)
	}
	return client
}

func TestTokensAreForTheGraphOfTheirCloud(t *testing.T) {
	for _, tt := range []struct{ login, graph, resource, other string }{
		{"login.microsoftonline.com", "graph.microsoft.com", "", "graph.microsoft.us"},
		{"login.microsoftonline.us", "graph.microsoft.us", "https://graph.microsoft.us/", "dod-graph.microsoft.us"},
		{"login.microsoftonline.us", "dod-graph.microsoft.us", "https://dod-graph.microsoft.us/", "graph.microsoft.us"},
		{"login.chinacloudapi.cn", "microsoftgraph.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn/", "graph.microsoft.com"},
	} {
		w := newWorld(t)
		c := w.inCloud(tt.login, tt.resource)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		s, err := c.Interactive(ctx, base, "")
		cancel()
		if err != nil {
			t.Fatalf("%s: %v", tt.graph, err)
		}
		if err := s.Save(); err != nil {
			t.Fatal(err)
		}
		token, err := w.inCloud(tt.login, tt.resource).Tokens(s.Account.ID, base).Token(t.Context(), TokenRequest{}) // as after a restart
		if err != nil {
			t.Fatalf("%s, from the saved session: %v", tt.graph, err)
		}
		taken := func(host string) bool {
			_, challenge := w.Check(&http.Request{Host: host, URL: &url.URL{}, Header: http.Header{"Authorization": {"Bearer " + token}}})
			return challenge == nil
		}
		if !taken(tt.graph) || taken(tt.other) {
			t.Errorf("the token of %s is taken there: %v, by %s: %v; want true, false", tt.graph, taken(tt.graph), tt.other, taken(tt.other))
		}
	}
}

func TestAnotherCloudsGraphIsRefused(t *testing.T) {
	w := newWorld(t)
	_, err := w.inCloud("login.microsoftonline.us", "https://graph.microsoft.com/").DeviceCode(t.Context(), base, func(DeviceCode) {})
	if fault.CodeOf(err) != "AADSTS500011" || fault.ClassOf(err) != fault.FixSetting {
		t.Errorf("answered %v, want AADSTS500011", err)
	}
}
