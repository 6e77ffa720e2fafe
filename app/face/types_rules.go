package face

// AsideRules are the rules by which mails are set aside.
type AsideRules struct {
	Rules    []AsideRule `json:"rules"`    // those that win first
	Managers bool        `json:"managers"` // who looks sees everything, and what was learned
	Mailbox  []string    `json:"mailbox"`  // addresses that a rule can be about
}

// AsideRule sets mails aside, or keeps them from that.
type AsideRule struct {
	ID      string       `json:"id"`
	Kind    string       `json:"kind"`  // bulk, auto, internal for the built-in ones; sender, domain, subject, mailbox
	Value   string       `json:"value"` // empty for a built-in one
	Keep    bool         `json:"keep"`  // no rule sets such mails aside
	On      bool         `json:"on"`
	Mails   int          `json:"mails"`   // that it has set aside
	Loses   []AsideOther `json:"loses"`   // rules that say the opposite of some of the same mails, and win
	Wins    []AsideOther `json:"wins"`    // the same, and they lose
	Clients []ClientName `json:"clients"` // whose mails it sets aside: perhaps more than was meant
}

// AsideOther is a rule as another one names it.
type AsideOther struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}
