package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postroom/app/fault"
	"postroom/app/simulator"
	"postroom/app/simulator/entra"
	"postroom/app/simulator/page"
)

// simulation is what the flags of simulate say.
type simulation struct {
	mail, listen, out string
	users, faults     []string
	groups            []string
	latency           time.Duration
	bandwidth         int
	noRateLimit       bool
	hostile           uint64
	seed              uint64
	generated         int
	shared            []simulatedMailbox
	mailboxes         int
}

// simulatedClient is the app registration that the simulated Entra ID knows.
const simulatedClient = "5e0f1c2a-0000-4000-8000-000000000001"

// simulatedUsers are there if the flags name none: the first owns the mail of --mail.
var simulatedUsers = []string{"Emma Janssens <emma@kantoor.example>", "Jan Peeters <jan@kantoor.example>"}

func (c *cli) simulate() *cobra.Command {
	var s simulation
	cmd := &cobra.Command{
		Use:   "simulate [--mail DIR] [--listen ADDR] [--out DIR]",
		Short: "Start a simulated Microsoft 365, to try everything without an account",
		Long: `Starts a simulated Microsoft 365 on this machine: Entra ID and Graph, with people, mailboxes, limits and, if you
want, faults. Its page lets you drop in mail and make things go wrong. It writes policy.json and ca.pem into --out; every
other command takes that policy with --policy. It runs until Ctrl-C, and forgets everything then.

--mail fills the first person's mailbox: a subfolder is a mail folder, an .eml file a message.
--fault sets a fault, such as throttle=3,retry-after=2.5; it may be repeated, and be changed while it runs, on the page
or through the control API.`,
		Example: `  postroomd simulate --mail testdata/mail --out demo
  postroomd --policy demo/policy.json --data demo/data connect work
  postroomd simulate --latency 40ms --fault throttle=10`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("user") {
				s.shared = simulatedShared
			}
			err := c.simulateUntil(ctx, s)
			if _, known := errors.AsType[*fault.Error](err); err != nil && !known {
				err = &fault.Error{Class: fault.FixSetting, Code: "simulation", Op: "simulate", Args: map[string]string{"problem": err.Error()}, Err: err}
			}
			return err
		}),
	}
	f := cmd.Flags()
	f.StringVar(&s.mail, "mail", "", "folder with mail for the first mailbox")
	f.StringVar(&s.listen, "listen", "127.0.0.1:0", "address to listen on")
	f.StringVar(&s.out, "out", "postroom-simulation", "folder for policy.json and ca.pem")
	f.StringArrayVar(&s.users, "user", simulatedUsers, "a person, as \"Name <address>\" or an address; may be repeated. Without it there is a personal account and shared mailboxes, too")
	f.StringArrayVar(&s.groups, "group", nil, "NAME=ADDRESS,…: a group with its members, for settingsGroup; may be repeated")
	f.StringArrayVar(&s.faults, "fault", nil, "NAME=VALUE: a fault or behaviour; may be repeated")
	f.DurationVar(&s.latency, "latency", 0, "time before every answer, such as 40ms")
	f.IntVar(&s.bandwidth, "bandwidth", 0, "bytes per second of every answer; 0 is unlimited")
	f.BoolVar(&s.noRateLimit, "no-rate-limit", false, "lift the limit of 10,000 requests in 10 minutes")
	f.Uint64Var(&s.hostile, "hostile", 0, "seed: do everything that the service may do within its contract")
	f.Uint64Var(&s.seed, "seed", 1, "of ids and of what is random")
	f.IntVar(&s.mailboxes, "mailboxes", 0, "so many generated mailboxes more in the organisation: people's, shared ones and rooms")
	f.IntVar(&s.generated, "messages", 0, "so many generated messages in the first person's inbox")
	return cmd
}

// running is what simulate prints once it serves.
type running struct {
	URL       string             `json:"url"`
	Authority string             `json:"authority"`
	Graph     string             `json:"graph"`
	Control   string             `json:"control"`
	Policy    string             `json:"policy"`
	CA        string             `json:"ca"`
	ClientID  string             `json:"clientId"`
	Tenant    string             `json:"tenant"`
	Users     []simulatedUser    `json:"users"`
	Shared    []simulatedMailbox `json:"shared"`
	Groups    []simulatedGroup   `json:"groups"`
	Messages  int                `json:"messages"` // in the first mailbox

	Organisation simulatedApp `json:"organisation"` // reads every mailbox without anybody's sign-in
}

type simulatedGroup struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type simulatedUser struct {
	Address  string `json:"address"`
	Name     string `json:"name"`
	Personal bool   `json:"personal,omitempty"`
}

func (c *cli) simulateUntil(ctx context.Context, s simulation) error {
	liftMemoryLimit() // its mails lie in memory
	people, err := s.people()
	if err != nil {
		return err
	}
	own, err := s.page()
	if err != nil {
		return err
	}
	authority, tenant := s.authority(people, c.simulatorLog())
	if s.shared != nil {
		people = append(people, simulatedPersonal)
	}
	sim, err := simulator.New(simulator.Options{Authority: authority, Log: c.simulatorLog(), Seed: s.seed, Control: true, Page: own,
		Latency: s.latency, Bandwidth: s.bandwidth, NoRateLimit: s.noRateLimit})
	if err != nil {
		return err
	}
	r := &running{ClientID: simulatedClient, Tenant: tenant, Users: people, Shared: append([]simulatedMailbox{}, s.shared...)}
	r.Organisation.register(authority)
	_, r.Organisation.Tenant, _ = strings.Cut(people[0].Address, "@")
	if r.Messages, err = s.fill(sim, people); err != nil {
		return errors.Join(err, sim.Close())
	}
	if _, err := sim.AddMailboxes(s.mailboxes, r.Organisation.Tenant); err != nil {
		return errors.Join(err, sim.Close())
	}
	if r.Groups, err = s.addGroups(sim); err != nil {
		return errors.Join(err, sim.Close())
	}
	if err := sim.Start(s.listen); err != nil {
		return errors.Join(err, sim.Close())
	}
	r.URL, r.Authority, r.Graph, r.Control = sim.URL(), sim.URL(), sim.URL()+"/v1.0", sim.URL()+"/control/"
	if err := s.write(r, sim.CAPEM()); err != nil {
		return errors.Join(err, sim.Close())
	}
	c.show(r, func() { c.runningText(r) })
	<-ctx.Done()
	return sim.Close()
}

func (c *cli) simulatorLog() *slog.Logger {
	if !c.verbose {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// people reads --user.
func (s simulation) people() ([]simulatedUser, error) {
	var people []simulatedUser
	for _, text := range s.users {
		u := simulatedUser{Address: strings.TrimSpace(text)}
		if name, rest, ok := strings.Cut(text, "<"); ok {
			u.Name, u.Address = strings.TrimSpace(name), strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), ">"))
		}
		local, domain, ok := strings.Cut(u.Address, "@")
		if !ok || local == "" || domain == "" {
			return nil, usage("postroomd simulate", "--user %q is no address", text)
		}
		if u.Name == "" {
			u.Name = local
		}
		people = append(people, u)
	}
	return people, nil
}

// authority makes the simulated Entra ID with one organisation that has all the people's domains. The simulator
// itself makes an account there for everybody.
func (s simulation) authority(people []simulatedUser, log *slog.Logger) (*entra.Authority, string) {
	var domains []string
	for _, p := range people {
		_, domain, _ := strings.Cut(p.Address, "@")
		domains = append(domains, domain)
	}
	a := entra.New(entra.Config{Log: log})
	tenant := a.AddTenant(entra.Tenant{Name: "Kantoor", Domains: domains})
	a.AddApp(entra.App{ClientID: simulatedClient, Name: "Postroom", Public: true})
	return a, tenant
}

// page is the simulator's own page, which says how to connect.
func (s simulation) page() (http.Handler, error) {
	dir, err := filepath.Abs(s.out)
	if err != nil {
		return nil, err
	}
	return page.New(page.Config{Policy: filepath.Join(dir, "policy.json"), Data: filepath.Join(dir, "data")})
}

// fill adds people, mail and faults.
func (s simulation) fill(sim *simulator.Simulator, people []simulatedUser) (messages int, err error) {
	for _, p := range people {
		if _, err := sim.AddUser(simulator.User{Address: p.Address, Name: p.Name, Personal: p.Personal}); err != nil {
			return 0, err
		}
	}
	first := people[0].Address
	if err := share(sim, s.shared, first); err != nil {
		return 0, err
	}
	if s.mail != "" {
		loaded, err := sim.LoadDir(first, s.mail)
		if err != nil {
			return 0, err
		}
		messages += loaded.Messages
	}
	if s.generated > 0 {
		if err := sim.AddGenerated(first, "inbox", s.generated, nil); err != nil {
			return 0, err
		}
		messages += s.generated
	}
	if s.hostile != 0 {
		sim.Hostile(s.hostile)
	}
	for _, f := range s.faults {
		name, value, _ := strings.Cut(f, "=")
		if err := sim.SetFault(name, value); err != nil {
			return 0, usage("postroomd simulate", "--fault %s: %v", f, err)
		}
	}
	return messages, nil
}

// addGroups adds the groups of --group. A member may be a group that was named before.
func (s simulation) addGroups(sim *simulator.Simulator) ([]simulatedGroup, error) {
	list, ids := []simulatedGroup{}, map[string]string{}
	for _, text := range s.groups {
		name, rest, _ := strings.Cut(text, "=")
		if name = strings.TrimSpace(name); name == "" || ids[name] != "" {
			return nil, usage("postroomd simulate", "--group %q names no new group", text)
		}
		var members []string
		for m := range strings.SplitSeq(rest, ",") {
			if m = strings.TrimSpace(m); m != "" {
				members = append(members, cmp.Or(ids[m], m))
			}
		}
		id, err := sim.AddGroup(simulator.Group{Name: name, Members: members})
		if err != nil {
			return nil, err
		}
		ids[name] = id
		list = append(list, simulatedGroup{ID: id, Name: name})
	}
	return list, nil
}

// write leaves the files that other commands need.
func (s simulation) write(r *running, ca []byte) error {
	dir, err := filepath.Abs(s.out)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making %s: %w", dir, err)
	}
	r.CA, r.Policy = filepath.Join(dir, "ca.pem"), filepath.Join(dir, "policy.json")
	policy, err := json.MarshalIndent(map[string]any{"clientId": r.ClientID, "tenant": "common",
		"cloud": map[string]any{"authority": r.Authority, "graph": r.Graph, "caFile": filepath.Base(r.CA)}}, "", "  ")
	if err != nil {
		return err
	}
	if err := replace(r.CA, ca); err != nil {
		return err
	}
	if err := r.Organisation.write(dir, r.Authority); err != nil {
		return err
	}
	return replace(r.Policy, append(policy, '\n'))
}

// replace writes a file as a whole, so that nobody who waits for it reads half of it.
func replace(file string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", file, err), os.Remove(f.Name()))
	}
	return nil
}

func (c *cli) runningText(r *running) {
	c.say("The simulated Microsoft 365 runs at %s (its page lets you play with it).", r.URL)
	c.say("Sign in as one of its people; no password is asked for:")
	for _, u := range r.Users {
		kind := ""
		if u.Personal {
			kind = ", a personal account"
		}
		c.say("  %s (%s%s)", u.Address, u.Name, kind)
	}
	if len(r.Shared) > 0 {
		c.say("Shared mailboxes to add, with the access that %s has:", r.Users[0].Address)
	}
	for _, b := range r.Shared {
		c.say("  %s (%s)", b.Address, accessWords[b.Access])
	}
	for _, g := range r.Groups {
		c.say("Group %s has the id %s.", g.Name, g.ID)
	}
	if r.Messages > 0 {
		c.say("The first mailbox holds %s.", count(r.Messages, "mail", "mails"))
	}
	c.say("\nIn another terminal:")
	c.say("  postroomd --policy %s connect work --device-code", r.Policy)
	c.say("Or the whole organisation, without a sign-in:")
	c.say("  postroomd --policy %s connect organisation --tenant %s --client-id %s --client-secret-file %s", r.Policy, r.Organisation.Tenant,
		r.Organisation.ClientID, r.Organisation.SecretFile)
	c.say("Control API: %s (described in app/simulator/control.go). Ctrl-C ends it.", r.Control)
}
