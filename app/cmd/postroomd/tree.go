package main

import (
	"context"

	"github.com/spf13/cobra"

	"postroom/app/office"
	"postroom/app/settings"
)

// treeDoc is the tree of documents by client, as JSON shows it.
type treeDoc struct {
	On      bool `json:"on"`
	Managed bool `json:"managed"`
	Mails   int  `json:"mails"` // that were changed in it
}

func (c *cli) clientTree() *cobra.Command {
	run := func(do func(context.Context, *office.Office) (int, error)) func(*cobra.Command, []string) error {
		return c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				n, err := do(ctx, o)
				if err != nil {
					return err
				}
				doc := treeDoc{On: o.Setting(settings.ClientsTree) == "true", Managed: o.Managed(settings.ClientsTree), Mails: n}
				c.show(doc, func() {
					c.say("Documents by client on disk: %s. Mails changed there: %d.", map[bool]string{true: "on", false: "off"}[doc.On], n)
				})
				return nil
			})
		})
	}
	turn := func(on string) func(context.Context, *office.Office) (int, error) {
		return func(ctx context.Context, o *office.Office) (int, error) {
			if err := o.SetSetting(settings.ClientsTree, on); err != nil {
				return 0, err
			}
			return o.FollowTree(ctx)
		}
	}
	cmd := &cobra.Command{
		Use:   "tree",
		Short: "Lay documents out by client on disk, too: Clients/NAME (NUMBER)/YEAR",
		Long: `Beside the folders of the mailboxes, documents can lie by client: as links, which take no room, or as copies where the disk
has no links. All of that is made from what is known of clients and mails, follows every change, and can be made anew at
any time. What else lies there is never touched.`,
		Example: `  postroomd clients tree on
  postroomd clients tree rebuild     make it anew
  postroomd clients tree off         take it away again`,
		Args: cobra.NoArgs,
		RunE: run(func(context.Context, *office.Office) (int, error) { return 0, nil }),
	}
	cmd.AddCommand(
		&cobra.Command{Use: "on", Short: "Lay documents out by client", Args: cobra.NoArgs, RunE: run(turn("true"))},
		&cobra.Command{Use: "off", Short: "Take the folders by client away again", Args: cobra.NoArgs, RunE: run(turn("false"))},
		&cobra.Command{Use: "rebuild", Short: "Make the folders by client anew", Args: cobra.NoArgs,
			RunE: run(func(ctx context.Context, o *office.Office) (int, error) { return o.RebuildTree(ctx) })})
	return cmd
}
