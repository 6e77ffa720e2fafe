package main

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postroom/app/office"
	"postroom/app/register/verify"
)

func (c *cli) verify() *cobra.Command {
	var report, language string
	cmd := &cobra.Command{
		Use:   "verify [--report FILE.html|.json]",
		Short: "Compare the register with what lies at the destination",
		Long: `Reads every filed document again and compares it with the register, whose entries are chained: any changed, missing,
renamed or added file is found, and so is any change of the register itself, of the heads of its days and of their
timestamps. With --report it writes what it found into a file, for people (.html) or programs (.json). Exit status 1 if
anything is found.`,
		Example: `  postroomd verify
  postroomd verify --report "archive 2026.html" --language nl`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			switch ending := strings.ToLower(filepath.Ext(report)); {
			case report != "" && ending != ".html" && ending != ".json":
				return usage("postroomd verify", "--report needs a file name that ends in .html or .json")
			case !slices.Contains(languages, language):
				return usage("postroomd verify", "there is no report in the language %q", language)
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				o.SetLanguage(language)
				p := c.progress()
				v, err := o.Verify(ctx, func(done, total int) { p.step("Checking", done, total) })
				p.end()
				if err != nil {
					return err
				}
				if report != "" {
					if err := o.WriteReport(report, v); err != nil {
						return err
					}
				}
				c.show(v, func() {
					c.verification(v.Result)
					if report != "" {
						c.say("The report is in %s", plain(report))
					}
				})
				if !v.Good() {
					return status(exitFailed)
				}
				return nil
			})
		}),
	}
	cmd.Flags().StringVar(&report, "report", "", "write what is found into a file that ends in .html or .json")
	cmd.Flags().StringVar(&language, "language", "en", "of an HTML report: en, nl, fr or de")
	return cmd
}

func (c *cli) verification(v *verify.Result) {
	c.say("%s checked, %d unchanged. The register's chain is %s.", count(v.Checked, "file", "files"), v.OK, plain(v.Chain))
	if v.Deleted > 0 {
		c.say("%s deleted after their period, as registered.", count(v.Deleted, "file", "files"))
	}
	for _, part := range []struct {
		what  string
		files []string
	}{{"changed", v.Changed}, {"missing", v.Missing}, {"not in the register", v.Unregistered}, {"registered twice", v.Twice}, {"unreadable", v.Unreadable},
		{"registered as deleted, but there", v.Undeleted}} {
		for _, f := range part.files {
			c.say("%s: %s", part.what, plain(f))
		}
	}
	for _, r := range v.Renamed {
		c.say("renamed: %s is now %s", plain(r.From), plain(r.To))
	}
	for i, b := range v.Breaks {
		if i > 0 { // the first is told above
			c.say("register: %s line %d: %s", plain(b.File), b.Line, plain(b.Reason))
		}
	}
	if v.Days.Checked > 0 {
		c.say("Heads of days: %d of %d hold.", v.Days.OK, v.Days.Checked)
	}
	if v.Stamps.Checked > 0 {
		c.say("Timestamps: %d of %d hold.", v.Stamps.OK, v.Stamps.Checked)
	}
	if s := v.Stamps.Newest; s != nil {
		trust := "this computer does not know who issued its certificate"
		if s.Trusted {
			trust = "its certificate is trusted"
		}
		c.say("The newest is of %s, by %s: %s.", s.Time.Format("2006-01-02 15:04:05 MST"), plain(s.Authority), trust)
	}
	c.findings("head of the day", v.Days.Findings)
	c.findings("timestamp of the day", v.Stamps.Findings)
}

// problems are what can be wrong with heads and timestamps.
var problems = map[string]string{verify.Missing: "it is gone", verify.Changed: "it is not as it was written", verify.NoEntry: "its entry is not in the register",
	verify.Unreadable: "it can't be read", verify.Broken: "it does not belong to this day's entries, or its signature is broken",
	verify.NoHead: "the head of its day is gone"}

func (c *cli) findings(what string, list []verify.Finding) {
	for _, f := range list {
		c.say("%s %s: %s", what, plain(f.Day), problems[f.Problem])
	}
}
