package desktop

import (
	"cmp"
	"errors"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"postroom/app/demo"
	"postroom/app/face"
	"postroom/app/office"
	"postroom/app/settings"
)

// ending are the signals by which the system ends a program.
var ending = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}

// catchSignals makes the signals come here and nowhere else. Wails would take them for a closing of the window, and the
// answer to that is to hide.
func (p *program) catchSignals() {
	signal.Reset(ending...)
	signal.Notify(p.signals, ending...)
}

// watch ends the program when the system asks for it, or something in it does. A second signal ends it on the spot.
func (p *program) watch() {
	select {
	case <-p.gone:
		return
	case <-p.signals:
		signal.Stop(p.signals)
	case <-p.asks:
	}
	p.mu.Lock()
	p.quitting = true
	p.mu.Unlock()
	select {
	case <-p.started:
		p.window.quit()
	case <-p.gone:
	}
}

// quit asks for the program's end and returns at once.
func (p *program) quit() {
	select {
	case p.asks <- struct{}{}:
	default: // somebody has asked already
	}
}

// startup begins to work as soon as the window can answer. The data folder is opened here and not before: a second
// process ends when it has found the first, and that comes before its window answers.
func (p *program) startup(w window) {
	p.window = w
	p.catchSignals()
	close(p.started)
	if p.place != "" {
		w.arrange(loadPlace(p.place))
	}
	err := p.begin()
	if p.ctx.Err() != nil {
		return
	}
	if err != nil {
		p.log.Error("Postroom can't start", "error", err)
		w.show() // the page says why
	}
	if !onMac {
		p.startTray()
	}
	if p.opts.Hidden {
		p.goes.Go(p.awaitTray)
	}
	p.goes.Go(func() { watchClock(p.ctx, p.face.Wake) })
	p.goes.Go(func() { watchSystem(p.ctx, p.log, p.face.Wake) })
	if p.demo != nil {
		p.goes.Go(func() { p.demo.run(p.ctx) })
	}
}

// trayTime is how long a hidden start waits for a tray: at sign-in, programs start before the panel that shows it.
const trayTime = 20 * time.Second

// awaitTray minimises a hidden window if there is no tray to bring it back from.
func (p *program) awaitTray() {
	end := time.NewTimer(trayTime)
	defer end.Stop()
	look := time.NewTicker(time.Second)
	defer look.Stop()
	for !trayVisible() {
		select {
		case <-p.ctx.Done():
			return
		case <-look.C:
		case <-end.C:
			if !p.window.visible() {
				p.window.show()
				p.window.minimise()
			}
			return
		}
	}
}

// demoPoll is how often the demonstration looks for mail, in seconds.
const demoPoll = "5"

// begin opens the office, after what it needs.
func (p *program) begin() error {
	if p.demo == nil {
		return p.face.Open(p.ctx)
	}
	language := spoken(systemLanguage())
	if err := errors.Join(p.demo.start(language), p.face.Open(p.ctx)); err != nil {
		return err
	}
	if err := p.face.SetUp(p.ctx, demo.Team(language), demo.Clients(language, time.Now())); err != nil {
		return err
	}
	return p.face.SetSetting(settings.PollSeconds, demoPoll) // who tries it wants to see mail arrive
}

// startTray shows the tray icon, as far as this desktop has one.
func (p *program) startTray() {
	language := p.language()
	t, err := startTray(p.ctx, starting(language), p.log, p.clicked)
	if err != nil {
		p.log.Info("no tray", "why", err)
		return
	}
	p.mu.Lock()
	p.tray = t
	p.mu.Unlock()
	p.refresh()
}

// beforeClose is asked when the window is to be closed, by the person or by quit, and says whether it stays. It may be
// called twice at once.
func (p *program) beforeClose() (stays bool) {
	<-p.started
	p.mu.Lock()
	if onMac || p.face.Setting(settings.CloseToTray) == "false" {
		p.quitting = true
	}
	quitting := p.quitting
	p.mu.Unlock()
	p.remember()
	if quitting {
		p.window.hide()
		if err := p.finish(); err != nil {
			p.log.Error("ending", "error", err)
		}
		return false
	}
	if trayVisible() {
		p.window.hide()
		p.hint(word(p.language(), "hidden.title"), word(p.language(), "hidden.text"), settings.ToldTray)
	} else {
		p.window.minimise()
		p.hint(word(p.language(), "minimised.title"), word(p.language(), "minimised.text"), settings.ToldNoTray)
	}
	return true
}

// remember keeps the window's place, as long as the window can be seen.
func (p *program) remember() {
	if p.place == "" || !p.window.visible() {
		return
	}
	if err := p.window.bounds().save(p.place); err != nil {
		p.log.Warn("the window's place can't be kept", "error", err)
	}
}

// hint tells the person something for the first and last time.
func (p *program) hint(title, text, setting string) {
	p.mu.Lock()
	told := p.told[setting] || p.face.Setting(setting) == "true"
	p.told[setting] = true
	p.mu.Unlock()
	if told {
		return
	}
	if err := p.window.notify(face.Notification{ID: setting, Title: title, Text: text, Room: "overview"}); err != nil {
		p.log.Info("no notification", "error", err)
		return
	}
	if err := p.face.SetSetting(setting, "true"); err != nil {
		p.log.Warn("what was told can't be kept", "error", err)
	}
}

// again is called in the first process when a second one was started with args.
func (p *program) again(args []string) {
	if slices.Contains(args, "--hidden") || slices.Contains(args, "-hidden") {
		return
	}
	<-p.started
	p.window.show()
}

// clicked does what a line of the tray's menu says.
func (p *program) clicked(command, id string) {
	select {
	case <-p.started:
	case <-p.ctx.Done():
		return
	}
	api := p.face.API()
	var err error
	switch command {
	case "open":
		p.window.show()
	case "sync":
		err = api.SyncNow()
	case "pauseHour":
		err = api.Pause("1h")
	case "pauseTomorrow":
		err = api.Pause("tomorrow")
	case "pauseEver":
		err = api.Pause("")
	case "resume":
		err = api.Resume()
	case "document":
		p.open("documents", id)
	case "own":
		p.open("people", "")
	case "connect":
		p.open("mailboxes", "connect")
	case "signIn":
		p.open("mailboxes", id)
		if !strings.HasPrefix(id, formOf) {
			err = api.Reauthenticate(id, false)
		}
	case "settings":
		p.open("settings", "")
	case "diagnostics":
		p.open("settings", "diagnostics")
	case "about":
		p.open("settings", "about")
	case "quit":
		p.quit()
	}
	if err != nil {
		p.log.Warn("the tray's menu", "command", command, "error", err)
		p.window.show() // the page says what stands in the way
	}
}

// open shows a room of the window.
func (p *program) open(room, target string) {
	p.window.show()
	p.face.Show(room, target)
}

// heard keeps the tray current.
func (p *program) heard(e face.Event) {
	if p.demo != nil && p.demo.greets(e) {
		p.goes.Go(func() { p.greet(e.Mailbox) })
	}
	if p.demo != nil && e.Kind == "connect:done" && e.Mailbox == demo.Sofie {
		p.goes.Go(func() { p.showPeople(e.Account) })
	}
	if p.demo != nil && e.Kind == office.EventProcessing {
		p.goes.Go(p.discuss)
	}
	switch {
	case e.Overview != nil:
		p.mu.Lock()
		p.overview = e.Overview
		p.mu.Unlock()
	case e.Kind != "settings":
		return
	}
	p.refresh()
}

func (p *program) refresh() {
	language := p.language()
	p.mu.Lock()
	t, v := p.tray, p.overview
	p.mu.Unlock()
	if t != nil && v != nil {
		t.show(menuOf(language, v, p.addresses(v), time.Now()))
	}
}

// addresses are those of the accounts that an overview names by their ids only.
func (p *program) addresses(v *face.Overview) map[string]string {
	if !slices.ContainsFunc(v.Needs, func(n face.Need) bool { return n.Kind == "signIn" }) {
		return nil
	}
	accounts, err := p.face.API().Accounts()
	if err != nil {
		p.log.Warn("the tray can't name accounts", "error", err)
	}
	named := map[string]string{}
	for _, a := range accounts {
		named[a.ID] = a.Address
	}
	return named
}

// language is the person's, else the system's.
func (p *program) language() string {
	return spoken(cmp.Or(p.face.Setting(settings.Language), systemLanguage()))
}
