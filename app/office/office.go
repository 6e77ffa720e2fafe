// Package office composes Postroom: the commands and queries that the window and the command line call, and the events
// that both hear. It decides nothing that a package below it can decide, and prints nothing.
package office

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"postroom/app/capture"
	"postroom/app/destination"
	"postroom/app/graph"
	"postroom/app/people"
	"postroom/app/policy"
	"postroom/app/proxy"
	"postroom/app/settings"
	"postroom/app/store"
	"postroom/app/vault"
)

// Options tell where an office keeps its state and how it talks to its face. The zero value works.
type Options struct {
	Data    string // where state lives; empty: the platform's per-user folder
	Policy  string // the administrator's file; empty: the platform's machine-wide place
	Version string // of the program
	Command string // what a second process on the same data folder is told of this one: "postroomd run"

	// As is who looks: a member of the team by address or name, SignedIn, or empty for the office itself, which sees
	// everything. Whoever may run a command on the data folder can read it.
	As string

	Language string             // of the words in answers: "en", "nl", "fr", "de"; empty: "en"
	Log      slog.Handler       // hears what is logged, beside the log files; may be nil
	Notify   func(Event)        // hears what happens; called from many goroutines, must not block for long; may be nil
	OpenURL  func(string) error // shows a page to the person; nil: in the system's browser
	Keyring  vault.Keyring      // nil: the system's
	Now      func() time.Time   // nil: time.Now
}

// Office is one data folder at work. Its methods may be called from several goroutines.
type Office struct {
	opts   Options
	data   string
	policy *policy.Policy
	logs   *logs
	log    *slog.Logger
	vault  *vault.Vault
	db     *store.DB
	http   *http.Transport
	proxy  *proxy.Chooser // of http
	dated  *dated         // around http
	limits *graph.Limits
	count  *graph.Counter

	// NewKeyFile names the file that holds the key because there is no system keyring, when this process made it: a
	// face says so once. Empty otherwise.
	NewKeyFile string

	sessions  sessions
	access    access
	choices   *settings.Settings
	words     atomic.Pointer[string] // the language in use, nil: as the options say
	index     *index
	gate      gate
	looking   recogniser
	searching searching
	handling  processor
	tree      clientTree
	board     *people.Board // who is there, by their calendars
	cards     cards         // contacts as they were listed last
	users     sync.Mutex    // held while a directory or an address book is looked at: one at a time
	relay     relay         // passes statuses on
	joining   sync.Mutex    // held while the team follows users
	proving   proving

	mu     sync.Mutex
	dest   destination.Destination
	root   string // where documents lie, for people
	engine *capture.Engine
	shut   bool // the engine must not be opened: its destination is being changed
}

// Open opens the data folder, which nobody else may have open: another process gives the code "data-in-use". It asks
// nothing of the network. Errors for which policy.Usage holds mean that the policy file can't be used.
func Open(ctx context.Context, opts Options) (*Office, error) {
	opts.Language = cmp.Or(opts.Language, "en")
	opts.Command = cmp.Or(opts.Command, "Postroom")
	if opts.Now == nil {
		opts.Now = time.Now
	}
	p, err := policy.Load(opts.Policy)
	if err != nil {
		return nil, err
	}
	o := &Office{opts: opts, policy: p, count: graph.NewCounter(nil), limits: graph.NewLimits(graph.LimitsConfig{})}
	o.sessions.init()
	if o.data, err = dataFolder(opts.Data); err != nil {
		return nil, err
	}
	o.choices = settings.Load(o.data)
	o.index = newIndex(o)
	o.board = people.NewBoard(opts.Now)
	o.relay.changed = make(chan struct{}, 1)
	o.searching.wake = make(chan struct{}, 1)
	o.looking.wake = make(chan struct{}, 1)
	o.handling.wake = make(chan struct{}, 1)
	o.tree.wake = make(chan struct{}, 1)
	o.logs = &logs{dir: filepath.Join(o.data, "logs"), now: opts.Now}
	o.log = logger(o.logs, opts.Log)
	if err := o.openState(ctx); err != nil {
		return nil, errors.Join(err, o.Close())
	}
	o.log.Info("opened", "version", opts.Version, "command", opts.Command, "os", runtime.GOOS, "arch", runtime.GOARCH)
	return o, nil
}

// openState opens what lies in the data folder: the key, the database, the word of who holds it.
func (o *Office) openState(ctx context.Context) error {
	key := filepath.Join(o.data, "key")
	_, statErr := os.Stat(key)
	var err error
	o.vault, err = vault.Open(ctx, vault.Options{Dir: o.data, Keyring: o.opts.Keyring, Log: o.log})
	if err != nil {
		return fmt.Errorf("open the key: %w", err)
	}
	if o.vault.Place() == vault.InFile && errors.Is(statErr, os.ErrNotExist) {
		o.NewKeyFile = key
	}
	db, err := store.Open(filepath.Join(o.data, "postroom.db"), store.Options{
		Box: o.vault.Box("store"), Holder: func() string { return heldBy(o.data) },
	})
	if err != nil {
		return err
	}
	o.db = db
	if err := hold(o.data, o.opts.Command, o.opts.Now()); err != nil {
		return dataError(o.data, err)
	}
	o.proxy = o.chooser()
	if o.http, err = httpTransport(o.policy.Cloud.CA, o.proxy); err != nil {
		return err
	}
	if o.proxy.Unread() {
		o.log.Warn("the system has a script for finding the proxy, which can't be asked here; name the proxy in the policy if Microsoft can't be reached")
	}
	o.dated = &dated{next: o.http, now: o.opts.Now}
	return nil
}

// Close ends the office's work and lets go of the data folder.
func (o *Office) Close() error {
	var errs []error
	o.mu.Lock()
	engine := o.engine
	o.engine = nil
	o.mu.Unlock()
	if engine != nil {
		errs = append(errs, engine.Close())
	}
	errs = append(errs, o.closeSearch())
	if o.http != nil {
		o.http.CloseIdleConnections()
	}
	if o.db != nil {
		errs = append(errs, release(o.data), o.db.Close())
	}
	return errors.Join(append(errs, o.logs.Close())...)
}

// Data is the absolute path of the data folder.
func (o *Office) Data() string { return o.data }

// tokens is the folder of the sealed token caches.
func (o *Office) tokens() string { return filepath.Join(o.data, "tokens") }

// Policy is what the administrator has decided.
func (o *Office) Policy() *policy.Policy { return o.policy }

// given says whether the data folder was placed by hand.
func (o *Office) given() bool { return o.opts.Data != "" }
