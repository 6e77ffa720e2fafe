package face

import "postroom/app/office"

// fresh tells of accounts of whose mailboxes no folder is ticked: nothing is wrong with them, and nothing is filed. An
// organisation's addresses are many, and chosen elsewhere.
func (s *scene) fresh(v *Overview, accounts []office.Account) {
	for _, a := range accounts {
		if a.State != "active" || a.Kind == "organisation" || s.ticked(a.ID) {
			continue
		}
		v.State = worse(v.State, "attention")
		v.Needs = append(v.Needs, Need{Kind: "mailbox", Target: a.Address, Title: s.say("need.folders", Args{"address": a.Address}),
			Text: s.say("need.folders.text", nil), Action: "openMailbox"})
	}
}

// ticked says whether a folder of an account is ticked, or something else is to be said of its mailboxes.
func (s *scene) ticked(account string) bool {
	for _, m := range s.status.Mailboxes {
		if m.Account == account && (len(m.Folders) > 0 || m.State != "ok") {
			return true
		}
	}
	return false
}
