package main

import (
	"context"

	"github.com/spf13/cobra"

	"postroom/app/office"
	"postroom/app/people"
)

// joinDoc is what becomes of users in the team, as JSON shows it.
type joinDoc struct {
	Mode      people.JoinMode       `json:"mode"`
	Proposals []office.TeamProposal `json:"proposals"`
}

func (c *cli) peopleJoin() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "join [off|propose|add]",
		Short: "Make the organisation's users members of the team, or propose them",
		Long: `Shows what becomes of the organisation's users in the team of Processing, and what there is to decide. With propose everybody
is proposed; with add, those who are new from then on become members by themselves. Who is known by one of their addresses
is tied, never added twice; a new name or address follows; who leaves is told and stays in the team until somebody takes them out.`,
		Example: `  postroomd people join propose
  postroomd people join accept 00000000-0000-4000-8000-000000000001
  postroomd people join dismiss 00000000-0000-4000-8000-000000000001`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.MaximumNArgs(1),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				if len(args) == 1 {
					if err := o.SetTeamFromUsers(ctx, people.JoinMode(args[0])); err != nil {
						return err
					}
				}
				return c.showJoin(o)
			})
		}),
	}
	cmd.AddCommand(c.joinDecide("accept", "Do what is proposed about a user", func(ctx context.Context, o *office.Office, id string, kind people.StepKind) error {
		_, err := o.AcceptTeamProposal(ctx, id, kind)
		return err
	}), c.joinDecide("dismiss", "Say that what is proposed about a user is not wanted", func(ctx context.Context, o *office.Office, id string, kind people.StepKind) error {
		return o.DismissTeamProposal(ctx, id, kind)
	}))
	return cmd
}

func (c *cli) joinDecide(name, short string, do func(context.Context, *office.Office, string, people.StepKind) error) *cobra.Command {
	return &cobra.Command{
		Use: name + " ID [KIND]", Short: short, Args: cobra.RangeArgs(1, 2), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			kind := people.StepKind("")
			if len(args) == 2 {
				kind = people.StepKind(args[1])
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				if err := do(ctx, o, args[0], kind); err != nil {
					return err
				}
				return c.showJoin(o)
			})
		}),
	}
}

func (c *cli) showJoin(o *office.Office) error {
	mode, err := o.TeamFromUsers()
	if err != nil {
		return err
	}
	page, err := o.TeamProposals("", 0, 0)
	if err != nil {
		return err
	}
	list := page.Proposals
	c.show(joinDoc{mode, list}, func() {
		c.say("%s", map[people.JoinMode]string{people.JoinOff: "Users do not become members of the team.", people.JoinPropose: "Users are proposed for the team.",
			people.JoinAdd: "New users become members of the team."}[mode])
		if len(list) == 0 {
			return
		}
		rows := [][]string{{"ID", "KIND", ""}}
		for _, p := range list {
			rows = append(rows, []string{p.ID, string(p.Kind), p.Message})
		}
		c.say("")
		c.table(rows)
	})
	return nil
}
