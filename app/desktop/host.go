package desktop

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"postroom/app/desktop/autostart"
	"postroom/app/face"
)

// host is the desktop as package face asks for it.
type host struct{ p *program }

var _ face.Host = host{}

// OpenURL shows a page in the system's browser, or an address in the mail program. Nothing else is ever opened by its
// address: a link of a mail must not start a program.
func (h host) OpenURL(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("open a link: %w", err)
	}
	if !slices.Contains([]string{"https", "http", "mailto"}, u.Scheme) {
		return fmt.Errorf("open a link: %q is not a scheme that is opened", u.Scheme)
	}
	return openAddress(u.String())
}

func (h host) OpenFile(path string) error { return openPath(path) }

func (h host) ShowFile(path string) error { return showPath(path) }

func (h host) ChooseFolder(title, in string) (string, error) {
	<-h.p.started
	return h.p.window.chooseFolder(title, existing(in))
}

func (h host) ChooseSave(title, in, name string) (string, error) {
	<-h.p.started
	return h.p.window.chooseSave(title, existing(in), name)
}

func (h host) ChooseFile(title, in, kind, patterns string) (string, error) {
	<-h.p.started
	return h.p.window.chooseFile(title, existing(in), kind, patterns)
}

// existing is a folder to begin choosing in: some systems show no dialogue at all if it is missing.
func existing(dir string) string {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return ""
	}
	return dir
}

func (h host) Copy(text string) error {
	<-h.p.started
	return h.p.window.copy(text)
}

// Autostart tells whether Postroom starts at sign-in. The demonstration never does.
func (h host) Autostart() (on, able bool) {
	app, err := h.p.opts.autostart()
	if err != nil || h.p.opts.Demo {
		return false, false
	}
	on, err = app.Enabled()
	return on, err == nil
}

func (h host) SetAutostart(on bool) error {
	app, err := h.p.opts.autostart()
	if err != nil {
		return err
	}
	if h.p.opts.Demo {
		return errors.New("the demonstration does not start at sign-in")
	}
	return app.Set(on)
}

// autostart is this program as it is to be started at sign-in: hidden, on the same data folder.
func (o Options) autostart() (autostart.App, error) {
	exe, err := executable()
	if err != nil {
		return autostart.App{}, err
	}
	args := []string{exe, "--hidden"}
	for _, a := range []struct{ name, path string }{{"--data", o.Data}, {"--policy", o.Policy}} {
		if a.path == "" {
			continue
		}
		abs, err := filepath.Abs(a.path)
		if err != nil {
			return autostart.App{}, err
		}
		args = append(args, a.name, abs)
	}
	return autostart.App{ID: o.instance(), Name: "Postroom", Exec: args}, nil
}

// executable is the program's file. An AppImage runs from a place that is gone afterwards, and says where it lies.
func executable() (string, error) {
	if image := os.Getenv("APPIMAGE"); filepath.IsAbs(image) {
		return image, nil
	}
	return os.Executable()
}

// StartDemo starts the demonstration and ends this process. Only one of them works at a time on purpose: a person should
// never wonder which of two windows is real.
func (h host) StartDemo() error {
	exe, err := executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(exe, "--demo")
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start the demonstration: %w", err)
	}
	if err := cmd.Process.Release(); err != nil {
		return fmt.Errorf("start the demonstration: %w", err)
	}
	h.p.quit()
	return nil
}

func (h host) Tray() bool { return trayVisible() }

// Notify shows a notification; clicking it opens its room.
func (h host) Notify(n face.Notification) {
	<-h.p.started
	if err := h.p.window.notify(n); err != nil {
		h.p.log.Info("no notification", "error", err)
	}
}

func (h host) Emit(e face.Event) {
	select {
	case <-h.p.started:
	default:
		return // the page asks for what it has missed
	}
	h.p.window.emit(e)
	h.p.heard(e)
}
