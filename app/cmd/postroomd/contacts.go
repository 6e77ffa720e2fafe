package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"postroom/app/office"
)

func (c *cli) peopleContacts() *cobra.Command {
	var q office.ContactsQuery
	var known bool
	cmd := &cobra.Command{
		Use:   "contacts",
		Short: "Contacts: one's own, and those that others have made visible to the office",
		Long: `Looks at the address books of the accounts for which contacts are on, and lists who is in them. Contacts are private until
their owner shows them to the office, one by one or by folder; notes and birthdays stay private even then. Contacts that are
most likely one person are listed together; nothing is merged. Distribution lists are not read: Microsoft lets nobody read
them. “postroomd people contacts folders” says how many there are.`,
		Example: `  postroomd people on contacts emma@kantoor.example
  postroomd people contacts --query "jan peeters"
  postroomd people contacts show emma@kantoor.example ID
  postroomd people contacts export contacts.vcf
  postroomd people contacts clients --query accountant --preview`,
		Args: cobra.ArbitraryArgs,
		RunE: c.do(func(ctx context.Context, cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage(cmd.CommandPath(), "there is no “%s” of contacts; there are folders, show, hide, photo, export and clients", args[0])
			}
			return c.withContacts(ctx, known, func(o *office.Office) error {
				list, err := o.PeopleContacts(q)
				if err != nil {
					return err
				}
				c.show(list.Contacts, func() { c.contactTable(list) })
				return nil
			})
		}),
	}
	contactFlags(cmd, &q)
	cmd.Flags().IntVar(&q.Limit, "limit", 0, "at most so many; 0 is all")
	cmd.Flags().BoolVar(&known, "known", false, "as they were read last, without asking Microsoft")
	cmd.AddCommand(c.contactFolders(), c.contactShow("show", true), c.contactShow("hide", false), c.contactPhoto(), c.contactExport(), c.contactClients())
	return cmd
}

func contactFlags(cmd *cobra.Command, q *office.ContactsQuery) {
	f := cmd.Flags()
	f.StringVar(&q.Text, "query", "", "only those that hold these words")
	f.StringVar(&q.Folder, "folder", "", "only those of this folder, by its id")
	f.StringVar(&q.Account, "account", "", "only those of this account")
	f.BoolVar(&q.Own, "own", false, "only one's own")
	f.BoolVar(&q.Visible, "visible", false, "only those that the office may see")
}

// withContacts opens the office and, unless what is known will do, brings its contacts up to date.
func (c *cli) withContacts(ctx context.Context, known bool, do func(*office.Office) error) error {
	return c.with(ctx, nil, func(o *office.Office) error {
		if !known {
			if err := o.SyncContacts(ctx); err != nil {
				return err
			}
		}
		return do(o)
	})
}

func (c *cli) contactTable(list *office.ContactList) {
	rows := [][]string{{"NAME", "COMPANY", "ADDRESSES", "TELEPHONE", "OWNER", "VISIBLE", "ID"}}
	last := ""
	for _, p := range list.Contacts {
		var emails []string
		for i, e := range p.Emails {
			if i == 3 {
				emails = append(emails, fmt.Sprintf("and %d more", len(p.Emails)-i))
				break
			}
			emails = append(emails, e.Address)
		}
		name := p.Name
		switch {
		case name == "":
			name = "(no name)"
		case p.Same != "" && p.Same == last:
			name = "= " + name
		}
		last = p.Same
		phone := p.Mobile
		for _, n := range append(append([]string{}, p.Business...), p.Contact.Home...) {
			if phone == "" {
				phone = n
			}
		}
		rows = append(rows, []string{name, p.Company, strings.Join(emails, ", "), phone, p.Owner, yes(p.Visible), p.ID})
	}
	c.table(rows)
}

func (c *cli) contactFolders() *cobra.Command {
	return &cobra.Command{
		Use: "folders", Short: "The folders of contacts, and how many distribution lists in them are not read", Args: cobra.NoArgs,
		Example: "  postroomd people contacts folders",
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			return c.withContacts(ctx, false, func(o *office.Office) error {
				list, err := o.PeopleContacts(office.ContactsQuery{})
				if err != nil {
					return err
				}
				c.show(list.Folders, func() {
					rows, lists := [][]string{{"FOLDER", "CONTACTS", "OWNER", "VISIBLE", "ID"}}, 0
					for _, f := range list.Folders {
						rows = append(rows, []string{f.Path, fmt.Sprint(f.Contacts), f.Owner, yes(f.Visible), f.ID})
						lists += f.Lists
					}
					c.table(rows)
					if lists > 0 {
						c.say("Distribution lists that are not read, since Microsoft lets nobody read them: %d.", lists)
					}
				})
				return nil
			})
		}),
	}
}

func (c *cli) contactShow(name string, on bool) *cobra.Command {
	short, said := "Make contacts, or folders of them, visible to the office", "Visible to the office now: %d."
	if !on {
		short, said = "Take contacts, or folders of them, back from the office", "Private again: %d."
	}
	return &cobra.Command{
		Use: name + " ACCOUNT ID…", Short: short, Args: cobra.MinimumNArgs(2), DisableFlagsInUseLine: true,
		Long:    short + ". Only the person whose contacts they are can do it.",
		Example: "  postroomd people contacts " + name + " emma@kantoor.example ID",
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				if err := o.ShowContacts(ctx, args[0], args[1:], on); err != nil {
					return err
				}
				c.show(map[string]any{"account": args[0], "ids": args[1:], "visible": on}, func() { c.say(said, len(args)-1) })
				return nil
			})
		}),
	}
}

func (c *cli) contactPhoto() *cobra.Command {
	return &cobra.Command{
		Use: "photo ACCOUNT ID FILE.jpg", Short: "Fetch the photo of a contact", Args: cobra.ExactArgs(3), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				photo, err := o.ContactPhoto(ctx, args[0], args[1])
				if err != nil {
					return err
				}
				if len(photo) == 0 {
					c.show(map[string]any{"file": nil}, func() { c.say("This contact has no photo.") })
					return nil
				}
				if err := os.WriteFile(args[2], photo, 0o600); err != nil {
					return exportError(args[2], err)
				}
				c.show(map[string]string{"file": args[2]}, func() { c.say("Written to %s.", plain(args[2])) })
				return nil
			})
		}),
	}
}

func (c *cli) contactExport() *cobra.Command {
	var q office.ContactsQuery
	cmd := &cobra.Command{
		Use: "export FILE.vcf|FILE.csv", Short: "Write contacts to a file that telephones and other programs read: vCard 4.0 or CSV", Args: cobra.ExactArgs(1),
		Example: "  postroomd people contacts export contacts.vcf --visible",
		RunE: c.do(func(ctx context.Context, cmd *cobra.Command, args []string) error {
			kind := strings.ToLower(filepath.Ext(args[0]))
			if kind != ".vcf" && kind != ".csv" {
				return usage(cmd.CommandPath(), "the file's name has to end in .vcf or .csv")
			}
			return c.withContacts(ctx, false, func(o *office.Office) error {
				f, err := os.OpenFile(args[0], os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
				n := 0
				if err == nil {
					n, err = o.ExportContacts(f, q, kind == ".csv")
					err = errors.Join(err, f.Close())
				}
				if err != nil {
					return exportError(args[0], err)
				}
				c.show(map[string]any{"file": args[0], "contacts": n}, func() { c.say("%d contacts written to %s.", n, plain(args[0])) })
				return nil
			})
		}),
	}
	contactFlags(cmd, &q)
	return cmd
}

func (c *cli) contactClients() *cobra.Command {
	var q office.ContactsQuery
	var preview bool
	var ids []string
	cmd := &cobra.Command{
		Use: "clients", Short: "Make clients of contacts, or add their addresses to clients", Args: cobra.NoArgs,
		Long: `Makes a client of each company that the chosen contacts work for, or of the person where there is none. Where there is a
client of that name already, its addresses are added; an address of another client is never taken. It can be undone with
“postroomd processing undo”.`,
		Example: "  postroomd people contacts clients --query accountant --preview\n  postroomd people contacts clients --account emma@kantoor.example --id ID",
		RunE: c.do(func(ctx context.Context, cmd *cobra.Command, _ []string) error {
			if len(ids) > 0 && q.Account == "" {
				return usage(cmd.CommandPath(), "an id needs its --account")
			}
			if len(ids) == 0 && q.Text == "" && q.Folder == "" && q.Account == "" && !q.Own && !q.Visible {
				return usage(cmd.CommandPath(), "choose contacts: by --query, --folder, --account, --id, --own or --visible")
			}
			return c.withContacts(ctx, false, func(o *office.Office) error {
				if len(ids) > 0 {
					a, err := o.Account(q.Account)
					if err != nil {
						return err
					}
					for _, id := range ids {
						q.Refs = append(q.Refs, office.ContactRef{Account: a.ID, ID: id})
					}
				}
				v, err := o.ClientsFromContacts(ctx, q, preview)
				if err != nil {
					return err
				}
				c.show(v, func() { c.takenTable(v, preview) })
				return nil
			})
		}),
	}
	contactFlags(cmd, &q)
	cmd.Flags().StringArrayVar(&ids, "id", nil, "this contact of the account; may be repeated")
	cmd.Flags().BoolVar(&preview, "preview", false, "only show what would become of them")
	return cmd
}

func (c *cli) takenTable(v *office.ContactClients, preview bool) {
	rows := [][]string{{"CLIENT", "", "NEW ADDRESSES"}}
	for _, t := range v.Clients {
		what := "as it is"
		switch {
		case t.Added:
			what = "new"
		case len(t.Addresses) > 0:
			what = "extended"
		}
		rows = append(rows, []string{t.Client.Name, what, strings.Join(t.Addresses, ", ")})
	}
	c.table(rows)
	for _, l := range v.Left {
		c.say("Left out: %s: %s", plain(l.Name), plain(l.Why))
	}
	switch {
	case preview:
		c.say("Nothing was changed: this is a preview.")
	case v.Settled > 0:
		c.say("%d mails waited for it.", v.Settled)
	}
}
