package office

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/store"
)

// Preset is a period that a law names. Which one holds for a document is for the person to decide.
type Preset struct {
	Name    string `json:"name"` // "be-7"
	Years   int    `json:"years"`
	YearEnd bool   `json:"yearEnd"` // it begins at the end of the calendar year
	About   string `json:"about"`   // in words
}

// Own is the name of a period that is nobody's preset.
const Own = "own"

var presets = []Preset{{Name: "be-7", Years: 7, YearEnd: true}, {Name: "be-10", Years: 10, YearEnd: true}, {Name: "nl-7", Years: 7, YearEnd: true},
	{Name: "de-6", Years: 6, YearEnd: true}, {Name: "de-8", Years: 8, YearEnd: true}, {Name: "de-10", Years: 10, YearEnd: true},
	{Name: "fr-6", Years: 6}, {Name: "fr-10", Years: 10, YearEnd: true}}

// mostYears is the longest period.
const mostYears = 100

// Presets lists the periods that laws name, in words.
func (o *Office) Presets() []Preset {
	list := slices.Clone(presets)
	for i := range list {
		list[i].About = fault.Value(o.language(), "retention", list[i].Name)
	}
	return list
}

// Period is how long a mailbox's documents are kept.
type Period struct {
	Rule    string `json:"rule"` // a preset's name, or "own"
	Years   int    `json:"years"`
	YearEnd bool   `json:"yearEnd"`
}

// Retention is a mailbox, its period, and what of it may go.
type Retention struct {
	Mailbox   string  `json:"mailbox"`
	Period    *Period `json:"period"` // nil: its documents are kept for ever
	Documents int     `json:"documents"`
	MayGo     int     `json:"mayGo"` // mails whose period is over
	Bytes     int64   `json:"bytes"` // that these take, with their attachments
}

// Due is a mail whose period is over.
type Due struct {
	ID       string     `json:"id"`
	Mailbox  string     `json:"mailbox"`
	Folder   string     `json:"folder"`
	Subject  string     `json:"subject"`
	From     string     `json:"from"`
	Received *time.Time `json:"received"`
	Until    string     `json:"until"` // last day of its period: "2033-12-31"
	Files    int        `json:"files"`
	Bytes    int64      `json:"bytes"`
	seq      uint64
}

// Retentions is how long documents are kept, and what may go.
type Retentions struct {
	Mailboxes []Retention `json:"mailboxes"`
	Total     int         `json:"total"` // mails that may go
	Due       []Due       `json:"due"`   // the first of them, those whose period ended first first
}

// Retention lists the mailboxes with their periods, and the mails whose period ended on or before a day, the zero time
// for today; at most limit of them, 0 for all. Nothing is ever deleted by itself.
func (o *Office) Retention(ctx context.Context, until time.Time, limit int) (*Retentions, error) {
	all, due, err := o.due(ctx, until)
	if err != nil {
		return nil, err
	}
	v := &Retentions{Mailboxes: all, Total: len(due), Due: due}
	if limit > 0 {
		v.Due = due[:min(limit, len(due))]
	}
	return v, nil
}

// due finds the mails whose period is over.
func (o *Office) due(ctx context.Context, until time.Time) ([]Retention, []Due, error) {
	zone, periods, err := o.periods()
	if err != nil {
		return nil, nil, err
	}
	last := o.today(until, zone)
	byMailbox := map[string]*Retention{}
	of := func(mailbox string) *Retention {
		key := strings.ToLower(mailbox)
		if byMailbox[key] == nil {
			byMailbox[key] = &Retention{Mailbox: mailbox}
			if r, ok := periods[key]; ok {
				byMailbox[key].Period = &Period{r.Rule, r.Years, r.YearEnd}
			}
		}
		return byMailbox[key]
	}
	mailboxes, err := o.db.Mailboxes()
	if err != nil {
		return nil, nil, err
	}
	for _, m := range mailboxes {
		of(m.Address)
	}
	for _, r := range periods {
		of(r.Mailbox)
	}
	due := []Due{}
	keep, err := o.shown("")
	if err != nil {
		return nil, nil, err
	}
	err = o.eachFiled(ctx, func(d *store.Document) {
		if !keep.doc(d) {
			return
		}
		m := of(d.Mailbox)
		m.Documents++
		if m.Period == nil {
			return
		}
		end := m.Period.ends(d, zone)
		if end >= last {
			return
		}
		one := Due{ID: strconv.FormatUint(d.Seq, 10), Mailbox: d.Mailbox, Folder: d.Folder, Subject: d.Subject, From: d.From, Received: moment(d.Received), Until: end,
			Files: len(d.Files), seq: d.Seq}
		for _, f := range d.Files {
			one.Bytes += f.Size
		}
		m.MayGo++
		m.Bytes += one.Bytes
		due = append(due, one)
	})
	if err != nil {
		return nil, nil, err
	}
	list := []Retention{}
	for _, m := range byMailbox {
		list = append(list, *m)
	}
	slices.SortFunc(list, func(a, b Retention) int {
		return strings.Compare(strings.ToLower(a.Mailbox), strings.ToLower(b.Mailbox))
	})
	slices.SortFunc(due, func(a, b Due) int { return cmp.Or(strings.Compare(a.Until, b.Until), cmp.Compare(a.seq, b.seq)) })
	return list, due, nil
}

// periods reads all periods, and the time zone in which a day is one.
func (o *Office) periods() (zone *time.Location, periods map[string]store.Retention, err error) {
	name := "UTC"
	err = o.db.View(func(tx *store.Tx) (err error) {
		name = cmp.Or(tx.Zone(), name)
		periods, err = tx.Retentions()
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	if zone, err = time.LoadLocation(name); err != nil {
		return time.UTC, periods, nil // filing tells about the zone
	}
	return zone, periods, nil
}

// today is the day before which a period has to have ended: today, or the day after one that was named.
func (o *Office) today(until time.Time, zone *time.Location) string {
	today := o.opts.Now().In(zone).Format(time.DateOnly)
	if until.IsZero() {
		return today
	}
	return min(today, until.AddDate(0, 0, 1).Format(time.DateOnly))
}

// ends is the last day of a mail's period ("2033-12-31"). It begins with the day on which the mail was received, or where
// that is not known, filed.
func (p *Period) ends(d *store.Document, zone *time.Location) string {
	from := d.Received
	if from.IsZero() {
		from = d.Filed
	}
	from = from.In(zone)
	if p.YearEnd {
		return time.Date(from.Year()+p.Years, time.December, 31, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	return time.Date(from.Year()+p.Years, from.Month(), from.Day(), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// SetRetention sets how long a mailbox's documents are kept; nil is for ever. Of a preset the name is enough.
func (o *Office) SetRetention(ctx context.Context, mailbox string, p *Period) error {
	if err := o.permit(ctx); err != nil {
		return err
	}
	known, err := o.filedFrom(ctx, mailbox)
	if err != nil {
		return err
	}
	if p == nil {
		return o.db.Update(func(tx *store.Tx) error { return tx.DropRetention(known) })
	}
	chosen := *p
	if i := slices.IndexFunc(presets, func(one Preset) bool { return one.Name == p.Rule }); i >= 0 {
		chosen.Years, chosen.YearEnd = presets[i].Years, presets[i].YearEnd
	} else if p.Rule != Own {
		return &fault.Error{Class: fault.FixSetting, Code: "retention-unknown", Op: "set a period", Args: map[string]string{"rule": p.Rule}}
	}
	if chosen.Years < 1 || chosen.Years > mostYears {
		return &fault.Error{Class: fault.FixSetting, Code: "retention-years", Op: "set a period"}
	}
	return o.db.Update(func(tx *store.Tx) error {
		return tx.PutRetention(store.Retention{Mailbox: known, Rule: chosen.Rule, Years: chosen.Years, YearEnd: chosen.YearEnd, Set: o.opts.Now().UTC()})
	})
}

// filedFrom gives a mailbox as it is written: one that is connected, or from which something was filed.
func (o *Office) filedFrom(ctx context.Context, mailbox string) (string, error) {
	all, _, err := o.due(ctx, time.Time{})
	if err != nil {
		return "", err
	}
	for _, m := range all {
		if strings.EqualFold(m.Mailbox, mailbox) {
			return m.Mailbox, nil
		}
	}
	return "", &fault.Error{Class: fault.FixSetting, Code: "mailbox-unknown", Op: "find a mailbox", Args: map[string]string{"address": mailbox}}
}

// Deletion is what was deleted.
type Deletion struct {
	Mails int   `json:"mails"`
	Files int   `json:"files"`
	Bytes int64 `json:"bytes"`
}

// DeleteDue deletes the mails whose period ended on or before a day, with their attachments: exactly as many as the caller
// was told of, so that nothing goes that nobody has seen in the list. The register keeps what they were and says when they
// were deleted and by whom. They are not filed again. progress may be nil.
//
// Codes: "retention-changed" if there are more or fewer than expected.
func (o *Office) DeleteDue(ctx context.Context, until time.Time, expected int, progress func(done, total int)) (*Deletion, error) {
	if err := o.permit(ctx); err != nil {
		return nil, err
	}
	defer o.using()()
	engine, err := o.capture()
	if err != nil {
		return nil, err
	}
	_, due, err := o.due(ctx, until)
	if err != nil {
		return nil, err
	}
	if len(due) != expected {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "retention-changed", Op: "delete documents",
			Args: map[string]string{"n": strconv.Itoa(len(due)), "expected": strconv.Itoa(expected)}}
	}
	_, periods, err := o.periods()
	if err != nil {
		return nil, err
	}
	by, v := person(), &Deletion{}
	for begin := 0; begin < len(due); {
		end := begin + 1
		for end < len(due) && strings.EqualFold(due[end].Mailbox, due[begin].Mailbox) && end-begin < deletedAtOnce {
			end++
		}
		seqs := make([]uint64, 0, end-begin)
		for _, d := range due[begin:end] {
			seqs = append(seqs, d.seq)
		}
		r := periods[strings.ToLower(due[begin].Mailbox)]
		n, err := engine.Delete(ctx, seqs, map[string]string{"by": by, "reason": "retention", "rule": r.Rule, "years": strconv.Itoa(r.Years)}, o.forgotten)
		v.Mails += n
		if err != nil {
			return v, err
		}
		for _, d := range due[begin:end] {
			v.Files += d.Files
			v.Bytes += d.Bytes
		}
		begin = end
		if progress != nil {
			progress(begin, len(due))
		}
	}
	if _, err := o.growTree(ctx); err != nil { // what is deleted does not lie by client either
		return v, err
	}
	o.log.Info("documents were deleted after their period", "mails", v.Mails, "files", v.Files)
	return v, nil
}

// deletedAtOnce is how many mails are deleted between two looks at who waits.
const deletedAtOnce = 64

// forgotten takes mails that were deleted out of what is derived from them.
func (o *Office) forgotten(seqs []uint64) {
	o.index.drop(seqs)
	if room, err := o.room(); err == nil {
		room.Forget(seqs)
	}
	if x, err := o.searchIndex(); err == nil {
		err = o.harmed(x, x.Remove(slices.DeleteFunc(slices.Clone(seqs), func(seq uint64) bool { return !x.Has(seq) })...))
		if err != nil {
			o.log.Warn("deleted mails can't be taken out of the search index now; it is tried again with the next mail", "error", err)
		}
	}
	o.searching.nudge()
	o.tell(Event{Kind: EventDeleted, Done: len(seqs)})
}
