package face

// Organisation is what the connection of an organisation has beside every account.
type Organisation struct {
	ClientID   string   `json:"clientId"`
	Tenant     string   `json:"tenant"`
	Credential string   `json:"credential"`        // secret or certificate
	Expires    string   `json:"expires"`           // end of the credential; empty: not known
	Warning    *Problem `json:"warning,omitempty"` // the credential ends within thirty days, or has ended
	On         bool     `json:"on"`                // false: none of its mailboxes is read
	Active     int      `json:"active"`            // mailboxes that are read
	Listed     int      `json:"listed"`            // mailboxes in the directory when it was read last; 0: it was not read yet
}

// OrganisationForm is what an administrator enters to connect an organisation, or to renew its secret or certificate.
type OrganisationForm struct {
	Tenant      string `json:"tenant"` // id, domain or token endpoint
	ClientID    string `json:"clientId"`
	Secret      string `json:"secret"`      // empty with a certificate
	Expires     string `json:"expires"`     // day on which the secret ends, 2028-11-22; empty: not known
	Certificate string `json:"certificate"` // path, as ChooseCertificate gave it; empty with a secret
	Password    string `json:"password"`    // of the certificate's key
}

// CertificateFile is a file that was chosen.
type CertificateFile struct {
	Path string `json:"path"` // empty: the person cancelled
	Name string `json:"name"`
}

// OrganisationGuide leads an administrator through the app registration, step by step.
type OrganisationGuide struct {
	Page string `json:"page"` // address where apps are registered
	// Steps have "{clientId}" in their values where the client id belongs.
	Steps []GuideStep `json:"steps"`
	// Demo is what to enter in the demonstration; null otherwise.
	Demo *OrganisationForm `json:"demo,omitempty"`
}

// GuideStep is one thing to do.
type GuideStep struct {
	Title  string       `json:"title"`
	Text   string       `json:"text"`
	Values []GuideValue `json:"values"`
}

// GuideValue is something to copy.
type GuideValue struct {
	Label   string `json:"label"` // what it is
	Value   string `json:"value"`
	Why     string `json:"why"`     // what it is needed for; empty where that is plain
	Command bool   `json:"command"` // one or several lines for a terminal
}

// AddressQuery asks for a part of an organisation's addresses, in the order of the addresses.
type AddressQuery struct {
	Text    string `json:"text"`   // part of address or name, in any case; empty: all
	Active  bool   `json:"active"` // only those that are read
	Offset  int    `json:"offset"`
	Limit   int    `json:"limit"`
	Refresh bool   `json:"refresh"` // ask Microsoft now, however young the list is
}

// AddressPage is a part of an organisation's addresses.
type AddressPage struct {
	Items  []Address `json:"items"`
	Total  int       `json:"total"`  // that match
	Active int       `json:"active"` // that are read, of all
	Read   string    `json:"read"`   // when the directory was read
	Kinds  bool      `json:"kinds"`  // false: the app may not ask what a mailbox is for, and all count as people's
}

// Address is a mailbox of the organisation.
type Address struct {
	Address string   `json:"address"`
	Name    string   `json:"name"`
	Kind    string   `json:"kind"`   // user, shared, room
	Active  bool     `json:"active"` // it is read
	State   string   `json:"state"`  // available, excluded; of an active one as Mailbox.state, "off" while the connection is
	Before  int      `json:"before"` // of one that was just activated: mails that lay there and stay untouched
	Problem *Problem `json:"problem,omitempty"`
}
