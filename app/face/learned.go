package face

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/processing"
)

// wordy are the kinds of what was learned that are only worth a look for who wants to know everything.
var wordy = []string{"signature", "subject", "file"}

func (f *Face) learned(o *office.Office, q LearnedQuery) (LearnedPage, error) {
	v, err := o.Learned()
	if err != nil {
		return LearnedPage{}, err
	}
	p := LearnedPage{All: len(v.Lessons), On: v.On, Bar: v.Bar, Items: []LearnedOne{}}
	text := strings.ToLower(strings.TrimSpace(q.Text))
	offset, limit := max(q.Offset, 0), pageOf(q.Limit)
	for i := range v.Lessons {
		l := &v.Lessons[i]
		if !q.Words && slices.Contains(wordy, l.Kind) || text != "" && !learnedHas(l, text) {
			continue
		}
		if p.Total++; p.Total > offset && len(p.Items) < limit {
			p.Items = append(p.Items, learnedView(l))
		}
	}
	return p, nil
}

func learnedHas(l *processing.LearnedThing, text string) bool {
	return strings.Contains(strings.ToLower(l.Value), text) || slices.ContainsFunc(l.Clients, func(c processing.LearnedClient) bool {
		return c.Client != nil && strings.Contains(strings.ToLower(c.Client.Name+" "+c.Client.Number), text)
	})
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
	if _, err := o.Learned(); err != nil { // who may not see it is told before they choose a file
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
