package proxy

import (
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"
)

func parsed(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// through is the proxy that a Chooser finds for https://host/, "" for none.
func through(t *testing.T, c *Chooser, host string) string {
	t.Helper()
	u, err := c.Proxy(&http.Request{URL: parsed(t, "https://"+host+"/v1.0/me")})
	if err != nil {
		t.Fatalf("%s: %v", host, err)
	}
	if u == nil {
		return ""
	}
	return u.String()
}

// chooser is one in a world of its own.
func chooser(t *testing.T, c Config, system Settings, env ...string) *Chooser {
	t.Helper()
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"} {
		t.Setenv(name, "")
	}
	for i := 0; i < len(env); i += 2 {
		t.Setenv(env[i], env[i+1])
	}
	one := New(c)
	one.system = func() Settings { return system }
	return one
}

func TestThePolicyGoesBeforeTheEnvironmentAndThatBeforeTheSystem(t *testing.T) {
	system := Settings{Address: "http://system.example:1", Except: []string{"*.office.example", "10.*"}, Local: true}
	env := []string{"HTTPS_PROXY", "http://env.example:2", "NO_PROXY", "env.office.example"}
	policy := Config{Address: parsed(t, "http://desk:secret%2Fexample@policy.example:3"), Except: ".policy.office.example"}
	for _, tt := range []struct {
		name   string
		c      *Chooser
		origin string
		want   map[string]string
	}{
		{"nothing", chooser(t, Config{}, Settings{}), None, map[string]string{"graph.example": ""}},
		{"the system", chooser(t, Config{}, system), System, map[string]string{"graph.example": "http://system.example:1",
			"a.office.example": "", "10.1.2.3": "", "intranet": "", "127.0.0.1": "", "localhost": ""}},
		{"the system, with an exception of the policy", chooser(t, Config{Except: "graph.example"}, system), System, map[string]string{
			"graph.example": "", "login.example": "http://system.example:1"}},
		{"the environment", chooser(t, Config{}, system, env...), Environment, map[string]string{"graph.example": "http://env.example:2",
			"env.office.example": "", "a.office.example": "http://env.example:2"}},
		{"the policy", chooser(t, policy, system, env...), Policy, map[string]string{"graph.example": "http://desk:secret%2Fexample@policy.example:3",
			"a.policy.office.example": "", "env.office.example": "http://desk:secret%2Fexample@policy.example:3", "127.0.0.1": ""}},
		{"the policy wants none", chooser(t, Config{Off: true}, system, env...), None, map[string]string{"graph.example": ""}},
	} {
		if got := tt.c.Origin(); got != tt.origin {
			t.Errorf("%s: named by %s, want %s", tt.name, got, tt.origin)
		}
		for host, want := range tt.want {
			if got := through(t, tt.c, host); got != want {
				t.Errorf("%s: %s through %q, want %q", tt.name, host, got, want)
			}
		}
	}
}

func TestTheSystemIsAskedAgainAfterAMinute(t *testing.T) {
	now := time.Now()
	c := chooser(t, Config{Now: func() time.Time { return now }}, Settings{Address: "http://a.example:1"})
	through(t, c, "graph.example")
	c.system = func() Settings { return Settings{Address: "http://b.example:1"} }
	if got := through(t, c, "graph.example"); got != "http://a.example:1" {
		t.Errorf("at once: %q", got)
	}
	now = now.Add(2 * time.Minute)
	if got := through(t, c, "graph.example"); got != "http://b.example:1" {
		t.Errorf("after two minutes: %q", got)
	}
}

func TestAScriptIsAskedAndFailsOver(t *testing.T) {
	asked := Settings{Script: true, Find: func(u *url.URL) (*url.URL, error) {
		if u.Hostname() == "direct.example" {
			return nil, nil
		}
		return url.Parse("http://found.example:8080")
	}}
	c := chooser(t, Config{Except: "policy.example"}, asked)
	for host, want := range map[string]string{"graph.example": "http://found.example:8080", "direct.example": "", "policy.example": ""} {
		if got := through(t, c, host); got != want {
			t.Errorf("%s through %q, want %q", host, got, want)
		}
	}
	broken := Settings{Script: true, Address: "http://by.hand.example:1", Find: func(*url.URL) (*url.URL, error) { return nil, errors.New("broken") }}
	if got := through(t, chooser(t, Config{}, broken), "graph.example"); got != "http://by.hand.example:1" {
		t.Errorf("with a broken script: %q", got)
	}
	if !chooser(t, Config{}, Settings{Script: true}).Unread() || chooser(t, Config{}, asked).Unread() || chooser(t, Config{Off: true}, Settings{Script: true}).Unread() {
		t.Error("a script that can't be asked is not told, or one that can is")
	}
}

func TestWindowsAndMacOSSettingsAreUnderstood(t *testing.T) {
	for _, tt := range []struct {
		name    string
		s       Settings
		proxy   string
		direct  []string
		through []string
	}{
		{"windows, one for all", fromWindows("proxy.example:3128", "*.office.example;10.*;<local>"), "http://proxy.example:3128",
			[]string{"a.office.example", "10.0.0.1", "intranet"}, []string{"graph.microsoft.com"}},
		{"windows, each its own", fromWindows("http=a.example:80;https=b.example:443;socks=c.example:1080", ""), "http://b.example:443", nil, []string{"intranet.example"}},
		{"windows, socks alone", fromWindows("socks=c.example:1080", ""), "socks5://c.example:1080", nil, []string{"graph.microsoft.com"}},
		{"macOS", fromScutil(`<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : 169.254/16
    2 : .office.example
  }
  ExcludeSimpleHostnames : 1
  HTTPEnable : 1
  HTTPPort : 80
  HTTPProxy : a.example
  HTTPSEnable : 1
  HTTPSPort : 3128
  HTTPSProxy : proxy.example
  ProxyAutoConfigEnable : 0
}
`), "http://proxy.example:3128", []string{"printer.local", "a.office.example", "intranet"}, []string{"graph.microsoft.com"}},
	} {
		c := chooser(t, Config{}, tt.s)
		for _, host := range tt.direct {
			if got := through(t, c, host); got != "" {
				t.Errorf("%s: %s through %q, want directly", tt.name, host, got)
			}
		}
		for _, host := range tt.through {
			if got := through(t, c, host); got != tt.proxy {
				t.Errorf("%s: %s through %q, want %q", tt.name, host, got, tt.proxy)
			}
		}
	}
	if s := fromScutil("<dictionary> {\n  ProxyAutoConfigEnable : 1\n  ProxyAutoConfigURLString : http://wpad/wpad.dat\n}"); !s.Script || s.Address != "" {
		t.Errorf("a script of macOS is read as %+v", s)
	}
}
