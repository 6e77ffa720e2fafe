// Package capture decides which mail is new and sees it filed, exactly once: folder cursors, the journal, the
// scheduler, filing and its register. It knows neither Microsoft Graph nor the window: mail comes from a Source, and
// what happens is told through events.
package capture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"postroom/app/destination"
	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/register"
	"postroom/app/store"
)

// Source is one mailbox as the engine reads it. Its errors are *fault.Error and wrap mail.ErrNotFound,
// mail.ErrCursorLost or mail.ErrDeltaUnavailable where these apply.
type Source interface {
	// Folders lists the whole folder tree, parents before children, with paths.
	Folders(ctx context.Context) ([]mail.Folder, error)
	// WellKnown gives the ids of the folders with these well-known names, by name, of those that there are.
	WellKnown(ctx context.Context, names []string) (map[string]string, error)
	// FolderChanges tells which folders changed since the link was given; without a link it lists them all.
	FolderChanges(ctx context.Context, link string) (changes []mail.FolderChange, next string, err error)
	// Ahead may ask for what lies behind several cursors at once, to save requests. It fails only with the context.
	Ahead(ctx context.Context, links ...string) error
	// Changes reads one page of a folder's delta; without a link it begins a round from nothing.
	Changes(ctx context.Context, folder, link string) (mail.Page, error)
	// Messages reads one page of a folder's plain listing.
	Messages(ctx context.Context, folder, link string) (mail.Page, error)
	// Message reads what a listing shows of one message, wherever it lies.
	Message(ctx context.Context, id string) (mail.Item, error)
	// MIME streams a message as RFC 5322 text.
	MIME(ctx context.Context, id string) (io.ReadCloser, error)
}

// Config is what an engine works with.
type Config struct {
	DB          *store.DB
	Destination destination.Destination
	RegisterDir string // folder of the register's files: <destination>/.postroom
	// Source opens a mailbox. An error of class fault.SignInAgain says that its account has to sign in.
	Source func(mail.Mailbox) (Source, error)
	Clock  func() time.Time
	Log    *slog.Logger
	Poll   time.Duration // pause between two rounds of a mailbox; 0 means one minute
	AtOnce int           // mailboxes that are worked on at the same time; 0 means 16
	// Notify hears what happens. It is called from the engine's goroutines and must not block for long. May be nil.
	Notify func(Event)
}

// The poll interval is one minute by itself, and never above five.
const (
	defaultPoll = time.Minute
	maxPoll     = 5 * time.Minute
)

// Engine captures the mail of all mailboxes of one data folder.
type Engine struct {
	Config
	register *register.Register
	zone     *time.Location

	commits sync.Mutex    // one group of mails is registered at a time
	behind  bool          // the register holds lines that the database could not close; guarded by commits
	removal chan struct{} // full while documents are deleted, and while it is checked whether any are missing
	busy    busy
	wake    chan struct{}
	looks   *turns // of mailboxes to be polled
	drains  *turns // of mailboxes whose journal is worked off

	mu    sync.Mutex
	lanes map[string]*lane // by address
}

// lane is what one mailbox has only one of at a time. The two are apart, so that a mailbox whose thousand new mails are
// being filed is still looked at, and its folders can be ticked.
type lane struct {
	polls  sync.Mutex  // a folder's cursor is moved by one walk
	unseen atomic.Bool // somebody asked for a walk that the one at it may not have done
	drains sync.Mutex  // the journal is worked off once
	again  atomic.Bool // there is more to work off than the round at it may have seen
	inLine bool        // a round waits for its slot; guarded by Engine.mu
}

func (e *Engine) lane(address string) *lane {
	e.mu.Lock()
	defer e.mu.Unlock()
	address = strings.ToLower(address)
	if e.lanes[address] == nil {
		e.lanes[address] = &lane{}
	}
	return e.lanes[address]
}

// New opens the register and takes up what a crash left: lines that the database has not closed are closed, so that
// nothing is filed a second time.
func New(c Config) (*Engine, error) {
	if c.Poll <= 0 {
		c.Poll = defaultPoll
	}
	c.Poll = min(c.Poll, maxPoll)
	if c.Notify == nil {
		c.Notify = func(Event) {}
	}
	if c.AtOnce <= 0 {
		c.AtOnce = atOnce
	}
	e := &Engine{Config: c, wake: make(chan struct{}, 1), removal: make(chan struct{}, 1), lanes: map[string]*lane{}, looks: newTurns(c.AtOnce), drains: newTurns(c.AtOnce)}
	if err := e.openZone(); err != nil {
		return nil, err
	}
	var head store.Head
	err := c.DB.View(func(tx *store.Tx) (err error) {
		head, err = tx.Head()
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the register's head: %w", err)
	}
	e.register, err = register.Open(c.RegisterDir, register.Head{Seq: head.Seq, Hash: head.Hash})
	if err != nil {
		return nil, fmt.Errorf("open the register: %w", err)
	}
	if damage := e.register.Damaged(); damage != nil {
		c.Log.Error("the register is damaged; run verify", "error", damage)
	}
	if err := e.adopt(head); err != nil {
		return nil, errors.Join(err, e.register.Close())
	}
	if err := e.reseal(); err != nil {
		return nil, errors.Join(err, e.register.Close())
	}
	if err := e.removeLeft(context.Background()); err != nil { // it is tried again with the next deletion, and at the next start
		c.Log.Warn("documents whose deletion is registered could not be removed yet", "error", err)
	}
	return e, nil
}

// openZone fixes the time zone of file names at first use: a name must come out the same on every attempt, also when
// the machine has travelled in between.
func (e *Engine) openZone() error {
	var name string
	err := e.DB.View(func(tx *store.Tx) error {
		name = tx.Zone()
		return nil
	})
	if err != nil {
		return err
	}
	if name == "" {
		if name = localZone(); name == "" {
			name = "UTC"
		}
		if err := e.DB.Update(func(tx *store.Tx) error { return tx.SetZone(name) }); err != nil {
			return fmt.Errorf("remember the time zone: %w", err)
		}
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return &fault.Error{Class: fault.FixSetting, Code: "time-zone-unknown", Op: "load the time zone of file names", Args: map[string]string{"zone": name}, Err: err}
	}
	e.zone = zone
	return nil
}

// Close lets go of the register. The database belongs to the caller.
func (e *Engine) Close() error { return e.register.Close() }

// Wake makes Run begin a round now: after a wake-up of the machine, a network change, a click on "Sync now".
func (e *Engine) Wake() {
	select {
	case e.wake <- struct{}{}:
	default: // it is awake already
	}
}

// Event tells what happened.
type Event struct {
	Kind     EventKind
	Mailbox  string
	Folder   string // PATH
	ID       string // of the entry or document
	Done     int    // progress
	Total    int    // 0: not known
	Document *Document
	Err      error
}

// EventKind says which fields of an Event are set.
type EventKind string

const (
	EventBaseline EventKind = "baseline" // Folder: Done of about Total messages recorded
	EventRound    EventKind = "round"    // Mailbox: a round ended; Done mails are new
	EventFiled    EventKind = "filed"    // Document
	EventFailed   EventKind = "failed"   // ID, Folder, Err
	EventSkipped  EventKind = "skipped"  // ID: vanished before it could be fetched
	EventProblem  EventKind = "problem"  // Mailbox or Folder as a whole: Err
)

// busy counts rounds in progress, for the status.
type busy struct {
	mu sync.Mutex
	n  int
}

func (b *busy) add(by int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.n += by
}

func (b *busy) yes() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.n > 0
}
