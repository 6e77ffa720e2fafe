// Package processing knows the office's clients and its team, finds out which client a filed mail belongs to and who takes
// part, and keeps the list of what stands where. It knows neither how mails are filed nor where they come from: what it is
// to know of one it is given as a Letter.
package processing

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Room is the room in which mails are processed. Its methods may be called from several goroutines.
type Room struct {
	store Store
	now   func() time.Time

	change  sync.Mutex   // one change at a time
	changed atomic.Bool  // something has changed since everything that is open was looked at
	mu      sync.RWMutex // guards what follows; held for short moments only
	index   *index
	team    Team
	rows    []row // by number, ascending
	talks   *talks
	began   uint64        // highest number of a turn when this was opened
	version atomic.Uint64 // grows with every change of what is in memory
}

// Open reads clients, team and list from a store. now tells the time of actions.
func Open(s Store, now func() time.Time) (*Room, error) {
	r := &Room{store: s, now: now}
	r.changed.Store(true) // by whoever had it open before
	return r, r.load()
}

// load reads everything afresh.
func (r *Room) load() error {
	var clients []*Client
	var rows []row
	var team Team
	var rules Rules
	var o *lore
	talks := newTalks()
	err := r.store.View(func(tx Tx) error {
		err := tx.Clients(func(c Client) error {
			clients = append(clients, &c)
			return nil
		})
		if err != nil {
			return err
		}
		if team, err = tx.Team(); err != nil {
			return err
		}
		if rules, err = tx.Rules(); err != nil {
			return err
		}
		state, err := tx.Lore()
		if err != nil {
			return err
		}
		o = newLore(state)
		err = tx.Lessons(func(l Lesson) error {
			o.put(l.feature(), &l)
			return nil
		})
		if err != nil {
			return err
		}
		err = tx.Slips(func(s Slip) error {
			rows = append(rows, rowOf(&s))
			return talks.read(tx, &s)
		})
		if err != nil {
			return err
		}
		return tx.Conversations(func(c Conversation) error {
			talks.say(c.ID, &c)
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("read clients and list: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.version.Add(1)
	r.index, r.team, r.rows, r.talks = newIndex(clients, &team, o), team, rows, talks
	r.index.rules = rules
	r.began = talks.highest()
	return nil
}

// state is the index and the team as they are now. Neither is changed afterwards: changes make new ones.
func (r *Room) state() (*index, Team) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.index, r.team
}

// setRows brings the list up to date with slips that were written.
func (r *Room) setRows(slips []Slip) {
	if len(slips) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.version.Add(1)
	for i := range slips {
		at, found := slices.BinarySearchFunc(r.rows, slips[i].Seq, func(x row, seq uint64) int { return cmp.Compare(x.seq, seq) })
		if found {
			r.rows[at] = rowOf(&slips[i])
		} else {
			r.rows = slices.Insert(r.rows, at, rowOf(&slips[i]))
		}
		r.talks.set(&slips[i])
	}
}

// Version grows with every change of clients, team or list: what was found before may be stale.
func (r *Room) Version() uint64 { return r.version.Load() }

func newID() string {
	var b [8]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b[:])
}

// Store keeps what processing knows. It is an interface so that one server's database can serve many people; every rule
// about who sees what is in Sight, not here.
type Store interface {
	View(func(Tx) error) error
	Update(func(Tx) error) error
}

// Tx is a transaction of a Store: all of it happens or none.
type Tx interface {
	Clients(fn func(Client) error) error
	Client(id string) (Client, bool, error)
	PutClient(Client) error
	DropClient(id string) error

	Team() (Team, error)
	PutTeam(Team) error
	Rules() (Rules, error) // about what is set aside
	PutRules(Rules) error

	Letter(seq uint64) (Letter, bool, error)
	PutLetter(Letter) error
	Slip(seq uint64) (Slip, bool, error)
	PutSlip(Slip) error
	DropSlip(seq uint64) error
	Slips(fn func(Slip) error) error // by number, ascending

	Conversations(fn func(Conversation) error) error // what people said about them
	Conversation(id string) (Conversation, bool, error)
	PutConversation(Conversation) error
	DropConversation(id string) error
	NextTurn() (uint64, error) // higher than all before
	Note(n uint64) (text string, ok bool, err error)
	PutNote(n uint64, text string) error
	DropNote(n uint64) error

	Thread(id string) ([]uint64, error) // mails that are known under a name of a thread
	PutThread(id string, seqs []uint64) error

	Lessons(fn func(Lesson) error) error // what was learned
	Lesson(f feature) (Lesson, bool, error)
	PutLesson(Lesson) error
	DropLesson(f feature) error
	Lore() (LoreState, error)
	PutLore(LoreState) error

	Mapping(head string) (map[string][]string, error) // how columns were understood under a table's head
	PutMapping(head string, m map[string][]string) error

	PushAction(Action) (uint64, error)
	SetAction(id uint64, a Action) error
	Action(id uint64) (Action, bool, error)
	LastAction() (id uint64, a Action, err error) // id is 0 if there is none
	DropAction(id uint64) error
}
