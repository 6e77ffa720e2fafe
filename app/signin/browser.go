package signin

import (
	"context"
	"fmt"
	"net"
	"net/url"

	"postroom/app/fault"
)

// opener is what MSAL opens the browser with. MSAL waits for it whatever its context says, so we watch the context here.
func (c *Client) opener(ctx context.Context) func(string) error {
	return func(address string) error {
		if err := checkURL(address); err != nil {
			return noBrowser(err)
		}
		opened := make(chan error, 1)
		go func() { opened <- c.config.OpenURL(address) }()
		select {
		case err := <-opened:
			if err != nil && fault.CodeOf(err) != "no-browser" {
				return noBrowser(err)
			}
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// loopback is where MSAL waits for the browser to come back.
const loopback = "localhost:0"

// checkLoopback says whether anybody may listen on this machine for the browser to come back. MSAL would say so in words
// alone. A code entered elsewhere does without.
func (c *Client) checkLoopback(op string) error {
	l, err := net.Listen("tcp", c.loopback)
	if err == nil {
		err = l.Close()
	}
	if err != nil {
		return setting(op, "loopback-blocked", nil, err)
	}
	return nil
}

// checkURL lets only web addresses through to the system: an opener would run a program for a "file:" or worse.
func checkURL(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("the sign-in address can't be read: %w", err)
	}
	if u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return fmt.Errorf("the sign-in address is no web address: scheme %q", u.Scheme)
	}
	return nil
}

// noBrowser: nothing on this machine shows a web page. A code entered elsewhere does without.
func noBrowser(err error) error {
	return setting("open the browser", "no-browser", nil, err)
}
