package face

import (
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/processing"
)

func (f *Face) clients(o *office.Office, q ClientQuery) (ClientPage, error) {
	team, err := o.Team()
	if err != nil {
		return ClientPage{}, err
	}
	found, total, err := o.ClientPage(q.Text, q.State, max(q.Offset, 0), pageOf(q.Limit))
	if err != nil {
		return ClientPage{}, err
	}
	p := ClientPage{Total: total, Items: []Client{}}
	for i := range found {
		p.Items = append(p.Items, clientView(&found[i], &team))
	}
	p.Roles, err = o.Roles()
	return p, err
}

func clientView(c *processing.Client, team *processing.Team) Client {
	v := Client{ID: c.ID, Name: c.Name, Number: c.Number, Addresses: append([]string{}, c.Addresses...), Domains: append([]string{}, c.Domains...),
		VAT: append([]string{}, c.VAT...), Registrations: append([]string{}, c.Registrations...), IBANs: append([]string{}, c.IBANs...),
		Language: c.Language, Ended: c.Ended, Roles: []ClientRole{}}
	for _, role := range slices.Sorted(maps.Keys(c.Roles)) {
		v.Roles = append(v.Roles, ClientRole{Role: role, Member: c.Roles[role], Name: nameOf(team, c.Roles[role])})
	}
	return v
}

func clientOf(v *Client) processing.Client {
	c := processing.Client{ID: v.ID, Name: v.Name, Number: v.Number, Addresses: v.Addresses, Domains: v.Domains, VAT: v.VAT, Registrations: v.Registrations,
		IBANs: v.IBANs, Language: v.Language, Ended: v.Ended, Roles: map[string]string{}}
	for _, r := range v.Roles {
		if r.Role != "" && r.Member != "" {
			c.Roles[r.Role] = r.Member
		}
	}
	return c
}

func (f *Face) client(o *office.Office, id string) (Client, error) {
	c, err := o.Client(id)
	if err != nil {
		return Client{}, err
	}
	team, err := o.Team()
	return clientView(&c, &team), err
}

func (f *Face) saveClient(o *office.Office, v Client) (ClientSaved, error) {
	save := o.ChangeClient
	if v.ID == "" {
		save = o.AddClient
	}
	c, settled, err := save(f.ctx, clientOf(&v))
	if err != nil {
		return ClientSaved{}, err
	}
	team, err := o.Team()
	return ClientSaved{Client: clientView(&c, &team), Settled: settled}, err
}

func (f *Face) mergeClients(o *office.Office, client, other string) (Client, error) {
	c, err := o.MergeClients(f.ctx, client, other)
	if err != nil {
		return Client{}, err
	}
	team, err := o.Team()
	return clientView(&c, &team), err
}

func (f *Face) chooseClients() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // the dialog begins wherever it likes
	}
	return f.opts.Host.ChooseFile(f.Say("dialog.clients", nil), home, f.Say("dialog.clients.files", nil), "*.csv;*.txt;*.xlsx")
}

// shownLines are the wrong lines of a table that the page shows.
const shownLines = 200

func (f *Face) importClients(o *office.Office, path string, columns []ColumnChoice, preview bool) (ClientImport, error) {
	file, err := os.Open(path)
	if err != nil {
		return ClientImport{}, &fault.Error{Class: fault.FixSetting, Code: "table-unreadable", Op: "open a table", Err: err}
	}
	defer file.Close()
	head, samples, err := processing.Head(file)
	if err != nil {
		return ClientImport{}, err
	}
	if _, err := file.Seek(0, 0); err != nil {
		return ClientImport{}, err
	}
	opts := processing.ImportOptions{Preview: preview}
	if len(columns) > 0 {
		opts.Map = map[string][]string{}
		for _, field := range processing.Fields {
			opts.Map[field] = nil // nothing is guessed
		}
		for _, c := range columns {
			if c.Field != "" {
				opts.Map[c.Field] = append(opts.Map[c.Field], c.Column)
			}
		}
	}
	ctx, done := f.task("import")
	defer done()
	v := ClientImport{Columns: []ImportColumn{}, Lines: []ImportLine{}, First: []Client{}}
	found, err := o.ImportClients(ctx, file, opts)
	switch {
	case preview && fault.CodeOf(err) == "column-name-missing":
		if v.Problem, found = f.problem(err), (&processing.Imported{Map: opts.Map}); len(columns) == 0 {
			found.Map = processing.Guess(head) // the person says the rest
		}
	case err != nil:
		return ClientImport{}, err
	}
	field := map[string]string{}
	for name, list := range found.Map {
		for _, column := range list {
			field[column] = name
		}
	}
	for i, column := range head {
		if column != "" {
			v.Columns = append(v.Columns, ImportColumn{Column: column, Field: field[column], Samples: append([]string{}, samples[i]...)})
		}
	}
	v.Added, v.Updated, v.Unchanged, v.Duplicates = found.Added, found.Updated, found.Unchanged, found.Duplicates
	v.Wrong, v.Settled = len(found.Errors), len(found.Settled)
	for _, e := range found.Errors[:min(len(found.Errors), shownLines)] {
		v.Lines = append(v.Lines, ImportLine{Line: e.Line, Message: o.LineProblem(e)})
	}
	team, err := o.Team()
	for i := range found.First {
		v.First = append(v.First, clientView(&found.First[i], &team))
	}
	return v, err
}

func (f *Face) saveClients(o *office.Office, text string) (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // the dialog begins wherever it likes
	}
	name := f.Say("file.clients", nil) + "-" + f.opts.Now().Local().Format("2006-01-02") + ".csv"
	to, err := f.opts.Host.ChooseSave(f.Say("dialog.clients.save", nil), home, name)
	if err != nil || to == "" {
		return "", err
	}
	if filepath.Ext(to) != ".csv" {
		to += ".csv"
	}
	// The dialog has asked before whether another file is to be replaced.
	err = writeWhole(to, func(w io.Writer) error { return o.ExportClients(w, text) })
	if err != nil {
		return "", &fault.Error{Class: fault.FixSetting, Code: "file-copy", Op: "save clients", Args: map[string]string{"path": to}, Err: err}
	}
	return to, nil
}
