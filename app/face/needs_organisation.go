package face

import (
	"time"

	"postroom/app/office"
)

// urgent is how long before the end of a secret or certificate the state of all says so. Before that it is told, but all
// goes on as it should.
const urgent = 7 * 24 * time.Hour

// organisations tells of secrets and certificates that end, and of organisations of which nothing is read yet.
func (s *scene) organisations(v *Overview, accounts []office.Account) {
	for _, a := range accounts {
		if a.Organisation == nil || a.State != "active" {
			continue
		}
		if p := a.Organisation.Warning; p != nil {
			if e := a.Organisation.Expires; e != nil && e.Sub(s.now) <= urgent {
				v.State = worse(v.State, "attention")
			}
			v.Needs = append(v.Needs, Need{Kind: "credential", Target: a.ID, Title: p.Message, Text: p.Remedy, Problem: problemView(p), Action: "renew"})
		}
		if len(a.Mailboxes) == 0 && a.Organisation.On {
			v.State = worse(v.State, "attention")
			v.Needs = append(v.Needs, Need{Kind: "addresses", Target: a.ID, Title: s.say("need.addresses", Args{"name": a.Name}),
				Text: s.say("need.addresses.text", nil), Action: "openAddresses"})
		}
	}
}
