package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postroom/app/office"
	"postroom/app/processing"
)

func (c *cli) conversations() *cobra.Command {
	var q office.ConversationQuery
	var limit int
	cmd := &cobra.Command{
		Use:   "conversations [--state open|waiting|done] [--client C] [--assigned MEMBER|nobody]",
		Short: "List the conversations with clients, and what is to be done about them",
		Long: `A processed mail starts the conversation of its thread and client, or continues it. A client's mail makes it the office's turn
(open), an answer of the office the client's (waiting); what is done is open again when the client writes. With --as a note, a change and what was read are that member's.`,
		Example: `  postroomd conversations --state open --assigned nobody    what nobody sees to
  postroomd conversations show ID                           everything in order
  postroomd conversations note ID "Called, sends it Monday"
  postroomd conversations assign ID an@kantoor.example
  postroomd conversations due ID 2026-12-01
  postroomd conversations state ID done
  postroomd processing work --as an@kantoor.example         what An has to do`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			switch {
			case q.State != "" && !slices.Contains(processing.Standings, processing.Standing(q.State)):
				return usage("postroomd conversations", "--state has to be open, waiting or done")
			case limit < 0:
				return usage("postroomd conversations", "--limit has to be 1 or more, or 0 for all")
			case (q.Mine || q.Unread) && c.as == "":
				return usage("postroomd conversations", "--mine and --unread need --as MEMBER")
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				list, err := o.Conversations(q, 0, limit)
				if err != nil {
					return err
				}
				c.show(list.Conversations, func() { c.conversationTable(list) })
				return nil
			})
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&q.State, "state", "", "only those that are open, waiting or done")
	flags.StringVar(&q.Client, "client", "", "only those of this client")
	flags.StringVar(&q.Assigned, "assigned", "", "only those that this member sees to, or nobody")
	flags.StringVar(&q.DueBy, "due-by", "", "only those that are due on this day (2026-11-22) or before, and not done")
	flags.BoolVar(&q.Mine, "mine", false, "only those in which the member of --as takes part, or that they see to")
	flags.BoolVar(&q.Unread, "unread", false, "only those with something that the member of --as has not read")
	flags.IntVar(&limit, "limit", 0, "at most so many")
	cmd.AddCommand(c.conversationShow(), c.conversationNote(), c.conversationRead(),
		c.aboutConversation("assign ID MEMBER|nobody", "Say who is to see to a conversation", (*office.Office).AssignConversation),
		c.aboutConversation("state ID open|waiting|done", "Say whose turn it is: the office's, the client's, or nobody's", (*office.Office).SetConversation),
		c.aboutConversation("due ID DAY|none", "Say by which day something is to be done", func(o *office.Office, id, day string) (*office.Conversation, error) {
			if strings.EqualFold(day, "none") {
				day = ""
			}
			return o.DueConversation(id, day)
		}))
	return cmd
}

func (c *cli) conversationTable(list *office.ConversationList) {
	if len(list.Conversations) == 0 {
		c.say("No conversations.")
		return
	}
	rows := [][]string{{"ID", "STATE", "CLIENT", "SUBJECT", "MAILS", "UNREAD", "ASSIGNED TO", "DUE", "LAST", "WHY"}}
	for i := range list.Conversations {
		rows = append(rows, conversationRow(&list.Conversations[i], list.Conversations[i].Why))
	}
	c.table(rows)
	c.say("\n%d open, %d waiting for the client, %d done.", list.States[processing.StandsOpen], list.States[processing.StandsWaiting], list.States[processing.StandsDone])
}

func conversationRow(v *office.Conversation, why string) []string {
	client := ""
	if v.Client != nil {
		client = v.Client.Name
	}
	due := text(v.Due)
	if v.Overdue {
		due += " (over)"
	}
	return []string{v.ID, string(v.State), clip(client, 28), clip(v.Subject, 36), fmt.Sprint(v.Mails), fmt.Sprint(v.Unread), text(v.Assigned), due, local(v.Last), why}
}

// text is a text that may be absent.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func (c *cli) conversationShow() *cobra.Command {
	var offset, limit int
	cmd := &cobra.Command{
		Use: "show ID [--offset N] [--limit N]", Short: "Show a conversation with everything in order", Args: cobra.ExactArgs(1), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			if limit < 0 {
				return usage("postroomd conversations show", "--limit has to be 1 or more, or 0 for all")
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				v, err := o.Conversation(args[0], offset, limit)
				if err != nil {
					return err
				}
				c.show(v, func() { c.conversation(v) })
				return nil
			})
		}),
	}
	flags := cmd.Flags()
	flags.IntVar(&offset, "offset", 0, "begin with this entry, 0 is the first; -1: show the last ones")
	flags.IntVar(&limit, "limit", 0, "at most so many entries")
	return cmd
}

func (c *cli) conversation(v *office.ConversationDetail) {
	c.table([][]string{{"ID", "STATE", "CLIENT", "SUBJECT", "MAILS", "UNREAD", "ASSIGNED TO", "DUE", "LAST", "WHY"}, conversationRow(&v.Conversation, v.Why)})
	c.say("People: %s\n", plain(strings.Join(v.Participants, ", ")))
	rows := [][]string{{"TIME", "WHAT", "WHO", ""}}
	for _, e := range v.Entries {
		who, what := text(e.By), text(e.Value)
		switch {
		case e.Kind != "mail" && e.Text == nil && e.Value == nil:
			what = "none"
		case e.Document != nil:
			who, what = e.Document.From, e.Document.Subject
			for _, a := range e.Document.Attachments {
				what += " [" + a.Name + "]"
			}
		case e.Text != nil:
			what = *e.Text
		}
		rows = append(rows, []string{local(e.Time), e.Kind, clip(who, 36), what})
	}
	c.table(rows)
}

func (c *cli) conversationNote() *cobra.Command {
	cmd := &cobra.Command{
		Use: "note ID TEXT", Short: "Add an internal note; TEXT - reads it from standard input", Args: cobra.ExactArgs(2), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			note := args[1]
			if note == "-" {
				data, err := io.ReadAll(io.LimitReader(os.Stdin, 1<<20))
				if err != nil {
					return fmt.Errorf("read the note: %w", err)
				}
				note = string(data)
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				v, err := o.NoteConversation(args[0], note)
				return c.changedConversation(v, err)
			})
		}),
	}
	return cmd
}

func (c *cli) aboutConversation(use, short string, do func(o *office.Office, id, value string) (*office.Conversation, error)) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Args: cobra.ExactArgs(2), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				v, err := do(o, args[0], args[1])
				return c.changedConversation(v, err)
			})
		}),
	}
	return cmd
}

func (c *cli) conversationRead() *cobra.Command {
	var upTo uint64
	cmd := &cobra.Command{
		Use: "read ID [--up-to NUMBER]", Short: "Say that a member has read a conversation", Args: cobra.ExactArgs(1), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				v, err := o.ReadConversation(args[0], upTo)
				return c.changedConversation(v, err)
			})
		}),
	}
	cmd.Flags().Uint64Var(&upTo, "up-to", 0, "only up to the entry with this number")
	return cmd
}

// changedConversation shows a conversation after a change; nil if whoever changed it does not see it any more.
func (c *cli) changedConversation(v *office.Conversation, err error) error {
	if err != nil {
		return err
	}
	c.show(v, func() {
		if v == nil {
			c.say("Done.")
			return
		}
		c.say("Done: %s. %s", v.State, plain(v.Why))
	})
	return nil
}

func (c *cli) work() *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use: "work [--limit N]", Short: "Show what a member of the team has to do, the most urgent first", Args: cobra.NoArgs, DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			if limit < 0 {
				return usage("postroomd processing work", "--limit has to be 1 or more, or 0 for all")
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				v, err := o.MyWork(0, limit)
				if err != nil {
					return err
				}
				c.show(v, func() { c.workTable(v) })
				return nil
			})
		}),
	}
	cmd.Flags().IntVar(&limit, "limit", 0, "at most so many conversations")
	return cmd
}

func (c *cli) workTable(v *office.MyWork) {
	if len(v.Conversations) == 0 && v.Counts.Attention == 0 {
		c.say("%s has nothing to do.", plain(v.Member.Name))
		return
	}
	if len(v.Conversations) > 0 {
		rows := [][]string{{"ID", "STATE", "CLIENT", "SUBJECT", "MAILS", "UNREAD", "ASSIGNED TO", "DUE", "LAST", "WHY"}}
		for i := range v.Conversations {
			rows = append(rows, conversationRow(&v.Conversations[i].Conversation, strings.Join(v.Conversations[i].Reasons, ", ")))
		}
		c.table(rows)
	}
	n := v.Counts
	c.say("\n%s: %d overdue, %d due today, %d not read, %d assigned, %d open that nobody sees to.", count(n.Conversations, "conversation", "conversations"), n.Overdue, n.Today, n.Unread, n.Assigned, n.Open)
	if n.Attention > 0 {
		c.say("%s somebody: postroomd processing --state attention", count(n.Attention, "mail needs", "mails need"))
	}
}
