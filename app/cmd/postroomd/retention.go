package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"postroom/app/office"
)

func (c *cli) retention() *cobra.Command {
	var until string
	var limit int
	cmd := &cobra.Command{
		Use:   "retention [--until DATE] [--limit N]",
		Short: "Say how long documents are kept, and list what may go",
		Long: `Lists how long the documents of each mailbox are kept, and the mails whose period is over. Nothing is ever deleted by
itself: what may go stays until you delete it. Without a period, documents are kept for ever.`,
		Example: `  postroomd retention presets
  postroomd retention set emma@kantoor.example be-10
  postroomd retention
  postroomd retention delete --until 2033-12-31`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			day, err := onDay("postroomd retention", "--until", until)
			if err != nil {
				return err
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				v, err := o.Retention(ctx, day, limit)
				if err != nil {
					return err
				}
				c.show(v, func() { c.retentionTable(v) })
				return nil
			})
		}),
	}
	cmd.Flags().StringVar(&until, "until", "", "only mails whose period ended on or before a day")
	cmd.Flags().IntVar(&limit, "limit", 0, "list so many mails at most; 0: all")
	cmd.AddCommand(c.retentionPresets(), c.retentionSet(), c.retentionDelete())
	return cmd
}

func (c *cli) retentionTable(v *office.Retentions) {
	rows := [][]string{{"MAILBOX", "KEPT", "MAILS", "MAY GO", "BYTES"}}
	for _, m := range v.Mailboxes {
		rows = append(rows, []string{m.Mailbox, kept(m.Period), strconv.Itoa(m.Documents), strconv.Itoa(m.MayGo), strconv.FormatInt(m.Bytes, 10)})
	}
	c.table(rows)
	if len(v.Due) == 0 {
		c.say("No mail has to be decided about.")
		return
	}
	c.say("")
	rows = [][]string{{"ID", "KEPT UNTIL", "RECEIVED", "FROM", "SUBJECT"}}
	for _, d := range v.Due {
		received := ""
		if d.Received != nil {
			received = d.Received.Format(time.DateOnly)
		}
		rows = append(rows, []string{d.ID, d.Until, received, clip(d.From, 32), clip(d.Subject, 48)})
	}
	c.table(rows)
	c.say("%s may go. They stay until you delete them: postroomd retention delete --until DATE", count(v.Total, "mail", "mails"))
}

// kept says a period in words.
func kept(p *office.Period) string {
	switch {
	case p == nil:
		return "for ever"
	case p.YearEnd:
		return fmt.Sprintf("%s from the end of the year (%s)", count(p.Years, "year", "years"), p.Rule)
	}
	return fmt.Sprintf("%s (%s)", count(p.Years, "year", "years"), p.Rule)
}

func (c *cli) retentionPresets() *cobra.Command {
	return &cobra.Command{
		Use: "presets", Short: "List the periods that laws name", Args: cobra.NoArgs,
		Long: "Lists periods that laws of Belgium, the Netherlands, Germany and France name. Which one holds for your documents is for\nyou to decide: this is no legal advice.",
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				list := o.Presets()
				c.show(list, func() {
					rows := [][]string{{"NAME", "YEARS", "WHAT"}}
					for _, p := range list {
						rows = append(rows, []string{p.Name, strconv.Itoa(p.Years), p.About})
					}
					c.table(rows)
					c.say("Which one holds for your documents is for you to decide. Or choose your own: postroomd retention set MAILBOX own --years N")
				})
				return nil
			})
		}),
	}
}

func (c *cli) retentionSet() *cobra.Command {
	p := office.Period{}
	cmd := &cobra.Command{
		Use:   "set MAILBOX PRESET|own|none [--years N] [--year-end]",
		Short: "Say how long a mailbox's documents are kept",
		Example: `  postroomd retention set emma@kantoor.example nl-7
  postroomd retention set emma@kantoor.example own --years 12 --year-end
  postroomd retention set emma@kantoor.example none                          for ever`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.ExactArgs(2),
		RunE: c.do(func(ctx context.Context, cmd *cobra.Command, args []string) error {
			p.Rule = args[1]
			if p.Rule != office.Own && (cmd.Flags().Changed("years") || cmd.Flags().Changed("year-end")) {
				return usage("postroomd retention set", "--years and --year-end go with own")
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				chosen := &p
				if p.Rule == "none" {
					chosen = nil
				} else if p.Rule != office.Own && !slices.ContainsFunc(o.Presets(), func(one office.Preset) bool { return one.Name == p.Rule }) {
					return usage("postroomd retention set", "there is no period %q; postroomd retention presets lists them", p.Rule)
				}
				if err := o.SetRetention(ctx, args[0], chosen); err != nil {
					return err
				}
				v, err := o.Retention(ctx, time.Time{}, 1)
				if err != nil {
					return err
				}
				c.show(v.Mailboxes, func() {
					for _, m := range v.Mailboxes {
						c.say("%s: %s", plain(m.Mailbox), kept(m.Period))
					}
				})
				return nil
			})
		}),
	}
	cmd.Flags().IntVar(&p.Years, "years", 0, "of a period of your own")
	cmd.Flags().BoolVar(&p.YearEnd, "year-end", false, "a period of your own begins at the end of the calendar year")
	return cmd
}

func (c *cli) retentionDelete() *cobra.Command {
	var until string
	var yes bool
	cmd := &cobra.Command{
		Use:   "delete --until DATE [--yes]",
		Short: "Delete the mails whose period is over",
		Long: `Deletes the mails whose period ended on or before a day, with their attachments, after asking. The register keeps that
they were filed, and says when and by whom they were deleted. They are not filed again. Mails in the mailboxes at Microsoft
are not touched.`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			day, err := onDay("postroomd retention delete", "--until", until)
			if err != nil {
				return err
			}
			if day.IsZero() {
				return usage("postroomd retention delete", "--until is missing")
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				v, err := o.Retention(ctx, day, 0)
				if err != nil {
					return err
				}
				if v.Total > 0 && !yes && !c.sure(v) {
					return usage("postroomd retention delete", "%s would be deleted; add --yes if that is meant", count(v.Total, "mail", "mails"))
				}
				p := c.progress()
				d, err := o.DeleteDue(ctx, day, v.Total, func(done, total int) { p.step("Deleting", done, total) })
				p.end()
				if err != nil {
					return err
				}
				c.show(d, func() {
					c.say("%s with %s deleted. The register says so.", count(d.Mails, "mail", "mails"), count(d.Files, "file", "files"))
				})
				return nil
			})
		}),
	}
	cmd.Flags().StringVar(&until, "until", "", "mails whose period ended on or before this day")
	cmd.Flags().BoolVar(&yes, "yes", false, "don't ask")
	return cmd
}

// sure asks the person, if there is one, to type how many mails go.
func (c *cli) sure(v *office.Retentions) bool {
	if c.json || !c.live || !term.IsTerminal(int(os.Stdin.Fd())) {
		return false
	}
	c.retentionTable(v)
	fmt.Fprintf(c.err, "%s will be deleted for good, with their attachments. Type the number to delete them: ", count(v.Total, "mail", "mails"))
	answer, err := bufio.NewReader(os.Stdin).ReadString('\n')
	return err == nil && strings.TrimSpace(answer) == strconv.Itoa(v.Total)
}
