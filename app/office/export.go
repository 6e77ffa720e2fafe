package office

import (
	"cmp"
	"context"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"postroom/app/export"
	"postroom/app/fault"
	"postroom/app/register"
	"postroom/app/search"
	"postroom/app/store"
)

// Export says what is exported, and where to.
type Export struct {
	Query          // Text is a query of the search; Sort and Ascending count for nothing
	IDs   []string // of documents: these alone, whatever the query says; none: what the query finds
	Path  string   // a file that ends in .zip, or a folder
	Bag   bool     // as a BagIt bag
}

// Exported is what was written.
type Exported = export.Result

// Export writes filed mails with their attachments, an index and the register's lines that belong to them, to be handed
// over: the oldest first. It is there whole or not at all. progress may be nil; it counts mails.
//
// Codes: those of package export, "export-inside", and those of a query that is not understood.
func (o *Office) Export(ctx context.Context, e Export, progress func(done, total int)) (*Exported, error) {
	defer o.using()()
	to, err := filepath.Abs(e.Path)
	if err != nil {
		return nil, err
	}
	root, err := o.destinationFolder()
	if err != nil {
		return nil, err
	}
	if inside(root, to) {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "export-inside", Op: "write an export", Args: map[string]string{"path": root}}
	}
	chosen, err := o.chosen(ctx, e)
	if err != nil {
		return nil, err
	}
	dest, done, err := o.readable()
	if err != nil {
		return nil, err
	}
	defer done()
	result, err := export.Run(ctx, export.Options{To: to, Bag: e.Bag, Language: o.language(), Program: strings.TrimSpace("Postroom " + o.opts.Version),
		About: o.about(e), Now: o.opts.Now(), Total: len(chosen), Progress: progress, Mails: o.mailsOf(chosen),
		Open:  func(ctx context.Context, path string) (io.ReadCloser, error) { return dest.Open(ctx, path) },
		Lines: func(wanted func(uint64) bool) iter.Seq2[[]byte, error] { return linesOf(registerIn(root), wanted) }})
	if err != nil {
		return nil, err
	}
	o.log.Info("mails exported", "mails", result.Mails, "files", result.Files, "bytes", result.Bytes, "bag", e.Bag)
	return result, nil
}

// inside says whether a path is a folder, or lies in it, also by way of links.
func inside(folder, path string) bool {
	real := func(p string) string {
		for dir := p; ; dir = filepath.Dir(dir) {
			if found, err := filepath.EvalSymlinks(dir); err == nil {
				return filepath.Join(found, strings.TrimPrefix(p, dir))
			}
			if dir == filepath.Dir(dir) {
				return p
			}
		}
	}
	rel, err := filepath.Rel(real(folder), real(path))
	return err == nil && filepath.IsLocal(rel)
}

// chosen gives the numbers of the mails that an export holds, those received first first.
func (o *Office) chosen(ctx context.Context, e Export) ([]uint64, error) {
	type one struct {
		received int64
		seq      uint64
	}
	var list []one
	client := e.Client
	if len(e.IDs) > 0 {
		client = ""
	}
	keep, err := o.shown(client)
	if err != nil {
		return nil, err
	}
	add := func(d *store.Document) {
		if keep.doc(d) {
			list = append(list, one{d.Received.Unix(), d.Seq})
		}
	}
	switch {
	case len(e.IDs) > 0:
		for _, id := range e.IDs {
			if _, err := o.seen(id); err != nil {
				return nil, err
			}
		}
		err = o.eachOf(slices.Values(e.IDs), false, add)
	case strings.TrimSpace(e.Text) != "":
		var seqs []uint64
		if seqs, err = o.searched(ctx, e.Query); err == nil {
			err = o.eachOf(numbered(seqs), true, add)
		}
	default:
		err = o.eachFiled(ctx, func(d *store.Document) {
			if e.matches(d) {
				add(d)
			}
		})
	}
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b one) int { return cmp.Or(cmp.Compare(a.received, b.received), cmp.Compare(a.seq, b.seq)) })
	seqs := make([]uint64, len(list))
	for i, m := range list {
		seqs[i] = m.seq
	}
	return slices.Compact(seqs), nil
}

// eachOf calls fn with filed mails by their ids. One that nobody gave has the code "document-unknown", unless it may have
// gone.
func (o *Office) eachOf(ids iter.Seq[string], gone bool, fn func(*store.Document)) error {
	for id := range ids {
		d, ok, err := o.record(id)
		switch {
		case err != nil:
			return err
		case ok:
			fn(&d)
		case !gone:
			return &fault.Error{Class: fault.FixSetting, Code: "document-unknown", Op: "find a document", Args: map[string]string{"id": id}}
		}
	}
	return nil
}

// numbered are the ids of mails with these numbers.
func numbered(seqs []uint64) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, seq := range seqs {
			if !yield(strconv.FormatUint(seq, 10)) {
				return
			}
		}
	}
}

// eachFiled calls fn with every filed mail, a piece of the list at a time.
func (o *Office) eachFiled(ctx context.Context, fn func(*store.Document)) error {
	for below := uint64(0); ; {
		n := 0
		err := o.db.View(func(tx *store.Tx) error {
			return tx.DocumentsBelow(below, func(d store.Document) bool {
				below = d.Seq
				n++
				fn(&d)
				return n < pageOfIndex
			})
		})
		if err = cmp.Or(err, ctx.Err()); err != nil || n < pageOfIndex {
			return err
		}
	}
}

// matches says whether a query without text finds a mail.
func (q *Query) matches(d *store.Document) bool {
	return (q.Mailbox == "" || strings.EqualFold(q.Mailbox, d.Mailbox)) && (q.Folder == "" || q.Folder == d.Folder) &&
		(q.Sender == "" || strings.Contains(strings.ToLower(d.From), strings.ToLower(q.Sender))) && (!q.HasAttachment || len(d.Files) > 1) &&
		(q.From.IsZero() || !d.Received.Before(q.From)) && (q.To.IsZero() || d.Received.Before(q.To))
}

// searched gives all mails that a query of the search finds. A query that is not understood is refused: an export that
// holds other mails than were meant is worse than none.
func (o *Office) searched(ctx context.Context, q Query) ([]uint64, error) {
	if _, err := o.UpdateSearch(ctx, nil); err != nil {
		return nil, err
	}
	x, err := o.searchIndex()
	if err != nil {
		return nil, err
	}
	parsed, problem := search.Parse(q.Text, search.Context{Now: o.opts.Now().In(x.Zone()), Done: true})
	if problem != nil {
		return nil, &fault.Error{Class: fault.FixSetting, Code: problem.Code, Op: "read a query", Args: map[string]string{"value": problem.Value, "offer": problem.Offer}}
	}
	found, err := x.Search(ctx, search.Request{Query: parsed, Mailbox: q.Mailbox, Folder: q.Folder, Sender: q.Sender, From: q.From, To: q.To,
		Attachment: q.HasAttachment, ByDate: true, Limit: x.Count() + 1})
	if err != nil {
		return nil, o.harmed(x, err)
	}
	return found.Seqs, nil
}

// mailsOf reads one mail after the other.
func (o *Office) mailsOf(seqs []uint64) iter.Seq2[export.Mail, error] {
	return func(yield func(export.Mail, error) bool) {
		for _, seq := range seqs {
			d, ok, err := o.record(strconv.FormatUint(seq, 10))
			if err == nil && !ok {
				continue // it was deleted meanwhile
			}
			m := export.Mail{ID: strconv.FormatUint(seq, 10), Mailbox: d.Mailbox, Folder: d.Folder, Subject: d.Subject, From: d.From, To: d.To,
				Received: d.Received, Filed: d.Filed, Entry: d.Register}
			for _, f := range d.Files {
				m.Files = append(m.Files, export.File{Path: f.Path, Name: f.Name, SHA256: f.SHA256, Size: f.Size})
			}
			if !yield(m, err) || err != nil {
				return
			}
		}
	}
}

func linesOf(dir string, wanted func(uint64) bool) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for line, err := range register.Raws(dir) {
			if err == nil && !wanted(line.Seq) {
				continue
			}
			if !yield(line.Text, err) || err != nil {
				return
			}
		}
	}
}

// about says in words what an export holds.
func (o *Office) about(e Export) string {
	say := func(name string) string { return fault.Value(o.language(), "export", name) }
	if len(e.IDs) > 0 {
		return say("chosen")
	}
	var parts []string
	for _, p := range []struct{ name, value string }{{"mailbox", e.Mailbox}, {"folder", e.Folder}, {"sender", e.Sender}, {"client", o.clientName(e.Client)}, {"since", date(e.From)}, {"before", date(e.To)},
		{"query", e.Text}} {
		if p.value != "" {
			parts = append(parts, say(p.name)+": "+p.value)
		}
	}
	if e.HasAttachment {
		parts = append(parts, say("attachment"))
	}
	if len(parts) == 0 {
		return say("all")
	}
	return strings.Join(parts, " · ")
}

// clientName is what a client is called, or what was asked for.
func (o *Office) clientName(client string) string {
	if client == "" {
		return ""
	}
	c, err := o.Client(client)
	if err != nil {
		return client
	}
	return c.Name
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
