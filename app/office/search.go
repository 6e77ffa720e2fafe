package office

import (
	"context"
	"io"
	"os"
	"strconv"
	"time"

	"postroom/app/destination"
	"postroom/app/fault"
	"postroom/app/search"
	"postroom/app/store"
	"postroom/app/text"
)

// Results are a page of what a search finds.
type Results struct {
	Total    int             `json:"total"`
	Hits     []Hit           `json:"hits"`
	Problem  *QueryProblem   `json:"problem"`  // what of the query was not understood; the rest was searched
	Progress *SearchProgress `json:"progress"` // what is not indexed yet is not found
}

// Hit is a mail that was found, and where the words stand in it.
type Hit struct {
	Document  Document   `json:"document"`
	Fragments []Fragment `json:"fragments"`
}

// Fragment is a piece of a mail as plain text, with the words of the query marked.
type Fragment struct {
	Part  string `json:"part"` // subject, from, to, text, name (of an attachment), attachment (its text)
	Name  string `json:"name"` // of the attachment
	Spans []Span `json:"spans"`
}

// Span is a piece of text.
type Span struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit"` // the query asks for it
}

// QueryProblem is what could not be understood of a query, in words.
type QueryProblem struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Remedy  string `json:"remedy"`
	Start   int    `json:"start"` // characters of the query
	Length  int    `json:"length"`
	Offer   string `json:"offer"` // what may have been meant
}

// SearchQuery is what is looked for: Query.Text in the language of queries (see search.Parse), narrowed by the rest.
// Query.Sort is relevance (also ""), or received, the newest first unless Ascending.
type SearchQuery struct {
	Query
	Done bool // Text is complete; else its last word is taken for the beginning of one
}

// How long the texts of a page of hits are read to show where the words stand. A hit for which no time is left is given
// without that.
const (
	markMails       = 150 * time.Millisecond
	markAttachments = 300 * time.Millisecond
)

// Search looks mails up in the search index and gives those from offset on, at most limit.
func (o *Office) Search(ctx context.Context, q SearchQuery, offset, limit int) (*Results, error) {
	keep, err := o.shownBySeq(q.Client)
	if err != nil {
		return nil, err
	}
	x, err := o.searchIndex()
	if err != nil {
		return nil, err
	}
	zone := x.Zone()
	parsed, problem := search.Parse(q.Text, search.Context{Now: o.opts.Now().In(zone), Done: q.Done})
	found, err := x.Search(ctx, search.Request{Query: parsed, Mailbox: q.Mailbox, Folder: q.Folder, Sender: q.Sender, From: q.From, To: q.To,
		Attachment: q.HasAttachment, ByDate: q.Sort != "" && q.Sort != "relevance", Oldest: q.Ascending, Offset: offset, Limit: limit, Keep: keep})
	if err != nil {
		return nil, o.harmed(x, err)
	}
	v := &Results{Total: found.Total, Hits: []Hit{}, Problem: o.queryProblem(problem)}
	if v.Progress, err = o.SearchProgress(); err != nil {
		return nil, err
	}
	for _, seq := range found.Seqs {
		d, err := o.Document(strconv.FormatUint(seq, 10))
		if fault.CodeOf(err) == "document-unknown" {
			v.Total-- // it was taken out of the list since
			continue
		}
		if err != nil {
			return nil, err
		}
		v.Hits = append(v.Hits, Hit{Document: *d, Fragments: []Fragment{}})
	}
	o.markHits(ctx, v.Hits, parsed)
	return v, nil
}

func (o *Office) queryProblem(p *search.Problem) *QueryProblem {
	if p == nil {
		return nil
	}
	w := fault.Explain(o.language(), &fault.Error{Class: fault.FixSetting, Code: p.Code, Op: "read a query",
		Args: map[string]string{"value": p.Value, "offer": p.Offer}})
	return &QueryProblem{Code: p.Code, Message: w.What, Remedy: w.Do, Start: p.Start, Length: p.Length, Offer: p.Offer}
}

// markHits shows where the words stand in the mails of a page. What can't be read now is left out.
func (o *Office) markHits(ctx context.Context, hits []Hit, q *search.Query) {
	m := q.Marker()
	if m.Conditions() == 0 || len(hits) == 0 {
		return
	}
	dest, done, err := o.readable()
	if err != nil {
		o.log.Info("hits are shown without their text", "code", fault.CodeOf(err))
		return
	}
	defer done()
	begun := time.Now()
	for i := range hits {
		p := &pieces{ctx: ctx, dest: dest, marker: m, hit: &hits[i]}
		p.head()
		if p.most < m.Conditions() && time.Since(begun) < markMails {
			p.mail()
		}
	}
	for i := range hits {
		p := &pieces{ctx: ctx, dest: dest, marker: m, hit: &hits[i]}
		if len(hits[i].Fragments) == 0 && time.Since(begun) < markAttachments {
			p.attachments(begun.Add(markAttachments))
		}
	}
}

// pieces gathers the fragments of one hit.
type pieces struct {
	ctx    context.Context
	dest   destination.Destination
	marker *search.Marker
	hit    *Hit
	most   int // conditions that a fragment shows at most
}

func (p *pieces) add(part search.Part, name, text string) {
	f := p.marker.Find(part, text)
	if f == nil {
		return
	}
	p.most = max(p.most, f.Words)
	v := Fragment{Part: string(part), Name: name, Spans: []Span{}}
	for _, s := range f.Spans {
		v.Spans = append(v.Spans, Span(s))
	}
	p.hit.Fragments = append(p.hit.Fragments, v)
}

// head looks at what the list of documents knows.
func (p *pieces) head() {
	d := &p.hit.Document
	p.add(search.Subject, "", d.Subject)
	p.add(search.From, "", d.From)
	for _, to := range d.To {
		p.add(search.To, "", to)
	}
	for _, a := range d.Attachments {
		p.add(search.Name, a.Name, a.Name)
	}
}

// mail looks at the mail's text. What is missing or can't be read has no fragment; verify tells about it.
func (p *pieces) mail() {
	_ = readFiled(p.ctx, p.dest, store.File{Path: p.hit.Document.Path}, func(file *os.File, size int64) error {
		m, err := text.Mail(io.NewSectionReader(file, 0, size))
		if err == nil {
			p.add(search.Text, "", m.Text)
		}
		return err
	})
}

// attachments looks at the attachments' texts until one shows something, or time is up.
func (p *pieces) attachments(until time.Time) {
	ctx, cancel := context.WithDeadline(p.ctx, until)
	defer cancel()
	for _, a := range p.hit.Document.Attachments {
		if len(p.hit.Fragments) > 0 || ctx.Err() != nil {
			return
		}
		f := store.File{Path: a.Path, Name: a.Name, ContentType: a.ContentType, Kind: a.Kind}
		_ = readFiled(ctx, p.dest, f, func(file *os.File, size int64) error {
			inside, err := textOf(ctx, p.dest, file, f, size)
			p.add(search.Inside, a.Name, inside)
			return err
		})
	}
}
