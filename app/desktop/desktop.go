// Package desktop is the window, the tray and what else ties Postroom to a person's desktop: notifications, start at
// sign-in, one instance, sleep. It is the only package that knows Wails, and holds no logic of mail: all it shows and does
// comes from package face.
package desktop

import (
	"context"
	"errors"
	"hash/fnv"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"time"

	"postroom/app/face"
)

// Options are what a person or the system starts Postroom with.
type Options struct {
	Assets  fs.FS // the page, with index.html at its root
	Version string
	Data    string // where state lives; empty: the platform's per-user folder
	Policy  string // the administrator's file; empty: the platform's machine-wide place
	Hidden  bool   // starts in the tray
	Demo    bool   // a simulated Microsoft 365 with believable mailboxes
}

// Run shows Postroom until the person quits it or the system ends it.
func Run(o Options) error {
	p, err := newProgram(o)
	if err != nil {
		return err
	}
	p.catchSignals()
	defer signal.Stop(p.signals)
	go p.watch()
	defer close(p.gone)
	if onMac {
		p.startTray() // here, on the main thread, before the window's loop begins
	}
	return errors.Join(p.run(), p.finish())
}

// program is the running app.
type program struct {
	opts  Options
	log   *slog.Logger
	face  *face.Face
	demo  *demonstration // nil without --demo
	place string         // file that remembers the window's place; empty: nothing is remembered

	ctx     context.Context // ends when the program ends
	stop    context.CancelFunc
	goes    sync.WaitGroup // what runs beside the window
	asks    chan struct{}  // has a value when somebody in the program wants it to end
	gone    chan struct{}  // closed when the window is gone
	signals chan os.Signal

	started chan struct{} // closed when the window can be asked for something
	window  window        // set before that

	mu       sync.Mutex
	quitting bool
	told     map[string]bool // hints that this process has given
	tray     *tray
	overview *face.Overview

	finishing sync.Once
	finishErr error
}

// window is what Postroom asks of the program's one window and of the desktop around it.
type window interface {
	show()
	hide()
	minimise()
	quit() // comes back as beforeClose
	visible() bool
	bounds() place
	arrange(place)
	emit(face.Event)
	notify(face.Notification) error
	chooseFolder(title, in string) (string, error)
	chooseSave(title, in, name string) (string, error)
	chooseFile(title, in, kind, patterns string) (string, error)
	copy(text string) error
}

func newProgram(o Options) (*program, error) {
	p := &program{opts: o, log: slog.Default(), asks: make(chan struct{}, 1), gone: make(chan struct{}),
		signals: make(chan os.Signal, 1), started: make(chan struct{}), told: map[string]bool{}}
	p.ctx, p.stop = context.WithCancel(context.Background())
	options := face.Options{Data: o.Data, Policy: o.Policy, Version: o.Version, Demo: o.Demo, Language: systemLanguage(), Host: host{p}}
	if o.Demo {
		var err error
		if p.demo, err = newDemonstration(&options, p.log); err != nil {
			p.stop()
			return nil, err
		}
	} else {
		var err error
		if p.place, err = placeFile(o.Data); err != nil {
			p.stop()
			return nil, err
		}
	}
	p.face = face.New(options)
	return p, nil
}

// placeFile is where the window's place is kept. It is known before the data folder is opened, and per data folder.
func placeFile(data string) (string, error) {
	if data != "" {
		return filepath.Join(data, "window.json"), nil
	}
	dir, err := os.UserConfigDir()
	return filepath.Join(dir, "postroom", "window.json"), err
}

// instance names what there may be one of at a time: the program on a data folder.
func (o Options) instance() string {
	switch {
	case o.Demo:
		return "postroom-demo"
	case o.Data == "":
		return "postroom"
	}
	data := o.Data
	if abs, err := filepath.Abs(data); err == nil {
		data = abs
	}
	h := fnv.New64a()
	h.Write([]byte(realPath(data)))
	return "postroom-" + strconv.FormatUint(h.Sum64(), 36)
}

// realPath resolves the links of a path as far as it exists: it has to be the same before the folder is made and after.
func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	parent := filepath.Dir(path)
	if parent == path {
		return path
	}
	return filepath.Join(realPath(parent), filepath.Base(path))
}

// finishTime bounds how long the end may take: work that is cut off is taken up again at the next start.
const finishTime = 15 * time.Second

// finish ends what runs beside the window, once. It comes before the window is gone, because what runs speaks to it.
func (p *program) finish() error {
	p.finishing.Do(func() {
		p.stop()
		p.mu.Lock()
		tray := p.tray
		p.tray = nil
		p.mu.Unlock()
		done := make(chan error, 1)
		go func() {
			tray.stop()
			err := p.face.Close()
			if p.demo != nil {
				err = errors.Join(err, p.demo.close())
			}
			p.goes.Wait()
			done <- err
		}()
		select {
		case p.finishErr = <-done:
		case <-time.After(finishTime):
			p.finishErr = errors.New("ending took too long; what was cut off is taken up at the next start")
		}
	})
	return p.finishErr
}

// onMac says whether closing and quitting are told apart by the system already: there, closing only hides.
const onMac = runtime.GOOS == "darwin"
