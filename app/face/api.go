package face

import (
	"runtime"

	"postroom/app/fault"
	"postroom/app/settings"
)

// API is what the page may call: every exported method, and nothing else. Errors carry a Problem, see FormatError.
type API struct{ face *Face }

// App tells what the page needs before it shows anything. It answers also when Postroom can't start, with a Problem.
func (a *API) App() (App, error) {
	f := a.face
	v := App{Version: f.opts.Version, Platform: runtime.GOOS, Languages: languages, Demo: f.opts.Demo, Managed: []string{}, Kinds: []string{},
		Appearance: "system", Tray: f.opts.Host.Tray()}
	o, err := f.ready()
	v.Language = f.language()
	if err != nil {
		v.Problem = f.problem(err)
		return v, nil
	}
	v.LanguageSetting, v.Appearance = f.Setting(settings.Language), f.Setting(settings.Appearance)
	v.HasClientID, v.DataFolder, v.PolicyFile = o.ClientID() != "", o.Data(), o.Policy().File
	v.Managed = append(v.Managed, o.Policy().Set...)
	if v.Access, err = f.access(o); err != nil {
		return v, f.say(err)
	}
	if !o.Settings().On(settings.ToldKeyFile) {
		v.KeyFile = o.NewKeyFile
	}
	for _, kind := range o.Kinds() {
		v.Kinds = append(v.Kinds, string(kind))
	}
	accounts, err := o.Accounts()
	if err != nil {
		return v, f.say(err)
	}
	v.Accounts = len(accounts)
	v.Destination, err = o.Destination()
	return v, f.say(err)
}

// Events are those that came after the one with the number, as far as they are remembered: for a page that was loaded
// anew.
func (a *API) Events(after int64) ([]Event, error) { return a.face.events.after(after), nil }

// Cancel stops a long work: select, validate, verify, move.
func (a *API) Cancel(task string) error {
	a.face.cancel(task)
	return nil
}

// Help explains an error by its code, in the person's language; the number of an AADSTS code alone will do. It is null if
// there is no such code.
func (a *API) Help(code string) (*Help, error) { return a.face.help(code), nil }

// AllHelp explains every error, in the order of a help page.
func (a *API) AllHelp() ([]Help, error) { return a.face.allHelp(), nil }

// Copy puts a text on the clipboard.
func (a *API) Copy(text string) error { return a.face.say(a.face.opts.Host.Copy(text)) }

// StartDemo ends this process and starts the demonstration.
func (a *API) StartDemo() error { return a.face.say(a.face.opts.Host.StartDemo()) }

// refuse is an error that a person cures.
func refuse(code, op string, args map[string]string) error {
	return &fault.Error{Class: fault.FixSetting, Code: code, Op: op, Args: args}
}
