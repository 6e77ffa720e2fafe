package office

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"postroom/app/fault"
	"postroom/app/store"
)

// tested runs all tests, and gives their results by what was tested, the last of each kind.
func (b *bench) tested(o *Office) map[string]Check {
	b.t.Helper()
	found := map[string]Check{}
	done, total := 0, 0
	err := o.ValidateEach(b.t.Context(), "", func(r Tested) {
		if r.Done <= done || r.Total < r.Done || total != 0 && r.Total != total || r.Check.OK != (r.Problem == nil) {
			b.t.Errorf("after %d of %d the result is %+v", done, total, r)
		}
		done, total = r.Done, r.Total
		found[r.Check.Check] = r.Check
	})
	must(b.t, err)
	if done != total {
		b.t.Errorf("%d of %d tests were done", done, total)
	}
	return found
}

// wantCheck looks at one result: its code, empty if all is well, and its button.
func wantCheck(t *testing.T, found map[string]Check, kind, code, action string) {
	t.Helper()
	c, ok := found[kind]
	seen := ""
	if c.Code != nil {
		seen = *c.Code
	}
	button := ""
	if c.Action != nil {
		button = c.Action.Kind
	}
	if !ok || seen != code || c.OK != (code == "") || button != action || c.Message == "" || strings.ContainsAny(c.Message, "{}") || !c.OK && *c.Remedy == "" {
		t.Errorf("%s is %+v with the code %q and the button %q, want %q and %q", kind, c, seen, button, code, action)
	}
}

func TestEveryLinkIsTestedAndNamedWhenItBreaks(t *testing.T) {
	b := newBench(t)
	o := b.open()
	defer func() { must(t, o.Close()) }()
	wantCheck(t, b.tested(o), "token", "no-account", ActConnect)
	b.connect(o, emma)
	b.deliver(emma, 2)
	if _, filed := b.round(o); filed != 2 {
		t.Fatalf("%d mails are filed, want 2", filed)
	}
	found := b.tested(o)
	for _, kind := range []string{"token", "profile", "permissions", "folders", "folder", "mailbox", "destination", "register", "proxy", "clock"} {
		wantCheck(t, found, kind, "", "")
	}

	docs, err := o.Documents("", 0)
	must(t, err)
	root, err := o.destinationFolder()
	must(t, err)
	must(t, os.WriteFile(filepath.Join(root, filepath.FromSlash(docs[0].Path)), []byte("changed"), 0o600))
	wantCheck(t, b.tested(o), "register", "sample-changed", ActVerify)

	id, err := b.sim.AddFolder(emma, "Later")
	must(t, err)
	_, err = o.Choose(t.Context(), emma, Choice{Add: []string{id}})
	must(t, err)
	must(t, b.sim.DeleteFolder(emma, "Later", true))
	wantCheck(t, b.tested(o), "folder", "folder-vanished", ActOpenMailbox)

	must(t, o.db.Update(func(tx *store.Tx) error {
		m, _, err := tx.Mailbox(emma)
		if err != nil {
			return err
		}
		m.Problem = store.ProblemOf(&fault.Error{Class: fault.RetryLater, Code: "timeout"}, o.opts.Now(), o.opts.Now())
		return tx.PutMailbox(m)
	}))
	wantCheck(t, b.tested(o), "mailbox", "timeout", ActSync)

	must(t, os.Rename(root, root+" elsewhere"))
	found = b.tested(o)
	wantCheck(t, found, "destination", "destination-unreachable", ActChooseFolder)
	if c, ok := found["register"]; ok {
		t.Errorf("without its place, the register was tested: %+v", c)
	}
	must(t, os.Rename(root+" elsewhere", root))

	must(t, b.authority.Revoke(emma))
	found = b.tested(o)
	wantCheck(t, found, "token", "AADSTS50173", ActReauthenticate)
	if c, ok := found["folders"]; ok {
		t.Errorf("without a sign-in, the folders were tested: %+v", c)
	}
}

func TestProxyIsNamedAndHasToAnswer(t *testing.T) {
	b := newBench(t)
	o := b.open()
	defer func() { must(t, o.Close()) }()
	proxy := httptest.NewServer(http.NotFoundHandler())
	defer proxy.Close()
	away, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, away.Close())
	for _, tt := range []struct {
		name  string
		proxy func(*http.Request) (*url.URL, error)
		code  string
		says  string
	}{
		{"none", nil, "", "without a proxy"},
		{"none for this host", func(*http.Request) (*url.URL, error) { return nil, nil }, "", "without a proxy"},
		{"one that answers", func(*http.Request) (*url.URL, error) {
			return url.Parse(strings.Replace(proxy.URL, "http://", "http://emma:example-password@", 1))
		}, "", strings.TrimPrefix(proxy.URL, "http://")},
		{"one that is away", func(*http.Request) (*url.URL, error) { return url.Parse("http://" + away.Addr().String()) }, "proxy-unreachable", "proxy"},
		{"one that can't be read", func(*http.Request) (*url.URL, error) { return nil, errors.New("example-password") }, "proxy-address", "proxy"},
	} {
		o.http.Proxy = tt.proxy
		c := o.checkProxy(t.Context())
		code := ""
		if c.Code != nil {
			code = *c.Code
		}
		text := c.Message
		if c.problem != nil {
			text += c.problem.Detail
		}
		if code != tt.code || !strings.Contains(c.Message, tt.says) || strings.Contains(text, "example-password") {
			t.Errorf("%s: %q with the code %q, want %q in it and %q", tt.name, text, code, tt.says, tt.code)
		}
	}
}

func TestTestingIsStoppedAtOnceAndInOrder(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	well := func(kind string) probe { return func(context.Context) *Check { return &Check{Check: kind, OK: true} } }
	late := make(chan struct{})
	var told []string
	err := run(t.Context(), []probe{
		func(context.Context) *Check { <-late; return &Check{Check: "first"} },
		func(context.Context) *Check { return nil },
		func(context.Context) *Check { close(late); return &Check{Check: "third"} },
		well("fourth"),
	}, func(r Tested) {
		told = append(told, r.Check.Check)
		if r.Total != 4 {
			t.Errorf("the total is %d, want 4", r.Total)
		}
	})
	if want := []string{"first", "third", "fourth"}; err != nil || !slices.Equal(told, want) {
		t.Errorf("told are %v, %v; want %v in this order", told, err, want)
	}
	told = nil
	err = run(ctx, []probe{well("first"), func(ctx context.Context) *Check { stop(); <-ctx.Done(); return &Check{Check: "stopped"} }, well("never")},
		func(r Tested) { told = append(told, r.Check.Check) })
	if !errors.Is(err, context.Canceled) || slices.Contains(told, "stopped") {
		t.Errorf("stopped, it gives %v and tells %v", err, told)
	}
}
