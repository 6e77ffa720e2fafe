package office

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"postroom/app/capture"
	"postroom/app/people"
	"postroom/app/processing"
	"postroom/app/store"
)

// SignedIn is for Options.As: who looks is who is signed in.
const SignedIn = "signed in"

// Person is who looks at what is filed.
type Person struct {
	Address string             `json:"address"` // that they are signed in with; empty: nobody is, or it is the office itself
	Member  *processing.Member `json:"member"`  // nil: they are not in the team
	All     bool               `json:"all"`     // they see everything
}

// Person says who looks. Of several accounts it is the one that was connected first of those who are in the team: one
// person has one name on notes and decisions, and whoever connects another account later, to look after that mailbox, does
// not become somebody else by it.
func (o *Office) Person() (*Person, error) {
	see, member, address, err := o.looks()
	if err != nil {
		return nil, err
	}
	return &Person{Address: address, Member: member, All: see.All()}, nil
}

// sight is what who looks may see. Which rule that follows is decided in package processing.
func (o *Office) sight() (processing.Sight, error) {
	see, _, _, err := o.looks()
	return see, err
}

// sightAs is sight, or where that is of everything, what a member sees.
func (o *Office) sightAs(as string) (processing.Sight, error) {
	see, err := o.sight()
	if err != nil || as == "" || !see.All() {
		return see, err
	}
	team, err := processing.TeamIn(processing.In(o.db))
	if err != nil {
		return see, err
	}
	return team.SightAs(as)
}

func (o *Office) looks() (see processing.Sight, member *processing.Member, address string, err error) {
	if o.opts.As == "" {
		return processing.Everything(), nil, "", nil
	}
	team, err := processing.TeamIn(processing.In(o.db))
	if err != nil {
		return see, nil, "", err
	}
	if o.opts.As != SignedIn {
		if see, err = team.SightAs(o.opts.As); err != nil {
			return see, nil, "", err
		}
		_, member = team.SightOf(see.Who())
		address = see.Who()
		if member != nil && member.Has(o.opts.As) { // by which of their addresses they come
			address = strings.ToLower(o.opts.As)
		}
		return see, member, address, nil
	}
	addresses, err := o.signedIn()
	if err != nil {
		return see, nil, "", err
	}
	see, member = team.SightOf(addresses...)
	switch {
	case member != nil:
		address = strings.ToLower(addresses[slices.IndexFunc(addresses, member.Has)])
	case len(addresses) > 0:
		address = addresses[0]
	}
	return see, member, address, nil
}

// signedIn are the addresses of the people who are signed in here, in the order in which they were connected. One whose
// session has ended is still the same person; one who was disconnected is gone; one who got an address that is tied to
// another user of the organisation is not whom the team knows by it.
func (o *Office) signedIn() (addresses []string, err error) {
	accounts, err := o.db.Accounts()
	if err != nil {
		return nil, err
	}
	ties, err := o.book().Ties()
	if err != nil {
		return nil, err
	}
	accounts = slices.DeleteFunc(accounts, func(a store.Account) bool {
		other := slices.ContainsFunc(ties, func(t people.Tie) bool {
			return a.Object != "" && strings.EqualFold(t.Address, a.Address) && !strings.EqualFold(t.ID, a.Object)
		})
		return a.Kind == store.Organisation || a.State == store.Disconnected || other
	})
	slices.SortStableFunc(accounts, func(a, b store.Account) int {
		return cmp.Or(a.Connected.Compare(b.Connected), cmp.Compare(a.ID, b.ID))
	})
	for _, a := range accounts {
		addresses = append(addresses, a.Address)
	}
	return addresses, nil
}

// shown says whether a filed mail is shown, by its number and mailbox. Nil: all are.
type shown func(seq uint64, mailbox string) bool

func (s shown) has(seq uint64, mailbox string) bool { return s == nil || s(seq, mailbox) }

// doc is has of a record.
func (s shown) doc(d *store.Document) bool { return s.has(d.Seq, d.Mailbox) }

// shown is what who looks sees of the mails of a client, by id, number or name; of all mails if that is empty. It is for
// one question, asked of many mails by one goroutine.
func (o *Office) shown(client string) (shown, error) {
	see, err := o.sight()
	if err != nil || see.All() && client == "" {
		return nil, err
	}
	room, err := o.room()
	if err != nil {
		return nil, err
	}
	id := ""
	if client != "" {
		c, err := room.Client(client)
		if err != nil {
			return nil, err
		}
		id = c.ID
	}
	return room.Shown(see, id), nil
}

// shownBySeq is shown for who does not know the mailboxes; nil: all are.
func (o *Office) shownBySeq(client string) (func(uint64) bool, error) {
	keep, err := o.shown(client)
	if keep == nil || err != nil {
		return nil, err
	}
	room, err := o.room()
	if err != nil {
		return nil, err
	}
	return func(seq uint64) bool {
		if room.Listed(seq) {
			return keep(seq, "")
		}
		d, ok, err := o.record(strconv.FormatUint(seq, 10))
		return err == nil && ok && keep.doc(&d)
	}, nil
}

// seen reads one filed mail by its id, if who looks may see it; else it is unknown to them: "document-unknown".
func (o *Office) seen(id string) (store.Document, error) {
	d, ok, err := o.record(id)
	if err != nil {
		return d, err
	}
	keep, err := o.shown("")
	if err != nil {
		return d, err
	}
	if !ok || !keep.doc(&d) {
		return store.Document{}, documentUnknown(id)
	}
	return d, nil
}

// ofMine are those of some mails that who looks may see.
func (o *Office) ofMine(seqs []uint64) ([]uint64, error) {
	keep, err := o.shownBySeq("")
	if keep == nil || err != nil {
		return seqs, err
	}
	mine := []uint64{}
	for _, seq := range seqs {
		if keep(seq) {
			mine = append(mine, seq)
		}
	}
	return mine, nil
}

// forManagers refuses what shows everything to who does not see everything.
func (o *Office) forManagers(op string) error {
	see, err := o.sight()
	if err == nil && !see.All() {
		err = processing.ManagersOnly(op)
	}
	return err
}

// mineFailures are those failures that who looks may see: of mails that nobody could file yet, and of whole folders and
// mailboxes.
func (o *Office) mineFailures(list []capture.Failure) ([]capture.Failure, error) {
	see, err := o.sight()
	if err != nil || see.All() {
		return list, err
	}
	return slices.DeleteFunc(slices.Clone(list), func(f capture.Failure) bool { return f.ID != "" && !see.SeesMailbox(f.Mailbox) }), nil
}

// seenStatus leaves of a status what who looks may see: the mailboxes with what is wrong with them, and of their mails the
// number of those that are shown.
func (o *Office) seenStatus(v *Status) error {
	see, err := o.sight()
	if err != nil || see.All() {
		return err
	}
	keep, err := o.shown("")
	if err != nil {
		return err
	}
	n, err := o.tallied(keep)
	if err != nil {
		return err
	}
	v.Filed, v.FiledToday, v.Journal = n.all, n.days[o.filingDay()], Journal{}
	for i := range v.Mailboxes {
		m := &v.Mailboxes[i]
		sees := see.SeesMailbox(m.Address)
		if !sees {
			m.Waiting, m.Failed = 0, 0
		}
		v.Journal.Waiting += m.Waiting
		v.Journal.Failed += m.Failed
		for j := range m.Folders {
			f := &m.Folders[j]
			f.Filed = n.folders[strings.ToLower(m.Address)][f.Path]
			if !sees {
				f.TrueUp, f.Before = nil, 0
			}
		}
	}
	return nil
}

// mine leaves of an event what who looks may hear of; false if that is nothing.
func (o *Office) mine(e Event) (Event, bool) {
	if o.opts.As == "" {
		return e, true
	}
	see, err := o.sight()
	if err != nil {
		o.log.Error("it can't be told who may hear of what happens", "error", err)
		return e, false
	}
	if see.All() {
		return e, true
	}
	switch e.Kind {
	case EventFiled, EventRecognised:
		_, err := o.seen(e.ID)
		return e, err == nil
	case EventFailed, EventSkipped:
		return e, see.SeesMailbox(e.Mailbox)
	case EventRound:
		if !see.SeesMailbox(e.Mailbox) {
			e.Done = 0
		}
	case EventDeleted:
		e.Done = 0
	case EventProcessing:
		e.Done = 0
		if _, err := o.seen(e.ID); err != nil {
			e.ID = ""
		}
	}
	return e, true
}
