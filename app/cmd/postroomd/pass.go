package main

import (
	"context"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postroom/app/office"
)

func (c *cli) peoplePass() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "pass [webhook URL|command PATH|test KIND|off KIND]",
		Short: "Pass calendar status on: to a web address or a command, such as a telephone system's",
		Long: `Shows to what calendar status is passed on, and how that goes. Nothing is passed on until somebody sets it up; then it is, as
long as "postroomd run" or Postroom runs. Only how somebody shows and until when is passed on, and only what is so now:
nothing is kept for later. docs/telephone.md has the message, a check of its signature, and a script for Asterisk. One's own
status shows in Teams with "postroomd people on teams ACCOUNT".`,
		Example: `  postroomd people pass
  postroomd people pass webhook --inside --team https://pbx.office.example/status
  postroomd people pass command --team /opt/postroom/asterisk-status.sh /etc/postroom/extensions
  postroomd people pass test webhook
  postroomd people pass off webhook`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				list, err := o.Passes()
				if err != nil {
					return err
				}
				c.show(list, func() { c.passTable(list) })
				return nil
			})
		}),
	}
	cmd.AddCommand(c.passWebhook(), c.passCommand(), c.passTest(), c.passOff())
	return cmd
}

func (c *cli) passTable(list []office.Pass) {
	rows := [][]string{{"TO", "ON", "WHERE", "WHOSE", "LAST", ""}}
	for _, p := range list {
		row := []string{p.Kind, yes(p.On), p.Address + p.Host + strings.TrimSpace(p.Program+" "+strings.Join(p.Args, " ")), "", "", ""}
		if p.On {
			if row[3] = "own"; p.Team {
				row[3] = "team"
			}
		}
		if p.Passed != nil {
			row[4] = p.Passed.Local().Format(time.DateTime)[:16]
		}
		if p.Error != nil {
			row[5] = p.Error.Message
		}
		rows = append(rows, row)
	}
	c.table(rows)
}

// maxFile is the most of a file with a secret or certificates that is read.
const maxFile = 1 << 20

// fileText reads a small file that a flag names; nothing for no name.
func fileText(name string) ([]byte, error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	return io.ReadAll(io.LimitReader(f, maxFile))
}

func (c *cli) passWebhook() *cobra.Command {
	var form office.WebhookForm
	var secret, ca string
	cmd := &cobra.Command{
		Use:   "webhook URL [--inside] [--team] [--secret-file F|--new-secret] [--ca-file PEM]",
		Short: "Send statuses to a web address, signed",
		Long: `Sends each change as an HTTPS POST that is signed with a secret, as the Standard Webhooks specification says. The secret is
made here and printed once; with --secret-file it is one of your own. The same host keeps its secret, another gets another.`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.ExactArgs(1),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			form.URL = args[0]
			text, err := fileText(secret)
			if err != nil {
				return usage("postroomd people pass webhook", "the secret can't be read: %v", err)
			}
			form.Secret = string(text)
			if form.CA, err = fileText(ca); err != nil {
				return usage("postroomd people pass webhook", "the certificates can't be read: %v", err)
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				p, err := o.PassToWebhook(ctx, form)
				if err != nil {
					return err
				}
				c.show(p, func() {
					c.say("Statuses go to %s.", plain(p.Host))
					if p.Secret != "" {
						c.say("The secret, which is not shown again: %s", p.Secret)
					}
					c.say("Try it out: postroomd people pass test webhook")
				})
				return nil
			})
		}),
	}
	flags := cmd.Flags()
	flags.BoolVar(&form.Inside, "inside", false, "the receiver stands in our own network: private addresses are allowed, and no proxy is used")
	flags.BoolVar(&form.Team, "team", false, "the statuses of colleagues that are read, too")
	flags.StringVar(&secret, "secret-file", "", "file with a secret of your own")
	flags.BoolVar(&form.NewSecret, "new-secret", false, "make a new secret")
	flags.StringVar(&ca, "ca-file", "", "file with the certificates of an authority of your own")
	cmd.MarkFlagsMutuallyExclusive("secret-file", "new-secret")
	return cmd
}

func (c *cli) passCommand() *cobra.Command {
	var team bool
	cmd := &cobra.Command{
		Use:   "command [--team] PATH [ARGUMENT…]",
		Short: "Run a program of this machine with each status",
		Long: `Starts the program as it is, without a shell, one at a time, for at most 10 seconds. {address}, {status} and {until} in its
arguments are replaced; they are in the environment as POSTROOM_ADDRESS, POSTROOM_STATUS and POSTROOM_UNTIL, too, and on
standard input as JSON.`,
		Example:               "  postroomd people pass command --team /opt/postroom/asterisk-status.sh /etc/postroom/extensions",
		DisableFlagsInUseLine: true,
		Args:                  cobra.MinimumNArgs(1),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				p, err := o.PassToCommand(ctx, args[0], args[1:], team)
				if err != nil {
					return err
				}
				c.show(p, func() {
					c.say("Statuses go to %s.", plain(p.Program))
					c.say("Try it out: postroomd people pass test command")
				})
				return nil
			})
		}),
	}
	cmd.Flags().BoolVar(&team, "team", false, "the statuses of colleagues that are read, too")
	cmd.Flags().SetInterspersed(false) // what follows the program is its own
	return cmd
}

func (c *cli) passTest() *cobra.Command {
	return &cobra.Command{
		Use: "test webhook|command", Short: "Send a try: that nothing is known of test@postroom.invalid", Args: cobra.ExactArgs(1), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				if err := o.TryPassing(ctx, args[0]); err != nil {
					return err
				}
				c.show(map[string]bool{"ok": true}, func() { c.say("It was taken.") })
				return nil
			})
		}),
	}
}

func (c *cli) passOff() *cobra.Command {
	return &cobra.Command{
		Use: "off webhook|command", Short: "Pass statuses on no more, and forget where to", Args: cobra.ExactArgs(1), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				if err := o.StopPassing(ctx, args[0]); err != nil {
					return err
				}
				c.show(map[string]bool{"ok": true}, func() { c.say("Off: %s.", args[0]) })
				return nil
			})
		}),
	}
}
