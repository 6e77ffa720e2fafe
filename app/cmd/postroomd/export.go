package main

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postroom/app/office"
)

func (c *cli) exports() *cobra.Command {
	var e office.Export
	var since, until, language string
	var zip bool
	cmd := &cobra.Command{
		Use:   "export FILE.zip|DIR [--bag|--zip] [--mailbox M] [--folder PATH] [--client CLIENT] [--since DATE] [--until DATE] [--query TEXT]",
		Short: "Write filed mails so that they can be handed over, with an index and their proof",
		Long: `Writes the mails that you choose, with their attachments, an index for people (HTML and CSV) and the lines of the
register that belong to them: into a zip file, or as a BagIt bag (RFC 8493) into a folder or a zip file. A bag holds the
hash of each document, so that anybody can check with any BagIt program that all are there, unchanged. Each document is
held against the register while it is copied. Exit status 4 if one was changed or is missing.`,
		Example: `  postroomd export "audit 2026.zip" --bag --since 2026-01-01 --until 2026-12-31
  postroomd export peeters --query "from:peeters kind:invoice"`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.ExactArgs(1),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) (err error) {
			if e.From, err = onDay("postroomd export", "--since", since); err != nil {
				return err
			}
			if e.To, err = onDay("postroomd export", "--until", until); err != nil {
				return err
			}
			if !e.To.IsZero() {
				e.To = e.To.AddDate(0, 0, 1) // that day is meant, too
			}
			e.Path = args[0]
			if zip && e.Bag {
				return usage("postroomd export", "--bag and --zip exclude each other; for a bag in a zip file, write --bag and a name that ends in .zip")
			}
			if isZip := strings.EqualFold(filepath.Ext(e.Path), ".zip"); zip && !isZip {
				return usage("postroomd export", "--zip needs a file name that ends in .zip")
			} else if !zip && !isZip {
				e.Bag = true // a folder is a bag
			}
			if !slices.Contains(languages, language) {
				return usage("postroomd export", "there is no index in the language %q", language)
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				o.SetLanguage(language)
				p := c.progress()
				r, err := o.Export(ctx, e, func(done, total int) { p.step("Exporting", done, total) })
				p.end()
				if err != nil {
					return err
				}
				c.show(r, func() {
					c.say("%s with %s in %s", count(r.Mails, "mail", "mails"), count(r.Files, "file", "files"), plain(r.To))
					for _, f := range r.Changed {
						c.say("changed since it was filed: %s", plain(f))
					}
					for _, f := range r.Missing {
						c.say("missing: %s", plain(f))
					}
				})
				if !r.Complete() {
					return status(exitPartial)
				}
				return nil
			})
		}),
	}
	flags := cmd.Flags()
	flags.BoolVar(&e.Bag, "bag", false, "as a BagIt bag; a folder always is one")
	flags.BoolVar(&zip, "zip", false, "as a plain zip file")
	flags.StringVar(&e.Mailbox, "mailbox", "", "only mails of this mailbox")
	flags.StringVar(&e.Client, "client", "", "only mails of this client: id, number or name")
	flags.StringVar(&e.Folder, "folder", "", "only mails of this folder, by its PATH")
	flags.StringVar(&since, "since", "", "only mails received on or after a day, such as 2026-11-22")
	flags.StringVar(&until, "until", "", "only mails received on or before a day")
	flags.StringVar(&e.Text, "query", "", "only mails that a search finds")
	flags.StringVar(&language, "language", "en", "of the index: en, nl, fr or de")
	return cmd
}

// onDay reads a date of the command line, as the beginning of that day on this machine.
func onDay(command, flag, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, s, time.Local)
	if err != nil {
		return t, usage(command, "%s has to be a day such as 2026-11-22, not %q", flag, s)
	}
	return t, nil
}
