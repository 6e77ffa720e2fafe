package office

import (
	"context"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"postroom/app/capture"
	"postroom/app/fault"
	"postroom/app/processing"
	"postroom/app/store"
)

// SyncOnce runs one full round over all mailboxes and works the journal off, until it is empty or only waiting entries
// remain. With trueUp every ticked folder is compared with what is known, too.
func (o *Office) SyncOnce(ctx context.Context, trueUp bool) (*Round, error) {
	began, requests, bytes := time.Now(), o.count.Requests(), o.count.Bytes()
	accounts, err := o.db.Accounts()
	if err != nil {
		return nil, err
	}
	v := &Round{Failures: []Failure{}, SignIn: []string{}}
	working := slices.DeleteFunc(accounts, func(a store.Account) bool { return a.State == store.Disconnected })
	if len(working) == 0 {
		v.Blocked = true
		return v, nil
	}
	defer o.using()()
	engine, err := o.capture()
	if err != nil {
		return nil, err
	}
	if err := o.announce(ctx); err != nil {
		return nil, err
	}
	if _, err := o.probe(ctx); err != nil {
		return nil, err
	}
	stop := o.followFiling(ctx)
	result, err := engine.SyncOnce(ctx, capture.Options{TrueUp: trueUp})
	stop()
	if err != nil {
		return nil, err
	}
	v.FilingSeconds = time.Since(began).Round(time.Millisecond).Seconds()
	o.recogniseFiled(ctx, atOnce)
	o.processFiled(ctx, true, atOnce)
	o.prove(ctx, engine)
	v.Filed, v.Skipped, v.Failed, v.Waiting = result.Filed, result.Skipped, result.Failed, result.Waiting
	v.Requests, v.Bytes = o.count.Requests()-requests, o.count.Bytes()-bytes
	v.Seconds = time.Since(began).Round(time.Millisecond).Seconds()
	failures, err := o.open(engine, result.Failures)
	if err == nil {
		failures, err = o.mineFailures(failures)
	}
	if err != nil {
		return nil, err
	}
	for _, f := range failures {
		v.Failures = append(v.Failures, o.failure(f))
	}
	for _, a := range working {
		if slices.Contains(result.SignIn, a.ID) {
			v.SignIn = append(v.SignIn, a.Address)
			if a.Kind == store.Organisation && v.cause == nil {
				v.cause = o.whyLost(a.ID)
			}
		}
	}
	v.Blocked = len(v.SignIn) == len(working)
	return v, nil
}

// followFiling looks at what is filed and processes it beside filing, which mostly waits for its server, until stop is
// called. What is left then is for whoever calls it.
func (o *Office) followFiling(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var beside sync.WaitGroup
	beside.Go(func() { o.keepRecognising(ctx) })
	beside.Go(func() { o.keepProcessing(ctx) })
	return func() {
		cancel()
		beside.Wait()
	}
}

// open adds to a round's failures the entries that failed before and were not due: they count as failed, and a person can
// only retry what is listed.
func (o *Office) open(engine *capture.Engine, round []capture.Failure) ([]capture.Failure, error) {
	all, err := engine.Failures()
	if err != nil {
		return nil, err
	}
	listed := map[string]bool{"": true} // folders and mailboxes are tried in every round
	for _, f := range round {
		listed[f.ID] = true
	}
	return append(round, slices.DeleteFunc(all, func(f capture.Failure) bool { return listed[f.ID] })...), nil
}

func (o *Office) failure(f capture.Failure) Failure {
	w := fault.Explain(o.language(), f.Err)
	return Failure{ID: f.ID, Mailbox: f.Mailbox, Folder: f.Folder, Code: f.Err.Code, Message: w.What, Remedy: w.Do,
		Retry: moment(f.Retry)}
}

// whyLost is what keeps an organisation from signing in: no person can, so that it says more than that a sign-in is needed.
func (o *Office) whyLost(account string) error {
	a, err := o.known(account)
	if err != nil || a == nil || a.Problem == nil {
		return err
	}
	return a.Problem.Err()
}

// SignInNeeded is the error of a round in which every account needs a sign-in, or none is connected.
func (r *Round) SignInNeeded() error {
	switch {
	case !r.Blocked:
		return nil
	case len(r.SignIn) == 0:
		return &fault.Error{Class: fault.SignInAgain, Code: "no-account", Op: "run a round"}
	case r.cause != nil:
		return r.cause
	}
	return &fault.Error{Class: fault.SignInAgain, Code: "sign-in-needed", Op: "run a round",
		Args: map[string]string{"address": r.SignIn[0]}}
}

// Run files what arrives until the context ends. While an account needs a sign-in it goes on with the others, and
// asks Entra once a minute whether the session is back.
func (o *Office) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	var beside sync.WaitGroup
	beside.Go(func() { o.keepPeople(ctx) })
	defer beside.Wait()
	defer cancel()
	return o.run(ctx)
}

func (o *Office) run(ctx context.Context) error {
	engine, err := o.capture()
	if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return engine.Run(ctx) })
	g.Go(func() error { o.keepRecognising(ctx); return nil })
	g.Go(func() error { o.keepSearchable(ctx); return nil })
	g.Go(func() error { o.keepProcessing(ctx); return nil })
	g.Go(func() error { o.keepTree(ctx); return nil })
	g.Go(func() error { o.keepProof(ctx, engine); return nil })
	g.Go(func() error {
		tick := time.NewTicker(askAgain)
		defer tick.Stop()
		for {
			if err := o.announce(ctx); err != nil {
				return err
			}
			select {
			case <-ctx.Done():
				return nil
			case <-tick.C:
			}
			back, err := o.probe(ctx)
			if err != nil && ctx.Err() == nil {
				return err
			}
			if back {
				engine.Wake()
			}
		}
	})
	return g.Wait()
}

// probe tries every account that needs a sign-in: what an administrator has put right, or Entra had
// wrong, needs no person. It says whether an account has come back.
func (o *Office) probe(ctx context.Context) (back bool, err error) {
	accounts, err := o.db.Accounts()
	if err != nil {
		return false, err
	}
	for _, a := range accounts {
		if a.State != store.Reauthenticate {
			continue
		}
		s, err := o.session(a)
		if err == nil {
			_, err = s.prove(ctx)
		}
		if err != nil {
			o.log.Info("the account still needs a sign-in", "account", a.ID, "code", fault.CodeOf(err))
			continue
		}
		back = true
	}
	return back, ctx.Err()
}

// Wake makes Run, or Work, look at the mailboxes now.
func (o *Office) Wake() error {
	engine, err := o.capture()
	if err != nil {
		return err
	}
	o.gate.nudge()
	engine.Wake()
	return nil
}

// Retry makes failed entries due now; without ids all of them. It tells how many there are.
func (o *Office) Retry(ids ...string) (int, error) {
	engine, err := o.capture()
	if err != nil {
		return 0, err
	}
	see, err := o.sight()
	if err != nil {
		return 0, err
	}
	if see.All() {
		return engine.Retry(ids...)
	}
	mine, err := mineToRetry(engine, see, ids)
	if err != nil || len(mine) == 0 {
		return 0, err // none given would be all
	}
	return engine.Retry(mine...)
}

// mineToRetry are the failed entries, among some or, if none are given, all, that who looks may see.
func mineToRetry(engine *capture.Engine, see processing.Sight, ids []string) (mine []string, err error) {
	failures, err := engine.Failures()
	if err != nil {
		return nil, err
	}
	for _, f := range failures {
		if f.ID != "" && see.SeesMailbox(f.Mailbox) && (len(ids) == 0 || slices.Contains(ids, f.ID)) {
			mine = append(mine, f.ID)
		}
	}
	return mine, nil
}

// Pause stops filing until a time, or until Resume if that is zero.
func (o *Office) Pause(until time.Time) error {
	engine, err := o.capture()
	if err != nil {
		return err
	}
	return engine.Pause(until)
}

// Resume ends a pause.
func (o *Office) Resume() error {
	engine, err := o.capture()
	if err != nil {
		return err
	}
	return engine.Resume()
}

// Retried is what a new attempt has come to.
type Retried struct {
	Retried int `json:"retried"` // failed entries that were tried again
	*Round
}

// RetryNow tries failed entries again and waits for the outcome: those with the ids given, or all.
func (o *Office) RetryNow(ctx context.Context, ids ...string) (*Retried, error) {
	n, err := o.Retry(ids...)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return &Retried{Round: &Round{Failures: []Failure{}, SignIn: []string{}}}, nil
	}
	r, err := o.SyncOnce(ctx, false)
	return &Retried{Retried: n, Round: r}, err
}
