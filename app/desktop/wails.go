package desktop

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	goruntime "runtime"
	"strings"
	"sync/atomic"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/mac"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"postroom/app/face"
)

//go:embed icons/app.png
var appIcon []byte

// quitEvent comes from the page when the person presses Ctrl+Q.
const quitEvent = "postroom:quit"

// quitKey makes the page send it: where there is no tray, this is how one ends the program.
const quitKey = `addEventListener("keydown", e => {
	if ((e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey && e.key.toLowerCase() === "q") {
		e.preventDefault();
		window.runtime.EventsEmit("` + quitEvent + `");
	}
}, true)`

// run shows the window until it is closed for good.
func (p *program) run() error {
	at := place{Width: firstWidth, Height: firstHeight}
	if p.place != "" {
		at = loadPlace(p.place)
	}
	state := options.Normal
	if at.Maximised {
		state = options.Maximised
	}
	w := &wailsWindow{}
	w.shown.Store(!p.opts.Hidden)
	return wails.Run(&options.App{
		Title: "Postroom", Width: at.Width, Height: at.Height, MinWidth: leastWidth, MinHeight: leastHeight,
		WindowStartState: state, StartHidden: p.opts.Hidden, HideWindowOnClose: onMac,
		BackgroundColour: options.NewRGB(250, 250, 250),
		AssetServer:      &assetserver.Options{Assets: p.opts.Assets, Middleware: freshNonce},
		OnStartup: func(ctx context.Context) {
			w.ctx = ctx
			// Waits for the main loop on Linux: to quit it before it runs would go unheard.
			runtime.WindowGetSize(ctx)
			w.begin(p)
			p.startup(w)
		},
		OnDomReady:     func(ctx context.Context) { runtime.WindowExecJS(ctx, quitKey) },
		OnBeforeClose:  func(context.Context) bool { return p.beforeClose() },
		Bind:           []any{p.face.API()},
		ErrorFormatter: formatError,
		SingleInstanceLock: &options.SingleInstanceLock{UniqueId: p.opts.instance(),
			OnSecondInstanceLaunch: func(d options.SecondInstanceData) { p.again(d.Args) }},
		Linux: &linux.Options{Icon: appIcon, ProgramName: "postroom", WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
		Mac:   &mac.Options{About: &mac.AboutInfo{Title: "Postroom", Message: p.opts.Version, Icon: appIcon}},
	})
}

// formatError puts a Problem into the message of a rejected promise. Wails makes an Error of what this returns, and that
// keeps nothing but text.
func formatError(err error) any {
	text, broken := json.Marshal(face.FormatError(err))
	if broken != nil {
		return err.Error()
	}
	return string(text)
}

// wailsWindow is the window that Wails makes. Wails ends the process when it is asked anything without its own context,
// so everything goes through here.
type wailsWindow struct {
	ctx   context.Context
	shown atomic.Bool
	last  atomic.Pointer[place] // where to put the window when it is shown again
}

// begin hears what the window and the desktop have to say.
func (w *wailsWindow) begin(p *program) {
	runtime.EventsOn(w.ctx, quitEvent, func(...any) { p.quit() })
	if err := runtime.InitializeNotifications(w.ctx); err != nil {
		p.log.Info("no notifications", "why", err)
		return
	}
	runtime.OnNotificationResponse(w.ctx, func(r runtime.NotificationResult) {
		if r.Error != nil {
			p.log.Info("a notification's answer", "error", r.Error)
			return
		}
		room, _ := r.Response.UserInfo["room"].(string)
		target, _ := r.Response.UserInfo["target"].(string)
		p.open(room, target)
	})
}

func (w *wailsWindow) show() {
	runtime.WindowShow(w.ctx)
	runtime.WindowUnminimise(w.ctx) // brings it to the front, too
	if at := w.last.Swap(nil); at != nil && !w.shown.Load() {
		w.put(*at)
	}
	w.shown.Store(true)
}

func (w *wailsWindow) hide() {
	if w.shown.Swap(false) {
		at := w.bounds()
		w.last.Store(&at)
	}
	runtime.WindowHide(w.ctx)
}

func (w *wailsWindow) minimise() {
	runtime.WindowMinimise(w.ctx)
	w.shown.Store(true)
}

func (w *wailsWindow) quit() { runtime.Quit(w.ctx) }

func (w *wailsWindow) visible() bool { return w.shown.Load() && !runtime.WindowIsMinimised(w.ctx) }

func (w *wailsWindow) bounds() place {
	at := place{Maximised: runtime.WindowIsMaximised(w.ctx), Screens: w.screens()}
	at.X, at.Y = runtime.WindowGetPosition(w.ctx)
	at.Width, at.Height = runtime.WindowGetSize(w.ctx)
	return at
}

func (w *wailsWindow) screens() []size {
	screens, err := runtime.ScreenGetAll(w.ctx)
	if err != nil {
		return nil // then nothing is known of them
	}
	sizes := make([]size, len(screens))
	for i, s := range screens {
		sizes[i] = size{s.Size.Width, s.Size.Height}
	}
	return sizes
}

// arrange puts the window where it was, if that makes sense today.
func (w *wailsWindow) arrange(at place) {
	if w.shown.Load() {
		w.put(at)
	} else {
		w.last.Store(&at)
	}
}

// put moves the window. On Linux a position is read on the whole desktop and set on one screen, so with several screens
// the window manager decides.
func (w *wailsWindow) put(at place) {
	screens := w.screens()
	at, positioned := at.fit(screens)
	if at.Maximised {
		return
	}
	runtime.WindowSetSize(w.ctx, at.Width, at.Height)
	if positioned && (len(screens) == 1 || goruntime.GOOS != "linux") {
		runtime.WindowSetPosition(w.ctx, at.X, at.Y)
	}
}

func (w *wailsWindow) emit(e face.Event) { runtime.EventsEmit(w.ctx, "postroom", e) }

func (w *wailsWindow) notify(n face.Notification) error {
	if !runtime.IsNotificationAvailable(w.ctx) {
		return errors.New("this desktop shows no notifications")
	}
	_ = runtime.RemoveNotification(w.ctx, n.ID) // the one that it replaces; it may be gone already
	return runtime.SendNotification(w.ctx, runtime.NotificationOptions{ID: n.ID, Title: n.Title, Body: n.Text,
		Data: map[string]any{"room": n.Room, "target": n.Target}})
}

func (w *wailsWindow) chooseFolder(title, in string) (string, error) {
	return runtime.OpenDirectoryDialog(w.ctx, runtime.OpenDialogOptions{Title: title, DefaultDirectory: in, CanCreateDirectories: true})
}

func (w *wailsWindow) chooseSave(title, in, name string) (string, error) {
	return runtime.SaveFileDialog(w.ctx, runtime.SaveDialogOptions{Title: title, DefaultDirectory: in,
		DefaultFilename: strings.Map(plainName, name), CanCreateDirectories: true})
}

func (w *wailsWindow) chooseFile(title, in, kind, patterns string) (string, error) {
	return runtime.OpenFileDialog(w.ctx, runtime.OpenDialogOptions{Title: title, DefaultDirectory: in,
		Filters: []runtime.FileFilter{{DisplayName: kind, Pattern: patterns}, {DisplayName: "*.*", Pattern: "*"}}})
}

// plainName keeps path separators out of a suggested name.
func plainName(r rune) rune {
	if r == '/' || r == '\\' || r < ' ' {
		return '_'
	}
	return r
}

func (w *wailsWindow) copy(text string) error { return runtime.ClipboardSetText(w.ctx, text) }
