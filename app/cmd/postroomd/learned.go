package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/processing"
)

func (c *cli) accept() *cobra.Command {
	return &cobra.Command{
		Use: "accept ID [N]", Short: "Take the first, or the Nth, suggestion for a mail's client", Args: cobra.RangeArgs(1, 2), DisableFlagsInUseLine: true,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			nth := 1
			if len(args) == 2 {
				var err error
				if nth, err = strconv.Atoi(args[1]); err != nil || nth < 1 {
					return usage("postroomd processing accept", "N has to be 1, 2 or 3")
				}
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				v, err := o.Accept(ctx, args[0], nth)
				if err != nil {
					return err
				}
				c.assigned(v)
				return nil
			})
		}),
	}
}

// learnedFlags are what can be done about what was learned; one at a time.
type learnedFlags struct {
	export, file, off, on, forget, edit, client string
	bar                                         float64
	all                                         bool
}

func (c *cli) learned() *cobra.Command {
	var f learnedFlags
	cmd := &cobra.Command{
		Use:   "learned [--all] [--off ID|all] [--on ID|all] [--forget ID] [--edit ID --client CLIENT] [--bar X] [--export FILE] [--import FILE]",
		Short: "List, change, export and import what was learned from people's decisions",
		Long: `Every decision of a person about a mail counts: for the address, domain and name that wrote, the lines of the signature, the
words of subject and attachments' names. From these counts come suggestions, and above the bar assignments that are marked
as learned. A correction counts against what suggested the wrong client. Nothing leaves this machine.

The list shows addresses, domains and names; --all also shows lines of signatures and words.
--bar says how sure it has to be to assign a mail, from 0.5 to 1; it is 0.93 unless it was set. Each change can be undone
with "postroomd processing undo".`,
		Example: `  postroomd processing learned
  postroomd processing learned --off 3f2a90bc11d7           this one no longer counts
  postroomd processing learned --off all                    nothing is learned or used
  postroomd processing learned --bar 0.98                   more is asked, less goes wrong
  postroomd processing learned --export learned.json`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.NoArgs,
	}
	cmd.RunE = c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
		var chosen []string
		for _, name := range []string{"export", "import", "off", "on", "forget", "edit", "bar"} {
			if cmd.Flags().Changed(name) {
				chosen = append(chosen, name)
			}
		}
		switch {
		case len(chosen) > 1:
			return usage("postroomd processing learned", "--%s and --%s can't be given together", chosen[0], chosen[1])
		case (f.edit != "") != (f.client != ""):
			return usage("postroomd processing learned", "--edit and --client belong together")
		case len(chosen) == 0:
			chosen = []string{"list"}
		}
		return c.learnedDo(ctx, chosen[0], &f)
	})
	flags := cmd.Flags()
	flags.BoolVar(&f.all, "all", false, "show lines of signatures and words, too")
	flags.StringVar(&f.export, "export", "", "write what was learned to this file")
	flags.StringVar(&f.file, "import", "", "add what was learned from this file; what is about the same is replaced")
	flags.StringVar(&f.off, "off", "", "switch one off, or all")
	flags.StringVar(&f.on, "on", "", "switch one on again, or all")
	flags.StringVar(&f.forget, "forget", "", "forget one")
	flags.StringVar(&f.edit, "edit", "", "say that one is about the client named by --client")
	flags.StringVar(&f.client, "client", "", "with --edit: id, number or name")
	flags.Float64Var(&f.bar, "bar", 0, "how sure it has to be to assign a mail, from 0.5 to 1")
	return cmd
}

func (c *cli) learnedDo(ctx context.Context, what string, f *learnedFlags) error {
	partial := false
	err := c.with(ctx, nil, func(o *office.Office) (err error) {
		settled := 0
		switch what {
		case "list":
			v, err := o.Learned()
			if err == nil {
				c.show(v, func() { c.learnedTable(v, f.all) })
			}
			return err
		case "export":
			return c.exportLearned(o, f.export)
		case "import":
			partial, err = c.importLearned(ctx, o, f.file)
			return err
		case "off", "on":
			if id := f.off + f.on; id == "all" {
				settled, err = o.SwitchLearning(ctx, what == "on")
			} else {
				settled, err = o.SwitchLesson(ctx, id, what == "on")
			}
		case "forget":
			settled, err = o.ForgetLesson(ctx, f.forget)
		case "edit":
			settled, err = o.EditLesson(ctx, f.edit, f.client)
		case "bar":
			settled, err = o.SetBar(ctx, f.bar)
		}
		if err == nil {
			c.show(map[string]int{"settled": settled}, func() {
				c.say("Done.")
				c.waited(settled)
			})
		}
		return err
	})
	if err == nil && partial {
		return status(exitPartial)
	}
	return err
}

func (c *cli) exportLearned(o *office.Office, name string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fileUnwritable(name, err)
	}
	err = o.ExportLearned(f)
	if closed := f.Close(); err == nil && closed != nil {
		err = fileUnwritable(name, closed)
	}
	if err != nil {
		return err
	}
	c.show(map[string]string{"path": name}, func() { c.say("Written to %s.", plain(name)) })
	return nil
}

func fileUnwritable(name string, err error) error {
	return &fault.Error{Class: fault.FixSetting, Code: "learned-unwritable", Op: "write what was learned", Args: map[string]string{"path": name}, Err: err}
}

func (c *cli) importLearned(ctx context.Context, o *office.Office, name string) (partial bool, err error) {
	f, err := os.Open(name)
	if err != nil {
		return false, &fault.Error{Class: fault.FixSetting, Code: "table-missing", Op: "open what was learned", Args: map[string]string{"path": name}, Err: err}
	}
	defer f.Close() // it is only read
	v, err := o.ImportLearned(ctx, f)
	if err != nil {
		return false, err
	}
	type left struct {
		Entry   int    `json:"entry"`
		Value   string `json:"value"`
		Message string `json:"message"`
	}
	list := []left{}
	for _, l := range v.Left {
		list = append(list, left{l.Entry, l.Value, o.LeftOut(l)})
	}
	c.show(map[string]any{"added": v.Added, "updated": v.Updated, "unchanged": v.Unchanged, "left": list, "settled": len(v.Settled)}, func() {
		c.say("%d added, %d updated, %d unchanged.", v.Added, v.Updated, v.Unchanged)
		for _, l := range list {
			c.say("Left out: entry %d, %s. %s", l.Entry, plain(l.Value), l.Message)
		}
		c.waited(len(v.Settled))
	})
	return len(list) > 0, nil
}

func (c *cli) learnedTable(v *processing.Learned, all bool) {
	state := "on"
	if !v.On {
		state = "off"
	}
	rows := [][]string{{"ID", "WHAT", "VALUE", "CLIENTS", ""}}
	for _, l := range v.Lessons {
		if !all && slices.Contains([]string{"signature", "subject", "file"}, l.Kind) {
			continue
		}
		var clients []string
		for _, one := range l.Clients {
			name := "set aside"
			if one.Client != nil {
				name = clip(one.Client.Name, 28)
			}
			clients = append(clients, fmt.Sprintf("%s %d", name, one.Given+one.Used))
		}
		off := ""
		if !l.On {
			off = "off"
		}
		rows = append(rows, []string{l.ID, l.Kind, clip(l.Value, 40), clip(strings.Join(clients, ", "), 80), off})
	}
	if len(rows) > 1 {
		c.table(rows)
	}
	c.say("Learning is %s. The bar is %s. %s learned.", state, strconv.FormatFloat(v.Bar, 'g', -1, 64), count(len(v.Lessons), "thing was", "things were"))
}
