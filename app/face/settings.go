package face

import (
	"path/filepath"
	"slices"
	"strconv"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/settings"
)

// shown are the settings that a person sees, in the order of the page.
var shown = []string{settings.Language, settings.Appearance, settings.StartAtLogin, settings.CloseToTray, settings.NotifySignIn,
	settings.NotifyDestination, settings.NotifyDiskFull, settings.NotifyFailures, settings.NotifyWork, settings.ClientsTree, settings.PollSeconds, settings.ClientID, settings.Tenant, settings.TSAURL}

func (f *Face) settings(o *office.Office) (Settings, error) {
	v := Settings{Values: []Setting{}, Managed: []string{}, PolicyFile: o.Policy().File, Verified: f.verified.last(o, f.opts.Now())}
	all := settings.Fields()
	for _, name := range shown {
		i := slices.IndexFunc(all, func(x settings.Field) bool { return x.Name == name })
		s := Setting{Name: name, Value: o.Setting(name), Choices: append([]string{}, all[i].Choices...), Managed: o.Managed(name)}
		switch name {
		case settings.StartAtLogin:
			on, able := f.opts.Host.Autostart()
			s.Value, v.Autostart = strconv.FormatBool(on), able
		}
		if s.Managed {
			v.Managed = append(v.Managed, name)
		}
		v.Values = append(v.Values, s)
	}
	if o.Managed(settings.Destination) {
		v.Managed = append(v.Managed, settings.Destination)
	}
	if err := o.Settings().Problem(); err != nil {
		v.Problem = f.problem(err)
	}
	var err error
	v.Destination, err = f.place(o)
	return v, err
}

// place is where documents go now.
func (f *Face) place(o *office.Office) (Place, error) {
	path, err := o.Destination()
	if err != nil {
		return Place{}, err
	}
	p := Place{Path: path, Managed: o.Managed(settings.Destination), Reachable: true, Free: o.Free(path)}
	if err := o.CheckDestination(f.ctx); err != nil {
		p.Reachable, p.Problem = false, f.problem(err)
	}
	return p, nil
}

// wrong gives a value that can't be taken words of its own.
func wrong(err error, code string) error {
	if fault.CodeOf(err) == "setting-invalid" {
		return refuse(code, "change a setting", nil)
	}
	return err
}

func (f *Face) setSetting(o *office.Office, name, value string) error {
	if !slices.Contains(shown, name) && name != settings.ToldKeyFile {
		return refuse("setting-unknown", "change a setting", map[string]string{"name": name})
	}
	if err := o.SetSetting(name, value); err != nil { // which knows whether it may be changed at all
		return err
	}
	switch name {
	case settings.StartAtLogin:
		if err := f.opts.Host.SetAutostart(value == "true"); err != nil {
			return &fault.Error{Class: fault.FixSetting, Code: "autostart-failed", Op: "start at login", Err: err}
		}
	case settings.Language:
		o.SetLanguage(f.language())
	case settings.ClientsTree:
		f.followTree(o)
	case settings.PollSeconds:
		f.background(func() {
			if err := o.Refresh(); err != nil {
				f.emit(Event{Kind: "problem", Problem: f.problem(err)})
			}
		})
	}
	f.emit(Event{Kind: "settings", Text: name})
	f.changed()
	return nil
}

// access is whether settings and connections may be changed here, in the person's words.
func (f *Face) access(o *office.Office) (Access, error) {
	a, err := o.Access()
	v := Access{Limited: a.Limited, May: a.May, Group: a.Group}
	if err == nil && !a.May {
		v.Problem = f.problem(refuse("access-denied", "change settings", map[string]string{"group": a.Group}))
	}
	return v, err
}

// obeyAutostart has Postroom start at login or not, as the policy decides. Where that can't be set it is left as it is.
func (f *Face) obeyAutostart(o *office.Office) {
	if f.opts.Host == nil || !o.Managed(settings.StartAtLogin) {
		return
	}
	want := o.Setting(settings.StartAtLogin) == "true"
	if on, able := f.opts.Host.Autostart(); !able || on == want {
		return
	}
	if err := f.opts.Host.SetAutostart(want); err != nil {
		f.background(func() {
			f.emit(Event{Kind: "problem", Problem: f.problem(&fault.Error{Class: fault.FixSetting, Code: "autostart-failed", Op: "start at login", Err: err})})
		})
	}
}

func (f *Face) chooseFolder(o *office.Office) (string, error) {
	now, err := o.Destination()
	if err != nil {
		return "", err
	}
	return f.opts.Host.ChooseFolder(f.Say("dialog.folder", nil), filepath.Dir(now))
}

func (f *Face) checkPlace(o *office.Office, path string) (Place, error) {
	m, err := o.PlanMove(f.ctx, path)
	if err != nil && m == nil {
		return Place{}, err
	}
	p := Place{Path: m.To, Managed: o.Managed(settings.Destination), Reachable: err == nil, Free: m.Free, Documents: m.Files, Bytes: m.Bytes}
	if err != nil {
		p.Problem = f.problem(err)
	}
	return p, nil
}

func (f *Face) move(o *office.Office, path string, keep bool) (Moved, error) {
	ctx, done := f.task("move")
	defer done()
	m, err := o.MoveDestination(ctx, path, keep, func(done, total int64) { f.progress("move", done, total, "") })
	f.changed()
	if err != nil {
		return Moved{}, err
	}
	f.emit(Event{Kind: "settings", Text: settings.Destination})
	return Moved{Path: m.To, Files: m.Files, Bytes: m.Bytes, Missing: m.Missing, Left: m.Left}, nil
}
