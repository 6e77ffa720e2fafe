package office

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"postroom/app/fault"
	"postroom/app/settings"
)

// managed maps a person's setting to the field of the policy that decides it instead.
var managed = map[string]string{settings.PollSeconds: "pollSeconds", settings.Destination: "destination",
	settings.ClientID: "clientId", settings.Tenant: "tenant"}

// Settings are what the person has chosen. What the policy decides is in force instead, see Managed.
func (o *Office) Settings() *settings.Settings { return o.choices }

// Managed says whether the policy decides a setting.
func (o *Office) Managed(name string) bool {
	if _, ok := o.policy.Settings[name]; ok {
		return true
	}
	return managed[name] != "" && o.policy.Manages(managed[name])
}

// Setting is a setting's value that is in force, in words: the policy's, else the person's.
func (o *Office) Setting(name string) string {
	if value, ok := o.policy.Settings[name]; ok {
		return value
	}
	switch name {
	case settings.ClientID:
		return o.ClientID()
	case settings.Tenant:
		return o.Tenant()
	case settings.PollSeconds:
		return strconv.Itoa(int(o.poll().Seconds()))
	}
	return o.choices.Get(name)
}

// SetSetting changes a setting. What the policy decides is refused with the code "setting-managed". Where documents go
// is changed by MoveDestination; a new poll interval is in use after Refresh.
func (o *Office) SetSetting(name, value string) error {
	if !free[name] {
		ctx, cancel := context.WithTimeout(context.Background(), accessTime)
		defer cancel()
		if err := o.permit(ctx); err != nil {
			return err
		}
	}
	if o.Managed(name) {
		return &fault.Error{Class: fault.FixSetting, Code: "setting-managed", Op: "change a setting",
			Args: map[string]string{"name": name, "file": o.policy.File}}
	}
	if name == settings.Destination {
		return &fault.Error{Class: fault.Bug, Code: "setting-unknown", Op: "change a setting", Args: map[string]string{"name": name}}
	}
	if err := o.choices.Set(name, value); err != nil {
		return err
	}
	if name == settings.ClientID || name == settings.Tenant {
		o.sessions.reset()
	}
	return nil
}

// Refresh has Work take up a changed poll interval. It waits until nobody uses the engine: a baseline that is being
// taken, say, is taken to its end.
func (o *Office) Refresh() error {
	return o.exclusive(func() error {
		o.mu.Lock() // whoever asks for the engine meanwhile gets the next one
		defer o.mu.Unlock()
		engine := o.engine
		o.engine, o.dest = nil, nil
		if engine == nil {
			return nil
		}
		return engine.Close()
	})
}

// ClientID is the app registration to sign in with: the policy's, else the person's; empty if nobody named one.
func (o *Office) ClientID() string {
	return cmp.Or(o.policy.ClientID, o.choices.Get(settings.ClientID))
}

// Tenant is who may sign in: the policy's word, else the person's; empty if nobody said.
func (o *Office) Tenant() string { return cmp.Or(o.policy.Tenant, o.choices.Get(settings.Tenant)) }

// poll is the time from one look at a mailbox to the next.
func (o *Office) poll() time.Duration {
	if o.policy.Manages("pollSeconds") {
		return o.policy.Poll
	}
	n, err := strconv.Atoi(o.choices.Get(settings.PollSeconds))
	if err != nil {
		return o.policy.Poll
	}
	return time.Duration(n) * time.Second
}

// Poll is the time from one look at a mailbox to the next.
func (o *Office) Poll() time.Duration { return o.poll() }

// language is that of the words in answers.
func (o *Office) language() string {
	if l := o.words.Load(); l != nil {
		return *l
	}
	return cmp.Or(o.opts.Language, "en")
}

// SetLanguage changes the language of the words in answers, from now on.
func (o *Office) SetLanguage(language string) { o.words.Store(&language) }

// reset forgets all open sessions: they were made with another app registration.
func (s *sessions) reset() {
	s.mu.Lock()
	clear(s.open)
	s.mu.Unlock()
	s.clientMu.Lock()
	clear(s.clients)
	s.clientMu.Unlock()
}
