package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"postroom/app/fault"
	"postroom/app/office"
)

func (c *cli) sync() *cobra.Command {
	var once, trueUp bool
	cmd := &cobra.Command{
		Use:   "sync --once",
		Short: "File what has arrived: one full round, then end",
		Long: `Looks at every ticked folder and files what is new, until nothing is left or only entries that wait for a later time.
With --true-up, each ticked folder is also compared, mail by mail, with what was filed; that happens daily by itself.

Exit status: 0 done · 3 every account needs a sign-in · 4 some entries failed or some accounts need a sign-in.`,
		Example: "  postroomd sync --once",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("postroomd sync", "it takes no argument, not %q", args[0])
			}
			if !once {
				return usage("postroomd sync", "write sync --once; run goes on for ever")
			}
			return nil
		},
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			p := c.progress()
			return c.with(ctx, p.round(), func(o *office.Office) error {
				r, err := o.SyncOnce(ctx, trueUp)
				p.end()
				if err != nil {
					return err
				}
				return c.roundDone(r, r)
			})
		}),
	}
	cmd.Flags().BoolVar(&once, "once", false, "one round, then end")
	cmd.Flags().BoolVar(&trueUp, "true-up", false, "compare every ticked folder with what was filed, too")
	return cmd
}

// blocked is the answer of a round that could not begin: the round and, as for every failure, the error.
type blocked struct {
	*office.Round
	Error *office.Problem `json:"error"`
}

// roundDone prints a round, or the answer v that it is part of, and says how the program ends.
func (c *cli) roundDone(v any, r *office.Round) error {
	if err := r.SignInNeeded(); err != nil {
		if !c.json {
			return err
		}
		c.print(blocked{r, office.ProblemOf("en", err)})
		return status(exitSignIn)
	}
	c.show(v, func() { c.round(r) })
	if r.Partial() {
		return status(exitPartial)
	}
	return nil
}

func (c *cli) round(r *office.Round) {
	c.say("%s filed in %.1f s (%d requests).", count(r.Filed, "mail", "mails"), r.Seconds, r.Requests)
	if r.Skipped > 0 {
		c.say("%s gone before it could be fetched.", count(r.Skipped, "mail was", "mails were"))
	}
	if r.Waiting > 0 {
		c.say("%s for a later time.", count(r.Waiting, "mail waits", "mails wait"))
	}
	if len(r.Failures) > 0 {
		rows := [][]string{{"ID", "FOLDER", "WHAT HAPPENED", "WHAT TO DO", "NEXT ATTEMPT"}}
		for _, f := range r.Failures {
			next := "when you retry"
			if f.Retry != nil {
				next = local(f.Retry)
			}
			rows = append(rows, []string{f.ID, f.Folder, f.Message, f.Remedy, next})
		}
		c.table(rows)
	}
	for _, a := range r.SignIn {
		c.say("%s needs a sign-in: postroomd reauthenticate %s", plain(a), plain(a))
	}
}

func (c *cli) run() *cobra.Command {
	return &cobra.Command{
		Use:   "run",
		Short: "File what arrives until it is stopped",
		Long: `Looks at the ticked folders every minute (or as the policy says) and files what is new, until SIGTERM or Ctrl-C; a
second Ctrl-C ends it at once, which loses nothing either. It goes on when an account needs a sign-in.`,
		Args: cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			began, filed := time.Now(), 0
			events := make(chan office.Event, 64)
			printed := make(chan struct{})
			go func() {
				defer close(printed)
				for e := range events {
					if e.Kind == office.EventFiled {
						filed++
					}
					c.happened(e)
				}
			}()
			err := c.with(ctx, func(e office.Event) { events <- e }, func(o *office.Office) error {
				if c.live {
					fmt.Fprintln(c.err, "Filing what arrives. Ctrl-C ends it.")
				}
				return o.Run(ctx)
			})
			close(events) // the office is closed: nobody tells anything any more
			<-printed
			if err != nil && (ctx.Err() == nil || !errors.Is(err, context.Canceled)) {
				return err
			}
			c.show(map[string]any{"filed": filed, "seconds": time.Since(began).Seconds()}, func() {
				if c.terminal {
					c.say("Stopped. %s filed.", count(filed, "mail was", "mails were"))
				}
			})
			return nil
		}),
	}
}

// happened prints a line for what a person would want to see happen. Where the output is kept, in a system's log for
// one, it holds no subjects: then nothing is printed.
func (c *cli) happened(e office.Event) {
	if e.Kind == office.EventExpiry { // wherever the output is kept: whoever reads it has to act
		fmt.Fprintf(c.err, "%s %s\n", plain(e.Problem.Message), remedy(e.Problem.Remedy, e.Problem.Command))
		return
	}
	if !c.terminal || c.json {
		return
	}
	now := time.Now().Format("15:04:05")
	switch e.Kind {
	case office.EventFiled:
		c.say("%s  %s  %s → %s", now, plain(e.Document.From), plain(e.Document.Subject), plain(e.Document.Folder))
	case office.EventFailed, office.EventProblem:
		if e.Problem != nil {
			c.say("%s  %s %s: %s %s", now, plain(e.Mailbox), plain(e.Folder), plain(e.Problem.Message), remedy(e.Problem.Remedy, e.Problem.Command))
		}
	case office.EventAccount:
		if e.Problem != nil {
			c.say("%s  %s needs a sign-in: %s", now, plain(e.Mailbox), plain(e.Problem.Message))
		}
	}
}

func (c *cli) retry() *cobra.Command {
	return &cobra.Command{
		Use:   "retry [ID…]",
		Short: "Try failed entries again now",
		Long:  "Tries entries again that could not be filed: those with the ids that sync and status show, or all.",
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			p := c.progress()
			return c.with(ctx, p.round(), func(o *office.Office) error {
				r, err := o.RetryNow(ctx, args...)
				p.end()
				if err != nil {
					return err
				}
				if r.Retried == 0 {
					c.show(r, func() { c.say("Nothing has failed.") })
					return nil
				}
				return c.roundDone(r, r.Round)
			})
		}),
	}
}

func (c *cli) pause() *cobra.Command {
	var d time.Duration
	cmd := &cobra.Command{
		Use:     "pause [--for 1h]",
		Short:   "Let filing rest; nothing is lost meanwhile",
		Example: "  postroomd pause --for 1h",
		Args:    cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			if d < 0 {
				return usage("postroomd pause", "--for has to be a time to come, such as 1h30m")
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				var until time.Time
				if d > 0 {
					until = time.Now().Add(d)
				}
				if err := o.Pause(until); err != nil {
					return err
				}
				return c.pauseState(o)
			})
		}),
	}
	cmd.Flags().DurationVar(&d, "for", 0, "how long, such as 1h30m; without it until resume")
	return cmd
}

func (c *cli) resume() *cobra.Command {
	return &cobra.Command{
		Use:   "resume",
		Short: "End a pause",
		Args:  cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				if err := o.Resume(); err != nil {
					return err
				}
				return c.pauseState(o)
			})
		}),
	}
}

func (c *cli) pauseState(o *office.Office) error {
	s, err := o.Status()
	if err != nil {
		return err
	}
	c.show(map[string]any{"state": s.State, "paused": s.Paused}, func() {
		switch {
		case s.Paused == nil:
			c.say("Filing goes on.")
		case s.Paused.Until == nil:
			c.say("Filing rests until you resume it: postroomd resume")
		default:
			c.say("Filing rests until %s.", local(s.Paused.Until))
		}
	})
	return nil
}

func (c *cli) rebuild() *cobra.Command {
	return &cobra.Command{
		Use:   "rebuild",
		Short: "Restore a lost database from the register beside the documents",
		Long: `For a data folder whose database is gone or damaged (move it aside first) and whose mailbox is connected again:
reads what was filed from the register beside the documents, ticks the same folders, and catches up with the mailbox.
Nothing is filed twice.

It also helps where an older copy of the documents' folder was restored and there is no newer one: what that copy lacks is
fetched from the mailbox again. The register keeps its gap, and verify goes on telling it.

The register tells what was filed. Clients, the team, what people decided about mails, notes, and what was learned are in the
database alone: "postroomd clients export" and "postroomd processing learned --export" write what can be imported again.`,
		Args: cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			p := c.progress()
			return c.with(ctx, p.round(), func(o *office.Office) error {
				r, err := o.Rebuild(ctx)
				p.end()
				if err != nil {
					return err
				}
				if !c.json {
					c.say("Restored: %s, %s.", count(r.Documents, "document", "documents"), count(r.Folders, "folder", "folders"))
					c.say("Clients: %d. Members of the team: %d.", r.Clients, r.Members)
					if r.Clients+r.Members == 0 {
						c.say("The register does not hold clients, the team, what people decided about mails, notes, and what was learned. Import clients and what was learned if you have exported them; else they have to be entered again.")
					}
					if r.Lost > 0 {
						c.say("%s in the documents' folder any more; filed again from the mailbox:", count(r.Lost, "mail was not", "mails were not"))
					}
				}
				return c.rebuilt(r)
			})
		}),
	}
}

// rebuilt ends a rebuild. The restoring is done, whatever the round after it came to: a sign-in that is needed then is
// part of what could not be done.
func (c *cli) rebuilt(r *office.Rebuilt) error {
	c.show(r, func() { c.round(r.Round) })
	if err := r.Round.SignInNeeded(); err != nil {
		if !c.json {
			w := fault.Explain("en", err)
			c.say("%s", remedy(w.Do, w.Command))
		}
		return status(exitSignIn)
	}
	if r.Round.Partial() {
		return status(exitPartial)
	}
	return nil
}
