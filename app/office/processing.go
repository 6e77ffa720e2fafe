package office

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"postroom/app/processing"
	"postroom/app/store"
)

// ProcessingEntry is a filed mail in the list of what stands where.
type ProcessingEntry struct {
	ID           string                `json:"id"`
	Document     string                `json:"document"`
	Mailbox      string                `json:"mailbox"`
	Subject      string                `json:"subject"`
	From         string                `json:"from"`
	Received     *time.Time            `json:"received"`
	State        processing.State      `json:"state"`
	Reason       *string               `json:"reason"`
	Rule         *string               `json:"rule"` // why it was set aside: bulk, auto, internal, hand
	Client       *processing.Brief     `json:"client"`
	Evidence     []string              `json:"evidence"`
	Learned      bool                  `json:"learned"`
	Candidates   []ProcessingCandidate `json:"candidates"`
	Participants []string              `json:"participants"`
	Conversation *string               `json:"conversation"`
	Why          processing.Evidence   `json:"-"` // the last of the evidence: what is missing, where something is
	Waiting      int                   `json:"-"` // other mails that wait for the same
}

// ProcessingCandidate is a client that a mail may belong to.
type ProcessingCandidate struct {
	Client   processing.Brief `json:"client"`
	Score    float64          `json:"score"`
	Evidence []string         `json:"evidence"`
}

// ProcessingQuery chooses entries of the list. Its zero value is all of them.
type ProcessingQuery struct {
	State   string
	Reason  string
	Client  string // id, number or name
	Mailbox string
	Text    string // words, each as Query.Text, for which it asks what List has read of the documents, or of clients as processing.Words
	As      string // address or name of the member who looks; empty: everything is shown
}

// ProcessingList is a page of the list.
type ProcessingList struct {
	Total   int  // all that the query finds
	Ready   bool // false while the list of documents, in which ProcessingQuery.Text is looked for, is still being read
	States  map[processing.State]int
	Entries []ProcessingEntry // the newest first
}

// Processing gives the list of what stands where as a member sees it, from offset on, at most limit; 0 is all.
func (o *Office) Processing(q ProcessingQuery, offset, limit int) (*ProcessingList, error) {
	room, err := o.room()
	if err != nil {
		return nil, err
	}
	see, err := o.sightAs(q.As)
	if err != nil {
		return nil, err
	}
	chosen := processing.Query{State: processing.State(q.State), Reason: processing.Reason(q.Reason), Mailbox: q.Mailbox}
	if q.Client != "" {
		c, err := room.Client(q.Client)
		if err != nil {
			return nil, err
		}
		chosen.Client = c.ID
	}
	ready := true
	if words := strings.Fields(strings.ToLower(q.Text)); len(words) > 0 {
		words = words[:min(len(words), processing.MaxWords)]
		var h *held
		if h, ready, err = o.index.holding(words); err != nil {
			return nil, err
		}
		chosen.Words = &processing.Words{List: words, In: h.in}
	}
	waiting, err := o.waiting()
	if err != nil {
		return nil, err
	}
	if limit <= 0 {
		limit = 1<<31 - 1
	}
	page, err := room.List(see, chosen, waiting, offset, limit)
	if err != nil {
		return nil, err
	}
	v := &ProcessingList{Total: page.Total, Ready: ready, States: page.States, Entries: []ProcessingEntry{}}
	seqs := make([]uint64, len(page.Items))
	for i := range page.Items {
		seqs[i] = page.Items[i].Seq
	}
	alike := room.Alike(see, seqs...)
	for i := range page.Items {
		e := o.entry(&page.Items[i])
		e.Waiting = alike[page.Items[i].Seq]
		v.Entries = append(v.Entries, e)
	}
	return v, nil
}

// lookedUp is what is needed to look up a mail that this person may see.
func (o *Office) lookedUp(id string) (room *processing.Room, seq uint64, err error) {
	if room, err = o.room(); err != nil {
		return nil, 0, err
	}
	if seq, err = seqOf(id); err != nil {
		return nil, 0, err
	}
	_, err = o.seen(id)
	return room, seq, err
}

// Entry is one mail of the list.
func (o *Office) Entry(id string) (*ProcessingEntry, error) {
	room, seq, err := o.lookedUp(id)
	if err != nil {
		return nil, err
	}
	see, err := o.sight()
	if err != nil {
		return nil, err
	}
	item, ok, err := room.Item(processing.Everything(), seq)
	if err != nil {
		return nil, err
	}
	if !ok { // nobody has processed it yet
		item = processing.Item{Slip: processing.Slip{Seq: seq, State: processing.New}}
		err := o.db.View(func(tx *store.Tx) error {
			d, found, err := tx.Document(seq)
			if err == nil && !found {
				err = documentUnknown(id)
			}
			item.Letter = listedLetter(&d)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	e := o.entry(&item)
	e.Waiting = room.Alike(see, seq)[seq]
	return &e, nil
}

// maxWaiting are the mails that are listed as new; there are more only while a large mailbox is being filed.
const maxWaiting = 1000

// waiting are the mails that nobody has processed yet, the newest first.
func (o *Office) waiting() (letters []processing.Letter, err error) {
	err = o.db.View(func(tx *store.Tx) error {
		for _, seq := range slices.Backward(tx.Unprocessed(0, maxWaiting)) {
			d, ok, err := tx.Document(seq)
			if err != nil {
				return err
			}
			if ok {
				letters = append(letters, listedLetter(&d))
			}
		}
		return nil
	})
	return letters, err
}

func (o *Office) entry(i *processing.Item) ProcessingEntry {
	id := strconv.FormatUint(i.Seq, 10)
	v := ProcessingEntry{ID: id, Document: id, Mailbox: i.Letter.Mailbox, Subject: i.Letter.Subject, From: i.Letter.From.String(), Received: moment(i.Letter.Received),
		State: i.State, Reason: given(string(i.Reason)), Rule: given(i.Rule), Client: i.Client, Evidence: o.said(i.Evidence),
		Candidates: []ProcessingCandidate{}, Participants: append([]string{}, i.Participants...), Conversation: given(i.Talk()), Learned: i.Learned}
	if n := len(i.Evidence); n > 0 {
		v.Why = i.Evidence[n-1]
	}
	for _, c := range o.confided(i).Candidates {
		v.Candidates = append(v.Candidates, ProcessingCandidate{c.Client, c.Score, o.said(c.Evidence)})
	}
	return v
}

// confided is a mail of the list as who looks may see it: what private contacts say is for their owner alone.
func (o *Office) confided(i *processing.Item) processing.Item {
	open := i.Confided()
	if reflect.DeepEqual(open.Candidates, i.Candidates) {
		return *i
	}
	if owns, err := o.ownsContacts(); err == nil && owns(store.Account{Address: i.Mailbox}) {
		return *i
	}
	return open
}

// given is a text, or null for none.
func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func (o *Office) said(list []processing.Evidence) []string {
	words := []string{}
	for _, e := range list {
		words = append(words, e.In(o.language()))
	}
	return words
}

// addClients adds to filed mails the clients that they belong to.
func (o *Office) addClients(docs []Document) error {
	var seqs []uint64
	for i := range docs {
		if seq, err := strconv.ParseUint(docs[i].ID, 10, 64); err == nil {
			seqs = append(seqs, seq)
		}
	}
	clients, err := processing.ClientsOf(processing.In(o.db), seqs)
	if err != nil {
		return err
	}
	for i, seq := range seqs {
		if c, ok := clients[seq]; ok && len(seqs) == len(docs) {
			docs[i].Client, docs[i].ClientID = &c.Name, &c.ID
		}
	}
	return nil
}
