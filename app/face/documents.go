package face

import (
	"maps"
	"slices"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/preview"
)

// A page of documents.
const (
	pageSize    = 100
	maxPageSize = 500
)

func (f *Face) documents(o *office.Office, q Query) (DocumentPage, error) {
	f.list(o)
	chosen, err := queryOf(q)
	if err != nil {
		return DocumentPage{}, err
	}
	found, err := o.Find(chosen, q.Offset, pageOf(q.Limit))
	if err != nil {
		return DocumentPage{}, err
	}
	p := DocumentPage{Total: found.Total, All: found.All, Ready: found.Ready, Items: []Document{}}
	for i := range found.Documents {
		p.Items = append(p.Items, documentView(&found.Documents[i]))
	}
	return p, nil
}

// list has the list of documents read in the background, and tells how far it is.
func (f *Face) list(o *office.Office) {
	o.List(f.ctx, f.background, func(done, total int) {
		f.emit(Event{Kind: "documents", Done: int64(done), Total: int64(total)})
	})
}

// day is the beginning of a day as the person means it, some days later; zero for none.
func day(text string, later int) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, text, time.Local)
	if err != nil {
		return t, &fault.Error{Class: fault.Bug, Code: "bug", Op: "read a day", Err: err}
	}
	return t.AddDate(0, 0, later), nil
}

func (f *Face) filters(o *office.Office) Filters {
	f.list(o)
	v := Filters{Mailboxes: []FilterMailbox{}}
	v.Clients, _ = o.ClientCount() // a list without a filter for clients is better than none
	sources := o.Sources()
	for _, address := range slices.Sorted(maps.Keys(sources)) {
		m := FilterMailbox{Address: address, Folders: []FilterFolder{}}
		for _, path := range slices.SortedFunc(maps.Keys(sources[address]), func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }) {
			n := sources[address][path]
			m.Count += n
			m.Folders = append(m.Folders, FilterFolder{Path: path, Count: n})
		}
		v.Mailboxes = append(v.Mailboxes, m)
	}
	return v
}

// preview reads a filed mail to be looked at. When its file can't be read, what is known of it is shown with the
// problem.
func (f *Face) preview(o *office.Office, id string) (Preview, error) {
	d, err := o.Document(id)
	if err != nil {
		return Preview{}, err
	}
	v := Preview{Document: documentView(d), MessageID: d.MessageID, To: d.To, Cc: []string{}, Headers: []Header{}, Path: d.Path, SHA256: d.SHA256,
		Files: []Attachment{}, AlsoIn: []Twin{}}
	for _, t := range d.AlsoIn {
		v.AlsoIn = append(v.AlsoIn, Twin(t))
	}
	for _, a := range d.Attachments {
		v.Files = append(v.Files, Attachment{Name: a.Name, Path: a.Path, Size: a.Size, ContentType: a.ContentType, Kind: a.Kind, SHA256: a.SHA256,
			Openable: !executable(a.Name) && !executable(a.Path), Status: a.Status, Reason: problemView(a.Reason), Invoice: invoiceView(a.Invoice)})
	}
	r, err := o.Read(f.ctx, id, d.Path)
	if err != nil {
		v.Problem = f.problem(err)
		return v, nil
	}
	defer r.Close()
	m, err := preview.Read(r)
	if err != nil {
		v.Problem = f.problem(&fault.Error{Class: fault.SkipMail, Code: "mail-unreadable", Op: "show a mail", Err: err})
		return v, nil
	}
	v.Cc = append(v.Cc, m.Cc...)
	v.Date, v.Text, v.HTML, v.Remote, v.Shortened = at(m.Date), m.Text, m.HTML, m.Remote, m.Shortened
	for _, h := range m.Headers {
		v.Headers = append(v.Headers, Header{h.Name, h.Value})
	}
	return v, nil
}

func (f *Face) proof(o *office.Office, id string) (Proof, error) {
	p, err := o.Prove(f.ctx, id)
	if err != nil {
		return Proof{}, err
	}
	v := Proof{ID: id, Unchanged: p.Unchanged(), Checked: at(f.opts.Now()), Registered: at(p.Filed), Seq: int64(p.Register), Files: []ProofFile{}}
	for _, file := range p.Files {
		state := "unchanged"
		switch file.Found {
		case file.SHA256:
		case "":
			state = "missing"
		default:
			state = "changed"
		}
		v.Files = append(v.Files, ProofFile{Name: file.Name, Path: file.Path, SHA256: file.SHA256, Found: file.Found, State: state})
	}
	return v, nil
}
