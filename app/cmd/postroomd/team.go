package main

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postroom/app/office"
	"postroom/app/processing"
)

// teamDoc is the team as JSON shows it.
type teamDoc struct {
	Members []processing.Member `json:"members"`
	Ties    []tieDoc            `json:"ties"`
	Settled int                 `json:"settled"` // mails that a change has settled
}

type tieDoc struct {
	Mailbox string `json:"mailbox"`
	To      string `json:"to"`
}

func (c *cli) team() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "team",
		Short: "Show who works in the office, and who handles what arrives at which address",
		Example: `  postroomd team add "An Janssens" --address an@kantoor.example --role payroll --team front
  postroomd team tie info@kantoor.example team:front        everybody in this team takes part
  postroomd team tie tax@kantoor.example role:tax           who holds the role for the client
  postroomd team tie an@kantoor.example contact             the person with that address
  postroomd team who info@kantoor.example "Peeters BV"      who would take part`,
		Args: cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			return c.with(ctx, nil, func(o *office.Office) error { return c.showTeam(o, 0) })
		}),
	}
	cmd.AddCommand(c.teamAdd(), c.teamRemove(), c.teamTie(), c.teamWho())
	return cmd
}

func (c *cli) showTeam(o *office.Office, settled int) error {
	t, err := o.Team()
	if err != nil {
		return err
	}
	doc := teamDoc{Members: append([]processing.Member{}, t.Members...), Ties: []tieDoc{}, Settled: settled}
	for _, mailbox := range slices.Sorted(maps.Keys(t.Ties)) {
		doc.Ties = append(doc.Ties, tieDoc{mailbox, t.Ties[mailbox]})
	}
	c.show(doc, func() { c.teamTables(doc) })
	return nil
}

func (c *cli) teamTables(doc teamDoc) {
	c.waited(doc.Settled)
	if len(doc.Members) == 0 {
		c.say("Nobody is in the team yet. Add somebody: postroomd team add NAME --address A")
	} else {
		rows := [][]string{{"NAME", "ADDRESS", "ROLES", "TEAMS", ""}}
		for _, m := range doc.Members {
			manager := ""
			if m.Manager {
				manager = "manager"
			}
			rows = append(rows, []string{m.Name, strings.Join(append([]string{m.Address}, m.Also...), ", "), strings.Join(m.Roles, ", "), strings.Join(m.Teams, ", "), manager})
		}
		c.table(rows)
	}
	if len(doc.Ties) == 0 {
		c.say("\nNo address is tied to anybody yet. Tie one: postroomd team tie MAILBOX contact|role:R|team:T")
		return
	}
	rows := [][]string{{"MAILBOX", "HANDLED BY"}}
	for _, t := range doc.Ties {
		rows = append(rows, []string{t.Mailbox, t.To})
	}
	c.say("")
	c.table(rows)
}

func (c *cli) teamAdd() *cobra.Command {
	var m processing.Member
	cmd := &cobra.Command{
		Use:   "add NAME --address A [--role R]… [--team T]… [--manager]",
		Short: "Add somebody to the team, or change who has that address",
		Args:  cobra.ExactArgs(1), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			if m.Address == "" {
				return usage("postroomd team add", "--address is missing")
			}
			m.Name = args[0]
			return c.with(ctx, nil, func(o *office.Office) error {
				settled, err := o.PutMember(ctx, m)
				if err != nil {
					return err
				}
				return c.showTeam(o, settled)
			})
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&m.Address, "address", "", "the person's mail address")
	flags.StringArrayVar(&m.Roles, "role", nil, "a role that the person has; may be given several times")
	flags.StringArrayVar(&m.Teams, "team", nil, "a process team that the person is in")
	flags.BoolVar(&m.Manager, "manager", false, "sees everything")
	return cmd
}

func (c *cli) teamRemove() *cobra.Command {
	return &cobra.Command{
		Use: "remove MEMBER", Short: "Take somebody out of the team", Args: cobra.ExactArgs(1), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				settled, err := o.DropMember(ctx, args[0])
				if err != nil {
					return err
				}
				return c.showTeam(o, settled)
			})
		}),
	}
}

func (c *cli) teamTie() *cobra.Command {
	return &cobra.Command{
		Use: "tie MAILBOX contact|role:R|team:T|nobody", Short: "Say who handles what arrives at an address", Args: cobra.ExactArgs(2), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			to := args[1]
			if to == "nobody" {
				to = ""
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				settled, err := o.Tie(ctx, args[0], to)
				if err != nil {
					return err
				}
				return c.showTeam(o, settled)
			})
		}),
	}
}

func (c *cli) teamWho() *cobra.Command {
	return &cobra.Command{
		Use: "who MAILBOX CLIENT", Short: "Show who would take part in a mail from a client to an address", Args: cobra.ExactArgs(2), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				who, why, err := o.WouldGoTo(args[1], args[0])
				if err != nil {
					return err
				}
				c.show(map[string]any{"participants": who, "problem": orNull(why)}, func() {
					if why != "" {
						c.say("%s", plain(why))
						return
					}
					c.say("%s", strings.Join(who, "\n"))
				})
				return nil
			})
		}),
	}
}
