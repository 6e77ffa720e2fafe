package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/store"
)

func (c *cli) shared() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "shared add|remove ACCOUNT ADDRESS",
		Short: "Add or remove shared mailboxes",
		Long: `Files a shared mailbox, such as info@, through the rights of an account that is signed in. It has no password of its own:
the account needs Full Access to it in Exchange.`,
		Example: `  postroomd shared add emma@kantoor.example info@kantoor.example
  postroomd shared remove emma@kantoor.example info@kantoor.example`,
		Args: cobra.ArbitraryArgs,
		RunE: func(*cobra.Command, []string) error {
			return usage("postroomd shared", "say what to do: add or remove")
		},
	}
	cmd.AddCommand(c.sharedAdd(), c.sharedRemove())
	return cmd
}

func (c *cli) sharedAdd() *cobra.Command {
	var device bool
	var opts office.SharedOptions
	cmd := &cobra.Command{
		Use:   "add ACCOUNT ADDRESS",
		Short: "Add a shared mailbox: all mail that lands in it is filed from now on",
		Long: `Asks Microsoft for the permission, if it was not granted before, tests the access, and looks once through what lies there
already, which stays untouched. From then on everything is filed that arrives or is sent, folders that will come included:
all but drafts, deleted items, junk and the like. With --folder only those folders are.`,
		Example: `  postroomd shared add emma@kantoor.example info@kantoor.example
  postroomd shared add emma@kantoor.example info@kantoor.example --folder inbox --folder sentitems`,
		Args: cobra.ExactArgs(2),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			if opts.WithSubfolders && len(opts.Folders) == 0 {
				return usage("postroomd shared add", "--with-subfolders needs --folder")
			}
			if device {
				opts.Device = c.showCode
				if c.json {
					c.gate.close() // the code has to be the first line, if there is one
				}
			}
			p := c.progress()
			return c.with(ctx, p.round(), func(o *office.Office) error {
				m, err := o.AddShared(ctx, args[0], args[1], opts)
				p.end()
				if err != nil {
					return c.notAdded(o, args[0], err)
				}
				c.show(m, func() { c.sharedText(m) })
				return nil
			})
		}),
	}
	f := cmd.Flags()
	f.BoolVar(&device, "device-code", false, "if Microsoft has to ask: with a code on another page or machine")
	f.StringArrayVar(&opts.Folders, "folder", nil, "file this folder only, named as for select; may be repeated")
	f.BoolVar(&opts.WithSubfolders, "with-subfolders", false, "with the folders below those, and those that come later")
	return cmd
}

// notAdded says why a shared mailbox was not added, with the command that gives the access that is missing.
func (c *cli) notAdded(o *office.Office, account string, err error) error {
	switch code := fault.CodeOf(err); {
	case !c.json && (code == "shared-no-access" || code == "shared-folder-only"):
		c.fail(err)
		args := fault.Of(err).Args
		fmt.Fprintf(c.err, "An administrator gives it in PowerShell:\n  %s\n", plain(office.FullAccess(args["address"], args["account"])))
	case fault.ClassOf(err) == fault.SignInAgain && !lost(o, account):
		c.fail(err)
	default:
		return err
	}
	return status(exitFailed)
}

// lost says whether an account needs a sign-in of its own: not only one that was begun for a permission and came to
// nothing.
func lost(o *office.Office, account string) bool {
	a, err := o.Account(account)
	return err == nil && a.State != store.Active
}

func (c *cli) sharedText(m *office.SharedMailbox) {
	c.say("Added: %s. %s there already and stay untouched.", plain(m.Address), count(m.Selection.Before, "mail lies", "mails lie"))
	if m.Everything {
		c.say("What comes from now on is filed, in all folders but drafts, deleted items, junk and the like.")
	} else {
		c.say("What comes from now on is filed in: %s", plain(strings.Join(m.Selection.Selected, ", ")))
	}
	c.say("\nA mail that somebody sends as %s lies there only if an administrator has switched that on, in PowerShell:", plain(m.Address))
	c.say("  %s", m.SentCopies.Connect)
	for _, s := range m.SentCopies.Settings {
		c.say("  %s", plain(s.Command))
	}
}

func (c *cli) sharedRemove() *cobra.Command {
	return &cobra.Command{
		Use:   "remove ACCOUNT ADDRESS",
		Short: "Remove a shared mailbox; filed documents always stay",
		Long: `What has arrived is filed once more, as far as the mailbox can still be opened. Then its folders and its history are
forgotten. What was filed is never touched.`,
		Example: "  postroomd shared remove emma@kantoor.example info@kantoor.example",
		Args:    cobra.ExactArgs(2),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				m, err := o.RemoveShared(ctx, args[0], args[1])
				if err != nil {
					return err
				}
				c.show(m, func() {
					c.say("Removed: %s. Its documents stay.", plain(m.Address))
					if m.Left > 0 {
						c.say("%s could not be filed any more; look for them in the mailbox.", count(m.Left, "mail", "mails"))
					}
				})
				return nil
			})
		}),
	}
}
