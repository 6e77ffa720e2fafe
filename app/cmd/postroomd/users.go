package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postroom/app/office"
	"postroom/app/people"
)

func (c *cli) peopleUsers() *cobra.Command {
	var q office.UsersQuery
	var kinds []string
	cmd := &cobra.Command{
		Use:   "users",
		Short: "The organisation's users",
		Long: `Looks at the organisation's directory and lists who is in it: people, unless --kind or --all says otherwise. Kinds: person,
guest, disabled, unlicensed, shared (a shared mailbox), room (or equipment), mailbox (one of these two, which could not be
told). They can be told apart where an administrator has granted User.Read.All; a room from a shared mailbox only through an
organisation's connection that has MailboxSettings.Read. Without User.Read.All rooms and shared mailboxes can't be told from
people: everybody but a guest counts as a person, and the list says so.`,
		Example: "  postroomd people users --query jan\n  postroomd people users --all --json",
		Args:    cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			for _, k := range kinds {
				if !slices.Contains(people.Kinds, people.Kind(k)) {
					return usage("postroomd people users", "there is no kind %q", k)
				}
				q.Kinds = append(q.Kinds, people.Kind(k))
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				if err := o.SyncUsers(ctx); err != nil {
					return err
				}
				list, err := o.PeopleUsers(q)
				if err != nil {
					return err
				}
				c.show(list, func() { c.userTable(list) })
				return nil
			})
		}),
	}
	f := cmd.Flags()
	f.StringVar(&q.Text, "query", "", "only those whose name or address contains this")
	f.StringArrayVar(&kinds, "kind", nil, "of this kind; may be repeated")
	f.BoolVar(&q.All, "all", false, "of every kind, and deleted ones that can be restored")
	return cmd
}

func (c *cli) userTable(list []office.PersonUser) {
	rows, unsure := [][]string{{"NAME", "ADDRESS", "KIND", "OBJECT ID", "TIED TO"}}, false
	for _, u := range list {
		kind := string(u.Kind)
		if u.Unsure {
			kind, unsure = "person?", true
		}
		if u.Deleted != nil {
			kind += ", deleted"
		}
		rows = append(rows, []string{u.Name, u.Address, kind, u.ID, strings.Join(u.Tied, ", ")})
	}
	c.table(rows)
	if unsure {
		c.say("\nperson?: may be a room or a shared mailbox. To tell them apart takes User.Read.All, which an administrator grants.")
	}
}

func (c *cli) peopleTies() *cobra.Command {
	return &cobra.Command{
		Use:     "ties",
		Short:   "Which known addresses are which users, and which could be",
		Example: "  postroomd people ties",
		Args:    cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				ties, err := o.PeopleTies()
				if err != nil {
					return err
				}
				suggested, err := o.SuggestTies()
				if err != nil {
					return err
				}
				c.show(map[string]any{"ties": ties, "suggestions": suggested}, func() {
					rows := [][]string{{"ADDRESS", "OBJECT ID", ""}}
					for _, t := range ties {
						rows = append(rows, []string{t.Address, t.ID, "tied"})
					}
					for _, s := range suggested {
						row := []string{s.Address, s.User.ID, "could be tied: " + s.User.Name}
						if s.Taken != "" {
							row[2] = "is " + s.User.Name + ", who is tied to " + s.Taken
						}
						rows = append(rows, row)
					}
					c.table(rows)
				})
				return nil
			})
		}),
	}
}

func (c *cli) peopleTie() *cobra.Command {
	return &cobra.Command{
		Use:     "tie ADDRESS OBJECT-ID",
		Short:   "Say that a known address is a user of the organisation",
		Example: "  postroomd people tie jan@kantoor.example 00000000-0000-4000-8000-000000000001",
		Args:    cobra.ExactArgs(2),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				if err := o.TiePeople(ctx, args[0], args[1]); err != nil {
					return err
				}
				c.show(map[string]string{"address": args[0], "id": args[1]}, func() { c.say("Tied: %s.", plain(args[0])) })
				return nil
			})
		}),
	}
}

func (c *cli) peopleUntie() *cobra.Command {
	return &cobra.Command{
		Use:     "untie ADDRESS",
		Short:   "Undo a tie",
		Example: "  postroomd people untie jan@kantoor.example",
		Args:    cobra.ExactArgs(1),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				if err := o.UntiePeople(ctx, args[0]); err != nil {
					return err
				}
				c.show(map[string]string{"address": args[0]}, func() { c.say("No longer tied: %s.", plain(args[0])) })
				return nil
			})
		}),
	}
}
