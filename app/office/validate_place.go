package office

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"postroom/app/destination"
	"postroom/app/destination/folder"
	"postroom/app/fault"
	"postroom/app/fault/disk"
	"postroom/app/fault/network"
	"postroom/app/store"
)

// checkProxy tells how Microsoft is reached: straight, or through a proxy, which has to answer.
func (o *Office) checkProxy(ctx context.Context) Check {
	target := &url.URL{Scheme: "https", Host: "graph.microsoft.com"}
	if u, err := url.Parse(o.policy.Cloud.Graph); err == nil {
		target = u
	}
	var proxy *url.URL
	var err error
	if o.http.Proxy != nil {
		proxy, err = o.http.Proxy(&http.Request{URL: target})
	}
	switch {
	case err != nil:
		err = &fault.Error{Class: fault.FixSetting, Code: "proxy-address", Op: "find the proxy"} // the address may hold a password
	case proxy == nil:
		return o.check("proxy", target.Host, o.well("check-proxy-none", nil), nil)
	default:
		err = reach(ctx, proxy, target.Host)
	}
	name := ""
	if proxy != nil {
		name = proxy.Host // without the name and password that may stand before it
	}
	return o.check("proxy", target.Host, o.well("check-proxy", map[string]string{"proxy": name}), err)
}

// proxyLimit is how long a proxy, which is near, may take to answer the phone.
const proxyLimit = 15 * time.Second

func reach(ctx context.Context, proxy *url.URL, host string) error {
	port := proxy.Port()
	if port == "" {
		port = map[string]string{"https": "443", "socks5": "1080", "socks5h": "1080"}[proxy.Scheme]
	}
	if port == "" {
		port = "80"
	}
	ctx, cancel := context.WithTimeout(ctx, proxyLimit)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(proxy.Hostname(), port))
	if err != nil {
		return &fault.Error{Class: fault.RetryLater, Code: network.ProxyAway, Op: "reach the proxy", Args: map[string]string{"host": host}, Err: err}
	}
	return conn.Close()
}

// placed is where documents go, looked at once for the tests that rest on it.
type placed struct {
	office *Office

	once sync.Once
	root string
	free uint64 // bytes
	err  error
}

func (p *placed) get(ctx context.Context) error {
	p.once.Do(func() {
		if p.root, p.err = p.office.destinationFolder(); p.err != nil {
			return
		}
		if p.err = p.office.CheckDestination(ctx); p.err == nil {
			p.free, p.err = folder.Free(p.root)
		}
	})
	return p.err
}

func (p *placed) check(ctx context.Context) Check {
	err, o := p.get(ctx), p.office
	c := o.check("destination", p.root, o.well("check-destination", map[string]string{"free": bytesOf(p.free)}), err)
	if slices.Contains(places, fault.CodeOf(err)) {
		c.Action = &Action{Kind: ActChooseFolder}
	}
	return c
}

// bytesOf writes a size as disks are sold; the units are the same in all our languages.
func bytesOf(n uint64) string {
	for _, unit := range []struct {
		name string
		size uint64
	}{{"TB", 1e12}, {"GB", 1e9}, {"MB", 1e6}} {
		if n >= unit.size {
			return strconv.FormatUint(n/unit.size, 10) + " " + unit.name
		}
	}
	return "< 1 MB"
}

// sample is how many filed mails are read back: the newest ones, and as many from anywhere.
const sample = 10

// checkRegister says whether the register is whole as far as the database knows it, and whether a sample of documents
// is as registered. All of them are verified by Verify.
func (p *placed) checkRegister(ctx context.Context) *Check {
	if code := fault.CodeOf(p.get(ctx)); p.err != nil && code != disk.Full {
		return nil
	}
	o := p.office
	defer o.using()()
	n, err := o.checkSample(ctx)
	c := o.check("register", o.here(), o.well("check-register", map[string]string{"n": strconv.Itoa(n)}), err)
	if err != nil {
		c.Action = &Action{Kind: ActVerify}
	}
	return &c
}

func (o *Office) checkSample(ctx context.Context) (int, error) {
	engine, err := o.capture()
	if err != nil {
		return 0, err
	}
	if err := engine.RegisterDamage(); err != nil {
		return 0, err
	}
	dest, err := o.place()
	if err != nil {
		return 0, err
	}
	docs, err := o.sample()
	if err != nil {
		return 0, err
	}
	bad := 0
	for _, d := range docs {
		for _, f := range d.Files {
			same, err := unchanged(ctx, dest, f)
			if err != nil {
				return 0, err
			}
			if !same {
				bad++
			}
		}
	}
	if bad > 0 {
		return 0, &fault.Error{Class: fault.FixSetting, Code: "sample-changed", Op: "read a sample of documents", Args: map[string]string{"n": strconv.Itoa(bad)}}
	}
	return len(docs), nil
}

func unchanged(ctx context.Context, dest destination.Destination, f store.File) (bool, error) {
	sum, size, err := dest.Hash(ctx, f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return false, nil
	case err != nil:
		return false, err
	}
	return sum == f.SHA256 && size == f.Size, nil
}

// sample chooses filed mails: the newest ones, then some below random places.
func (o *Office) sample() (docs []store.Document, err error) {
	err = o.db.View(func(tx *store.Tx) error {
		seen := map[uint64]bool{}
		take := func(below uint64, n int) error {
			return tx.DocumentsBelow(below, func(d store.Document) bool {
				if !seen[d.Seq] {
					seen[d.Seq] = true
					docs = append(docs, d)
				}
				n--
				return n > 0
			})
		}
		if err := take(0, sample); err != nil || len(docs) < sample {
			return err
		}
		newest := docs[0].Seq
		for range sample {
			if err := take(2+rand.Uint64N(newest), 1); err != nil {
				return err
			}
		}
		return nil
	})
	return docs, err
}
