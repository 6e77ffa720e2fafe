// Package face is what the window's page can call and what it hears: a small, typed facade over office, without a word
// of Wails. It shows what office says in the person's language, and decides nothing that office can decide.
package face

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/settings"
	"postroom/app/vault"
)

// Host is the desktop around the page.
type Host interface {
	OpenURL(address string) error                      // in the system's browser or mail program
	OpenFile(path string) error                        // with the program that the system has for it
	ShowFile(path string) error                        // in the file manager
	ChooseFolder(title, in string) (string, error)     // empty: the person cancelled
	ChooseSave(title, in, name string) (string, error) // likewise
	// ChooseFile asks for a file that is there; kind names the files with the patterns, "*.pfx;*.pem". Empty: the person
	// cancelled.
	ChooseFile(title, in, kind, patterns string) (string, error)
	Copy(text string) error     // to the clipboard
	Autostart() (on, able bool) // whether it starts at login, and whether that can be set
	SetAutostart(on bool) error
	StartDemo() error      // starts the demonstration in place of this process
	Tray() bool            // whether there is a tray to close the window to
	Notify(n Notification) // through the desktop's own service
	Emit(e Event)          // to the page, under the name "postroom"; must not block for long
}

// Options are what a Face works with.
type Options struct {
	Data, Policy string // as in office.Options
	Version      string
	Demo         bool
	Language     string // of the system, such as "nl-BE" or "nl_BE.UTF-8"; the person's setting wins
	Host         Host
	Log          slog.Handler     // may be nil
	Keyring      vault.Keyring    // nil: the system's
	Now          func() time.Time // nil: time.Now
	// SignInPage shows a sign-in page; nil: Host.OpenURL. The demonstration signs in by itself.
	SignInPage func(address string) error
	// EnterCode enters a device code in the person's place when they ask to open its page, in the demonstration; nil:
	// Host.OpenURL shows the page.
	EnterCode func(code string) error
	// DemoOrganisation is what connects the demonstration's organisation: the page offers to fill it in.
	DemoOrganisation *OrganisationForm
}

// Face joins an office, the desktop and the page. Its own methods are for the desktop; those of API are for the page.
type Face struct {
	opts  Options
	ctx   context.Context
	stop  context.CancelFunc
	tasks tasks

	goesMu sync.Mutex
	goes   sync.WaitGroup // everything that runs in the background
	begun  bool           // Open was called
	ended  bool           // nothing begins any more

	closing  sync.Once
	closeErr error

	opened  chan struct{} // closed when Open has ended
	office  *office.Office
	openErr error

	events   events
	connect  connecting
	trees    trees
	overview overviews
	notes    notes
	concerns concerns
	verified verifications

	invoiceList invoiceList
	userList    userList
}

// New makes a face; Open opens its office. The page may call before that: it waits until then.
func New(o Options) *Face {
	if o.Now == nil {
		o.Now = time.Now
	}
	f := &Face{opts: o, opened: make(chan struct{})}
	f.ctx, f.stop = context.WithCancel(context.Background())
	f.overview.dirty = make(chan struct{}, 1)
	return f
}

// API is what the page may call.
func (f *Face) API() *API { return &API{f} }

// Open opens the office and begins to work. Its error is shown by the page, too: see App.Problem.
func (f *Face) Open(ctx context.Context) error {
	f.goesMu.Lock()
	ended := f.ended
	f.begun = f.begun || !ended
	f.goesMu.Unlock()
	if ended {
		return f.ctx.Err()
	}
	defer close(f.opened)
	f.office, f.openErr = office.Open(ctx, office.Options{
		Data: f.opts.Data, Policy: f.opts.Policy, Version: f.opts.Version, Command: "Postroom", As: office.SignedIn, Language: languageOf(f.opts.Language),
		Log: f.opts.Log, Notify: f.hear, OpenURL: f.signInPage, Keyring: f.opts.Keyring, Now: f.opts.Now,
	})
	if f.openErr != nil {
		return f.openErr
	}
	f.obeyAutostart(f.office)
	if l := f.office.Setting(settings.Language); l != "" {
		f.office.SetLanguage(l)
	}
	f.background(func() {
		if err := f.office.Work(f.ctx); err != nil {
			f.emit(Event{Kind: "problem", Problem: f.problem(err)})
		}
	})
	f.background(f.keepOverview)
	return nil
}

// Close ends all work and lets go of the data folder. After it nothing is emitted any more. It may be called twice.
func (f *Face) Close() error {
	f.closing.Do(func() { f.closeErr = f.close() })
	return f.closeErr
}

func (f *Face) close() error {
	f.stop()
	f.goesMu.Lock()
	f.ended = true
	begun := f.begun
	f.goesMu.Unlock()
	if !begun {
		return nil
	}
	<-f.opened
	f.goes.Wait()
	if f.office == nil {
		return nil
	}
	return f.office.Close()
}

// background runs something until it ends by itself; nothing begins once the face is closed.
func (f *Face) background(do func()) {
	f.goesMu.Lock()
	defer f.goesMu.Unlock()
	if !f.ended {
		f.goes.Go(do)
	}
}

// ready waits for the office.
func (f *Face) ready() (*office.Office, error) {
	select {
	case <-f.opened:
	case <-f.ctx.Done():
		return nil, f.say(&fault.Error{Class: fault.RetryLater, Code: "not-started", Op: "wait for the office"})
	}
	if f.openErr != nil {
		return nil, f.say(f.openErr)
	}
	return f.office, nil
}

// Wake looks at the mailboxes now: after sleep, or when the network has changed.
func (f *Face) Wake() {
	if o, err := f.ready(); err == nil {
		if err := o.Wake(); err != nil {
			f.emit(Event{Kind: "problem", Problem: f.problem(err)})
		}
	}
}

// Show asks the page to go to a room: overview, mailboxes, documents, settings; target is what to show in it, such as an
// account's id or a document's.
func (f *Face) Show(room, target string) { f.emit(Event{Kind: "room", Room: room, Target: target}) }

// Setting is a setting that is in force, in words; nothing before the office is open.
func (f *Face) Setting(name string) string {
	select {
	case <-f.opened:
	default:
		return ""
	}
	if f.office == nil {
		return ""
	}
	return f.office.Setting(name)
}

// SetSetting changes a setting that only the desktop knows of, such as settings.ToldTray.
func (f *Face) SetSetting(name, value string) error {
	o, err := f.ready()
	if err != nil {
		return err
	}
	return o.SetSetting(name, value)
}

// Error is an error in the person's words. FormatError hands its Problem to the page.
type Error struct {
	Problem Problem
	err     error
}

func (e *Error) Error() string { return e.Problem.Message }

func (e *Error) Unwrap() error { return e.err }

// FormatError is Wails' ErrorFormatter: a rejected promise of the page carries a Problem.
func FormatError(err error) any {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Problem
	}
	return *problemOf("en", err)
}

// say puts an error into the person's words.
func (f *Face) say(err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	if errors.Is(err, context.Canceled) {
		err = &fault.Error{Class: fault.RetryLater, Code: "stopped", Op: "work", Err: err}
	}
	return &Error{Problem: *f.problem(err), err: err}
}

func (f *Face) problem(err error) *Problem { return problemOf(f.language(), err) }

// language is the one in use: the person's, else the system's, else English.
func (f *Face) language() string {
	if l := f.Setting(settings.Language); l != "" {
		return l
	}
	return languageOf(f.opts.Language)
}
