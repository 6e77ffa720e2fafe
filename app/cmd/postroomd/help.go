package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postroom/app/fault"
)

// help explains commands, and errors. Cobra's own takes an unknown command for well done.
func (c *cli) help(root *cobra.Command) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Explain a command, or an error",
		Example: `  postroomd help sync
  postroomd help errors AADSTS50173`,
		Args: cobra.ArbitraryArgs,
		RunE: c.do(func(_ context.Context, _ *cobra.Command, args []string) error {
			about, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return usage("postroomd", "there is no command %q", strings.Join(args, " "))
			}
			return about.Help()
		}),
	}
	cmd.AddCommand(c.helpErrors())
	return cmd
}

// helpJSON is what --help prints in JSON mode: one document, as every command does. text writes it as a text.
func (c *cli) helpJSON(text func(*cobra.Command, []string)) func(*cobra.Command, []string) {
	return func(cmd *cobra.Command, args []string) {
		var help bytes.Buffer
		out := cmd.OutOrStdout()
		cmd.SetOut(&help)
		text(cmd, args)
		cmd.SetOut(out)
		c.print(map[string]string{"command": cmd.CommandPath(), "help": help.String()})
	}
}

var languages = []string{"en", "nl", "fr", "de"}

func (c *cli) helpErrors() *cobra.Command {
	var language, folder string
	cmd := &cobra.Command{
		Use:   "errors [CODE] [--language en|nl|fr|de] [--write DIR]",
		Short: "Explain an error: what it means, what to do, and who can do it",
		Long: `Explains an error by its code; the number of an AADSTS code alone will do. Without a code it lists all errors.
With --write it writes them as help pages, one for each language, into a folder.`,
		Example: `  postroomd help errors 50173
  postroomd help errors disk-full --language nl
  postroomd help errors --write pages`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.MaximumNArgs(1),
		RunE: c.do(func(_ context.Context, _ *cobra.Command, args []string) error {
			switch {
			case !slices.Contains(languages, language):
				return usage("postroomd help errors", "there is no help in the language %q", language)
			case folder != "":
				return c.writeHelp(folder)
			case len(args) == 0:
				all := fault.AllHelp(language)
				c.show(all, func() { c.helpTable(all) })
				return nil
			}
			h, ok := fault.HelpFor(language, args[0])
			if !ok {
				return usage("postroomd help errors", "there is no error %q", args[0])
			}
			c.show(h, func() { c.helpText(language, h) })
			return nil
		}),
	}
	cmd.Flags().StringVar(&language, "language", "en", "of the explanation: en, nl, fr or de")
	cmd.Flags().StringVar(&folder, "write", "", "folder to write help pages into, in all languages")
	return cmd
}

func (c *cli) helpTable(all []fault.Help) {
	rows := [][]string{{"CODE", "MEANS"}}
	for _, h := range all {
		rows = append(rows, []string{h.Code, clip(h.What, 100)})
	}
	c.table(rows)
}

func (c *cli) helpText(language string, h fault.Help) {
	c.say("%s\n\n%s\n%s", h.Code, h.What, remedy(h.Do, h.Command))
	c.say("%s: %s", fault.Value(language, "help", "who"), fault.Value(language, "who", h.Who))
}

// writeHelp writes the help pages. They are generated: one that is there already is replaced.
func (c *cli) writeHelp(folder string) error {
	fail := func(err error) error {
		return &fault.Error{Class: fault.FixSetting, Code: "help-write", Op: "write the help pages", Args: map[string]string{"path": folder}, Err: err}
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fail(err)
	}
	written := []string{}
	for _, language := range languages {
		var page bytes.Buffer
		if err := fault.WritePage(&page, language); err != nil {
			return err
		}
		name := filepath.Join(folder, "errors."+language+".html")
		if err := os.WriteFile(name, page.Bytes(), 0o644); err != nil {
			return fail(err)
		}
		written = append(written, name)
	}
	c.show(map[string][]string{"files": written}, func() {
		for _, name := range written {
			c.say("Written: %s", name)
		}
	})
	return nil
}
