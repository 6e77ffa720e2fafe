package main

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"postroom/app/office"
	"postroom/app/processing"
)

func (c *cli) rules() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules about what is set aside",
		Long: `Lists the rules by which mails are set aside, as they concern no client. Three are built in: bulk (newsletters that one can
unsubscribe from), auto (automatic replies) and internal (mails among colleagues that name no client).

Where rules contradict each other the narrower one wins: sender before domain before subject before mailbox, and the
longer domain or text before the shorter. A rule is for mails to come and for those that are open or set aside.`,
		Example: `  postroomd processing rules add domain shop.example
  postroomd processing rules add sender boss@shop.example --keep     never set aside
  postroomd processing rules add subject "weekly digest"
  postroomd processing rules off bulk
  postroomd processing rules remove 0123456789abcdef`,
		Args: cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				list, err := o.ProcessingRules()
				if err != nil {
					return err
				}
				c.show(list, func() { c.ruleTable(list) })
				return nil
			})
		}),
	}
	cmd.AddCommand(c.ruleAdd(), c.ruleChange("remove", "Take a rule away", func(ctx context.Context, o *office.Office, id string) error { return o.DropRule(ctx, id) }),
		c.ruleChange("on", "Switch a rule on", func(ctx context.Context, o *office.Office, id string) error { return o.SwitchRule(ctx, id, true) }),
		c.ruleChange("off", "Switch a rule off", func(ctx context.Context, o *office.Office, id string) error { return o.SwitchRule(ctx, id, false) }))
	return cmd
}

func (c *cli) ruleTable(list []office.ProcessingRule) {
	rows := [][]string{{"ID", "RULE", "VALUE", "DOES", "MAILS", "LOSES AGAINST", "CLIENTS"}}
	for _, r := range list {
		does := map[string]string{"aside": "sets aside", "keep": "keeps"}[r.Effect]
		if !r.On {
			does = "off"
		}
		var clients []string
		for _, one := range r.Clients {
			clients = append(clients, one.Name)
		}
		rows = append(rows, []string{r.ID, r.Kind, clip(r.Value, 48), does, strconv.Itoa(r.Mails), strings.Join(r.Loses, ", "), clip(strings.Join(clients, ", "), 48)})
	}
	c.table(rows)
}

func (c *cli) ruleAdd() *cobra.Command {
	var keep bool
	cmd := &cobra.Command{
		Use: "add sender|domain|subject|mailbox VALUE [--keep]", Short: "Set mails aside by a rule", Args: cobra.ExactArgs(2), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			if !slices.Contains(processing.RuleKinds, args[0]) {
				return usage("postroomd processing rules add", "say sender, domain, subject or mailbox before the value")
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				r, err := o.AddRule(ctx, args[0], args[1], keep)
				if err != nil {
					return err
				}
				c.show(r, func() {
					c.say("Added: %s. Set aside by it: %s.", r.ID, count(r.Mails, "mail", "mails"))
					if len(r.Against) > 0 {
						c.say("It contradicts: %s. %s", strings.Join(r.Against, ", "), wins(r))
					}
					for _, one := range r.Clients {
						c.say("Mails of the client %s are set aside by it, too.", plain(one.Name))
					}
				})
				return nil
			})
		}),
	}
	cmd.Flags().BoolVar(&keep, "keep", false, "the opposite: such mails are never set aside by a rule")
	return cmd
}

func wins(r *office.ProcessingRule) string {
	if len(r.Loses) == 0 {
		return "This one wins, as it is narrower."
	}
	return "These win, as they are narrower: " + strings.Join(r.Loses, ", ") + "."
}

func (c *cli) ruleChange(name, short string, do func(context.Context, *office.Office, string) error) *cobra.Command {
	return &cobra.Command{
		Use: name + " ID", Short: short, Args: cobra.ExactArgs(1), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				if err := do(ctx, o, args[0]); err != nil {
					return err
				}
				c.show(map[string]string{"id": args[0]}, func() { c.say("Done.") })
				return nil
			})
		}),
	}
}
