// Organisation starts a simulated Microsoft 365 in which an organisation has registered an application of its own, with
// a secret and without: what `postroomd simulate` has no flag for. It writes where it is into the folder named on the
// command line and runs until its standard input is closed.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"postroom/app/simulator"
	"postroom/app/simulator/entra"
)

// place is what its clients need to know.
type place struct {
	URL       string `json:"url"`
	Tenant    string `json:"tenant"`
	ClientID  string `json:"clientId"` // may read every mailbox
	Secret    string `json:"secret"`
	Powerless string `json:"powerless"` // an application with the same secret that an administrator has granted nothing
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: organisation DIR")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "organisation:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	p := place{ClientID: "5e0f1c2a-0000-4000-8000-000000000002", Powerless: "5e0f1c2a-0000-4000-8000-000000000003", Secret: "example-secret"}
	a := entra.New(entra.Config{})
	p.Tenant = a.AddTenant(entra.Tenant{Name: "Kantoor", Domains: []string{"kantoor.example"}})
	secrets := []entra.Secret{{Value: p.Secret}}
	a.AddApp(entra.App{ClientID: p.ClientID, Name: "Mail service", Secrets: secrets, Roles: []string{"Mail.Read", "User.ReadBasic.All"}})
	a.AddApp(entra.App{ClientID: p.Powerless, Name: "No service", Secrets: secrets})
	sim, err := simulator.New(simulator.Options{Authority: a})
	if err != nil {
		return err
	}
	for _, u := range []simulator.User{{Address: "emma@kantoor.example", Name: "Emma Janssens"}, {Address: "info@kantoor.example", Kind: simulator.Shared}} {
		if _, err := sim.AddUser(u); err != nil {
			return err
		}
	}
	if err := sim.Start("127.0.0.1:0"); err != nil {
		return err
	}
	defer sim.Close()
	p.URL = sim.URL()
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "organisation.pem"), sim.CAPEM(), 0o644); err != nil {
		return err
	}
	// Renamed into place, so that nobody who waits for it reads half of it.
	half := filepath.Join(dir, "organisation.part")
	if err := os.WriteFile(half, text, 0o644); err != nil {
		return err
	}
	if err := os.Rename(half, filepath.Join(dir, "organisation.json")); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}
