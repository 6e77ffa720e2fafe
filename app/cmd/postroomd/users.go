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
guest, disabled, unlicensed, mailbox (a shared mailbox or a room). They can be told apart where an administrator has
granted User.Read.All; where not, everybody but a guest counts as a person.`,
		Example: "  postroomd people users --query jan\n  postroomd people users --all --json",
		Args:    cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			for _, k := range kinds {
				if !slices.Contains([]people.Kind{people.Person, people.Guest, people.Disabled, people.Unlicensed, people.Place}, people.Kind(k)) {
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
	rows := [][]string{{"NAME", "ADDRESS", "KIND", "OBJECT ID", "TIED TO"}}
	for _, u := range list {
		kind := string(u.Kind)
		if u.Deleted != nil {
			kind += ", deleted"
		}
		rows = append(rows, []string{u.Name, u.Address, kind, u.ID, strings.Join(u.Tied, ", ")})
	}
	c.table(rows)
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
