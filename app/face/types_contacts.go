package face

// ContactQuery asks for a part of the contacts that who looks may see.
type ContactQuery struct {
	Text    string `json:"text"`    // words, each in any detail; empty: all
	Folder  string `json:"folder"`  // id; empty: all
	Account string `json:"account"` // id, of a folder
	Own     bool   `json:"own"`     // only one's own
	Visible bool   `json:"visible"` // only what the office may see
	Offset  int    `json:"offset"`
	Limit   int    `json:"limit"`
}

// ContactPage is a part of the contacts, by name; those that are most likely one person follow each other.
type ContactPage struct {
	On      bool            `json:"on"` // contacts are on for an account
	Items   []Contact       `json:"items"`
	Total   int             `json:"total"`
	Folders []ContactFolder `json:"folders"`
	Read    string          `json:"read"` // when the contacts were read last; empty: some never were
}

// Contact is an entry of an address book.
type Contact struct {
	ID       string         `json:"id"`
	Account  string         `json:"account"` // id
	Owner    string         `json:"owner"`   // address
	Own      bool           `json:"own"`     // of who looks
	Visible  bool           `json:"visible"` // to the office
	Folder   string         `json:"folder"`  // its path
	FolderID string         `json:"folderId"`
	Same     string         `json:"same"` // the same of those that are most likely one person; empty: it is alone
	Name     string         `json:"name"` // empty: there is nothing to call it by
	Company  string         `json:"company"`
	Job      string         `json:"job"`
	Emails   []string       `json:"emails"`
	Phones   []ContactPhone `json:"phones"`
	Places   []ContactPlace `json:"places"`
	Web      string         `json:"web"`
	Birthday string         `json:"birthday"` // 1980-05-17, --05-17 if nobody knows the year; empty: not known
	Notes    string         `json:"notes"`
}

// ContactPhone is a phone number.
type ContactPhone struct {
	Kind   string `json:"kind"` // work, home, mobile
	Number string `json:"number"`
}

// ContactPlace is a postal address.
type ContactPlace struct {
	Kind  string   `json:"kind"` // work, home, other
	Lines []string `json:"lines"`
}

// ContactFolder is a folder of an address book.
type ContactFolder struct {
	ID       string `json:"id"`
	Path     string `json:"path"`
	Account  string `json:"account"` // id
	Owner    string `json:"owner"`
	Own      bool   `json:"own"`
	Visible  bool   `json:"visible"` // to the office, with all that is and will be in it
	Contacts int    `json:"contacts"`
	Lists    int    `json:"lists"` // distribution lists in it, which nobody can read
}

// ContactClients is what becomes, or would become, of contacts that clients are made of.
type ContactClients struct {
	Added    int             `json:"added"`    // new clients
	Extended int             `json:"extended"` // clients that get new addresses
	Clients  []ContactClient `json:"clients"`  // the first of them
	Skipped  int             `json:"skipped"`  // contacts that are not taken
	Left     []LeftContact   `json:"left"`     // the first of them
	Settled  int             `json:"settled"`  // mails that waited for it
}

// ContactClient is a client made of contacts, or extended by them.
type ContactClient struct {
	Name      string   `json:"name"`
	Added     bool     `json:"added"`
	Addresses []string `json:"addresses"` // new ones
}

// LeftContact is a contact that is not taken, and why.
type LeftContact struct {
	Name string `json:"name"`
	Why  string `json:"why"`
}
