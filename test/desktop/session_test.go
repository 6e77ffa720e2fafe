//go:build desktop

package desktop

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// patience is how long anything outside of the test may take. Nothing is measured by it.
const patience = 60 * time.Second

// session is a desktop of its own: home, display, window manager and message bus.
type session struct {
	t       testing.TB
	home    string
	display string
	bus     string
	env     []string
	log     *os.File
}

func newSession(t testing.TB) *session {
	t.Helper()
	s := &session{t: t, home: t.TempDir()}
	var err error
	if s.log, err = os.Create(filepath.Join(s.home, "log")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			text, _ := os.ReadFile(s.log.Name())
			t.Logf("what the programs said:\n%s", text)
		}
		s.log.Close()
	})
	run := filepath.Join(s.home, "run")
	for _, dir := range []string{run, filepath.Join(s.home, "config"), filepath.Join(s.home, "data"), filepath.Join(s.home, "cache"), filepath.Join(s.home, "Documents")} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	s.env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + s.home, "XDG_RUNTIME_DIR=" + run, "XDG_CONFIG_HOME=" + s.home + "/config",
		"XDG_DATA_HOME=" + s.home + "/data", "XDG_CACHE_HOME=" + s.home + "/cache", "XDG_DOCUMENTS_DIR=" + s.home + "/Documents",
		"LANGUAGE=nl", "LC_ALL=C.UTF-8", "NO_AT_BRIDGE=1", "GSETTINGS_BACKEND=memory"}
	s.startBus()
	s.startDisplay()
	return s
}

// start runs a program until the end of the test.
func (s *session) start(extra []*os.File, name string, args ...string) *exec.Cmd {
	s.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = s.env, s.log, s.log, extra
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // it may have ended by itself
		_ = cmd.Wait()
	})
	return cmd
}

// line starts a program that writes one line about itself to a file that it is given.
func (s *session) line(name string, args ...string) string {
	s.t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Close()
	s.start([]*os.File{w}, name, args...)
	w.Close()
	text, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		s.t.Fatalf("%s said nothing: %v", name, err)
	}
	return strings.TrimSpace(text)
}

// busConfig is a bus that starts no services by itself: nothing of the machine gets into the test.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=%s</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`

func (s *session) startBus() {
	config := filepath.Join(s.home, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, filepath.Join(s.home, "run", "bus")), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.bus = s.line("dbus-daemon", "--config-file="+config, "--nofork", "--nopidfile", "--print-address=3")
	s.env = append(s.env, "DBUS_SESSION_BUS_ADDRESS="+s.bus)
}

func (s *session) startDisplay() {
	s.display = ":" + s.line("Xvfb", "-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset")
	s.env = append(s.env, "DISPLAY="+s.display)
	s.start(nil, "openbox", "--sm-disable")
	s.eventually("a window manager", func() bool { return s.command("wmctrl", "-m") == nil })
}

// connect is a connection to the session's bus.
func (s *session) connect() *dbus.Conn {
	s.t.Helper()
	conn, err := dbus.Connect(s.bus)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	return conn
}

// command runs a tool of the desktop to its end.
func (s *session) command(name string, args ...string) error {
	_, err := s.output(name, args...)
	return err
}

func (s *session) output(name string, args ...string) (string, error) {
	ctx, stop := context.WithTimeout(s.t.Context(), patience)
	defer stop()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = s.env
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}

// eventually waits until something outside of the test has become true.
func (s *session) eventually(what string, ok func() bool) {
	s.t.Helper()
	end := time.After(patience)
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for !ok() {
		select {
		case <-look.C:
		case <-end:
			s.picture("failed")
			s.t.Fatalf("expected: %s; it did not come", what)
		}
	}
}

// app is the program under test.
type app struct {
	*session
	cmd   *exec.Cmd
	ended chan error
}

// binary is the program that build/desktop.sh has made, or the one that POSTROOM names.
func binary(t testing.TB) string {
	t.Helper()
	path, err := filepath.Abs(cmp.Or(os.Getenv("POSTROOM"), "../../build/out/postroom"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("run build/desktop.sh first: %v", err)
	}
	return path
}

func (s *session) app(env []string, args ...string) *app {
	s.t.Helper()
	a := &app{session: s, ended: make(chan error, 1)}
	a.cmd = exec.Command(binary(s.t), args...)
	a.cmd.Env, a.cmd.Stdout, a.cmd.Stderr = append(s.env[:len(s.env):len(s.env)], env...), s.log, s.log
	a.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := a.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		a.ended <- a.cmd.Wait()
	}()
	s.t.Cleanup(func() {
		_ = syscall.Kill(-a.cmd.Process.Pid, syscall.SIGKILL) // it may have ended by itself
		<-done
	})
	return a
}

// end waits for the program's end and gives its exit status.
func (a *app) end() int {
	a.t.Helper()
	select {
	case <-a.ended:
		return a.cmd.ProcessState.ExitCode()
	case <-time.After(patience):
		a.picture("failed")
		a.t.Fatal("expected the program to end; it runs on")
	}
	return -1
}

// windows are the ids of the visible windows of the program.
func (s *session) windows() []string {
	out, err := s.output("xdotool", "search", "--onlyvisible", "--name", "^Postroom$")
	if err != nil {
		return nil // xdotool's answer for none
	}
	return strings.Fields(out)
}

func (s *session) waitShown() {
	s.t.Helper()
	s.eventually("a visible window", func() bool { return len(s.windows()) > 0 })
}

func (s *session) waitGone() {
	s.t.Helper()
	s.eventually("no visible window", func() bool { return len(s.windows()) == 0 })
}

// closeWindow does what the cross in the title bar does.
func (s *session) closeWindow() {
	s.t.Helper()
	if err := s.command("wmctrl", "-F", "-c", "Postroom"); err != nil {
		s.t.Fatalf("wmctrl -c: %v", err)
	}
}

// picture keeps what is on the display, if a folder for pictures was named.
func (s *session) picture(name string) {
	dir := os.Getenv("POSTROOM_PICTURES")
	if dir == "" {
		return
	}
	path := filepath.Join(dir, strings.ReplaceAll(s.t.Name(), "/", "-")+"-"+name+".png")
	if err := s.command("import", "-window", "root", path); err != nil {
		s.t.Logf("no picture: %v", err)
	}
}
