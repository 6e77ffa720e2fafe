package proxy

import "strings"

// fromScutil reads what macOS' "scutil --proxy" prints: a dictionary, one "Key : Value" a line, with the exceptions as an
// array of their own.
func fromScutil(text string) Settings {
	values := map[string]string{}
	s := Settings{}
	within := false
	for line := range strings.Lines(text) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), " : ")
		switch {
		case strings.TrimSpace(line) == "}":
			within = false
		case !ok:
		case key == "ExceptionsList":
			within = true
		case within:
			s.Except = append(s.Except, value)
		default:
			values[key] = value
		}
	}
	s.Local = values["ExcludeSimpleHostnames"] == "1"
	s.Script = values["ProxyAutoConfigEnable"] == "1" || values["ProxyAutoDiscoveryEnable"] == "1"
	for _, kind := range []struct{ name, scheme string }{{"HTTPS", "http"}, {"HTTP", "http"}, {"SOCKS", "socks5"}} {
		if host := values[kind.name+"Proxy"]; values[kind.name+"Enable"] == "1" && host != "" {
			s.Address = kind.scheme + "://" + host
			if port := values[kind.name+"Port"]; port != "" {
				s.Address += ":" + port
			}
			break
		}
	}
	return s
}
