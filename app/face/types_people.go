package face

// PeopleAccount is how the features for people stand for an account.
type PeopleAccount struct {
	Account  string          `json:"account"` // id
	Address  string          `json:"address"`
	Kind     string          `json:"kind"`  // work, personal, organisation
	State    string          `json:"state"` // active, reauthenticate, disconnected
	Features []PeopleFeature `json:"features"`
}

// PeopleFeature is something that can be switched on for an account.
type PeopleFeature struct {
	Feature     string             `json:"feature"` // users, status, contacts
	On          bool               `json:"on"`
	Permissions []PeoplePermission `json:"permissions"`
	Team        []string           `json:"team"` // of status: whose calendar is asked for beside the own one
}

// PeoplePermission is a permission that a feature uses, or would ask for.
type PeoplePermission struct {
	Name   string `json:"name"`
	Allows string `json:"allows"`
}

// TeamDay is who is there, and how a day looks.
type TeamDay struct {
	On     bool       `json:"on"`     // calendar status is on for an account
	CanAdd bool       `json:"canAdd"` // an account can ask for the calendars of colleagues
	Day    string     `json:"day"`    // 2026-11-23
	From   string     `json:"from"`   // the part of the day that the bars show
	To     string     `json:"to"`
	Now    string     `json:"now"`
	Read   string     `json:"read"` // when the calendars were read last; empty: never
	Team   []Teammate `json:"team"` // oneself first, then by name
}

// Teammate is how somebody shows now, and on a day.
type Teammate struct {
	Address string `json:"address"`
	Name    string `json:"name"` // empty: not known
	Account string `json:"account"`
	Own     bool   `json:"own"`
	Status  string `json:"status"` // free, tentative, busy, oof, workingElsewhere, unknown
	Until   string `json:"until"`  // empty: no end is known
	Next    string `json:"next"`   // what comes then; empty: not known
	// AfterHours says that it is outside of their working hours now.
	AfterHours bool         `json:"afterHours"`
	Spans      []StatusSpan `json:"spans"`                // the day without gaps; empty: nothing is known
	KnowsHours bool         `json:"knowsHours,omitempty"` // whether it is known when they work
	Hours      []TimeSpan   `json:"hours,omitempty"`      // when they work on that day
	Problem    *Problem     `json:"problem,omitempty"`
}

// TimeSpan is a part of a day.
type TimeSpan struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// StatusSpan is a part of a day in which somebody shows as one thing.
type StatusSpan struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Status string `json:"status"`
}

// UserQuery asks for a part of the organisation's users, by name.
type UserQuery struct {
	Text   string `json:"text"` // in name or address, in any case; empty: all
	Kind   string `json:"kind"` // person, guest, shared, room, mailbox, unlicensed, disabled, deleted; empty: all
	Offset int    `json:"offset"`
	Limit  int    `json:"limit"`
}

// UserPage is a part of the organisation's users.
type UserPage struct {
	On     bool        `json:"on"` // users are on for an account
	Items  []User      `json:"items"`
	Total  int         `json:"total"`  // that match
	Counts []UserCount `json:"counts"` // of those with the text, by kind
	Read   string      `json:"read"`   // when the directory was read last; empty: never
	Unsure bool        `json:"unsure"` // rooms and shared mailboxes may be among the people: they can't be told apart
}

// UserCount is how many users there are of a kind.
type UserCount struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
}

// User is an entry of the organisation's directory.
type User struct {
	ID      string   `json:"id"` // object id
	Name    string   `json:"name"`
	Address string   `json:"address"`
	Aliases []string `json:"aliases"`
	Kind    string   `json:"kind"`    // person, guest, shared, room, mailbox (one of these two), unlicensed, disabled
	Unsure  bool     `json:"unsure"`  // a person as far as may be read: it may be a room or a shared mailbox
	Deleted string   `json:"deleted"` // when it was missing first; it can be restored. Empty: it is there
	Tied    []string `json:"tied"`    // addresses known here that are this entry
	Watched bool     `json:"watched"` // their calendar status is shown
	Own     bool     `json:"own"`     // so is this one: it is a person's own account
}

// Ties are which addresses that are known here are which users.
type Ties struct {
	Items       []Tie           `json:"items"`
	Suggestions []TieSuggestion `json:"suggestions"`
}

// Tie says that an address and a user are one.
type Tie struct {
	Address string `json:"address"`
	ID      string `json:"id"`   // object id
	Name    string `json:"name"` // of the user; empty: the directory has no such user any more
}

// TieSuggestion is a user who has an address that is known here and tied to nobody.
type TieSuggestion struct {
	Address string `json:"address"`
	ID      string `json:"id"`
	Name    string `json:"name"`
	Taken   string `json:"taken"` // the address that the user is tied to already; empty: none
}

// OwnStatus is how the person in front of the screen shows now.
type OwnStatus struct {
	Status string `json:"status"` // free, tentative, busy, oof, workingElsewhere
	Until  string `json:"until"`  // empty: no end is known
}
