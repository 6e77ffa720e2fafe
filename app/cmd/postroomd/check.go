package main

import (
	"context"

	"github.com/spf13/cobra"

	"postroom/app/office"
)

func (c *cli) validate() *cobra.Command {
	return &cobra.Command{
		Use:   "validate [ACCOUNT]",
		Short: "Test every link of the chain, from the sign-in to the documents' folder",
		Long:  "Tests every link of the chain and says what to do about each that does not hold. Exit status 1 if there is one.",
		Args:  cobra.MaximumNArgs(1),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			name := ""
			if len(args) == 1 {
				name = args[0]
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				checks, err := o.Validate(ctx, name)
				if err != nil {
					return err
				}
				c.show(checks, func() { c.checkTable(checks) })
				for _, k := range checks {
					if !k.OK {
						return status(exitFailed)
					}
				}
				return nil
			})
		}),
	}
}

func (c *cli) checkTable(checks []office.Check) {
	rows := [][]string{{"", "CHECK", "OF", "RESULT"}}
	for _, k := range checks {
		mark, text := "ok", k.Message
		if !k.OK {
			mark, text = "NOT OK", k.Message
			if k.Remedy != nil {
				text += " " + remedy(*k.Remedy, k.Command)
			}
		}
		rows = append(rows, []string{mark, k.Check, k.Subject, text})
	}
	c.table(rows)
}

func (c *cli) diagnostics() *cobra.Command {
	return &cobra.Command{
		Use:   "diagnostics FILE.zip",
		Short: "Write a report for support, without secrets",
		Long: `Writes versions, settings, where everything stands and a week of logs into a zip file. It holds no sign-in, no secret,
no subject and no address: look into it before you send it.`,
		Example: "  postroomd diagnostics report.zip",
		Args:    cobra.ExactArgs(1),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				r, err := o.Diagnostics(args[0])
				if err != nil {
					return err
				}
				c.show(r, func() {
					c.say("Written: %s", r.File)
					for _, f := range r.Holds {
						c.say("  %s", f)
					}
				})
				return nil
			})
		}),
	}
}
