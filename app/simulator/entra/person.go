package entra

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Person is somebody in front of a browser without script, for tests: they follow the forms of the sign-in pages.
type Person struct {
	Client  *http.Client // has to trust the authority's certificate
	Address string       // the account they pick; empty: the first one offered
	Cancel  bool         // they press Cancel on the first page
	Decline bool         // they press Cancel on the consent page
	Code    string       // device code that they enter when asked
}

// Visit opens a page and goes on until no form is left. It returns the last page, as text.
func (p Person) Visit(ctx context.Context, address string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", fmt.Errorf("open the page: %w", err)
	}
	for range 10 {
		body, form, err := p.load(req)
		if err != nil || form == nil {
			return body, err
		}
		values, err := p.fill(form)
		if err != nil {
			return body, err
		}
		action, err := req.URL.Parse(form.action)
		if err != nil {
			return body, fmt.Errorf("form action: %w", err)
		}
		req, err = http.NewRequestWithContext(ctx, http.MethodPost, action.String(), strings.NewReader(values.Encode()))
		if err != nil {
			return body, fmt.Errorf("post the form: %w", err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return "", errors.New("the pages never end")
}

func (p Person) load(req *http.Request) (string, *form, error) {
	resp, err := p.Client.Do(req)
	if err != nil {
		return "", nil, fmt.Errorf("load the page: %w", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return "", nil, fmt.Errorf("read the page: %w", err)
	}
	root, err := html.Parse(strings.NewReader(string(body)))
	if err != nil {
		return "", nil, fmt.Errorf("parse the page: %w", err)
	}
	req.URL = resp.Request.URL
	return string(body), findForm(root), nil
}

// fill answers a form as the person would.
func (p Person) fill(f *form) (url.Values, error) {
	values := f.hidden
	button := func(name string) *field {
		i := slices.IndexFunc(f.buttons, func(b field) bool { return b.name == name })
		if i < 0 {
			return nil
		}
		return &f.buttons[i]
	}
	switch cancel := button("cancel"); {
	case cancel != nil && (p.Cancel || p.Decline && button("consent") != nil):
		values.Set(cancel.name, cancel.value)
	case f.code:
		values.Set("otc", p.Code)
		if p.Code == "" {
			return nil, errors.New("the page asks for a code")
		}
	case button("consent") != nil:
		values.Set("consent", "accept")
	case cancel != nil:
		for _, b := range f.buttons {
			if b.name == "user" && (p.Address == "" || strings.EqualFold(b.address, p.Address)) {
				values.Set("user", b.value)
				return values, nil
			}
		}
		return nil, fmt.Errorf("the page does not offer %q", p.Address)
	}
	return values, nil
}

type form struct {
	action  string
	hidden  url.Values
	buttons []field
	code    bool // asks for a device code
}

type field struct{ name, value, address string }

func findForm(n *html.Node) *form {
	for n := range n.Descendants() {
		if n.Type == html.ElementNode && n.Data == "form" {
			f := &form{action: attribute(n, "action"), hidden: url.Values{}}
			for n := range n.Descendants() {
				f.add(n)
			}
			return f
		}
	}
	return nil
}

func (f *form) add(n *html.Node) {
	name := attribute(n, "name")
	switch {
	case n.Type != html.ElementNode || name == "":
	case n.Data == "input" && attribute(n, "type") == "hidden":
		f.hidden.Add(name, attribute(n, "value"))
	case n.Data == "input":
		f.code = f.code || name == "otc"
	case n.Data == "button":
		f.buttons = append(f.buttons, field{name, attribute(n, "value"), attribute(n, "data-address")})
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
