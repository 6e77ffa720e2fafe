// Package demo is a small accounting office in a simulated Microsoft 365: people, shared mailboxes, clients, what they
// have written, and what goes on arriving. It shows Postroom at work without an account; no part of Postroom knows of it.
package demo

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"postroom/app/simulator"
	"postroom/app/simulator/entra"
)

// The people of the office. Sofie is the one in front of the screen.
const (
	Sofie    = "sofie@vandijk.example"
	Jan      = "jan@vandijk.example"
	Info     = "info@vandijk.example"
	Invoices = "facturen@vandijk.example"
	Private  = "sofie.dewit@outlook.example"
)

// ClientID is the app registration that the simulated Entra ID knows.
const ClientID = "5e0f1c2a-0000-4000-8000-000000000001"

// Options are what a demonstration needs; only Dir has to be given.
type Options struct {
	Dir      string // where policy.json and ca.pem are written
	Language string // of folder names: "nl" (default), "fr", "de", "en"
	Seed     uint64
	Pace     time.Duration // from one new mail to the next, on average; 0: 20 seconds
	Think    time.Duration // how long Sofie takes to sign in; 0: 1.5 seconds
	Listen   string        // address; empty: any port of this machine
	Control  bool          // opens the simulator's control API, for tests
	Now      func() time.Time
	// After is time.After, or a test's own clock.
	After func(time.Duration) <-chan time.Time
	Log   *slog.Logger
}

// Demo is a running demonstration.
type Demo struct {
	opts      Options
	sim       *simulator.Simulator
	authority *entra.Authority
	policy    string

	ctx  context.Context
	stop context.CancelFunc
	goes sync.WaitGroup

	mu     sync.Mutex
	random *rand.Rand
	number int // of the last mail
	sent   struct {
		from   client
		number int // of the last mail that brought an invoice
	}
}

// Start fills the mailboxes and starts the simulated Microsoft 365. New mail arrives while Run runs.
func Start(o Options) (*Demo, error) {
	o.Language = cmp.Or(o.Language, "nl")
	o.Pace, o.Think = cmp.Or(o.Pace, 20*time.Second), cmp.Or(o.Think, 1500*time.Millisecond)
	o.Listen = cmp.Or(o.Listen, "127.0.0.1:0")
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = time.After
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	d := &Demo{opts: o, authority: entra.New(entra.Config{Now: o.Now, Log: o.Log}), random: rand.New(rand.NewPCG(o.Seed, 2026))}
	d.ctx, d.stop = context.WithCancel(context.Background())
	d.authority.AddTenant(entra.Tenant{Name: "Van Dijk Accountants", Domains: []string{"vandijk.example"}})
	d.authority.AddApp(entra.App{ClientID: ClientID, Name: "Postroom", Public: true})
	d.authority.AddApp(organisationApp())
	var err error
	d.sim, err = simulator.New(simulator.Options{Authority: d.authority, Now: o.Now, Log: o.Log, Seed: o.Seed, Control: o.Control,
		Latency: 15 * time.Millisecond, Organization: "Van Dijk Accountants"})
	if err != nil {
		return nil, err
	}
	if err := d.prepare(); err != nil {
		return nil, errors.Join(fmt.Errorf("preparing the demonstration: %w", err), d.sim.Close())
	}
	return d, nil
}

func (d *Demo) prepare() error {
	if err := d.people(); err != nil {
		return err
	}
	if err := d.fill(); err != nil {
		return err
	}
	if err := d.calendars(); err != nil {
		return err
	}
	if err := d.contacts(); err != nil {
		return err
	}
	if err := d.sim.Start(d.opts.Listen); err != nil {
		return err
	}
	return d.write()
}

func (d *Demo) people() error {
	for _, u := range []simulator.User{
		{Address: Sofie, Name: "Sofie de Wit", Language: d.opts.Language},
		{Address: Jan, Name: "Jan van Dijk", Language: d.opts.Language},
		{Address: Private, Name: "Sofie de Wit", Language: d.opts.Language, Personal: true},
	} {
		if _, err := d.sim.AddUser(u); err != nil {
			return err
		}
	}
	if err := d.sim.AddMailbox(Info, "Van Dijk Accountants", Sofie, Jan); err != nil {
		return err
	}
	if err := d.sim.AddMailbox(Invoices, "Van Dijk Accountants Facturen", Sofie); err != nil {
		return err
	}
	return d.others()
}

// write leaves what Postroom needs to find the simulated cloud.
func (d *Demo) write() error {
	if err := os.MkdirAll(d.opts.Dir, 0o700); err != nil {
		return err
	}
	d.policy = filepath.Join(d.opts.Dir, "policy.json")
	policy, err := json.MarshalIndent(map[string]any{"clientId": ClientID, "tenant": "common",
		"cloud": map[string]any{"authority": d.sim.URL(), "graph": d.sim.URL() + "/v1.0", "caFile": "ca.pem"}}, "", "  ")
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(filepath.Join(d.opts.Dir, "ca.pem"), d.sim.CAPEM(), 0o600), os.WriteFile(d.policy, append(policy, '\n'), 0o600))
}

// Policy is the file that leads Postroom to the demonstration.
func (d *Demo) Policy() string { return d.policy }

// Simulator is the simulated Microsoft 365, for tests.
func (d *Demo) Simulator() *simulator.Simulator { return d.sim }

// Authority is its Entra ID, for tests.
func (d *Demo) Authority() *entra.Authority { return d.authority }

// SignInPage signs a person in at the page with the address, after a moment, as if it had been opened in a browser: the
// browser would refuse the simulated Microsoft's certificate. It returns at once.
func (d *Demo) SignInPage(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	who := Sofie
	if strings.Contains(u.Path, "/consumers/") {
		who = Private
	}
	if hint := u.Query().Get("login_hint"); hint != "" {
		who = hint
	}
	d.goes.Go(func() {
		select {
		case <-d.ctx.Done():
			return
		case <-d.opts.After(d.opts.Think):
		}
		if _, err := (entra.Person{Client: d.sim.Client(), Address: who}).Visit(d.ctx, address); err != nil {
			d.opts.Log.Info("the demonstration's sign-in has ended", "error", err)
		}
	})
	return nil
}

// EnterCode enters a device code in Sofie's place.
func (d *Demo) EnterCode(code string) error {
	if err := d.authority.Approve(code, Sofie); err == nil {
		return nil
	}
	return d.authority.Approve(code, Private)
}

// Run lets new mail arrive until the context ends: one soon, then one after another.
func (d *Demo) Run(ctx context.Context) error {
	wait := min(4*time.Second, d.opts.Pace)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-d.opts.After(wait):
		}
		if err := d.Next(); err != nil {
			return err
		}
		d.mu.Lock()
		wait = d.opts.Pace/2 + time.Duration(d.random.Int64N(int64(d.opts.Pace)))
		d.mu.Unlock()
	}
}

// Close ends the demonstration.
func (d *Demo) Close() error {
	d.stop()
	err := d.sim.Close()
	d.goes.Wait()
	return err
}
