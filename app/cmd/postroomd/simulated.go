package main

import (
	"errors"

	"postroom/app/simulator"
)

// simulatedMailbox is a mailbox of the simulated Microsoft 365 that nobody signs in as, or an address without one.
type simulatedMailbox struct {
	Address string `json:"address"`
	Name    string `json:"name"`
	Access  string `json:"access"` // of the first person: full, folder (only its inbox is shared), none, no mailbox
}

// simulatedPersonal has a personal account, if the flags name nobody.
var simulatedPersonal = simulatedUser{Address: "sofie.maes@outlook.example", Name: "Sofie Maes", Personal: true}

// simulatedShared are the mailboxes to try shared ones with, if the flags name nobody: one of each kind that an app has
// to tell apart.
var simulatedShared = []simulatedMailbox{
	{"info@kantoor.example", "Info", "full"},
	{"planning@kantoor.example", "Planning", "folder"},
	{"directie@kantoor.example", "Directie", "none"},
	{"scanner@kantoor.example", "Scanner", "no mailbox"},
}

var accessWords = map[string]string{"full": "Full Access", "folder": "only its inbox is shared", "none": "no access", "no mailbox": "no mailbox at all"}

// share adds the shared mailboxes.
func share(sim *simulator.Simulator, boxes []simulatedMailbox, first string) error {
	var errs []error
	for _, b := range boxes {
		u := simulator.User{Address: b.Address, Name: b.Name, Kind: simulator.Shared, NoMailbox: b.Access == "no mailbox"}
		if _, err := sim.AddUser(u); err != nil {
			return err
		}
		switch b.Access {
		case "full":
			errs = append(errs, sim.Grant(b.Address, first))
		case "folder":
			errs = append(errs, sim.ShareFolder(b.Address, "inbox", first))
		}
	}
	return errors.Join(errs...)
}
