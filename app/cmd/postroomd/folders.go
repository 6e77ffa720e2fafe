package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"postroom/app/mail"
	"postroom/app/office"
)

func (c *cli) folders() *cobra.Command {
	return &cobra.Command{
		Use:     "folders MAILBOX",
		Short:   "Show a mailbox's folder tree as it is now",
		Example: "  postroomd folders emma@kantoor.example",
		Args:    cobra.ExactArgs(1),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				folders, err := o.Folders(ctx, args[0])
				if err != nil {
					return err
				}
				c.show(folders, func() { c.folderTree(folders) })
				return nil
			})
		}),
	}
}

func (c *cli) folderTree(folders []office.Folder) {
	rows := [][]string{{"FOLDER", "MAILS", "UNREAD"}}
	for _, f := range folders {
		box := "[ ]"
		switch {
		case f.Selected && f.WithSubfolders:
			box = "[+]" // with what comes below it
		case f.Selected:
			box = "[x]"
		case !f.Selectable:
			box = "   "
		}
		name := f.Path
		if path, err := mail.ParsePath(f.Path); err == nil {
			name = path[len(path)-1]
		}
		rows = append(rows, []string{strings.Repeat("    ", f.Depth-1) + box + " " + name, fmt.Sprint(f.Total), fmt.Sprint(f.Unread)})
	}
	c.table(rows)
}

func (c *cli) selects() *cobra.Command {
	var add, remove []string
	var with, everything bool
	cmd := &cobra.Command{
		Use:   "select MAILBOX [--add PATH]… [--remove PATH]… [--with-subfolders] [--everything]",
		Short: "Tick and untick folders",
		Long: `Ticks folders: from now on, every mail that comes to lie there is filed. What lies there already is not; it is
looked through once, before this command returns. Unticking leaves all that was filed where it is.

PATH is the folder's names from the top, joined by "/" (a "/" in a name is written \/, a \ is written \\), or a
well-known name such as inbox or sentitems. Without --add and --remove it says what is ticked.

--everything ticks all folders but drafts, deleted items, junk and the like, with those that come later, as for a shared
mailbox. --everything=false ends that: what is ticked stays so, new folders at the top are not ticked any more.`,
		Example: `  postroomd select emma@kantoor.example --add inbox --add sentitems
  postroomd select emma@kantoor.example --add Inbox/Clients --with-subfolders
  postroomd select emma@kantoor.example --remove Inbox/Clients/2024`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.ExactArgs(1),
		RunE: c.do(func(ctx context.Context, cmd *cobra.Command, args []string) error {
			if with && len(add) == 0 {
				return usage("postroomd select", "--with-subfolders needs --add")
			}
			rule := cmd.Flags().Changed("everything")
			if rule && len(add)+len(remove) > 0 {
				return usage("postroomd select", "--everything goes without --add and --remove")
			}
			p := c.progress()
			return c.with(ctx, p.round(), func(o *office.Office) error {
				choose := func() (*office.Selection, error) { return o.Select(ctx, args[0], add, remove, with) }
				if rule {
					choose = func() (*office.Selection, error) { return o.FileEverything(ctx, args[0], everything) }
				}
				s, err := choose()
				p.end()
				if err != nil {
					return err
				}
				c.show(s, func() { c.selection(s) })
				return nil
			})
		}),
	}
	cmd.Flags().StringArrayVar(&add, "add", nil, "tick this folder; may be repeated")
	cmd.Flags().StringArrayVar(&remove, "remove", nil, "untick this folder; may be repeated")
	cmd.Flags().BoolVar(&with, "with-subfolders", false, "with the folders below, and those that come later")
	cmd.Flags().BoolVar(&everything, "everything", false, "all folders that mail arrives in or is sent from, and those that come later")
	return cmd
}

func (c *cli) selection(s *office.Selection) {
	for _, p := range s.Added {
		c.say("Ticked: %s", plain(p))
	}
	for _, p := range s.Removed {
		c.say("Unticked: %s (what was filed stays)", plain(p))
	}
	if len(s.Added) > 0 {
		c.say("%s there already; what comes from now on is filed.", count(s.Before, "mail lies", "mails lie"))
	}
	if len(s.Added)+len(s.Removed) > 0 {
		return
	}
	if len(s.Selected) == 0 {
		c.say("No folder is ticked. Tick one: postroomd select %s --add inbox", plain(s.Mailbox))
	}
	for _, p := range s.Selected {
		c.say("%s", plain(p))
	}
}
