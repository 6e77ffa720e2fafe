package office

import (
	"cmp"
	"context"
	"strings"
	"time"

	"postroom/app/store"
)

// Sources counts the filed mails of the list by mailbox and folder.
func (o *Office) Sources() map[string]map[string]int {
	sources := map[string]map[string]int{}
	keep, err := o.shown("")
	if err != nil {
		o.log.Error("who may see what can't be told", "error", err)
		return sources
	}
	x := o.index
	x.mu.Lock()
	defer x.mu.Unlock()
	for i := range x.rows {
		r := &x.rows[i]
		m := x.names.list[r.mailbox]
		if !keep.has(r.seq, m) {
			continue
		}
		if sources[m] == nil {
			sources[m] = map[string]int{}
		}
		sources[m][x.names.list[r.folder]]++
	}
	return sources
}

// FiledDays counts the mails filed on each of the last n days, oldest first; the last is today.
func (o *Office) FiledDays(n int) (days []Day, err error) {
	keep, err := o.shown("")
	if err != nil {
		return nil, err
	}
	filed := func(tx *store.Tx, date string) int { return tx.FiledOn(date) }
	if keep != nil {
		t, err := o.tallied(keep)
		if err != nil {
			return nil, err
		}
		filed = func(_ *store.Tx, date string) int { return t.days[date] }
	}
	err = o.db.View(func(tx *store.Tx) error {
		zone, err := time.LoadLocation(cmp.Or(tx.Zone(), "UTC"))
		if err != nil {
			return err
		}
		today := o.opts.Now().In(zone)
		for i := n - 1; i >= 0; i-- {
			date := today.AddDate(0, 0, -i).Format(time.DateOnly)
			days = append(days, Day{Date: date, Filed: filed(tx, date)})
		}
		return nil
	})
	return days, err
}

// Day is how many mails were filed on a day ("2026-11-23").
type Day struct {
	Date  string
	Filed int
}

// tally counts the filed mails that who looks may see.
type tally struct {
	all     int
	folders map[string]map[string]int // by mailbox, in lower case, and PATH
	days    map[string]int            // on which they were filed: "2026-11-23"
}

// tallied counts the filed mails that are shown: from the list in memory, if it was read.
func (o *Office) tallied(keep shown) (*tally, error) {
	name := "UTC"
	if err := o.db.View(func(tx *store.Tx) error { name = cmp.Or(tx.Zone(), name); return nil }); err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, err
	}
	t := &tally{folders: map[string]map[string]int{}, days: map[string]int{}}
	add := func(seq uint64, mailbox, folder string, filed time.Time) {
		if !keep.has(seq, mailbox) {
			return
		}
		t.all++
		key := strings.ToLower(mailbox)
		if t.folders[key] == nil {
			t.folders[key] = map[string]int{}
		}
		t.folders[key][folder]++
		t.days[filed.In(zone).Format(time.DateOnly)]++
	}
	x := o.index
	x.mu.Lock()
	ready := x.ready
	if ready {
		for i := range x.rows {
			r := &x.rows[i]
			add(r.seq, x.names.list[r.mailbox], x.names.list[r.folder], time.Unix(r.filed, 0))
		}
	}
	x.mu.Unlock() // nobody who looks for a document waits while all are read
	if ready {
		return t, nil
	}
	err = o.eachFiled(context.Background(), func(d *store.Document) { add(d.Seq, d.Mailbox, d.Folder, d.Filed) })
	return t, err
}

// filingDay is the day that it is where the office is.
func (o *Office) filingDay() string {
	zone, _, err := o.periods()
	if err != nil {
		zone = time.UTC
	}
	return o.opts.Now().In(zone).Format(time.DateOnly)
}
