package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/policy"
)

// The exit statuses that scripts rely on.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitSignIn  = 3
	exitPartial = 4
)

// status is an error that says only how the program ends: what there is to say has been printed.
type status int

func (s status) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// usage is wrong usage of a command, in words.
func usage(command, format string, args ...any) error {
	return &fault.Error{Class: fault.FixSetting, Code: "usage", Op: "read the command line",
		Args: map[string]string{"problem": fmt.Sprintf(format, args...), "command": command}}
}

// cli is one run of the program.
type cli struct {
	out, err io.Writer
	terminal bool // a person watches the output
	live     bool // a person watches the error output: there may be progress lines

	json, verbose bool
	data, policy  string
	as            string // who looks: a member of the team
	command       string // "postroomd sync"
	ran           bool   // a command was understood; what goes wrong from here on is not wrong usage
	unwritten     bool   // the answer could not be written
	gate          *gate
}

// main runs a command and gives the exit status.
func (c *cli) main(ctx context.Context, args []string) int {
	c.json = wantsJSON(args) // known before parsing, which may be what goes wrong
	c.gate = &gate{to: c.err}
	root := c.root()
	root.SetArgs(args)
	root.SetOut(c.out)
	root.SetErr(c.err)
	err := root.ExecuteContext(ctx)
	c.gate.open()
	if s, ok := errors.AsType[status](err); ok {
		return int(s)
	}
	if err == nil && c.unwritten {
		return exitFailed
	}
	if err == nil {
		return exitDone
	}
	if !c.ran && fault.CodeOf(err) != "usage" {
		err = usage(root.Name(), "%s", err)
	}
	if cause := context.Cause(ctx); cause != nil && errors.Is(err, context.Canceled) {
		err = &fault.Error{Class: fault.RetryLater, Code: "interrupted", Err: err}
	}
	c.fail(err)
	return exitStatus(err)
}

func exitStatus(err error) int {
	switch {
	case fault.CodeOf(err) == "usage", policy.Usage(err):
		return exitUsage
	case fault.ClassOf(err) == fault.SignInAgain:
		return exitSignIn
	}
	return exitFailed
}

func wantsJSON(args []string) bool {
	if i := slices.Index(args, "--"); i >= 0 {
		args = args[:i]
	}
	return slices.Contains(args, "--json") || slices.Contains(args, "--json=true")
}

func (c *cli) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "postroomd",
		Short: "Files the mail of chosen folders as documents, by itself",
		Long: `Postroom files every new mail of the folders that you tick, with its attachments, as documents in a folder.
It runs on this machine: no third party sees a sign-in or a mail.`,
		Example: `  postroomd connect work                                    sign in, in the browser
  postroomd folders emma@kantoor.example                    what is there
  postroomd select emma@kantoor.example --add inbox         file what arrives in the inbox from now on
  postroomd run                                             until you stop it
  postroomd simulate --out demo                             try it without an account`,
		Version:       programVersion(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage(cmd.Name(), "there is no command %q", args[0])
			}
			if !c.json {
				cmd.SetOut(c.err)
				if err := cmd.Help(); err != nil {
					return err
				}
				return status(exitUsage)
			}
			return usage(cmd.Name(), "a command is missing")
		},
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetHelpCommand(c.help(root))
	if c.json {
		root.SetHelpFunc(c.helpJSON(root.HelpFunc()))
		root.SetVersionTemplate("{\"version\":{{printf \"%q\" .Version}}}\n")
	}
	flags := root.PersistentFlags()
	flags.StringVar(&c.data, "data", "", "folder where state lives (or POSTROOM_DATA; default: your own data folder)")
	flags.StringVar(&c.policy, "policy", "", "the administrator's policy file (or POSTROOM_POLICY; default: the machine's)")
	flags.StringVar(&c.as, "as", "", "show what this member of the team sees: an address or a name (default: everything)")
	flags.BoolVar(&c.json, "json", c.json, "print one JSON document instead of text")
	flags.BoolVarP(&c.verbose, "verbose", "v", false, "log what happens to standard error")
	root.AddCommand(c.connect(), c.reauthenticate(), c.disconnect(), c.accounts(), c.shared(), c.addresses(), c.activate(), c.deactivate(), c.folders(), c.selects(), c.sync(),
		c.run(), c.pause(), c.resume(), c.status(), c.people(), c.documents(), c.search(), c.invoices(), c.processing(), c.conversations(), c.assign(), c.clients(), c.team(), c.retry(), c.validate(), c.verify(), c.exports(), c.retention(), c.rebuild(),
		c.diagnostics(), c.policies(), c.simulate())
	return root
}

// do makes a command's function: it notes that the command was understood.
func (c *cli) do(f func(ctx context.Context, cmd *cobra.Command, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		c.ran, c.command = true, cmd.CommandPath()
		return f(cmd.Context(), cmd, args)
	}
}

// with opens the office for a command, and closes it whatever happens. notify may be nil.
func (c *cli) with(ctx context.Context, notify func(office.Event), f func(*office.Office) error) (err error) {
	o, err := office.Open(ctx, office.Options{
		Data: fromEnv(c.data, "POSTROOM_DATA"), Policy: fromEnv(c.policy, "POSTROOM_POLICY"),
		Version: programVersion(), Command: c.command, Log: c.logs(), Notify: notify, As: c.as,
	})
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := o.Close(); closeErr != nil {
			err = errors.Join(err, fmt.Errorf("close the data folder: %w", closeErr))
		}
	}()
	if o.NewKeyFile != "" {
		fmt.Fprintf(c.gate, "There is no system keyring here. The key that protects your sign-ins lies in a file that only you can read: %s\n", o.NewKeyFile)
	}
	if err := f(o); err != nil {
		return err
	}
	o.Followed(ctx)
	return nil
}

// fromEnv is a flag's value, or else that of the environment.
func fromEnv(flag, name string) string {
	if flag != "" {
		return flag
	}
	return os.Getenv(name)
}

func (c *cli) logs() slog.Handler {
	level := slog.LevelError
	if c.verbose {
		level = slog.LevelInfo
	}
	return slog.NewTextHandler(c.gate, &slog.HandlerOptions{Level: level})
}

// fail says what went wrong and what to do.
func (c *cli) fail(err error) {
	p := office.ProblemOf("en", err)
	if c.json {
		c.print(map[string]any{"error": p})
		return
	}
	fmt.Fprintf(c.err, "%s\n%s\n", plain(p.Message), remedy(p.Remedy, p.Command))
	if p.Link != "" {
		fmt.Fprintf(c.err, "For your administrator: %s\n", p.Link)
	}
	if p.Code != "usage" {
		fmt.Fprintf(c.err, "(%s)\n", plain(strings.TrimSpace(p.Detail)))
	}
}
