package face

import (
	"strconv"

	"postroom/app/office"
)

// signIns tells of accounts whose sign-in is lost.
func (s *scene) signIns(v *Overview, accounts []office.Account) {
	for _, a := range accounts {
		if a.State != "reauthenticate" {
			continue
		}
		v.State = worse(v.State, "signIn")
		waiting := 0
		for _, m := range s.status.Mailboxes {
			if m.Account == a.ID {
				waiting += m.Waiting + m.Failed
			}
		}
		p := problemView(a.Error)
		need := Need{Kind: "signIn", Target: a.ID, Title: s.say("need.signIn", Args{"address": a.Address}), Count: waiting,
			Text: s.say("need.signIn.text", Args{"n": strconv.Itoa(waiting)}), Problem: p, Action: "reauthenticate"}
		if a.Organisation != nil { // nobody signs in there
			need.Action, need.Title = "renew", s.say("need.signIn", Args{"address": a.Name})
			if p != nil {
				need.Text = p.Message + " " + p.Remedy
			}
		}
		v.Needs = append(v.Needs, need)
	}
}

// signInAddress is the address of the first of them.
func (s *scene) signInAddress() string {
	for _, a := range s.accounts {
		if a.State == "reauthenticate" {
			return a.Address
		}
	}
	return ""
}
