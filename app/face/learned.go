package face

import (
	"io"
	"os"
	"path/filepath"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/processing"
)

func (f *Face) learned(o *office.Office, q LearnedQuery) (LearnedPage, error) {
	v, err := o.LearnedPage(processing.LearnedQuery{Text: q.Text, Words: q.Words, Offset: q.Offset, Limit: pageOf(q.Limit)})
	if err != nil {
		return LearnedPage{}, err
	}
	p := LearnedPage{Total: v.Total, All: v.All, On: v.On, Bar: v.Bar, Items: []LearnedOne{}}
	for i := range v.Lessons {
		p.Items = append(p.Items, learnedView(&v.Lessons[i]))
	}
	return p, nil
}

func learnedView(l *processing.LearnedThing) LearnedOne {
	v := LearnedOne{ID: l.ID, Kind: l.Kind, Value: l.Value, On: l.On, Went: []LearnedWent{}, Last: at(l.Last)}
	for _, c := range l.Clients {
		w := LearnedWent{Given: c.Given, Used: c.Used, Wrong: c.Wrong}
		if c.Client != nil {
			name := ClientName(*c.Client)
			w.Client = &name
		}
		v.Went = append(v.Went, w)
	}
	return v
}

func (f *Face) saveLearned(o *office.Office) (string, error) {
	if _, err := o.LearnedPage(processing.LearnedQuery{}); err != nil { // who may not see it is told before they choose a file
		return "", err
	}
	to, err := f.opts.Host.ChooseSave(f.Say("dialog.learned.save", nil), home(), f.Say("file.learned", nil)+"-"+f.today()+".json")
	if err != nil || to == "" {
		return "", err
	}
	if filepath.Ext(to) != ".json" {
		to += ".json"
	}
	// The dialog has asked before whether another file is to be replaced.
	if err := writeWhole(to, func(w io.Writer) error { return o.ExportLearned(w) }); err != nil {
		return "", &fault.Error{Class: fault.FixSetting, Code: "learned-unwritable", Op: "save what was learned", Args: map[string]string{"path": to}, Err: err}
	}
	return to, nil
}

func (f *Face) importLearned(o *office.Office) (LearnedImported, error) {
	path, err := f.opts.Host.ChooseFile(f.Say("dialog.learned", nil), home(), f.Say("dialog.learned.files", nil), "*.json")
	if err != nil || path == "" {
		return LearnedImported{Left: []ImportLine{}, Cancelled: true}, err
	}
	file, err := os.Open(path)
	if err != nil {
		return LearnedImported{}, &fault.Error{Class: fault.FixSetting, Code: "table-missing", Op: "open what was learned", Args: map[string]string{"path": path}, Err: err}
	}
	defer file.Close() // it is only read
	found, err := o.ImportLearned(f.ctx, file)
	if err != nil {
		return LearnedImported{}, err
	}
	v := LearnedImported{Added: found.Added, Updated: found.Updated, Unchanged: found.Unchanged, Left: []ImportLine{}, LeftAll: len(found.Left), Settled: len(found.Settled)}
	for _, l := range found.Left[:min(len(found.Left), shownLines)] {
		v.Left = append(v.Left, ImportLine{Line: l.Entry, Message: o.LeftOut(l)})
	}
	return v, nil
}
