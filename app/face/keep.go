package face

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"postroom/app/office"
)

// home is where a dialog begins; empty: wherever it likes.
func home() string {
	dir, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return dir
}

func (f *Face) today() string { return f.opts.Now().Local().Format("2006-01-02") }

func (f *Face) saveReport(o *office.Office, format string) (string, error) {
	found := f.verified.whole()
	if found == nil {
		return "", refuse("nothing-checked", "save a report", nil)
	}
	to, err := f.opts.Host.ChooseSave(f.Say("dialog.report", nil), home(), f.Say("file.report", nil)+"-"+f.today()+"."+format)
	if err != nil || to == "" {
		return "", err
	}
	if ending := strings.ToLower(filepath.Ext(to)); ending != ".html" && ending != ".json" {
		to += "." + format
	}
	return to, o.WriteReport(to, found)
}

func (f *Face) export(o *office.Office, q Query, bag bool) (Exported, error) {
	query, err := queryOf(q)
	if err != nil {
		return Exported{}, err
	}
	to, err := f.opts.Host.ChooseSave(f.Say("dialog.export", nil), home(), f.Say("file.export", nil)+"-"+f.today()+".zip")
	if err != nil || to == "" {
		return Exported{}, err
	}
	if strings.ToLower(filepath.Ext(to)) != ".zip" {
		to += ".zip"
	}
	ctx, done := f.task("export")
	defer done()
	r, err := o.Export(ctx, office.Export{Query: query, Path: to, Bag: bag}, func(done, total int) { f.progress("export", int64(done), int64(total), "") })
	if err != nil {
		return Exported{}, err
	}
	return Exported{Path: r.To, Mails: r.Mails, Files: r.Files, Changed: len(r.Changed), Missing: len(r.Missing)}, nil
}

func (f *Face) keeping(o *office.Office) (Keeping, error) {
	r, err := o.Retention(f.ctx, time.Time{}, listed)
	if err != nil {
		return Keeping{}, err
	}
	v := Keeping{Mailboxes: []KeptMailbox{}, Presets: []Preset{}, Total: r.Total, Due: []DueMail{}}
	for _, m := range r.Mailboxes {
		k := KeptMailbox{Mailbox: m.Mailbox, Documents: m.Documents, MayGo: m.MayGo}
		if m.Period != nil {
			k.Rule, k.Years, k.YearEnd = m.Period.Rule, m.Period.Years, m.Period.YearEnd
		}
		v.Mailboxes = append(v.Mailboxes, k)
	}
	for _, p := range o.Presets() {
		v.Presets = append(v.Presets, Preset(p))
	}
	for _, d := range r.Due {
		one := DueMail{ID: d.ID, Mailbox: d.Mailbox, From: d.From, Subject: d.Subject, Until: d.Until}
		if d.Received != nil {
			one.Received = at(*d.Received)
		}
		v.Due = append(v.Due, one)
	}
	return v, nil
}

func (f *Face) setKeeping(o *office.Office, mailbox, rule string, years int, yearEnd bool) error {
	if rule == "" {
		return o.SetRetention(f.ctx, mailbox, nil)
	}
	return o.SetRetention(f.ctx, mailbox, &office.Period{Rule: rule, Years: years, YearEnd: yearEnd})
}

func (f *Face) deleteDue(o *office.Office, n int) (int, error) {
	ctx, done := f.task("delete")
	defer done()
	d, err := o.DeleteDue(ctx, time.Time{}, n, func(done, total int) { f.progress("delete", int64(done), int64(total), "") })
	if err != nil {
		return 0, err
	}
	return d.Mails, nil
}
