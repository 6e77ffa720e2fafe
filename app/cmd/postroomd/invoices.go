package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postroom/app/fault"
	"postroom/app/office"
)

func (c *cli) invoices() *cobra.Command {
	var q office.InvoiceQuery
	var since, until, file string
	var without bool
	cmd := &cobra.Command{
		Use:   "invoices [--since DATE] [--mailbox M]",
		Short: "List recognised invoices, with their data",
		Example: `  postroomd invoices --since 2026-11-01 --mailbox invoices@kantoor.example
  postroomd invoices --export invoices.xlsx
  postroomd invoices mark invoices@kantoor.example           its mails should all hold an invoice
  postroomd invoices --without                               those that hold none`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			var err error
			if q.From, err = day("--since", since); err != nil {
				return err
			}
			if q.To, err = day("--until", until); err != nil {
				return err
			}
			switch q.State {
			case "", office.InvoiceOK, office.InvoiceCheck, office.InvoiceDuplicate, office.InvoiceCopy:
			default:
				return usage("postroomd invoices", "--state has to be ok, check, duplicate or copy")
			}
			format := strings.TrimPrefix(strings.ToLower(filepath.Ext(file)), ".")
			if file != "" && format != office.CSV && format != office.XLSX {
				return usage("postroomd invoices", "--export needs a file name that ends in .csv or .xlsx")
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				found, err := o.Invoices(q)
				if err != nil {
					return err
				}
				if file != "" {
					if err := export(o, file, format, found.Rows); err != nil {
						return err
					}
				}
				switch {
				case without:
					c.show(found.Without, func() { c.documentTable(found.Without) })
				case file != "":
					c.show(map[string]any{"file": file, "invoices": len(found.Rows)}, func() { c.say("%s written to %s.", count(len(found.Rows), "invoice", "invoices"), plain(file)) })
				default:
					c.show(found.Rows, func() { c.invoiceTable(found) })
				}
				return nil
			})
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&since, "since", "", "only those issued on or after a day, such as 2026-11-22")
	flags.StringVar(&until, "until", "", "only those issued on or before a day")
	flags.StringVar(&q.Mailbox, "mailbox", "", "only those that came into this mailbox")
	flags.StringVar(&q.Client, "client", "", "only those of this client: id, number or name")
	flags.StringVar(&q.Seller, "seller", "", "only those with this text in the seller's name or VAT number")
	flags.StringVar(&q.State, "state", "", "only ok, check, duplicate or copy")
	flags.BoolVar(&q.Marked, "marked", false, "only those that came into a marked mailbox or folder")
	flags.BoolVar(&without, "without", false, "list the mails in marked mailboxes and folders that hold no invoice")
	flags.StringVar(&file, "export", "", "write the list to a file that ends in .csv or .xlsx")
	cmd.AddCommand(c.mark("mark", true), c.mark("unmark", false), c.marked(), c.again())
	return cmd
}

// day reads a date of the command line.
func day(flag, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, usage("postroomd invoices", "%s has to be a day such as 2026-11-22, not %q", flag, s)
	}
	return t, nil
}

// export writes the list beside its file and then in its place: nobody finds half a list.
func export(o *office.Office, name, format string, rows []office.InvoiceRow) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".postroom-*."+format)
	if err != nil {
		return exportError(name, err)
	}
	err = o.WriteInvoices(f, format, rows)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(exportError(name, err), os.Remove(f.Name()))
	}
	return nil
}

func exportError(name string, err error) error {
	return &fault.Error{Class: fault.FixSetting, Code: "export-write", Op: "write the list of invoices", Args: map[string]string{"path": name}, Err: err}
}

func (c *cli) invoiceTable(found *office.Invoices) {
	if found.Waiting > 0 {
		c.say("Some mails have not been looked at yet. They are when filing runs: postroomd run, or postroomd sync --once")
	}
	if len(found.Rows) == 0 {
		c.say("No invoices.")
	} else {
		rows := [][]string{{"DATE", "NUMBER", "SELLER", "TOTAL", "", "DUE", "STATE", "FILE"}}
		for _, r := range found.Rows {
			rows = append(rows, []string{string(r.IssueDate), clip(string(r.Number), 24), clip(string(r.Seller.Name), 32), string(r.Gross), string(r.Currency),
				string(r.DueDate), r.State, r.Path})
		}
		c.table(rows)
		c.say("")
		for _, t := range found.Totals {
			c.say("%s: net %s, VAT %s, total %s %s", count(t.Count, "invoice", "invoices"), t.Net, t.Tax, t.Gross, t.Currency)
		}
	}
	if n := len(found.Without); n > 0 {
		c.say("%s in marked mailboxes without an invoice: postroomd invoices --without", count(n, "mail", "mails"))
	}
}

func (c *cli) mark(name string, on bool) *cobra.Command {
	short := "Say that a mailbox, or a folder of it, takes invoices"
	if !on {
		short = "Say that a mailbox, or a folder of it, no longer takes invoices"
	}
	return &cobra.Command{
		Use: name + " MAILBOX [PATH]", Short: short, Args: cobra.RangeArgs(1, 2), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			path := ""
			if len(args) == 2 {
				path = args[1]
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				if err := o.MarkInvoices(args[0], path, on); err != nil {
					return err
				}
				return c.marks(o)
			})
		}),
	}
}

func (c *cli) marked() *cobra.Command {
	return &cobra.Command{
		Use: "marked", Short: "List the mailboxes and folders that take invoices", Args: cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error { return c.with(ctx, nil, c.marks) }),
	}
}

func (c *cli) marks(o *office.Office) error {
	marks, err := o.InvoiceMarks()
	if err != nil {
		return err
	}
	type row struct {
		Mailbox string `json:"mailbox"`
		Folder  string `json:"folder"`
	}
	rows, table := []row{}, [][]string{{"MAILBOX", "FOLDER"}}
	for _, m := range marks {
		rows, table = append(rows, row(m)), append(table, []string{m.Mailbox, m.Folder})
	}
	c.show(rows, func() {
		if len(marks) == 0 {
			c.say("No mailbox is marked.")
			return
		}
		c.table(table)
	})
	return nil
}

func (c *cli) again() *cobra.Command {
	return &cobra.Command{
		Use: "again [ID…]", Short: "Look again at attachments that could not be read", DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				n, err := o.LookAgainNow(ctx, args...)
				if err != nil {
					return err
				}
				c.show(map[string]int{"mails": n}, func() { c.say("Looked at %s again.", count(n, "mail", "mails")) })
				return nil
			})
		}),
	}
}
