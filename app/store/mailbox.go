package store

import (
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"postroom/app/mail"
)

// Mailbox is a mailbox that is read, with what stands where.
type Mailbox struct {
	mail.Mailbox
	LastSync time.Time `json:"lastSync,omitzero"` // end of the last complete round
	Problem  *Problem  `json:"problem,omitempty"`
	Pause    Pause     `json:"pause,omitzero"`
	Waiting  int       `json:"waiting"`        // open journal entries that have not failed
	Failed   int       `json:"failed"`         // open journal entries that have
	Root     string    `json:"root,omitempty"` // id of the folder above the top ones
	Tree     string    `json:"tree,omitempty"` // cursor of the folder delta that keeps TreeNodes in step
	Sent     string    `json:"sent,omitempty"` // id of Sent Items
	Rule     *Rule     `json:"rule,omitempty"` // nil: only the folders that were ticked by hand are filed
	// NeverSends says that nobody sends mail in its name: no copies of sent mail are missed.
	NeverSends bool     `json:"neverSends,omitempty"`
	Folders    []Folder `json:"-"`
}

// Rule says that all of a mailbox is filed: a folder that appears at the top is ticked by itself.
type Rule struct {
	System []string `json:"system,omitempty"` // ids of the folders that no mail arrives in: drafts, deleted items and the like
	Except []string `json:"except,omitempty"` // ids of the top folders that were unticked by hand
}

// Covers says whether the rule ticks a top folder.
func (r *Rule) Covers(id string) bool {
	return r != nil && !slices.Contains(r.System, id) && !slices.Contains(r.Except, id)
}

// FolderState says what is going on with a ticked folder.
type FolderState string

const (
	FolderOK       FolderState = "ok"
	FolderBaseline FolderState = "baseline" // what lies there is still being recorded
	FolderError    FolderState = "error"
)

// Walk says what the folder's cursor is in the middle of.
type Walk string

const (
	WalkNone     Walk = ""         // between rounds, or in a later round
	WalkBaseline Walk = "baseline" // first round: everything listed lay there before
	WalkResync   Walk = "resync"   // the cursor was lost: everything is listed afresh and compared
)

// Folder is a ticked folder.
type Folder struct {
	ID             string      `json:"id"`
	Path           mail.Path   `json:"path"`
	WithSubfolders bool        `json:"withSubfolders,omitempty"` // new subfolders are ticked, too
	Followed       bool        `json:"followed,omitempty"`       // ticked by a folder above that has WithSubfolders, or by a rule, and by nobody
	Recorded       bool        `json:"recorded,omitempty"`       // the register says that it is ticked
	Excluded       []string    `json:"excluded,omitempty"`       // ids of subfolders that are not followed: unticked by hand
	Vanished       bool        `json:"vanished,omitempty"`
	State          FolderState `json:"state"`
	Cursor         string      `json:"cursor,omitempty"` // link of the next request; "" starts from nothing
	Walk           Walk        `json:"walk,omitempty"`
	Started        time.Time   `json:"started,omitzero"` // when the walk began, by the service's clock
	Listed         bool        `json:"listed,omitempty"` // delta is refused here: rounds are plain listings
	Ticked         time.Time   `json:"ticked,omitzero"`
	Expected       int         `json:"expected,omitempty"` // what the service said lay there when it was ticked, of every kind
	Before         int         `json:"before"`             // mails that lay there when it was ticked
	Filed          int         `json:"filed"`
	Polled         time.Time   `json:"polled,omitzero"`
	Arrived        time.Time   `json:"arrived,omitzero"` // when mail was last found that is new here
	Seen           time.Time   `json:"seen,omitzero"`    // end of the last round that brought something, by the service's clock
	Problem        *Problem    `json:"problem,omitempty"`
	TrueUp         *TrueUp     `json:"trueUp,omitempty"`
}

// TrueUp is the result of comparing a folder's ids with what is known.
type TrueUp struct {
	Time     time.Time `json:"time"`
	InFolder int       `json:"inFolder"` // messages that lie in the folder
	Filed    int       `json:"filed"`    // of these, filed
	Before   int       `json:"before"`   // of these, lay there before the folder was ticked
	Open     int       `json:"open"`     // of these, drafts and open work
	Added    int       `json:"added"`    // of these, unknown until now, and put into the journal
}

var (
	keySelf        = []byte("self")
	bucketFolders  = []byte("folders")
	bucketKnown    = []byte("known")
	bucketBaseline = []byte("baseline")
	bucketLog      = []byte("log")
)

func (tx *Tx) mailbox(address string) *bolt.Bucket {
	return tx.tx.Bucket(bucketMailboxes).Bucket(fold(address))
}

func (tx *Tx) makeMailbox(address string) (*bolt.Bucket, error) {
	b, err := tx.tx.Bucket(bucketMailboxes).CreateBucketIfNotExists(fold(address))
	if err != nil {
		return nil, err
	}
	for _, name := range [][]byte{bucketFolders, bucketKnown, bucketBaseline, bucketLog} {
		if _, err := b.CreateBucketIfNotExists(name); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// Mailbox reads one mailbox without its folders; false if there is none.
func (tx *Tx) Mailbox(address string) (m Mailbox, ok bool, err error) {
	b := tx.mailbox(address)
	if b == nil {
		return m, false, nil
	}
	ok, err = get(b, keySelf, &m)
	return m, ok, err
}

// PutMailbox adds a mailbox or replaces it. Its folders are not touched.
func (tx *Tx) PutMailbox(m Mailbox) error {
	b, err := tx.makeMailbox(m.Address)
	if err != nil {
		return err
	}
	return put(b, keySelf, m)
}

// Mailboxes lists the mailboxes without their folders.
func (tx *Tx) Mailboxes() ([]Mailbox, error) {
	var mailboxes []Mailbox
	root := tx.tx.Bucket(bucketMailboxes)
	err := root.ForEachBucket(func(name []byte) error {
		var m Mailbox
		ok, err := get(root.Bucket(name), keySelf, &m)
		if ok {
			mailboxes = append(mailboxes, m)
		}
		return err
	})
	return mailboxes, err
}

// forgetMailbox drops everything of a mailbox but the knowledge of what was filed.
func (tx *Tx) forgetMailbox(address string) error {
	b := tx.mailbox(address)
	if b == nil {
		return nil
	}
	if err := b.Delete(keySelf); err != nil {
		return err
	}
	for _, name := range [][]byte{bucketFolders, bucketBaseline, bucketLog} {
		if err := b.DeleteBucket(name); err != nil {
			return err
		}
		if _, err := b.CreateBucket(name); err != nil {
			return err
		}
	}
	known := b.Bucket(bucketKnown)
	var drop [][]byte
	err := known.ForEach(func(k, v []byte) error {
		if len(v) == 0 || State(v[0]) != Filed {
			drop = append(drop, slices.Clone(k))
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, k := range drop {
		if err := known.Delete(k); err != nil {
			return err
		}
	}
	if err := tx.tx.Bucket(bucketJournal).DeleteBucket(fold(address)); err != nil && !isNoBucket(err) {
		return err
	}
	return nil
}

// Mailboxes lists the mailboxes with their ticked folders.
func (db *DB) Mailboxes() ([]Mailbox, error) {
	var mailboxes []Mailbox
	err := db.View(func(tx *Tx) error {
		var err error
		if mailboxes, err = tx.Mailboxes(); err != nil {
			return err
		}
		for i := range mailboxes {
			if mailboxes[i].Folders, err = tx.Folders(mailboxes[i].Address); err != nil {
				return err
			}
		}
		return nil
	})
	return mailboxes, err
}

// PutMailbox adds a mailbox, or ties a known one to another account; what is known of its mail stays.
func (db *DB) PutMailbox(m Mailbox) error {
	return db.Update(func(tx *Tx) error {
		known, ok, err := tx.Mailbox(m.Address)
		if err != nil {
			return err
		}
		if ok {
			known.Mailbox = m.Mailbox
			known.Problem = m.Problem
			m = known
		}
		return tx.PutMailbox(m)
	})
}

// DeleteMailbox forgets a mailbox with its cursors, baselines and open work. What was filed stays, and stays known.
func (db *DB) DeleteMailbox(address string) error {
	return db.Update(func(tx *Tx) error { return tx.forgetMailbox(address) })
}

// Folders lists the ticked folders of a mailbox by path.
func (tx *Tx) Folders(mailbox string) ([]Folder, error) {
	b := tx.mailbox(mailbox)
	if b == nil {
		return nil, nil
	}
	var folders []Folder
	err := b.Bucket(bucketFolders).ForEach(func(_, v []byte) error {
		var f Folder
		if err := decode(v, &f); err != nil {
			return err
		}
		folders = append(folders, f)
		return nil
	})
	slices.SortStableFunc(folders, func(a, b Folder) int { return slices.Compare(a.Path, b.Path) })
	return folders, err
}

// Folder reads one ticked folder; false if it isn't ticked.
func (tx *Tx) Folder(mailbox, id string) (f Folder, ok bool, err error) {
	b := tx.mailbox(mailbox)
	if b == nil {
		return f, false, nil
	}
	ok, err = get(b.Bucket(bucketFolders), []byte(id), &f)
	return f, ok, err
}

// PutFolder adds a ticked folder or replaces it.
func (tx *Tx) PutFolder(mailbox string, f Folder) error {
	b, err := tx.makeMailbox(mailbox)
	if err != nil {
		return err
	}
	return put(b.Bucket(bucketFolders), []byte(f.ID), f)
}

// DeleteFolder unticks a folder: its cursor and baseline go, what is known of single mails stays.
func (tx *Tx) DeleteFolder(mailbox, id string) error {
	b := tx.mailbox(mailbox)
	if b == nil {
		return nil
	}
	for _, name := range [][]byte{bucketBaseline, bucketLog} {
		if err := b.Bucket(name).DeleteBucket([]byte(id)); err != nil && !isNoBucket(err) {
			return err
		}
	}
	return b.Bucket(bucketFolders).Delete([]byte(id))
}
