package face

// Team is everybody in the office, and who handles what arrives at which address.
type Team struct {
	Members   []Member  `json:"members"`
	Addresses []TeamTie `json:"addresses"`        // all that mail is filed from or that are tied
	Roles     []string  `json:"roles"`            // by name
	Teams     []string  `json:"teams"`            // by name
	Locked    bool      `json:"locked,omitempty"` // only managers change it, and who looks is none
}

// Member is somebody who works in the office.
type Member struct {
	Name    string   `json:"name"`
	Address string   `json:"address"`
	Also    []string `json:"also,omitempty"` // their other addresses: where they have moved to; to save, none leaves them as they are
	Roles   []string `json:"roles"`
	Teams   []string `json:"teams"`
	Manager bool     `json:"manager"`
}

// TeamTie is who handles what arrives at an address.
type TeamTie struct {
	Address string   `json:"address"`
	To      string   `json:"to"`     // contact, role:R, team:T; empty: nobody has said
	People  []string `json:"people"` // names of those it can reach; of a role those who hold it for any client
}

// MailRoute is who would take part in a mail.
type MailRoute struct {
	People []string `json:"people"` // by name
	Why    string   `json:"why"`    // why nobody would
}
