package office

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"net/http"
	"sync"
	"time"

	"postroom/app/capture"
	"postroom/app/fault"
	"postroom/app/register"
	"postroom/app/register/stamp"
	"postroom/app/settings"
)

// How often it is looked whether a day is over, and how long an authority is waited for.
const (
	proveEach    = 15 * time.Minute
	stampTimeout = 20 * time.Second
)

// proving is what became of the last attempt at a timestamp.
type proving struct {
	mu  sync.Mutex
	err error
}

// Timestamps says how timestamps of days stand.
type Timestamps struct {
	On      bool     // an authority is named
	Last    string   // newest day that has one ("2026-11-22"), empty if none has
	Problem *Problem // why the last attempt came to nothing
}

// Timestamps says how timestamps of days stand.
func (o *Office) Timestamps() (Timestamps, error) {
	v := Timestamps{On: o.Setting(settings.TSAURL) != ""}
	root, err := o.destinationFolder()
	if err != nil {
		return v, err
	}
	if days, err := register.Stamps(registerIn(root)); err == nil && len(days) > 0 { // one that is away has none to show
		v.Last = days[len(days)-1]
	}
	o.proving.mu.Lock()
	defer o.proving.mu.Unlock()
	if v.On && o.proving.err != nil {
		v.Problem = ProblemOf(o.language(), o.proving.err)
	}
	return v, nil
}

// keepProof writes the heads of days that are over, and has them timestamped, until the context ends.
func (o *Office) keepProof(ctx context.Context, engine *capture.Engine) {
	tick := time.NewTicker(proveEach)
	defer tick.Stop()
	for {
		o.prove(ctx, engine)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// prove does so once. Filing doesn't depend on it: what goes wrong is told, and tried again later.
func (o *Office) prove(ctx context.Context, engine *capture.Engine) {
	if _, err := engine.CloseDays(o.opts.Now()); err != nil {
		o.log.Warn("the heads of days that are over can't be written now", "code", fault.CodeOf(err), "error", err)
		return
	}
	address := o.Setting(settings.TSAURL)
	if address == "" {
		return
	}
	client := &http.Client{Transport: o.http, Timeout: stampTimeout}
	n, err := engine.Stamp(ctx, func(ctx context.Context, sum [sha256.Size]byte) ([]byte, error) {
		s, err := stamp.Ask(ctx, client, address, sum, o.trusted())
		if err != nil {
			return nil, err
		}
		return s.Token, nil
	})
	if n > 0 {
		o.log.Info("days were timestamped", "days", n)
	}
	if ctx.Err() != nil {
		return
	}
	o.proving.mu.Lock()
	o.proving.err = err
	o.proving.mu.Unlock()
	if err != nil {
		o.log.Warn("a day can't be timestamped now; it is tried again", "code", fault.CodeOf(err), "error", err)
	}
}

// trusted are the certificate authorities that vouch for others: the system's and the policy's; nil: the system's.
func (o *Office) trusted() *x509.CertPool {
	if o.http == nil || o.http.TLSClientConfig == nil {
		return nil
	}
	return o.http.TLSClientConfig.RootCAs
}
