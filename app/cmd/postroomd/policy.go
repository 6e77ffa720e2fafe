package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"postroom/app/office"
	"postroom/app/policy"
)

func (c *cli) policies() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy check|schema",
		Short: "Check the administrator's policy file, or describe it to an editor",
		Example: `  postroomd policy check policy.json
  postroomd policy schema > policy.schema.json`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return usage(cmd.CommandPath(), "say what to do with the policy: check or schema")
		},
	}
	cmd.AddCommand(c.policyCheck(), c.policySchema())
	return cmd
}

func (c *cli) policyCheck() *cobra.Command {
	return &cobra.Command{
		Use:   "check [FILE]",
		Short: "Tell everything that is wrong with a policy file",
		Long: `Reads a policy file, without FILE the one that every other command would use, and tells everything that is wrong with
it, each with its field and its place. It looks at the file and at the certificates that it names, and asks no network.
Exit status 2 if the file can't be used.`,
		Example: "  postroomd policy check /etc/postroom/policy.json",
		Args:    cobra.MaximumNArgs(1),
		RunE: c.do(func(_ context.Context, _ *cobra.Command, args []string) error {
			file := fromEnv(c.policy, "POSTROOM_POLICY")
			if len(args) == 1 {
				file = args[0]
			}
			p, problems, err := policy.Check(file)
			if err != nil {
				return err
			}
			v := policyResult{OK: len(problems) == 0, File: file, Managed: []string{}, Problems: append([]policy.Problem{}, problems...)}
			if v.File == "" {
				v.File = policy.Place()
			}
			if p != nil {
				v.Managed, v.None = append(v.Managed, p.Set...), p.File == ""
			} else {
				v.Error = office.ProblemOf("en", policy.Broken(file, problems))
			}
			c.show(v, func() { c.policyText(v) })
			if !v.OK {
				return status(exitUsage)
			}
			return nil
		}),
	}
}

// policyResult is what checking a policy has found.
type policyResult struct {
	OK       bool             `json:"ok"`
	File     string           `json:"file"`
	None     bool             `json:"none"` // there is no file there, which is well
	Managed  []string         `json:"managed"`
	Problems []policy.Problem `json:"problems"`
	Error    *office.Problem  `json:"error,omitempty"` // as every other command would tell it
}

func (c *cli) policyText(v policyResult) {
	for _, p := range v.Problems {
		what := p.Text
		if p.Field != "" && !strings.Contains(what, p.Field) {
			what = p.Field + ": " + what
		}
		c.say("%s", plain(fmt.Sprintf("%s:%d:%d: %s", v.File, p.Line, p.Column, what)))
	}
	switch {
	case !v.OK:
		c.say("%s. Until then every other command refuses to start.", count(len(v.Problems), "thing has to be corrected", "things have to be corrected"))
	case v.None:
		c.say("There is no policy at %s: everything is left to the person.", plain(v.File))
	default:
		c.say("%s is in order. It decides: %s.", plain(v.File), strings.Join(v.Managed, ", "))
	}
}

func (c *cli) policySchema() *cobra.Command {
	return &cobra.Command{
		Use:     "schema",
		Short:   "Print the JSON Schema of policy.json, for editors",
		Example: "  postroomd policy schema > policy.schema.json",
		Args:    cobra.NoArgs,
		RunE: c.do(func(context.Context, *cobra.Command, []string) error {
			text, err := policy.Schema()
			if err != nil {
				return err
			}
			_, err = c.out.Write(text)
			c.written(err)
			return nil
		}),
	}
}
