package office

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"postroom/app/fault"
	"postroom/app/fault/network"
	"postroom/app/store"
)

const (
	probesAtOnce = 4
	probeLimit   = 45 * time.Second // for one test: the service's own patience is longer than a person's
)

// Tested is the result of one test as it comes in.
type Tested struct {
	Check   Check
	Problem *Problem // the same with all its words; nil if all is well
	Done    int      // tests behind us, this one included
	Total   int      // all tests; known before the first one
}

// Validate tests every link of the chain, for one account or, with an empty name, for all that are connected.
func (o *Office) Validate(ctx context.Context, name string) ([]Check, error) {
	checks := []Check{}
	err := o.ValidateEach(ctx, name, func(t Tested) { checks = append(checks, t.Check) })
	return checks, err
}

// ValidateEach is Validate for who wants to see each result as soon as it is there. Results come one by one, in an order
// that follows the chain, whatever runs at once. A test whose ground another one has found missing gives no result.
func (o *Office) ValidateEach(ctx context.Context, name string, tell func(Tested)) error {
	accounts, err := o.validated(name)
	if err != nil {
		return err
	}
	probes, err := o.probes(accounts)
	if err != nil {
		return err
	}
	return run(ctx, probes, tell)
}

func (o *Office) validated(name string) ([]store.Account, error) {
	if name != "" {
		a, err := o.account(name)
		return []store.Account{a}, err
	}
	accounts, err := o.db.Accounts()
	return slices.DeleteFunc(accounts, func(a store.Account) bool { return a.State == store.Disconnected }), err
}

// probe is one test. It gives nil if what it rests on has failed, which another probe tells.
type probe func(ctx context.Context) *Check

// probes lists the tests for accounts: each with its mailboxes, then where documents go, then this computer.
func (o *Office) probes(accounts []store.Account) ([]probe, error) {
	var list []probe
	add := func(test func(context.Context) Check) {
		list = append(list, func(ctx context.Context) *Check { c := test(ctx); return &c })
	}
	if len(accounts) == 0 {
		add(func(context.Context) Check {
			c := o.check("token", "", "", &fault.Error{Class: fault.SignInAgain, Code: "no-account", Op: "validate"})
			c.Action = &Action{Kind: ActConnect}
			return c
		})
	}
	mailboxes, err := o.db.Mailboxes()
	if err != nil {
		return nil, err
	}
	var proofs []*proof
	for _, a := range accounts {
		p := &proof{office: o, account: a}
		proofs = append(proofs, p)
		list = append(list, p.probes(mailboxes)...)
	}
	place := &placed{office: o}
	add(place.check)
	list = append(list, place.checkRegister)
	if len(accounts) > 0 {
		add(o.checkProxy)
		add(func(ctx context.Context) Check {
			for _, p := range proofs {
				p.get(ctx) // the answers show Microsoft's clock
			}
			return o.checkClock()
		})
	}
	return list, nil
}

// run makes the tests, some at once, and tells their results in order. It returns when none runs any more.
func run(ctx context.Context, probes []probe, tell func(Tested)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	results := make([]chan *Check, len(probes))
	for i := range results {
		results[i] = make(chan *Check, 1)
	}
	next := make(chan int)
	var workers sync.WaitGroup
	defer workers.Wait()
	for range min(probesAtOnce, len(probes)) {
		workers.Go(func() {
			for i := range next {
				results[i] <- limited(ctx, probes[i])
			}
		})
	}
	workers.Go(func() {
		defer close(next)
		for i := range probes {
			select {
			case next <- i:
			case <-ctx.Done():
				return
			}
		}
	})
	for i, result := range results {
		select {
		case c := <-result:
			if ctx.Err() == nil && c != nil { // what fails because it was stopped is no result
				tell(Tested{Check: *c, Problem: c.problem, Done: i + 1, Total: len(probes)})
			}
		case <-ctx.Done():
		}
		if err := ctx.Err(); err != nil {
			stop()
			return err
		}
	}
	return nil
}

func limited(ctx context.Context, p probe) *Check {
	ctx, cancel := context.WithTimeout(ctx, probeLimit)
	defer cancel()
	return p(ctx)
}

// check is the result of one test: well, with a message, or an error in words.
func (o *Office) check(kind, subject, well string, err error) Check {
	if err == nil {
		return Check{Check: kind, Subject: subject, OK: true, Message: well}
	}
	if _, ok := errors.AsType[*fault.Error](err); !ok && errors.Is(err, context.DeadlineExceeded) {
		err = &fault.Error{Class: fault.RetryLater, Code: network.Timeout, Op: "test the connection", Err: err}
	}
	p := ProblemOf(o.language(), err)
	return Check{Check: kind, Subject: subject, Code: &p.Code, Message: p.Message, Remedy: &p.Remedy, Command: p.Command, problem: p}
}
