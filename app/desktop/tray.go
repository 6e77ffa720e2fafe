//go:build !darwin || cgo

package desktop

import (
	"context"
	"log/slog"
	"runtime"
	"strings"
	"sync"

	"fyne.io/systray"
)

// tray shows a menuState and tells of clicks. Its lines are made once and then only renamed, shown and hidden, because
// desktops close a menu that is made anew under the pointer.
type tray struct {
	log   *slog.Logger
	click func(command string, id string)

	mu    sync.Mutex
	ready bool
	want  menuState
	shown *menuState // nil: nothing yet
	lines map[string]*line
	ids   map[string]string // what a line of a list stands for now

	clicks sync.WaitGroup
	ended  <-chan struct{}
	quit   func() // takes the icon away, and closes ended
}

// line is a line of the menu with what it shows.
type line struct {
	item   *systray.MenuItem
	title  string
	hidden bool
}

// startTray shows the icon until stop. Where there is no tray it does nothing. On macOS it has to be called on the main
// thread, before the window's loop begins there.
func startTray(ctx context.Context, first menuState, log *slog.Logger, click func(command, id string)) (*tray, error) {
	t := &tray{log: log, click: click, want: first, lines: map[string]*line{}, ids: map[string]string{}}
	if err := trayPossible(); err != nil {
		return nil, err
	}
	t.mu.Lock() // build waits for what it needs
	defer t.mu.Unlock()
	t.ended, t.quit = loopTray(func() { t.build(ctx) })
	return t, nil
}

// stop takes the icon away and waits until it is gone.
func (t *tray) stop() {
	if t == nil {
		return
	}
	t.quit()
	<-t.ended
	t.clicks.Wait()
}

// build makes the menu. It is called once the tray is there.
func (t *tray) build(ctx context.Context) {
	t.mu.Lock()
	defer t.mu.Unlock()
	systray.SetTitle("Postroom")
	systray.SetOnTapped(func() { t.click("open", "") })
	root := func(string, string) *systray.MenuItem { return systray.AddMenuItem("", "") }
	t.add(ctx, "status", root).item.Disable()
	t.add(ctx, "own", root)
	systray.AddSeparator()
	for _, command := range []string{"open", "sync", "resume"} {
		t.add(ctx, command, root)
	}
	pause := t.add(ctx, "pause", root)
	for _, command := range []string{"pauseHour", "pauseTomorrow", "pauseEver"} {
		t.add(ctx, command, pause.item.AddSubMenuItem)
	}
	recent := t.add(ctx, "recent", root)
	t.add(ctx, "recentNone", recent.item.AddSubMenuItem).item.Disable()
	for i := range recentMost {
		t.add(ctx, "document"+digit(i), recent.item.AddSubMenuItem)
	}
	t.add(ctx, "connect", root)
	for i := range signInMost {
		t.add(ctx, "signIn"+digit(i), root)
	}
	systray.AddSeparator()
	t.add(ctx, "settings", root)
	help := t.add(ctx, "help", root)
	t.add(ctx, "diagnostics", help.item.AddSubMenuItem)
	t.add(ctx, "about", help.item.AddSubMenuItem)
	systray.AddSeparator()
	t.add(ctx, "quit", root)
	t.ready = true
	t.apply()
}

// add makes a line, and the goroutine that hears its clicks: the tray drops those that nobody waits for.
func (t *tray) add(ctx context.Context, name string, under func(title, tooltip string) *systray.MenuItem) *line {
	l := &line{item: under("", "")}
	t.lines[name] = l
	t.clicks.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-t.ended:
				return
			case <-l.item.ClickedCh:
			}
			t.mu.Lock()
			id := t.ids[name]
			t.mu.Unlock()
			t.click(strings.TrimRight(name, "0123456789"), id)
		}
	})
	return l
}

// show brings the tray up to date.
func (t *tray) show(m menuState) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.want = m
	if t.ready {
		t.apply()
	}
}

func (t *tray) apply() {
	m := t.want
	if t.shown == nil || t.shown.Mark != m.Mark {
		systray.SetIcon(iconOf(m.Mark))
	}
	if t.shown == nil || t.shown.Tooltip != m.Tooltip {
		systray.SetTooltip(shorten(m.Tooltip, tooltipMost))
	}
	for _, v := range m.lines() {
		l := t.lines[v.name]
		t.ids[v.name] = v.id
		if title := mnemonics(v.title); !v.hidden && title != l.title {
			l.item.SetTitle(title)
			l.title = title
		}
		if v.hidden != l.hidden {
			if l.hidden = v.hidden; v.hidden {
				l.item.Hide()
			} else {
				l.item.Show()
			}
		}
	}
	t.shown = &m
}

// tooltipMost is what Windows takes: 128 UTF-16 units with the final zero.
const tooltipMost = 120

// mnemonics keeps the character that would underline the next letter as it is.
func mnemonics(title string) string {
	if runtime.GOOS == "windows" {
		return strings.ReplaceAll(title, "&", "&&")
	}
	return strings.ReplaceAll(title, "_", "__")
}
