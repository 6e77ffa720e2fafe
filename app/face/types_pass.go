package face

// Pass is a way on which statuses are passed on.
type Pass struct {
	Kind    string   `json:"kind"` // webhook, command
	On      bool     `json:"on"`
	Host    string   `json:"host"`    // of a webhook: the rest of its address may be secret
	Program string   `json:"program"` // of a command
	Args    []string `json:"args"`
	Team    bool     `json:"team"`            // colleagues' statuses, too
	Inside  bool     `json:"inside"`          // of a webhook: the receiver may stand in one's own network
	OwnCA   bool     `json:"ownCA,omitempty"` // of a webhook: its certificate may come from an authority of one's own
	Passed  string   `json:"passed"`          // when something was passed on last; empty: never
	Problem *Problem `json:"problem,omitempty"`
	Secret  string   `json:"secret"` // of a webhook that was given a new one just now; it is not told again
}

// WebhookForm is what somebody enters to have statuses sent to a web address.
type WebhookForm struct {
	URL       string `json:"url"`
	NewSecret bool   `json:"newSecret"`        // in any case; else the one that there is for this host is kept
	Secret    string `json:"secret,omitempty"` // their own in place of one that is made
	CA        string `json:"ca,omitempty"`     // path of an authority's certificates, as ChooseAuthority gave it; empty: those that there are for this host
	DropCA    bool   `json:"dropCA,omitempty"` // not even those
	Inside    bool   `json:"inside"`
	Team      bool   `json:"team"`
}

// CommandForm is what somebody enters to have a program run with each status.
type CommandForm struct {
	Program string   `json:"program"`
	Args    []string `json:"args"`
	Team    bool     `json:"team"`
}

// MemberStatus is how a member of the team shows by their calendar now.
type MemberStatus struct {
	Address string `json:"address"`
	Name    string `json:"name"`   // empty: another member has the same
	Status  string `json:"status"` // free, tentative, busy, oof, workingElsewhere
	Words   string `json:"words"`  // "out until Monday"
}

// TeamProposals are what is to be decided or known about the organisation's users and the team.
type TeamProposals struct {
	On    bool           `json:"on"`   // users are on for an account
	Mode  string         `json:"mode"` // off, propose, add
	Total int            `json:"total"`
	Items []TeamProposal `json:"items"` // by name
}

// TeamProposal is something about a user and the team.
type TeamProposal struct {
	ID      string `json:"id"`   // object id of the user
	Kind    string `json:"kind"` // add, tie, moved, left, two-members, other-user
	Name    string `json:"name"`
	Address string `json:"address"`
	Member  string `json:"member"` // address of the member it is about; empty: none yet
	Accept  bool   `json:"accept"` // it is done with one click; the others by hand
	Message string `json:"message"`
}
