package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/processing"
)

// clientDoc is a client as JSON shows it.
type clientDoc struct {
	ID            string            `json:"id"`
	Name          string            `json:"name"`
	Number        string            `json:"number"`
	Addresses     []string          `json:"addresses"`
	Domains       []string          `json:"domains"`
	VAT           []string          `json:"vat"`
	Registrations []string          `json:"registrations"`
	IBANs         []string          `json:"ibans"`
	Language      *string           `json:"language"`
	Ended         *string           `json:"ended"`
	Roles         map[string]string `json:"roles"`
}

func clientView(c processing.Client) clientDoc {
	return clientDoc{c.ID, c.Name, c.Number, c.Addresses, c.Domains, c.VAT, c.Registrations, c.IBANs, orNull(c.Language), orNull(c.Ended), c.Roles}
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func (c *cli) clients() *cobra.Command {
	var query string
	cmd := &cobra.Command{
		Use:   "clients [--query TEXT]",
		Short: "List the office's clients",
		Example: `  postroomd clients --query peeters
  postroomd clients add --name "Peeters BV" --number 1001 --address jan@peeters.example --domain peeters.example
  postroomd clients import clients.xlsx --preview
  postroomd clients import clients.csv --map name=Bedrijf --map address=E-mail
  postroomd clients assign 1001 payroll an@kantoor.example`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				list, err := o.Clients(query)
				if err != nil {
					return err
				}
				docs := []clientDoc{}
				for _, one := range list {
					docs = append(docs, clientView(one))
				}
				c.show(docs, func() { c.clientTable(list) })
				return nil
			})
		}),
	}
	cmd.Flags().StringVar(&query, "query", "", "only those that hold these words")
	cmd.AddCommand(c.clientAdd(), c.clientChange(), c.clientImport(), c.clientExport(), c.clientAssign(), c.clientMerge(), c.clientTree())
	return cmd
}

func (c *cli) clientTable(list []processing.Client) {
	if len(list) == 0 {
		c.say("No clients.")
		return
	}
	rows := [][]string{{"NUMBER", "NAME", "ADDRESSES", "DOMAINS", "VAT", "ROLES", "ENDED"}}
	for _, one := range list {
		var roles []string
		for _, role := range slices.Sorted(maps.Keys(one.Roles)) {
			roles = append(roles, role+": "+one.Roles[role])
		}
		rows = append(rows, []string{one.Number, clip(one.Name, 36), clip(strings.Join(one.Addresses, ", "), 48), clip(strings.Join(one.Domains, ", "), 32),
			strings.Join(one.VAT, ", "), clip(strings.Join(roles, ", "), 48), one.Ended})
	}
	c.table(rows)
}

// clientFlags are the details of a client on the command line.
func clientFlags(cmd *cobra.Command, v *processing.Client) {
	flags := cmd.Flags()
	flags.StringVar(&v.Name, "name", "", "what the client is called")
	flags.StringVar(&v.Number, "number", "", "the office's number for the client")
	flags.StringArrayVar(&v.Addresses, "address", nil, "a mail address of the client; may be given several times")
	flags.StringArrayVar(&v.Domains, "domain", nil, "a domain whose addresses are all the client's")
	flags.StringArrayVar(&v.VAT, "vat", nil, "a VAT number")
	flags.StringArrayVar(&v.Registrations, "registration", nil, "a number in a register of companies")
	flags.StringArrayVar(&v.IBANs, "iban", nil, "an account")
	flags.StringVar(&v.Language, "language", "", "en, nl, fr or de")
	flags.StringVar(&v.Ended, "ended", "", "the day on which the work for the client ended, such as 2026-11-22")
}

func (c *cli) clientAdd() *cobra.Command {
	var v processing.Client
	cmd := &cobra.Command{
		Use: "add --name NAME [--number X] [--address A]… [--domain D]…", Short: "Add a client", Args: cobra.NoArgs, DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("name") {
				return usage("postroomd clients add", "--name is missing")
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				added, settled, err := o.AddClient(ctx, v)
				if err != nil {
					return err
				}
				c.changed(added, settled, "Added")
				return nil
			})
		}),
	}
	clientFlags(cmd, &v)
	return cmd
}

// changed shows a client that was added or changed, and what it has settled.
func (c *cli) changed(v processing.Client, settled int, what string) {
	c.show(struct {
		clientDoc
		Settled int `json:"settled"`
	}{clientView(v), settled}, func() {
		c.say("%s: %s.", what, plain(v.Name))
		c.waited(settled)
	})
}

func (c *cli) clientChange() *cobra.Command {
	var v processing.Client
	cmd := &cobra.Command{
		Use: "change CLIENT [--name NAME] …", Short: "Change a client: a detail that is given replaces the old one", Args: cobra.ExactArgs(1), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, cmd *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				now, err := o.Client(args[0])
				if err != nil {
					return err
				}
				for flag, set := range map[string]func(){
					"name": func() { now.Name = v.Name }, "number": func() { now.Number = v.Number }, "address": func() { now.Addresses = v.Addresses },
					"domain": func() { now.Domains = v.Domains }, "vat": func() { now.VAT = v.VAT }, "registration": func() { now.Registrations = v.Registrations },
					"iban": func() { now.IBANs = v.IBANs }, "language": func() { now.Language = v.Language }, "ended": func() { now.Ended = v.Ended },
				} {
					if cmd.Flags().Changed(flag) {
						set()
					}
				}
				changed, settled, err := o.ChangeClient(ctx, now)
				if err != nil {
					return err
				}
				c.changed(changed, settled, "Changed")
				return nil
			})
		}),
	}
	clientFlags(cmd, &v)
	return cmd
}

// importDoc is what an import has come to, as JSON shows it.
type importDoc struct {
	Added      int                 `json:"added"`
	Updated    int                 `json:"updated"`
	Unchanged  int                 `json:"unchanged"`
	Duplicates int                 `json:"duplicates"`
	Errors     []lineDoc           `json:"errors"`
	Map        map[string][]string `json:"map"`
	Ignored    []string            `json:"ignored"`
	Preview    []clientDoc         `json:"preview,omitempty"`
	Settled    int                 `json:"settled"`
}

type lineDoc struct {
	Line    int    `json:"line"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (c *cli) clientImport() *cobra.Command {
	var maps []string
	var preview bool
	cmd := &cobra.Command{
		Use:   "import FILE [--map FIELD=COLUMN]… [--preview]",
		Short: "Add and update clients from a CSV file or an Excel workbook",
		Long: `Reads clients from a table whose first line names the columns, in any order. What the columns mean is guessed from their
names; --map says it where that is not enough, and is remembered for the next table with the same columns.
FIELD is ` + strings.Join(processing.Fields, ", ") + ` or role:NAME.

A line is about the client with the same number, else the same VAT number, else the same name, so that a second import
updates and never doubles. A line with an error is left out and told.`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.ExactArgs(1),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			said, err := processing.ParseMap(maps)
			if err != nil {
				return err
			}
			f, err := os.Open(args[0])
			if err != nil {
				return &fault.Error{Class: fault.FixSetting, Code: "table-missing", Op: "open a table", Args: map[string]string{"path": args[0]}, Err: err}
			}
			defer f.Close() // it is only read
			partial := false
			err = c.with(ctx, nil, func(o *office.Office) error {
				v, err := o.ImportClients(ctx, f, processing.ImportOptions{Map: said, Preview: preview})
				if err != nil {
					return err
				}
				partial = len(v.Errors) > 0
				c.imported(o, v, preview)
				return nil
			})
			if err == nil && partial {
				return status(exitPartial)
			}
			return err
		}),
	}
	cmd.Flags().StringArrayVar(&maps, "map", nil, "what a column holds: FIELD=COLUMN; may be given several times")
	cmd.Flags().BoolVar(&preview, "preview", false, "say what would happen and change nothing")
	return cmd
}

func (c *cli) imported(o *office.Office, v *processing.Imported, preview bool) {
	doc := importDoc{Added: v.Added, Updated: v.Updated, Unchanged: v.Unchanged, Duplicates: v.Duplicates, Errors: []lineDoc{}, Map: v.Map, Ignored: append([]string{}, v.Ignored...),
		Settled: len(v.Settled)}
	for _, e := range v.Errors {
		doc.Errors = append(doc.Errors, lineDoc{e.Line, fault.CodeOf(e.Err), o.LineProblem(e)})
	}
	if preview {
		for _, one := range v.First {
			doc.Preview = append(doc.Preview, clientView(one))
		}
	}
	c.show(doc, func() {
		will := ""
		if preview {
			will = "Nothing is changed yet. It would be: "
		}
		c.say("%s%d added, %d updated, %d unchanged, %s left out.", will, v.Added, v.Updated, v.Unchanged, count(len(v.Errors), "line", "lines"))
		if v.Duplicates > 0 {
			c.say("%s about a client that another line was about: they were put together.", count(v.Duplicates, "line was", "lines were"))
		}
		for _, field := range slices.Sorted(maps.Keys(v.Map)) {
			c.say("  %s: %s", field, plain(strings.Join(v.Map[field], ", ")))
		}
		if len(v.Ignored) > 0 {
			c.say("  not read: %s", plain(strings.Join(v.Ignored, ", ")))
		}
		for _, e := range doc.Errors {
			c.say("Line %d: %s", e.Line, plain(e.Message))
		}
		c.waited(len(v.Settled))
	})
}

func (c *cli) clientExport() *cobra.Command {
	var query string
	cmd := &cobra.Command{
		Use: "export FILE.csv [--query TEXT]", Short: "Write the clients to a CSV file that import reads", Args: cobra.ExactArgs(1), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				f, err := os.OpenFile(args[0], os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
				if err == nil {
					err = o.ExportClients(f, query)
					err = errors.Join(err, f.Close())
				}
				if err != nil {
					return exportError(args[0], err)
				}
				c.show(map[string]string{"file": args[0]}, func() { c.say("Written to %s.", plain(args[0])) })
				return nil
			})
		}),
	}
	cmd.Flags().StringVar(&query, "query", "", "only those that hold these words")
	return cmd
}

func (c *cli) clientAssign() *cobra.Command {
	var none bool
	cmd := &cobra.Command{
		Use: "assign CLIENT ROLE MEMBER", Short: "Say who holds a role for a client", Args: cobra.RangeArgs(2, 3), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			if none == (len(args) == 3) {
				return usage("postroomd clients assign", "name a member, or say --nobody")
			}
			member := ""
			if !none {
				member = args[2]
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				v, settled, err := o.GiveRole(ctx, args[0], args[1], member)
				if err != nil {
					return err
				}
				c.changed(v, settled, fmt.Sprintf("Changed who holds the role %s", plain(args[1])))
				return nil
			})
		}),
	}
	cmd.Flags().BoolVar(&none, "nobody", false, "nobody holds the role any more")
	return cmd
}

func (c *cli) clientMerge() *cobra.Command {
	return &cobra.Command{
		Use: "merge CLIENT OTHER", Short: "Make one client of two: the other's details and mails are the first one's", Args: cobra.ExactArgs(2), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				v, err := o.MergeClients(ctx, args[0], args[1])
				if err != nil {
					return err
				}
				c.changed(v, 0, "Merged")
				return nil
			})
		}),
	}
}
