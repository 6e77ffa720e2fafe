package proxy

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// askTime bounds the question to a desktop.
const askTime = 5 * time.Second

// systemSettings are those of the desktop: GNOME's, which most others keep in step, else KDE's. A server has none.
func systemSettings() Settings {
	ctx, cancel := context.WithTimeout(context.Background(), askTime)
	defer cancel()
	if tool, err := exec.LookPath("gsettings"); err == nil && desktop() {
		if text, err := exec.CommandContext(ctx, tool, "list-recursively", "org.gnome.system.proxy").Output(); err == nil {
			if s := fromGNOME(string(text)); s.Address != "" || s.Script {
				return s
			}
		}
	}
	if config, err := os.UserConfigDir(); err == nil {
		if text, err := os.ReadFile(filepath.Join(config, "kioslaverc")); err == nil {
			return fromKDE(string(text))
		}
	}
	return Settings{}
}

// desktop says whether somebody is logged in to a desktop: elsewhere gsettings would only give defaults, or hang.
func desktop() bool {
	return os.Getenv("DBUS_SESSION_BUS_ADDRESS") != "" && (os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != "")
}

// fromGNOME reads what "gsettings list-recursively org.gnome.system.proxy" prints: schema, key, value.
func fromGNOME(text string) Settings {
	values := map[string]string{}
	for line := range strings.Lines(text) {
		schema, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		key, value, _ := strings.Cut(rest, " ")
		values[strings.TrimPrefix(strings.TrimPrefix(schema, "org.gnome.system.proxy"), ".")+"/"+key] = strings.Trim(strings.TrimSpace(value), "'")
	}
	s := Settings{Except: list(strings.TrimPrefix(values["/ignore-hosts"], "@as "))}
	switch values["/mode"] {
	case "auto":
		s.Script = true
	case "manual":
		for _, kind := range []struct{ name, scheme string }{{"https", "http"}, {"http", "http"}, {"socks", "socks5"}} {
			host, port := values[kind.name+"/host"], values[kind.name+"/port"]
			if host != "" && port != "" && port != "0" {
				s.Address = kind.scheme + "://" + host + ":" + port
				break
			}
		}
	}
	return s
}

// list reads ['a', 'b'].
func list(text string) []string {
	var all []string
	for one := range strings.SplitSeq(strings.Trim(text, "[]"), ",") {
		if one = strings.Trim(strings.TrimSpace(one), "'\""); one != "" {
			all = append(all, one)
		}
	}
	return all
}

// fromKDE reads kioslaverc: ProxyType 1 is a proxy named by hand, 2 and 3 are scripts, 4 the environment.
func fromKDE(text string) Settings {
	values := map[string]string{}
	group := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			group = line
		}
		if key, value, ok := strings.Cut(line, "="); ok && group == "[Proxy Settings]" {
			values[key] = value
		}
	}
	s := Settings{}
	switch values["ProxyType"] {
	case "1":
		for _, kind := range []struct{ name, scheme string }{{"httpsProxy", "http"}, {"httpProxy", "http"}, {"socksProxy", "socks5"}} {
			// "http://proxy.example 3128", the port behind a space
			fields := strings.Fields(values[kind.name])
			if len(fields) == 0 {
				continue
			}
			_, host, ok := strings.Cut(fields[0], "://")
			if !ok {
				host = fields[0]
			}
			if len(fields) > 1 {
				host += ":" + fields[1]
			}
			s.Address = kind.scheme + "://" + host
			break
		}
		for one := range strings.SplitSeq(values["NoProxyFor"], ",") {
			if one = strings.TrimSpace(one); one != "" {
				s.Except = append(s.Except, one)
			}
		}
	case "2", "3":
		s.Script = true
	}
	return s
}
