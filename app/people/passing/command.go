package passing

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
)

// CommandLimit is how long a command may run.
const CommandLimit = 10 * time.Second

// Command runs a program of this machine with each status: as it is, without a shell, one after the other. In its arguments
// {address}, {status} and {until} are replaced; the same is in the environment as POSTROOM_ADDRESS, POSTROOM_STATUS and
// POSTROOM_UNTIL, and on standard input as JSON. What it writes is not read.
type Command struct {
	Path string
	Args []string
	Now  func() time.Time
	// Limit is how long it may run; zero: CommandLimit.
	Limit time.Duration
}

const commandOp = "run a command"

// Check says whether there is such a program: an absolute path to a file that can be run, and that no shell reads. The code
// is "pass-command".
func (c Command) Check() error {
	switch ext := strings.ToLower(filepath.Ext(c.Path)); {
	case !filepath.IsAbs(c.Path), strings.ContainsRune(c.Path, 0), ext == ".bat", ext == ".cmd": // which a shell would read
		return c.fault(fault.FixSetting, "pass-command", nil)
	}
	info, err := os.Stat(c.Path)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a file")
	}
	if err == nil {
		_, err = exec.LookPath(c.Path)
	}
	if err != nil {
		return c.fault(fault.FixSetting, "pass-command", err)
	}
	return nil
}

// kept are the variables of the environment that a program needs to run at all. Others are none of its business.
var kept = []string{"PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT",
	"USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA"}

// Pass runs the command with a status. Codes: "pass-command" if there is no such program, "pass-exit" if it ended with
// another status than 0, "pass-slow" if it had to be stopped.
func (c Command) Pass(ctx context.Context, s Status) error {
	if err := c.Check(); err != nil {
		return err
	}
	if strings.HasPrefix(s.Address, "-") {
		return c.fault(fault.FixSetting, "pass-exit", nil) // a program could take it for an option
	}
	text, err := messageOf(s, c.Now())
	if err != nil {
		return fmt.Errorf("write a status: %w", err)
	}
	until := ""
	if !s.Until.IsZero() {
		until = s.Until.UTC().Format(time.RFC3339)
	}
	limited, cancel := context.WithTimeout(ctx, cmp.Or(c.Limit, CommandLimit))
	defer cancel()
	fill := strings.NewReplacer("{address}", s.Address, "{status}", string(s.Show), "{until}", until)
	args := make([]string, len(c.Args))
	for i, a := range c.Args {
		args[i] = fill.Replace(a)
	}
	cmd := exec.CommandContext(limited, c.Path, args...)
	for _, name := range kept {
		if value, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	cmd.Env = append(cmd.Env, "POSTROOM_ADDRESS="+s.Address, "POSTROOM_STATUS="+string(cmp.Or(s.Show, mail.Untold)), "POSTROOM_UNTIL="+until)
	cmd.Dir = os.TempDir()
	cmd.Stdin = bytes.NewReader(append(text, '\n'))
	cmd.WaitDelay = time.Second // a child that holds on to standard input
	alone(cmd)
	err = cmd.Run()
	switch _, exited := errors.AsType[*exec.ExitError](err); {
	case err == nil, errors.Is(err, exec.ErrWaitDelay) && cmd.ProcessState.Success():
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("run a command: %w", context.Cause(ctx))
	case limited.Err() != nil:
		return c.fault(fault.FixSetting, "pass-slow", nil)
	case exited:
		e := c.fault(fault.FixSetting, "pass-exit", nil)
		e.Detail = cmd.ProcessState.String()
		return e
	}
	if cmd.ProcessState != nil && cmd.ProcessState.Success() {
		return nil // it did not want its standard input
	}
	return c.fault(fault.FixSetting, "pass-command", err)
}

func (c Command) fault(class fault.Class, code string, err error) *fault.Error {
	return &fault.Error{Class: class, Code: code, Op: commandOp, Args: map[string]string{"command": filepath.Base(c.Path)}, Err: err}
}
