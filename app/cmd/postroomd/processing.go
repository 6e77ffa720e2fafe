package main

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"postroom/app/mail"
	"postroom/app/office"
	"postroom/app/processing"
)

func (c *cli) processing() *cobra.Command {
	var q office.ProcessingQuery
	var limit int
	cmd := &cobra.Command{
		Use:   "processing [--state new|processed|attention|aside] [--query TEXT] [--as ADDRESS]",
		Short: "List which client each filed mail belongs to, and who takes part",
		Long: `Lists every filed mail with its client and the people who take part. A mail is processed as soon as it is filed; what needs
somebody says why, and is tried again at least every 5 minutes while filing runs and after each change of clients or team. Where
calendar status is on (see "postroomd people"), it is read and stands beside who takes part.`,
		Example: `  postroomd processing --state attention                    what needs somebody
  postroomd processing --as an@kantoor.example              what An sees
  postroomd assign 17 "Peeters BV" --learn domain           settle one, and what waited for the same
  postroomd processing accept 17                            the first suggestion is right
  postroomd processing aside 18                             it concerns no client
  postroomd processing undo                                 take the last decision back`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			states := []string{"", string(processing.New), string(processing.Processed), string(processing.Attention), string(processing.Aside)}
			switch {
			case !slices.Contains(states, q.State):
				return usage("postroomd processing", "--state has to be new, processed, attention or aside")
			case q.Reason != "" && !slices.Contains(processing.Reasons, processing.Reason(q.Reason)):
				return usage("postroomd processing", "there is no reason %q", q.Reason)
			case limit < 0:
				return usage("postroomd processing", "--limit has to be 1 or more, or 0 for all")
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				if q.Text != "" {
					var reading sync.WaitGroup
					o.List(ctx, reading.Go, func(int, int) {})
					reading.Wait()
				}
				list, err := o.Processing(q, 0, limit)
				if err != nil {
					return err
				}
				there, err := availability(ctx, o, list.Entries)
				if err != nil {
					return err
				}
				c.show(withAvailability(list.Entries, there), func() { c.processingTable(list, there) })
				return nil
			})
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&q.State, "state", "", "only those that are new, processed, attention or aside")
	flags.StringVar(&q.Reason, "reason", "", "only those that need somebody for this reason")
	flags.StringVar(&q.Client, "client", "", "only those of this client")
	flags.StringVar(&q.Mailbox, "mailbox", "", "only those filed from this mailbox")
	flags.StringVar(&q.Text, "query", "", "only those with these words in subject, people, folder, names of attachments, or name or number of the client")
	flags.IntVar(&limit, "limit", 0, "at most so many")
	cmd.AddCommand(c.setsAside("aside", "Say that mails concern no client", true), c.setsAside("keep", "Take mails back that were set aside", false), c.accept(), c.learned(), c.processAgain(), c.work(), c.undo(), c.rules())
	return cmd
}

// availableEntry is an entry of the list with how those who take part show now.
type availableEntry struct {
	office.ProcessingEntry
	Availability []office.Availability `json:"availability"` // of whom anything is known
}

// availability is how everybody shows who takes part in one of the mails, by address.
func availability(ctx context.Context, o *office.Office, entries []office.ProcessingEntry) (map[string]office.Availability, error) {
	there := map[string]office.Availability{}
	var who []string
	for i := range entries {
		for _, address := range entries[i].Participants {
			if _, known := there[address]; !known {
				there[address] = office.Availability{}
				who = append(who, address)
			}
		}
	}
	list, err := o.ReadAvailability(ctx, who...)
	clear(there)
	for _, a := range list {
		there[a.Address] = a
	}
	return there, err
}

func withAvailability(entries []office.ProcessingEntry, there map[string]office.Availability) []availableEntry {
	list := []availableEntry{}
	for i := range entries {
		one := availableEntry{entries[i], []office.Availability{}}
		for _, address := range entries[i].Participants {
			if a, known := there[address]; known {
				one.Availability = append(one.Availability, a)
			}
		}
		list = append(list, one)
	}
	return list
}

// saidOf names those who take part, with how they show unless they are there.
func saidOf(participants []string, there map[string]office.Availability) string {
	var all []string
	for _, address := range participants {
		if a, known := there[address]; known && a.Status != mail.Free {
			address += " (" + a.Words + ")"
		}
		all = append(all, address)
	}
	return strings.Join(all, ", ")
}

func (c *cli) processingTable(list *office.ProcessingList, there map[string]office.Availability) {
	if len(list.Entries) == 0 {
		c.say("No mails.")
		return
	}
	rows := [][]string{{"ID", "STATE", "CLIENT", "FROM", "SUBJECT", "WHO", "WHY"}}
	for _, e := range list.Entries {
		client := ""
		if e.Client != nil {
			client = clip(e.Client.Name, 28)
		}
		rows = append(rows, []string{e.ID, string(e.State), client, clip(e.From, 28), clip(e.Subject, 36), clip(saidOf(e.Participants, there), 60), strings.Join(e.Evidence, " ")})
	}
	c.table(rows)
	c.say("\n%d processed, %d need somebody, %d set aside, %d new.", list.States[processing.Processed], list.States[processing.Attention],
		list.States[processing.Aside], list.States[processing.New])
}

func (c *cli) assign() *cobra.Command {
	var learn string
	cmd := &cobra.Command{
		Use:   "assign ID CLIENT [--learn address|domain|nothing]",
		Short: "Settle one mail, and what waited for the same",
		Long: `Gives a mail to a client. With --learn address the sender's address is the client's from now on, with --learn domain all
addresses of the sender's domain. Without it the decision is evidence among others (see "postroomd processing learned"),
and changes nothing of the client; with --learn nothing it is not even that.`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.ExactArgs(2),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			if !slices.Contains([]string{"", string(processing.LearnAddress), string(processing.LearnDomain), string(processing.LearnNothing)}, learn) {
				return usage("postroomd assign", "--learn has to be address, domain or nothing")
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				v, err := o.Assign(ctx, args[0], args[1], learn)
				if err != nil {
					return err
				}
				c.assigned(v)
				return nil
			})
		}),
	}
	cmd.Flags().StringVar(&learn, "learn", "", "what to learn from it: address, domain or nothing")
	return cmd
}

// assigned shows to whom a mail was assigned, and how many with it.
func (c *cli) assigned(v *office.Assigned) {
	c.show(v, func() {
		c.say("Assigned to %s.", plain(v.Entry.Client.Name))
		c.waited(len(v.Settled))
	})
}

// waited says how many mails a change has settled beside.
func (c *cli) waited(n int) {
	if n > 0 {
		c.say("%s more were waiting for this.", count(n, "mail", "mails"))
	}
}

func (c *cli) setsAside(name, short string, aside bool) *cobra.Command {
	return &cobra.Command{
		Use: name + " ID…", Short: short, Args: cobra.MinimumNArgs(1), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				if err := o.SetAside(ctx, aside, args...); err != nil {
					return err
				}
				c.show(map[string]int{"mails": len(args)}, func() { c.say("Done: %s.", count(len(args), "mail", "mails")) })
				return nil
			})
		}),
	}
}

func (c *cli) processAgain() *cobra.Command {
	return &cobra.Command{
		Use: "again [ID…]", Short: "Try everything again that is new or needs somebody, or the mails given", DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				n, err := o.ProcessAgain(ctx, args...)
				if err != nil {
					return err
				}
				c.show(map[string]int{"settled": n}, func() { c.say("Settled: %s.", count(n, "mail", "mails")) })
				return nil
			})
		}),
	}
}

func (c *cli) undo() *cobra.Command {
	return &cobra.Command{
		Use: "undo", Short: "Take back what was decided last about clients, team or mails", Args: cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				u, err := o.UndoProcessing(ctx)
				if err != nil {
					return err
				}
				c.show(u, func() {
					c.say("Taken back: %s of %s (%s, %s).", u.What, local(&u.Time), count(u.Clients, "client", "clients"), count(u.Mails, "mail", "mails"))
				})
				return nil
			})
		}),
	}
}
