package office

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"sync"
	"time"

	"postroom/app/destination"
	"postroom/app/document"
	"postroom/app/fault"
	"postroom/app/invoice"
	"postroom/app/recognition"
	"postroom/app/store"
)

// recogniser looks at filed mails, after they were filed: what goes wrong here has no part in filing.
type recogniser struct {
	wake    chan struct{}
	pass    sync.Mutex // one pass at a time
	pending pending

	mu  sync.Mutex
	now uint64 // number of the mail that is being looked at; 0: none
}

func (r *recogniser) nudge() {
	select {
	case r.wake <- struct{}{}:
	default: // it is awake already
	}
}

func (r *recogniser) at(seq uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = seq
}

func (r *recogniser) isAt(seq uint64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now == seq
}

const (
	recognisedAtOnce = 32          // mails whose results share a transaction
	lookAgain        = time.Minute // after a destination that could not be read
)

// keepRecognising looks at what is filed until the context ends.
func (o *Office) keepRecognising(ctx context.Context) {
	again := time.NewTimer(lookAgain)
	defer again.Stop()
	for {
		again.Stop()
		if !o.recogniseFiled(ctx, beside) {
			again.Reset(lookAgain)
		}
		select {
		case <-ctx.Done():
			return
		case <-o.looking.wake:
		case <-again.C:
		}
	}
}

// recogniseFiled looks at all filed mails that nobody has looked at. It says whether it came to the end: what was not
// looked at now is the next time.
func (o *Office) recogniseFiled(ctx context.Context, how pace) bool {
	err := o.recognise(ctx, how)
	if err != nil && ctx.Err() == nil {
		o.log.Warn("attachments can't be looked at now", "code", fault.CodeOf(err), "error", err)
	}
	return err == nil
}

func (o *Office) recognise(ctx context.Context, how pace) (err error) {
	o.looking.pass.Lock()
	defer o.looking.pass.Unlock()
	o.mu.Lock()
	dest := o.dest
	o.mu.Unlock()
	if dest == nil {
		return nil
	}
	pending, all := o.looking.pending.take()
	defer func() {
		if err != nil {
			o.looking.pending.giveBack(pending, all)
		}
	}()
	for from := uint64(0); ; {
		began := time.Now()
		var found []uint64
		var docs []store.Document
		err := o.db.View(func(tx *store.Tx) error {
			if all {
				found = tx.Unrecognised(from, recognisedAtOnce)
			} else {
				found = following(pending, from, recognisedAtOnce, func(seq uint64) bool { return !tx.Looked(seq) })
			}
			for _, seq := range found {
				d, ok, err := tx.Document(seq)
				if err != nil {
					return err
				}
				if ok {
					docs = append(docs, d)
				}
			}
			return nil
		})
		if err != nil || len(found) == 0 {
			return err
		}
		from = found[len(found)-1] + 1
		if err := o.recogniseSome(ctx, dest, docs); err != nil {
			return err
		}
		if err := how.rest(ctx, began); err != nil {
			return err
		}
	}
}

// recogniseSome looks at some mails and keeps what it found out, also when it could not come to the end.
func (o *Office) recogniseSome(ctx context.Context, dest destination.Destination, docs []store.Document) error {
	defer o.looking.at(0)
	var results []store.Recognition
	var failed error
	for _, d := range docs {
		o.looking.at(d.Seq)
		r, err := o.recogniseOne(ctx, dest, d)
		if err != nil {
			failed = err
			break
		}
		results = append(results, r)
	}
	if len(results) == 0 {
		return failed
	}
	err := o.db.Update(func(tx *store.Tx) error {
		for _, r := range results {
			if err := tx.PutRecognition(r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return errors.Join(failed, err)
	}
	o.foundOut(seqsOf(results), false)
	o.handling.pending.add(seqsOf(results)...)
	o.handling.nudge()
	for i, r := range results {
		if len(r.Files) > 0 {
			o.tell(Event{Kind: EventRecognised, Mailbox: docs[i].Mailbox, ID: strconv.FormatUint(r.Seq, 10)})
		}
	}
	return failed
}

func seqsOf(results []store.Recognition) (seqs []uint64) {
	for _, r := range results {
		seqs = append(seqs, r.Seq)
	}
	return seqs
}

func (o *Office) recogniseOne(ctx context.Context, dest destination.Destination, d store.Document) (store.Recognition, error) {
	r := store.Recognition{Seq: d.Seq}
	if len(d.Files) == 0 {
		return r, nil
	}
	for _, f := range d.Files[1:] {
		found, err := look(ctx, dest, f)
		if err != nil {
			return r, fmt.Errorf("look at an attachment: %w", err)
		}
		one := store.Recognised{Kind: found.Kind, Type: found.Type, Status: string(found.Status)}
		if found.Kind == "" {
			one.Kind = f.Kind
		}
		if found.Reason != nil {
			one.Reason = fault.CodeOf(found.Reason)
		}
		for _, v := range found.Found {
			text, err := json.Marshal(v.Invoice)
			if err != nil {
				return r, fmt.Errorf("keep an invoice: %w", err)
			}
			one.Found = append(one.Found, store.Found{Inside: v.Inside, Invoice: text})
		}
		r.Files = append(r.Files, one)
	}
	return r, nil
}

// look looks at one filed file, if it is as it was filed. An error is one of the destination.
func look(ctx context.Context, dest destination.Destination, f store.File) (r recognition.Result, err error) {
	gone := func(code string) recognition.Result {
		return recognition.Result{Status: recognition.Failed, Reason: &fault.Error{Class: fault.FixSetting, Code: code, Op: "look at an attachment"}}
	}
	in, err := dest.Open(ctx, f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return gone("attachment-missing"), nil
	}
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	file, ok := in.(*os.File)
	if !ok {
		if file, err = spooled(dest, in); err != nil {
			return r, err
		}
		defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	}
	info, err := file.Stat()
	if err != nil {
		return r, err
	}
	if info.Size() != f.Size {
		return gone("attachment-changed"), nil
	}
	r, err = recognition.Look(ctx, recognition.File{ReaderAt: file, Size: f.Size, Name: f.Name, Split: document.IsMessage(f.ContentType), Spool: dest.Spool()})
	if err != nil || len(r.Found) == 0 {
		return r, err
	}
	sum := sha256.New() // data is taken from the very file that was filed
	if _, err := io.Copy(sum, io.NewSectionReader(file, 0, f.Size)); err != nil {
		return r, err
	}
	if hex.EncodeToString(sum.Sum(nil)) != f.SHA256 {
		return gone("attachment-changed"), nil
	}
	return r, nil
}

// spooled copies what can only be read once into a temporary file.
func spooled(dest destination.Destination, in io.Reader) (*os.File, error) {
	file, err := os.CreateTemp(dest.Spool(), "look-*")
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(file, in); err != nil {
		return nil, errors.Join(err, file.Close(), os.Remove(file.Name()))
	}
	return file, nil
}

// addRecognition adds to mails what was found out about their attachments, and whose they are.
func (o *Office) addRecognition(docs []Document) error {
	err := o.db.View(func(tx *store.Tx) error {
		for i := range docs {
			if len(docs[i].Attachments) == 0 {
				continue
			}
			seq, err := strconv.ParseUint(docs[i].ID, 10, 64)
			if err != nil {
				return fmt.Errorf("read a document's number: %w", err)
			}
			r, ok, err := tx.Recognition(seq)
			if err != nil {
				return err
			}
			if err := o.recognised(&docs[i], r, ok, seq); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return o.addClients(docs)
}

func (o *Office) recognised(d *Document, r store.Recognition, known bool, seq uint64) error {
	for n := range d.Attachments {
		a := &d.Attachments[n]
		if !known || n >= len(r.Files) {
			a.Status = string(recognition.Identifying)
			if o.looking.isAt(seq) {
				a.Status = string(recognition.Processing)
			}
			continue
		}
		f := r.Files[n]
		a.Kind, a.Status, a.Reason = f.Kind, f.Status, o.reason(f.Reason)
		if len(f.Found) == 0 {
			continue
		}
		v, err := o.invoiceOf(f.Found[0])
		if err != nil {
			return err
		}
		if len(f.Found) > 1 {
			v.Warnings = append(v.Warnings, invoice.Warning{Code: invoice.WarnSeveral})
		}
		a.Invoice = v
	}
	return nil
}

func (o *Office) invoiceOf(f store.Found) (*invoice.Words, error) {
	v := &invoice.Invoice{}
	if err := json.Unmarshal(f.Invoice, v); err != nil {
		return nil, fmt.Errorf("read what is known of an invoice: %w", err)
	}
	return &invoice.Words{Invoice: v, Language: o.language()}, nil
}

// reason puts the code of a result into words; nil for none.
func (o *Office) reason(code string) *Problem {
	if code == "" {
		return nil
	}
	return ProblemOf(o.language(), &fault.Error{Class: fault.SkipMail, Code: code, Op: "look at an attachment"})
}

// LookAgain looks at filed mails anew whose attachments could not be read: those given by id, or all that failed. It
// tells how many there are; they are looked at at once if filing runs, else in the next round.
func (o *Office) LookAgain(ids ...string) (int, error) {
	var again []uint64
	keep, err := o.shown("")
	if err != nil {
		return 0, err
	}
	err = o.db.Update(func(tx *store.Tx) error {
		for _, id := range ids {
			seq, err := strconv.ParseUint(id, 10, 64)
			if err != nil {
				return documentUnknown(id)
			}
			if d, ok, err := tx.Document(seq); err != nil {
				return err
			} else if !ok || !keep.doc(&d) {
				return documentUnknown(id)
			}
			again = append(again, seq)
		}
		if len(ids) == 0 {
			var err error
			if again, err = tx.FailedRecognitions(); err != nil {
				return err
			}
			again = slices.DeleteFunc(again, func(seq uint64) bool {
				d, ok, err := tx.Document(seq)
				return keep != nil && (err != nil || !ok || !keep.doc(&d))
			})
		}
		for _, seq := range again {
			if err := tx.DropRecognition(seq); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	o.foundOut(again, true)
	o.looking.pending.add(again...)
	o.looking.nudge()
	return len(again), nil
}

// LookAgainNow is LookAgain for a process in which filing does not run: it looks before it returns.
func (o *Office) LookAgainNow(ctx context.Context, ids ...string) (int, error) {
	defer o.using()()
	if _, err := o.capture(); err != nil { // opens the destination
		return 0, err
	}
	n, err := o.LookAgain(ids...)
	if err != nil {
		return 0, err
	}
	return n, o.recognise(ctx, atOnce)
}

func documentUnknown(id string) error {
	return &fault.Error{Class: fault.FixSetting, Code: "document-unknown", Op: "find a document", Args: map[string]string{"id": id}}
}
