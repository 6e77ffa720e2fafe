package main

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/people"
)

func (c *cli) people() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "people users|contacts|status|pass|join|on|off|watch|unwatch|ties|tie|untie|features",
		Short: "The organisation's users, contacts, and who is there by their calendars",
		Long: `Calendars tell who is free, busy or out of office, and until when; the organisation's directory tells who works there; contacts
are one's own until one shows them to the office. Each is off until somebody switches it on for an account; only then is the
permission for it asked for. Of a calendar nothing is kept but when somebody is busy and how.`,
		Example: `  postroomd people on status emma@kantoor.example
  postroomd people watch emma@kantoor.example jan@kantoor.example an@kantoor.example
  postroomd people status
  postroomd people on users emma@kantoor.example
  postroomd people users`,
		Args: cobra.ArbitraryArgs,
		RunE: func(*cobra.Command, []string) error {
			return usage("postroomd people", "say what to do: users, contacts, status, pass, join, on, off, watch, unwatch, ties, tie, untie or features")
		},
	}
	cmd.AddCommand(c.peopleUsers(), c.peopleContacts(), c.peopleStatus(), c.peoplePass(), c.peopleJoin(), c.peopleTies(), c.peopleTie(), c.peopleUntie(), c.peopleOn(), c.peopleOff(), c.peopleWatch("watch", true), c.peopleWatch("unwatch", false), c.peopleFeatures())
	return cmd
}

func (c *cli) peopleOn() *cobra.Command {
	var device bool
	cmd := &cobra.Command{
		Use:     "on FEATURE ACCOUNT",
		Short:   "Switch a feature on for an account, and ask Microsoft for its permission",
		Long:    "Features: " + featureList() + ". Each asks only for its own permission, and the others work without it.",
		Example: "  postroomd people on status emma@kantoor.example",
		Args:    cobra.ExactArgs(2),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			var how office.SignIn
			if device {
				how.Device = c.showCode
				if c.json {
					c.gate.close() // the code has to be the first line, if there is one
				}
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				f, err := o.PeopleOn(ctx, args[1], people.Feature(args[0]), how)
				if err == nil {
					c.show(f, func() {
						c.say("On for %s: %s. It uses %s.", plain(f.Address), f.Feature, strings.Join(f.Permissions, ", "))
					})
					return nil
				}
				if fault.ClassOf(err) == fault.SignInAgain && !lost(o, args[1]) {
					c.fail(err)
					return status(exitFailed)
				}
				return err
			})
		}),
	}
	cmd.Flags().BoolVar(&device, "device-code", false, "if Microsoft has to ask: with a code on another page or machine")
	return cmd
}

func featureList() string {
	var names []string
	for _, f := range people.Features {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}

func (c *cli) peopleOff() *cobra.Command {
	var forget bool
	cmd := &cobra.Command{
		Use:     "off FEATURE ACCOUNT",
		Short:   "Switch a feature off for an account",
		Example: "  postroomd people off status emma@kantoor.example --forget",
		Args:    cobra.ExactArgs(2),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				f, err := o.PeopleOff(ctx, args[1], people.Feature(args[0]), forget)
				if err != nil {
					return err
				}
				c.show(f, func() {
					c.say("Off for %s: %s.", plain(f.Address), f.Feature)
					if !forget {
						c.say("What it has read and who was chosen is kept. With --forget it is deleted.")
					}
				})
				return nil
			})
		}),
	}
	cmd.Flags().BoolVar(&forget, "forget", false, "delete what it has read, too")
	return cmd
}

func (c *cli) peopleWatch(name string, on bool) *cobra.Command {
	short := "Ask for the status of colleagues, too, through an account"
	if !on {
		short = "Ask for the status of colleagues no more"
	}
	return &cobra.Command{
		Use:     name + " ACCOUNT ADDRESS…",
		Short:   short,
		Example: "  postroomd people " + name + " emma@kantoor.example jan@kantoor.example",
		Args:    cobra.MinimumNArgs(2),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				f, err := o.WatchPeople(ctx, args[0], args[1:], on)
				if err != nil {
					return err
				}
				c.show(f, func() {
					c.say("Through %s the status is read of: %s", plain(f.Address), plain(strings.Join(append([]string{f.Address}, f.Team...), ", ")))
				})
				return nil
			})
		}),
	}
}

func (c *cli) peopleFeatures() *cobra.Command {
	return &cobra.Command{
		Use:     "features ACCOUNT",
		Short:   "Which features are on for an account, and the permissions they use",
		Example: "  postroomd people features emma@kantoor.example",
		Args:    cobra.ExactArgs(1),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				list, err := o.PeopleFeatures(args[0])
				if err != nil {
					return err
				}
				c.show(list, func() {
					rows := [][]string{{"FEATURE", "ON", "PERMISSIONS"}}
					for _, f := range list {
						rows = append(rows, []string{string(f.Feature), yes(f.On), strings.Join(f.Permissions, ", ")})
					}
					c.table(rows)
				})
				return nil
			})
		}),
	}
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func (c *cli) peopleStatus() *cobra.Command {
	return &cobra.Command{
		Use:     "status",
		Short:   "Who is there now, until when, and what comes next",
		Example: "  postroomd people status --json",
		Args:    cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				list, err := o.PeopleStatus(ctx, true)
				if err != nil {
					return err
				}
				var failed []error
				for _, p := range list {
					if p.Err() != nil {
						failed = append(failed, p.Err())
					}
				}
				if len(failed) > 0 && len(failed) == len(list) {
					return failed[0]
				}
				c.show(list, func() { c.statusTable(list) })
				if len(failed) > 0 {
					return status(exitPartial)
				}
				return nil
			})
		}),
	}
}

func (c *cli) statusTable(list []office.PersonStatus) {
	rows := [][]string{{"ADDRESS", "STATUS", "UNTIL", "THEN", "PASSED ON TO", ""}}
	for _, p := range list {
		row := []string{p.Address, string(p.Status), "", "", strings.Join(p.Passed, ", "), ""}
		if p.Until != nil {
			row[2] = p.Until.Local().Format(time.DateTime)[:16]
		}
		if p.Next != nil {
			row[3] = string(p.Next.Status)
		}
		if p.Error != nil {
			row[5] = p.Error.Message
		}
		rows = append(rows, row)
	}
	c.table(rows)
}
