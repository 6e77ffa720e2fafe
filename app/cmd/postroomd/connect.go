package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/store"
)

func (c *cli) connect() *cobra.Command {
	var device bool
	cmd := &cobra.Command{
		Use:   "connect work|personal|organisation",
		Short: "Sign in and connect a mailbox",
		Long: `Opens Microsoft's own sign-in in the system's browser and connects the mailbox of whoever signs in.
On a machine without a browser, --device-code shows a code that you enter on any other machine.`,
		Example: `  postroomd connect work
  postroomd connect work --device-code`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || (args[0] != "work" && args[0] != "personal") {
				return usage("postroomd connect", "say what to connect: work, personal or organisation")
			}
			return nil
		},
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.signIn(ctx, device, func(o *office.Office, how office.SignIn) (*office.Account, error) {
				return o.Connect(ctx, store.AccountKind(args[0]), how)
			})
		}),
	}
	cmd.Flags().BoolVar(&device, "device-code", false, "sign in with a code on another page or machine")
	cmd.AddCommand(c.connectOrganisation())
	return cmd
}

func (c *cli) reauthenticate() *cobra.Command {
	var device bool
	cmd := &cobra.Command{
		Use:     "reauthenticate ACCOUNT",
		Short:   "Sign in again; folders, history and what was filed stay as they are",
		Example: "  postroomd reauthenticate emma@kantoor.example",
		Args:    cobra.ExactArgs(1),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.signIn(ctx, device, func(o *office.Office, how office.SignIn) (*office.Account, error) {
				return o.Reauthenticate(ctx, args[0], how)
			})
		}),
	}
	cmd.Flags().BoolVar(&device, "device-code", false, "sign in with a code on another page or machine")
	return cmd
}

// signIn runs a sign-in and prints the account. A sign-in that fails is a failure, not the need for one: status 1.
func (c *cli) signIn(ctx context.Context, device bool, do func(*office.Office, office.SignIn) (*office.Account, error)) error {
	var how office.SignIn
	if device {
		how.Device = c.showCode
		if c.json {
			c.gate.close() // the code has to be the first line
		}
	}
	return c.with(ctx, nil, func(o *office.Office) error {
		if !device && !c.json {
			fmt.Fprintln(c.err, "Your browser opens for the sign-in. Without a browser here: --device-code")
		}
		a, err := do(o, how)
		if err != nil {
			if fault.ClassOf(err) == fault.SignInAgain {
				c.fail(err)
				return status(exitFailed)
			}
			return err
		}
		c.show(a, func() {
			c.say("Connected: %s (%s).", plain(a.Address), plain(a.Name))
			c.say("Choose what is filed: postroomd select %s --add inbox", plain(a.Address))
		})
		return nil
	})
}

func (c *cli) showCode(code office.DeviceCode) {
	if !c.json {
		c.say("Open %s and enter the code %s (valid until %s).", plain(code.VerificationURI), plain(code.UserCode), local(&code.Expires))
		return
	}
	line, err := json.Marshal(code)
	if err != nil {
		fmt.Fprintln(c.err, "postroomd: the code can't be written:", err)
		return
	}
	c.gate.first(append(line, '\n'))
}

func (c *cli) disconnect() *cobra.Command {
	var forget bool
	cmd := &cobra.Command{
		Use:   "disconnect ACCOUNT",
		Short: "End a connection; filed documents always stay",
		Long: `Deletes the account's sign-in from this machine. Folders and history stay, so that connecting it again goes on
where it was. With --forget they go, too. What was filed is never touched.`,
		Example: "  postroomd disconnect emma@kantoor.example --forget",
		Args:    cobra.ExactArgs(1),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				a, err := o.Disconnect(ctx, args[0], forget)
				if err != nil {
					return err
				}
				c.show(a, func() {
					if forget {
						c.say("Disconnected and forgotten: %s. Its documents stay.", plain(a.Address))
						return
					}
					c.say("Disconnected: %s. Connecting it again goes on where it was.", plain(a.Address))
				})
				return nil
			})
		}),
	}
	cmd.Flags().BoolVar(&forget, "forget", false, "drop its folders and history, too")
	return cmd
}

func (c *cli) accounts() *cobra.Command {
	return &cobra.Command{
		Use:   "accounts",
		Short: "List accounts and their state",
		Args:  cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				accounts, err := o.Accounts()
				if err != nil {
					return err
				}
				c.show(accounts, func() { c.accountTable(accounts) })
				return nil
			})
		}),
	}
}

func (c *cli) accountTable(accounts []office.Account) {
	if len(accounts) == 0 {
		c.say("No account is connected. Connect one: postroomd connect work")
		return
	}
	rows := [][]string{{"ADDRESS", "NAME", "KIND", "STATE", "MAILBOXES"}}
	for _, a := range accounts {
		var boxes []string
		for _, m := range a.Mailboxes {
			if m.Kind == "own" {
				boxes = append(boxes, m.Address)
				continue
			}
			boxes = append(boxes, m.Address+" ("+m.Kind+")")
		}
		rows = append(rows, []string{a.Address, a.Name, string(a.Kind), string(a.State), strings.Join(boxes, ", ")})
	}
	c.table(rows)
	for _, a := range accounts {
		if a.Error != nil {
			c.say("\n%s: %s %s", plain(a.Address), plain(a.Error.Message), remedy(a.Error.Remedy, a.Error.Command))
		}
	}
}
