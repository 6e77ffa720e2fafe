package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postroom/app/office"
)

// organisationFlags are what connect organisation is told.
type organisationFlags struct {
	form                               office.OrganisationForm
	secretFile, certFile, passwordFile string
	expires                            string
}

func (c *cli) connectOrganisation() *cobra.Command {
	var f organisationFlags
	cmd := &cobra.Command{
		Use:   "organisation (--tenant T | --token-endpoint URL) --client-id C (--client-secret-file F | --certificate-file F)",
		Short: "Connect an organisation by app-only access: its mailboxes without anybody's sign-in",
		Long: `Connects an organisation by an app registration of its own, with a client secret or a certificate. Which mailboxes
are read you say afterwards, with activate. How the administrator sets this up, and limits the app to the mailboxes meant:
docs/organisation.md. To renew a secret or certificate, run it again with the same client id: everything else stays.

Secrets are read from files, never from the command line, which others on this machine can see; "-" is standard input.`,
		Example: `  postroomd connect organisation --tenant kantoor.example --client-id 00000000-0000-0000-0000-000000000000 \
      --client-secret-file secret.txt --secret-expires 2028-11-22
  postroomd connect organisation --token-endpoint https://login.microsoftonline.com/TENANT/oauth2/v2.0/token \
      --client-id 00000000-0000-0000-0000-000000000000 --certificate-file postroom.pfx --certificate-password-file password.txt`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			form, err := f.read()
			if err != nil {
				return err
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				a, err := o.ConnectOrganisation(ctx, form)
				if err != nil {
					return err
				}
				c.show(a, func() { c.organisationText(a) })
				return nil
			})
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.form.Tenant, "tenant", "", "tenant id or a domain of the organisation")
	flags.StringVar(&f.form.TokenEndpoint, "token-endpoint", "", "in place of --tenant: the OAuth 2.0 token endpoint (v2)")
	flags.StringVar(&f.form.ClientID, "client-id", "", "application (client) id of the app registration")
	flags.StringVar(&f.secretFile, "client-secret-file", "", "file with the client secret's value")
	flags.StringVar(&f.expires, "secret-expires", "", "day on which the client secret ends, YYYY-MM-DD: its end is announced then")
	flags.StringVar(&f.certFile, "certificate-file", "", "PEM or PFX file with certificate and key")
	flags.StringVar(&f.passwordFile, "certificate-password-file", "", "file with the password of the certificate's key")
	return cmd
}

// read reads the files that the flags name.
func (f *organisationFlags) read() (office.OrganisationForm, error) {
	wrong := func(format string, args ...any) (office.OrganisationForm, error) {
		return f.form, usage("postroomd connect organisation", format, args...)
	}
	switch {
	case (f.form.Tenant == "") == (f.form.TokenEndpoint == ""):
		return wrong("give --tenant or --token-endpoint")
	case f.form.ClientID == "":
		return wrong("--client-id is missing")
	case (f.secretFile == "") == (f.certFile == ""):
		return wrong("give --client-secret-file or --certificate-file")
	case f.certFile != "" && f.expires != "":
		return wrong("--secret-expires is for a client secret; a certificate says it itself")
	case f.passwordFile != "" && f.certFile == "":
		return wrong("--certificate-password-file needs --certificate-file")
	}
	if f.expires != "" {
		day, err := time.Parse(time.DateOnly, f.expires)
		if err != nil {
			return wrong("--secret-expires %q is no day such as 2028-11-22", f.expires)
		}
		f.form.SecretExpires = day
	}
	for _, file := range []struct {
		name string
		to   func([]byte)
	}{
		{f.secretFile, func(b []byte) { f.form.Secret = string(b) }},
		{f.certFile, func(b []byte) { f.form.Certificate = b }},
		{f.passwordFile, func(b []byte) { f.form.Password = strings.TrimRight(string(b), "\r\n") }},
	} {
		if file.name == "" {
			continue
		}
		data, err := contents(file.name)
		if err != nil {
			return wrong("%v", err)
		}
		file.to(data)
	}
	return f.form, nil
}

// contents reads a file, or standard input for "-".
func contents(name string) ([]byte, error) {
	const most = 1 << 20
	file := os.Stdin
	if name != "-" {
		var err error
		if file, err = os.Open(name); err != nil {
			return nil, err
		}
		defer file.Close()
	}
	return io.ReadAll(io.LimitReader(file, most))
}

func (c *cli) organisationText(a *office.Account) {
	c.say("Connected: %s (%s).", plain(a.Address), plain(a.Name))
	switch expires := a.Organisation.Expires; {
	case expires != nil:
		c.say("Its %s ends on %s; that is announced 30, 7 and 1 days before.", a.Organisation.Credential, expires.Format(time.DateOnly))
	default:
		c.say("Say when the client secret ends with --secret-expires, and you are told before it does.")
	}
	c.say("See its mailboxes:     postroomd addresses %s", plain(a.Address))
	c.say("Read one from now on:  postroomd activate %s info@…", plain(a.Address))
}

func (c *cli) addresses() *cobra.Command {
	var q office.AddressQuery
	cmd := &cobra.Command{
		Use:   "addresses ACCOUNT [--query TEXT] [--active]",
		Short: "List an organisation's mailboxes, and which of them are read",
		Example: `  postroomd addresses kantoor.example --query info
  postroomd addresses kantoor.example --active`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.ExactArgs(1),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			if q.Limit < 0 {
				return usage("postroomd addresses", "--limit has to be 1 or more, or 0 for all")
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				v, err := o.Addresses(ctx, args[0], q)
				if err != nil {
					return err
				}
				c.show(v.Addresses, func() { c.addressTable(v) })
				return nil
			})
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&q.Text, "query", "", "only those with this text in address or name")
	flags.BoolVar(&q.Active, "active", false, "only those that are read")
	flags.IntVar(&q.Limit, "limit", 0, "at most so many")
	flags.BoolVar(&q.Refresh, "refresh", false, "ask Microsoft now, although the list is younger than ten minutes")
	return cmd
}

func (c *cli) addressTable(v *office.Addresses) {
	rows := [][]string{{"", "ADDRESS", "NAME", "KIND", "STATE"}}
	for _, a := range v.Addresses {
		mark := ""
		if a.Active {
			mark = "*"
		}
		rows = append(rows, []string{mark, a.Address, a.Name, a.Kind, a.State})
	}
	c.table(rows)
	c.say("%s, %d read (*).", count(v.Total, "mailbox", "mailboxes"), v.Active)
	if !v.Kinds {
		c.say("Which are shared mailboxes or rooms can't be told: the app has no permission %s.", office.KindPermission)
	}
}

func (c *cli) activate() *cobra.Command {
	return &cobra.Command{
		Use:   "activate ACCOUNT [ADDRESS…]",
		Short: "Read mailboxes of an organisation from now on",
		Long: `Tests access to each mailbox and reads it from now on: all mail that arrives in it or is sent from it, in every
folder. What lies there already stays untouched. Without an address it switches the whole connection on again.`,
		Example:               "  postroomd activate kantoor.example info@kantoor.example invoices@kantoor.example",
		DisableFlagsInUseLine: true,
		Args:                  cobra.MinimumNArgs(1),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			if len(args) == 1 {
				return c.switchOrganisation(ctx, args[0], true)
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				results, err := o.Activate(ctx, args[0], args[1:]...)
				if err != nil {
					return err
				}
				return c.activated(results)
			})
		}),
	}
}

// activated prints what came of addresses: of one, itself or its error; of several, a list with each one's error.
func (c *cli) activated(results []office.Activation) error {
	if len(results) == 1 && results[0].Error != nil && !results[0].Active {
		if c.json {
			c.print(map[string]any{"error": results[0].Error})
		} else {
			p := results[0].Error
			fmt.Fprintf(c.err, "%s\n%s\n", plain(p.Message), remedy(p.Remedy, p.Command))
		}
		return status(exitFailed)
	}
	refused := 0
	for _, r := range results {
		if !r.Active {
			refused++
		}
	}
	var v any = results
	if len(results) == 1 {
		v = results[0]
	}
	c.show(v, func() {
		for _, r := range results {
			if !r.Active {
				c.say("Not activated: %s. %s %s", plain(r.Address.Address), plain(r.Error.Message), remedy(r.Error.Remedy, r.Error.Command))
				continue
			}
			c.say("Activated: %s (%s there already; what comes from now on is filed).", plain(r.Address.Address), count(r.Before, "mail lies", "mails lie"))
		}
	})
	switch refused {
	case 0:
		return nil
	case len(results):
		return status(exitFailed)
	}
	return status(exitPartial)
}

func (c *cli) deactivate() *cobra.Command {
	return &cobra.Command{
		Use:   "deactivate ACCOUNT [ADDRESS…]",
		Short: "Stop reading mailboxes of an organisation; filed documents always stay",
		Long: `Stops reading the mailboxes. What has arrived in them is filed first; documents and history stay. Without an address it
switches the whole connection off: nothing is forgotten, and what comes in meanwhile is filed when it is on again.`,
		Example:               "  postroomd deactivate kantoor.example info@kantoor.example",
		DisableFlagsInUseLine: true,
		Args:                  cobra.MinimumNArgs(1),
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, args []string) error {
			if len(args) == 1 {
				return c.switchOrganisation(ctx, args[0], false)
			}
			return c.with(ctx, nil, func(o *office.Office) error {
				list, err := o.Deactivate(ctx, args[0], args[1:]...)
				if err != nil {
					return err
				}
				var v any = list
				if len(list) == 1 {
					v = list[0]
				}
				c.show(v, func() {
					for _, a := range list {
						c.say("Deactivated: %s. Its documents stay.", plain(a.Address))
					}
				})
				return nil
			})
		}),
	}
}

func (c *cli) switchOrganisation(ctx context.Context, account string, on bool) error {
	return c.with(ctx, nil, func(o *office.Office) error {
		if err := o.SwitchOrganisation(account, on); err != nil {
			return err
		}
		a, err := o.Account(account)
		if err != nil {
			return err
		}
		c.show(a, func() {
			if on {
				c.say("On: the %s of %s are read.", count(len(a.Mailboxes), "active mailbox", "active mailboxes"), plain(a.Address))
				return
			}
			c.say("Off: no mailbox of %s is read until you switch it on again: postroomd activate %s", plain(a.Address), plain(a.Address))
		})
		return nil
	})
}
