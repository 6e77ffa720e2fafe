package proxy

import (
	"fmt"
	"net/url"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Of winhttp.h.
const (
	accessNoProxy       = 1
	autoDetect          = 1
	autoConfigURL       = 2
	detectDHCP          = 1
	detectDNS           = 2
	autodetectionFailed = 12180
)

var (
	winhttp     = windows.NewLazySystemDLL("winhttp.dll")
	userConfig  = winhttp.NewProc("WinHttpGetIEProxyConfigForCurrentUser")
	openSession = winhttp.NewProc("WinHttpOpen")
	closeHandle = winhttp.NewProc("WinHttpCloseHandle")
	proxyForURL = winhttp.NewProc("WinHttpGetProxyForUrl")
	globalFree  = windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalFree")
)

// currentUser is WINHTTP_CURRENT_USER_IE_PROXY_CONFIG.
type currentUser struct {
	autoDetect                        int32
	autoConfigURL, proxy, proxyBypass *uint16
}

// autoOptions is WINHTTP_AUTOPROXY_OPTIONS.
type autoOptions struct {
	flags, detectFlags uint32
	configURL          *uint16
	reserved           uintptr
	reserved2          uint32
	autoLogon          int32
}

// proxyInfo is WINHTTP_PROXY_INFO.
type proxyInfo struct {
	access             uint32
	proxy, proxyBypass *uint16
}

// text takes over a string that Windows has allocated.
func text(p *uint16) string {
	if p == nil {
		return ""
	}
	s := windows.UTF16PtrToString(p)
	_, _, _ = globalFree.Call(uintptr(unsafe.Pointer(p)))
	return s
}

// systemSettings are those of the person who is logged in, as in Windows' settings under "Proxy".
func systemSettings() Settings {
	if userConfig.Find() != nil {
		return Settings{}
	}
	var c currentUser
	if ok, _, _ := userConfig.Call(uintptr(unsafe.Pointer(&c))); ok == 0 {
		return Settings{}
	}
	script := text(c.autoConfigURL)
	s := fromWindows(text(c.proxy), text(c.proxyBypass))
	s.Script = c.autoDetect != 0 || script != ""
	if s.Script {
		s.Find = func(address *url.URL) (*url.URL, error) { return findProxy(address, c.autoDetect != 0, script) }
	}
	return s
}

// findProxy has Windows run the script that finds a proxy.
func findProxy(address *url.URL, detect bool, script string) (*url.URL, error) {
	session, _, err := openSession.Call(0, accessNoProxy, 0, 0, 0)
	if session == 0 {
		return nil, fmt.Errorf("asking Windows for the proxy: %w", err)
	}
	defer func() { _, _, _ = closeHandle.Call(session) }()
	target, err := windows.UTF16PtrFromString(address.Scheme + "://" + address.Host + "/")
	if err != nil {
		return nil, err
	}
	o := autoOptions{autoLogon: 1}
	if detect {
		o.flags, o.detectFlags = autoDetect, detectDHCP|detectDNS
	}
	if script != "" {
		o.flags |= autoConfigURL
		if o.configURL, err = windows.UTF16PtrFromString(script); err != nil {
			return nil, err
		}
	}
	var info proxyInfo
	ok, _, err := proxyForURL.Call(session, uintptr(unsafe.Pointer(target)), uintptr(unsafe.Pointer(&o)), uintptr(unsafe.Pointer(&info)))
	if ok == 0 {
		if code, is := err.(windows.Errno); is && code == autodetectionFailed && script == "" {
			return nil, nil // nothing to be detected here, which is what most networks are like
		}
		return nil, fmt.Errorf("asking Windows for the proxy: %w", err)
	}
	found := fromWindows(text(info.proxy), text(info.proxyBypass))
	if info.access == accessNoProxy || found.Address == "" {
		return nil, nil
	}
	if !strings.Contains(found.Address, "://") {
		found.Address = "http://" + found.Address
	}
	return url.Parse(found.Address)
}
