package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"postroom/app/office"
)

func (c *cli) status() *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Show where everything stands",
		Args:  cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				s, err := o.Status()
				if err != nil {
					return err
				}
				c.show(s, func() { c.statusText(s) })
				return nil
			})
		}),
	}
}

var stateWords = map[string]string{
	"idle":      "Everything is up to date.",
	"syncing":   "Filing.",
	"paused":    "Filing rests.",
	"attention": "Something needs you.",
}

func (c *cli) statusText(s *office.Status) {
	c.say("%s %s filed, %d today, %d waiting, %d failed.", stateWords[s.State], count(s.Filed, "mail", "mails"), s.FiledToday,
		s.Journal.Waiting, s.Journal.Failed)
	if s.Paused != nil && s.Paused.Until != nil {
		c.say("Paused until %s.", local(s.Paused.Until))
	}
	c.say("Documents lie in %s", plain(s.Destination.Path))
	if p := s.Problem; p != nil {
		c.say("%s %s", plain(p.Message), remedy(p.Remedy, p.Command))
	}
	if s.Journal.Failed > 0 {
		c.say("What failed, and why: postroomd sync --once. Try again: postroomd retry")
	}
	if len(s.Mailboxes) == 0 {
		c.say("No mailbox is connected. Connect one: postroomd connect work")
		return
	}
	c.say("")
	rows := [][]string{{"MAILBOX", "FOLDER", "STATE", "FILED", "LOOKED AT", "IN FOLDER · FILED · BEFORE"}}
	for _, m := range s.Mailboxes {
		rows = append(rows, []string{m.Address, "", m.State, "", local(m.LastSync)})
		for _, f := range m.Folders {
			rows = append(rows, folderRow(f))
		}
	}
	c.table(rows)
	for _, m := range s.Mailboxes {
		for _, n := range m.Notes {
			c.say("\n%s %s", plain(n.Message), remedy(n.Remedy, n.Command))
		}
		for _, f := range m.Folders {
			if f.Error != nil {
				c.say("\n%s, %s: %s %s", plain(m.Address), plain(f.Path), plain(f.Error.Message), remedy(f.Error.Remedy, f.Error.Command))
			}
		}
	}
}

func folderRow(f office.FolderStatus) []string {
	seen, sums := "never", ""
	if f.CursorAge != nil {
		seen = *f.CursorAge + " ago"
	}
	if t := f.TrueUp; t != nil {
		sums = fmt.Sprintf("%d · %d · %d", t.InFolder, t.Filed, t.Before)
	}
	state := f.State
	if f.Vanished {
		state = "gone from the mailbox"
	}
	return []string{"", f.Path, state, fmt.Sprint(f.Filed), seen, sums}
}

func (c *cli) documents() *cobra.Command {
	var query, client string
	var limit int
	cmd := &cobra.Command{
		Use:   "documents [--query TEXT] [--client CLIENT] [--limit N]",
		Short: "List filed mails, newest first",
		Long: `Lists filed mails, newest first. A query looks for words in mails and attachments, in any of their forms in Dutch, French,
German and English. It can hold conditions, too:

  from:peeters  to:info  subject:invoice  in:Clients     who, what about, which folder or mailbox
  has:attachment  has:invoice  kind:image  kind:pdf      what is in the mail
  after:2026-01-01  before:2026-07                       when it was received
  "annual accounts"  -reminder  -from:info               these words as they stand; without this`,
		Example: `  postroomd documents --limit 20
  postroomd documents --query peeters
  postroomd documents --client 1001
  postroomd documents --query 'from:peeters "annual accounts" after:2026'`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			if limit < 0 {
				return usage("postroomd documents", "--limit has to be 1 or more, or 0 for all")
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				if query != "" {
					hits, err := c.find(ctx, o, query, client, limit)
					if err != nil {
						return err
					}
					c.show(hits, func() { c.documentTable(documentsOf(hits)) })
					return nil
				}
				docs, err := o.ClientDocuments(client, query, limit)
				if err != nil {
					return err
				}
				c.show(docs, func() { c.documentTable(docs) })
				return nil
			})
		}),
	}
	cmd.Flags().StringVar(&query, "query", "", "only those that this finds")
	cmd.Flags().StringVar(&client, "client", "", "only those of this client: id, number or name")
	cmd.Flags().IntVar(&limit, "limit", 0, "at most so many")
	return cmd
}

func (c *cli) documentTable(docs []office.Document) {
	if len(docs) == 0 {
		c.say("No documents.")
		return
	}
	rows := [][]string{{"RECEIVED", "FROM", "SUBJECT", "FILES", "PATH"}}
	for _, d := range docs {
		rows = append(rows, []string{local(d.Received), clip(d.From, 32), clip(d.Subject, 48), fmt.Sprint(1 + len(d.Attachments)), d.Path})
	}
	c.table(rows)
}

// clip shortens a text to n characters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
