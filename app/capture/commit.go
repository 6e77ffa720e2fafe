package capture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"

	"postroom/app/destination"
	"postroom/app/fault"
	"postroom/app/fault/disk"
	"postroom/app/register"
	"postroom/app/store"
)

// committers is how many groups of a mailbox are under way at once: one is named while the other is put away.
const committers = 2

// commitAll puts fetched mails away and registers them, in groups of whatever has come together meanwhile.
func (d *drain) commitAll(ctx context.Context, from <-chan *job) error {
	g, ctx := errgroup.WithContext(ctx)
	for range committers {
		g.Go(func() error { return d.commitSome(ctx, from) })
	}
	return g.Wait()
}

func (d *drain) commitSome(ctx context.Context, from <-chan *job) (err error) {
	defer func() {
		for j := range from { // the round has ended early
			err = errors.Join(err, j.discard())
		}
	}()
	for first := range from {
		group := []*job{first}
	gather:
		for len(group) < groupMax {
			select {
			case j, ok := <-from:
				if !ok {
					break gather
				}
				group = append(group, j)
			default:
				break gather
			}
		}
		if err := d.commitGroup(ctx, group); err != nil {
			return err
		}
	}
	return nil
}

// commitGroup commits a group and settles those of its mails that could not be.
func (d *drain) commitGroup(ctx context.Context, group []*job) error {
	// What was begun is brought to its end, also when the program is being stopped: it takes milliseconds.
	errs := d.commit(context.WithoutCancel(ctx), group)
	filed := 0
	var fatal error
	for i, j := range group {
		if errs[i] == nil { // its temporary files are gone
			filed++
			doc := documentOf(j.doc)
			d.Notify(Event{Kind: EventFiled, Mailbox: j.doc.Mailbox, Folder: j.doc.Folder, ID: doc.ID, Document: &doc})
			continue
		}
		if err := j.discard(); err != nil {
			d.Log.Warn("a temporary file could not be removed", "error", err)
		}
		fatal = errors.Join(fatal, d.settle(ctx, j.entry, errs[i]))
	}
	d.mu.Lock()
	d.out.filed += filed
	if filed > 0 {
		d.inARow = 0
	}
	d.mu.Unlock()
	return fatal
}

// commit takes a group of mails through the last steps: names are reserved and written down as an intent, the files are
// placed, then the register says so, then the database. It can be killed between any two of them, and in the middle of
// placing: a mail's .eml is there before its attachments, so an intent whose .eml lies in its place tells which bytes
// the rest was made of.
//
// Naming needs nothing but the database and goes on while another group is being placed.
func (e *Engine) commit(ctx context.Context, group []*job) []error {
	errs := make([]error, len(group))
	e.commits.Lock()
	err := e.catchUp() // one of these mails may stand in the register already
	e.commits.Unlock()
	if err != nil {
		return fill(errs, err)
	}
	open := make([]int, len(group)) // indexes of the jobs that have to be placed still
	for i := range open {
		open[i] = i
	}
	if open, err = e.intend(group, open, errs); err != nil {
		return fill(errs, err)
	}
	e.commits.Lock()
	defer e.commits.Unlock()
	if err := e.catchUp(); err != nil { // another group may not have been closed meanwhile
		return fill(errs, err)
	}
	for try := 1; ; try++ {
		open = e.place(ctx, group, open, errs)
		if len(open) == 0 {
			break
		}
		if try == variants {
			fail(errs, open, &fault.Error{Class: fault.Bug, Code: "no-free-name", Op: "name a mail"})
			break
		}
		if open, err = e.intend(group, open, errs); err != nil {
			fail(errs, open, err)
			break
		}
	}
	if err := e.enter(group, errs); err != nil {
		return fill(errs, err)
	}
	return errs
}

// fill gives err to every job that has none of its own.
func fill(errs []error, err error) []error {
	for i := range errs {
		if errs[i] == nil {
			errs[i] = err
		}
	}
	return errs
}

func fail(errs []error, which []int, err error) {
	for _, i := range which {
		errs[i] = err
	}
}

// catchUp closes what stands in the register and could not be closed in the database, as after a crash: otherwise it
// would be filed a second time.
//
// The caller holds commits.
func (e *Engine) catchUp() error {
	if !e.behind {
		return nil
	}
	var head store.Head
	err := e.DB.View(func(tx *store.Tx) (err error) {
		head, err = tx.Head()
		return err
	})
	if err == nil {
		err = e.adopt(head)
	}
	e.behind = err != nil
	return err
}

func (e *Engine) documentFor(j *job) store.Document {
	files := []store.File{{Path: j.plan.EML, SHA256: j.sha, Size: j.size, Kind: "mail", ContentType: "message/rfc822"}}
	for i, a := range j.mail.Attachments {
		files = append(files, store.File{Path: j.plan.Attachments[i], SHA256: a.SHA256, Size: a.Size, Name: a.Name, ContentType: a.ContentType, Kind: a.Kind})
	}
	to := make([]string, 0, len(j.mail.To))
	for _, a := range j.mail.To {
		to = append(to, a.String())
	}
	return store.Document{
		Seq: j.entry.Seq, Mailbox: j.entry.Mailbox, FolderID: j.entry.Folder, Folder: j.path.String(), ID: j.entry.ID,
		MessageID: j.mail.MessageID, Subject: j.mail.Subject, From: j.mail.From.String(), To: to,
		Received: j.received.UTC(), Filed: e.Clock().UTC().Truncate(time.Millisecond), Files: files,
	}
}

// place puts the mails away, each with its attachments. It returns those jobs whose name is taken by something that
// Postroom knows nothing of; they get another one.
func (e *Engine) place(ctx context.Context, group []*job, open []int, errs []error) (again []int) {
	type part struct{ job, file int }
	var parts []part
	var files []destination.File
	for _, i := range open {
		j := group[i]
		files = append(files, destination.File{Temp: j.temp, Path: j.plan.EML, SHA256: j.sha, Size: j.size})
		parts = append(parts, part{i, 0})
		eml := len(files)
		for n, a := range j.mail.Attachments {
			files = append(files, destination.File{Temp: a.Temp, Path: j.plan.Attachments[n], SHA256: a.SHA256, Size: a.Size, With: eml})
			parts = append(parts, part{i, n + 1})
		}
	}
	taken := map[int]bool{}
	for n, err := range e.Destination.Put(ctx, files) {
		p := parts[n]
		if taken[p.job] || err == nil {
			continue
		}
		if errors.Is(err, destination.ErrExists) {
			if p.file == 0 {
				taken[p.job] = true
				group[p.job].variant++
				again = append(again, p.job)
				continue
			}
			// Somebody else's file lies in the folder beside the mail: this one goes beside it.
			err = e.placeBeside(ctx, group[p.job], p.file, files[n])
		}
		if err != nil && errs[p.job] == nil {
			errs[p.job] = fmt.Errorf("put a mail away: %w", err)
		}
	}
	return again
}

func (e *Engine) placeBeside(ctx context.Context, j *job, n int, file destination.File) error {
	for try := 1; try <= variants; try++ {
		file.Path, file.With = beside(j.plan.Attachments[n-1], j.entry.ID, try), 0
		err := e.Destination.Put(ctx, []destination.File{file})[0]
		if errors.Is(err, destination.ErrExists) {
			continue
		}
		j.doc.Files[n].Path = file.Path
		return err
	}
	return &fault.Error{Class: fault.Bug, Code: "no-free-name", Op: "name an attachment"}
}

// enter writes the placed mails into the register and closes their entries in the database.
func (e *Engine) enter(group []*job, errs []error) error {
	var placed []*job
	var entries []register.Entry
	for i, j := range group {
		if errs[i] == nil {
			placed = append(placed, j)
			entries = append(entries, registerEntry(j.doc))
		}
	}
	if len(placed) == 0 {
		return nil
	}
	lines, err := e.register.Append(entries)
	if err != nil {
		return fmt.Errorf("write the register: %w", err)
	}
	err = e.DB.Update(func(tx *store.Tx) error {
		filed := map[string]int{}
		for i, j := range placed {
			j.doc.Register = lines[i].Seq
			if err := closeEntry(tx, j.doc); err != nil {
				return err
			}
			filed[j.doc.FolderID]++
			if err := countTrueUp(tx, j.entry); err != nil {
				return err
			}
		}
		last := lines[len(lines)-1]
		if err := countFiled(tx, placed[0].doc.Mailbox, filed); err != nil {
			return err
		}
		if err := tx.CountFiled(e.day(), len(placed)); err != nil {
			return err
		}
		return tx.SetHead(store.Head{Seq: last.Seq, Hash: last.Hash})
	})
	if err != nil {
		e.behind = true
		return fmt.Errorf("close the journal's entries: %w", err)
	}
	return nil
}

func (e *Engine) day() string { return e.Clock().In(e.zone).Format(time.DateOnly) }

// closeEntry makes a document of an entry.
func closeEntry(tx *store.Tx, doc store.Document) error {
	if err := tx.PutDocument(doc); err != nil {
		return err
	}
	return tx.DropEntry(doc.Mailbox, doc.Seq, store.Filed, doc.Seq)
}

// countFiled adds to the counts of the folders, by id.
func countFiled(tx *store.Tx, mailbox string, filed map[string]int) error {
	for id, n := range filed {
		f, ok, err := tx.Folder(mailbox, id)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		f.Filed += n
		if err := tx.PutFolder(mailbox, f); err != nil {
			return err
		}
	}
	return nil
}

// countTrueUp brings a true-up's figures up to date when what it found is filed.
func countTrueUp(tx *store.Tx, entry store.Entry) error {
	if !entry.TrueUp {
		return nil
	}
	f, ok, err := tx.Folder(entry.Mailbox, entry.Folder)
	if err != nil || !ok || f.TrueUp == nil {
		return err
	}
	f.TrueUp.Filed++
	return tx.PutFolder(entry.Mailbox, f)
}

func registerEntry(d store.Document) register.Entry {
	files := make([]register.File, len(d.Files))
	for i, f := range d.Files {
		files[i] = register.File{Path: f.Path, SHA256: f.SHA256, Size: f.Size, Name: f.Name, ContentType: f.ContentType, Kind: f.Kind}
	}
	return register.Entry{
		Time: d.Filed, Event: register.Filed, Mailbox: d.Mailbox, Folder: d.Folder, FolderID: d.FolderID, ID: d.ID, MessageID: d.MessageID,
		Subject: d.Subject, From: d.From, To: d.To, Received: d.Received, Files: files,
	}
}

// spoolError classifies an error of the spool, where mails lie before they are put away. A spool that is not there went
// with the destination: a drive was pulled, a share was lost.
func (e *Engine) spoolError(err error) error {
	const op = "write a mail into the spool"
	if errors.Is(err, os.ErrNotExist) {
		return disk.New(disk.Unreachable, op, e.Destination.Spool(), disk.Bare(err))
	}
	return disk.Error(op, e.Destination.Spool(), err)
}
