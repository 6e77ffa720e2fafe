package capture_test

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"postroom/app/capture"
	"postroom/app/destination"
	"postroom/app/destination/folder"
	"postroom/app/fault"
	"postroom/app/graph"
	"postroom/app/mail"
	"postroom/app/simulator"
	"postroom/app/store"
)

const emma = "emma@kantoor.example"

// world is a simulated Microsoft 365 and an engine that captures from it: the real Graph client over TLS, a real
// database and a real folder. Only the clock is made.
type world struct {
	testing.TB
	sim   *simulator.Simulator
	data  string
	clock *clock
	mu    sync.Mutex

	db     *store.DB
	to     *folder.Folder
	engine *capture.Engine
	client *graph.Client
	signIn error  // what the source answers in place of a mailbox
	moment func() // hears every step of putting away

	notify func(capture.Event)
	hold   func(context.Context) // is called before each download
	holdOf string                // only if it is of a mailbox with this in its address
	atOnce int                   // capture.Config.AtOnce
	poll   time.Duration         // capture.Config.Poll
	held   chan struct{}         // gets a token when the first download is held

	changes func(link string) mail.Page // answers in place of the service, if set
}

// holding is a mailbox whose downloads the test can hold up.
type holding struct {
	capture.Source
	w       *world
	address string
}

func (h holding) Changes(ctx context.Context, folder, link string) (mail.Page, error) {
	if h.w.changes != nil {
		return h.w.changes(link), nil
	}
	return h.Source.Changes(ctx, folder, link)
}

func (h holding) MIME(ctx context.Context, id string) (io.ReadCloser, error) {
	if h.w.hold != nil && strings.Contains(h.address, h.w.holdOf) {
		select {
		case h.w.held <- struct{}{}:
		default:
		}
		h.w.hold(ctx)
	}
	return h.Source.MIME(ctx, id)
}

// clock is the machine's clock as the test sets it.
type clock struct {
	mu     sync.Mutex
	off    time.Duration
	moment func() // hears every look at the clock
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.moment != nil {
		c.moment()
	}
	return time.Now().Add(c.off)
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.off += d
}

type token string

func (t token) Token(context.Context, string, string) (string, error) { return string(t), nil }

// box seals as the vault does, with a key of its own.
type box struct{ cipher.AEAD }

func newBox(t testing.TB) box {
	block, err := aes.NewCipher([]byte("an example key of 32 bytes, fake"))
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	return box{gcm}
}

func (b box) Seal(plain, context []byte) []byte {
	nonce := make([]byte, b.NonceSize())
	rand.Read(nonce)
	return b.AEAD.Seal(nonce, nonce, plain, context)
}

func (b box) Open(sealed, context []byte) ([]byte, error) {
	if len(sealed) < b.NonceSize() {
		return nil, errors.New("too short")
	}
	return b.AEAD.Open(nil, sealed[:b.NonceSize()], sealed[b.NonceSize():], context)
}

func newWorld(t testing.TB, options ...func(*simulator.Options)) *world {
	t.Helper()
	o := simulator.Options{Seed: 1}
	for _, option := range options {
		option(&o)
	}
	w := &world{TB: t, data: t.TempDir(), clock: &clock{}, held: make(chan struct{}, 1)}
	o.Now = w.clock.now
	sim, err := simulator.New(o)
	w.must(err)
	w.sim = sim
	_, err = sim.AddUser(simulator.User{Address: emma, Name: "Emma"})
	w.must(err)
	w.must(sim.Start("127.0.0.1:0"))
	t.Cleanup(func() { sim.Close() })
	w.newClient()
	w.open()
	w.connect()
	return w
}

func (w *world) connect() {
	w.Helper()
	w.must(w.db.PutAccount(store.Account{ID: "emma", Kind: store.Work, Address: emma, State: store.Active, Connected: w.clock.now()}))
	w.must(w.db.PutMailbox(store.Mailbox{Mailbox: mail.Mailbox{Address: emma, Account: "emma", Kind: mail.Own}}))
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) newClient() {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(w.sim.CAPEM())
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: roots}
	transport.MaxIdleConnsPerHost = 8
	client, err := graph.New(graph.Config{
		BaseURL: w.sim.URL() + "/v1.0", Transport: transport, Tokens: token(emma), Limits: graph.NewLimits(graph.LimitsConfig{}), Log: w.log(),
	})
	w.must(err)
	w.client = client
}

func (w *world) log() *slog.Logger {
	if testing.Verbose() {
		return slog.New(slog.NewTextHandler(w.Output(), nil))
	}
	return slog.New(slog.NewTextHandler(io.Discard, nil))
}

func (w *world) root() string { return filepath.Join(w.data, "documents") }

// open opens the office anew, as after a start of the program.
func (w *world) open() {
	w.Helper()
	db, err := store.Open(filepath.Join(w.data, "postroom.db"), store.Options{Box: newBox(w)})
	w.must(err)
	to, err := folder.TakeOver(folder.Options{Root: w.root(), Office: db.Office(), Log: w.log()})
	w.must(err)
	var put destination.Destination = to
	if w.moment != nil {
		put = watched{to, w.moment}
	}
	engine, err := capture.New(capture.Config{
		DB: db, Destination: put, RegisterDir: to.Dir(), Clock: w.clock.now, Log: w.log(), AtOnce: w.atOnce, Poll: w.poll,
		Source: func(m mail.Mailbox) (capture.Source, error) {
			if w.signIn != nil {
				return nil, w.signIn
			}
			return holding{w.client.Mailbox(m.Address, m.Kind == mail.Own), w, m.Address}, nil
		},
		Notify: func(e capture.Event) {
			w.mu.Lock()
			defer w.mu.Unlock()
			if w.notify != nil {
				w.notify(e)
			}
		},
	})
	w.must(err)
	w.db, w.to, w.engine = db, to, engine
	w.Cleanup(w.close)
}

func (w *world) close() {
	if w.engine != nil {
		w.engine.Close()
		w.to.Close()
		w.db.Close()
		w.engine = nil
	}
}

func (w *world) reopen() {
	w.Helper()
	w.close()
	w.open()
}

func (w *world) tick(folders ...string) capture.SelectResult {
	w.Helper()
	r, err := w.engine.Select(w.Context(), emma, capture.Change{Add: folders})
	w.must(err)
	return r
}

func message(subject string) []byte {
	return fmt.Appendf(nil, "Message-ID: <%s@peeters.example>\r\nFrom: Jan Peeters <jan@peeters.example>\r\nTo: %s\r\nSubject: %s\r\nDate: Sun, 22 Nov 2026 09:15:00 +0000\r\n\r\nText of %s.\r\n",
		strings.ReplaceAll(subject, " ", "."), emma, subject, subject)
}

func (w *world) deliver(folder, subject string) string {
	w.Helper()
	id, err := w.sim.Deliver(emma, folder, message(subject), simulator.Delivery{})
	w.must(err)
	return id
}

func (w *world) sync() capture.Result {
	w.Helper()
	return w.syncWith(capture.Options{})
}

func (w *world) syncWith(o capture.Options) capture.Result {
	w.Helper()
	r, err := w.engine.SyncOnce(w.Context(), o)
	w.must(err)
	return r
}

// filed are the subjects of what is filed, sorted, one for each filing: a mail filed twice is in it twice.
func (w *world) filed() []string {
	w.Helper()
	docs, err := w.engine.Documents(capture.Query{})
	w.must(err)
	subjects := []string{}
	for _, d := range docs {
		subjects = append(subjects, d.Subject)
		if _, err := os.Stat(filepath.Join(w.root(), filepath.FromSlash(d.Path))); err != nil {
			w.Errorf("%q is registered and not there: %v", d.Subject, err)
		}
	}
	slices.Sort(subjects)
	return subjects
}

// wantFiled checks what is filed, and that exactly the registered files lie at the destination, unchanged.
func (w *world) wantFiled(subjects ...string) {
	w.Helper()
	slices.Sort(subjects)
	if got := w.filed(); !slices.Equal(got, subjects) {
		w.Errorf("filed are %q, want %q", got, subjects)
	}
	w.wantVerified()
}

func (w *world) wantVerified() {
	w.Helper()
	v, err := w.engine.Verify(w.Context(), nil, nil)
	w.must(err)
	if v.Chain != "intact" || v.OK != v.Checked || len(v.Changed)+len(v.Missing)+len(v.Unregistered) > 0 {
		w.Errorf("verify found %+v, want everything intact", v)
	}
}

func (w *world) folder(path string) store.Folder {
	w.Helper()
	mailboxes, err := w.db.Mailboxes()
	w.must(err)
	for _, f := range mailboxes[0].Folders {
		if f.Path.String() == path {
			return f
		}
	}
	w.Fatalf("%s is not ticked; ticked are %+v", path, mailboxes[0].Folders)
	return store.Folder{}
}

func signInNeeded() error {
	return &fault.Error{Class: fault.SignInAgain, Code: "AADSTS50173", Op: "get a token"}
}
