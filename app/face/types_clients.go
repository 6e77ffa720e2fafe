package face

// ClientQuery chooses clients.
type ClientQuery struct {
	Text   string `json:"text"`
	State  string `json:"state"` // active, ended; empty: all
	Offset int    `json:"offset"`
	Limit  int    `json:"limit"` // 0: a page's usual length
}

// ClientPage is a part of the clients, by name.
type ClientPage struct {
	Total int      `json:"total"`
	Items []Client `json:"items"`
	Roles []string `json:"roles"` // that somebody holds or may hold, by name
}

// Client is somebody whom the office works for.
type Client struct {
	ID            string       `json:"id"` // empty: a new one
	Name          string       `json:"name"`
	Number        string       `json:"number"`
	Addresses     []string     `json:"addresses"`
	Domains       []string     `json:"domains"`
	VAT           []string     `json:"vat"`
	Registrations []string     `json:"registrations"`
	IBANs         []string     `json:"ibans"`
	Language      string       `json:"language"`
	Ended         string       `json:"ended"` // day on which the work for them ended, "2026-11-22"; empty: it goes on
	Roles         []ClientRole `json:"roles"` // by role
}

// ClientRole is who holds a role for a client.
type ClientRole struct {
	Role   string `json:"role"`
	Member string `json:"member"` // address
	Name   string `json:"name"`   // of the member
}

// ClientSaved is a client that was added or changed.
type ClientSaved struct {
	Client  Client `json:"client"`
	Settled int    `json:"settled"` // mails that waited for it
}

// ColumnChoice says what a column of a table holds.
type ColumnChoice struct {
	Column string `json:"column"`
	Field  string `json:"field"` // name, number, address, domain, vat, registration, iban, language, ended, role:NAME; empty: nothing of use
}

// ImportColumn is a column of a table.
type ImportColumn struct {
	Column  string   `json:"column"`
	Field   string   `json:"field"`
	Samples []string `json:"samples"`
}

// ImportLine is a line of a table that was left out.
type ImportLine struct {
	Line    int    `json:"line"`
	Message string `json:"message"`
}

// ClientImport is what an import has come to, or would.
type ClientImport struct {
	Columns    []ImportColumn `json:"columns"`
	Added      int            `json:"added"`
	Updated    int            `json:"updated"`
	Unchanged  int            `json:"unchanged"`
	Duplicates int            `json:"duplicates"` // rows about a client that another row was about
	Wrong      int            `json:"wrong"`      // lines that are left out
	Lines      []ImportLine   `json:"lines"`      // the first of them
	First      []Client       `json:"first"`
	Settled    int            `json:"settled"`           // mails that waited for it
	Problem    *Problem       `json:"problem,omitempty"` // the columns can't be used like this
}
