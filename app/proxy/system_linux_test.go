package proxy

import "testing"

func TestGNOMEAndKDESettingsAreUnderstood(t *testing.T) {
	const gnome = `org.gnome.system.proxy autoconfig-url ''
org.gnome.system.proxy ignore-hosts ['localhost', '127.0.0.0/8', '*.office.example']
org.gnome.system.proxy mode 'manual'
org.gnome.system.proxy.http host 'web.example'
org.gnome.system.proxy.http port 8080
org.gnome.system.proxy.https host 'proxy.example'
org.gnome.system.proxy.https port 3128
org.gnome.system.proxy.socks host ''
org.gnome.system.proxy.socks port 0
`
	const kde = "[$Version]\nupdate_info=x\n\n[Proxy Settings]\nNoProxyFor=.office.example,localhost\nProxyType=1\nhttpProxy=http://web.example 8080\nhttpsProxy=http://proxy.example 3128\n"
	for name, s := range map[string]Settings{"GNOME": fromGNOME(gnome), "KDE": fromKDE(kde)} {
		c := chooser(t, Config{}, s)
		if got := through(t, c, "graph.microsoft.com"); got != "http://proxy.example:3128" {
			t.Errorf("%s: through %q", name, got)
		}
		if got := through(t, c, "a.office.example"); got != "" {
			t.Errorf("%s: an exception goes through %q", name, got)
		}
	}
	if s := fromGNOME("org.gnome.system.proxy mode 'none'\norg.gnome.system.proxy.https host 'old.example'\norg.gnome.system.proxy.https port 1\n"); s.Address != "" {
		t.Errorf("a proxy that is off is used: %+v", s)
	}
	if !fromGNOME("org.gnome.system.proxy mode 'auto'").Script || !fromKDE("[Proxy Settings]\nProxyType=2\n").Script {
		t.Error("a script is not noticed")
	}
}
