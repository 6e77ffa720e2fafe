package face

// Times in these types are RFC 3339 in UTC, empty where there is none: Wails turns time.Time into "any".

// Problem is what stands in the way, in the person's language.
type Problem struct {
	Code    string `json:"code"`
	Message string `json:"message"` // what happened
	Remedy  string `json:"remedy"`  // what to do
	Who     string `json:"who"`     // who can do it: you, administrator, nobody, support
	Detail  string `json:"detail"`  // technical text; may hold Graph's request id
	Link    string `json:"link"`    // page to send to whoever can do it: an administrator's consent
	Since   string `json:"since"`
	Retry   string `json:"retry"` // when it is tried again by itself
}

// App is what the page needs to know before it shows anything.
type App struct {
	Version         string         `json:"version"`
	Platform        string         `json:"platform"` // linux, windows, darwin
	Language        string         `json:"language"` // in use: en, nl, fr, de
	LanguageSetting string         `json:"languageSetting"`
	Languages       []LanguageName `json:"languages"`
	Appearance      string         `json:"appearance"` // system, light, dark
	Demo            bool           `json:"demo"`
	HasClientID     bool           `json:"hasClientId"`
	Kinds           []string       `json:"kinds"`    // of account that a person may connect: work, personal
	Accounts        int            `json:"accounts"` // 0: first run
	Managed         []string       `json:"managed"`  // names of the settings that the policy decides
	Access          Access         `json:"access"`   // whether settings and connections may be changed here
	DataFolder      string         `json:"dataFolder"`
	PolicyFile      string         `json:"policyFile"` // empty: there is none
	Destination     string         `json:"destination"`
	KeyFile         string         `json:"keyFile"` // the key lies in this file for want of a keyring: said once
	Tray            bool           `json:"tray"`
	Problem         *Problem       `json:"problem,omitempty"` // why Postroom can't start; nothing else works then
}

// LanguageName is a language that the app speaks.
type LanguageName struct {
	Code string `json:"code"`
	Name string `json:"name"` // in itself: Nederlands
}

// Overview is how everything stands.
type Overview struct {
	// State is the worst of all parts: notConnected, upToDate, working, paused, waiting, offline, signIn, attention.
	State    string     `json:"state"`
	Title    string     `json:"title"` // the state in one sentence
	Text     string     `json:"text"`  // the sentence below it
	Short    string     `json:"short"` // the state in a word or two, for the tray and the lower left
	Until    string     `json:"until"` // of paused and waiting; empty: until resumed
	Left     int        `json:"left"`  // mails that are being worked on or wait
	Failed   int        `json:"failed"`
	Open     int        `json:"open"` // mails of Processing that need a person
	Today    int        `json:"today"`
	Week     int        `json:"week"` // since Monday
	Total    int        `json:"total"`
	Days     []Day      `json:"days"` // the last 14, oldest first; the last is today
	Waiting  []Waiting  `json:"waiting"`
	Needs    []Need     `json:"needs"`
	Activity []Activity `json:"activity"` // the last 20, newest first
	Checked  string     `json:"checked"`  // the last round of any mailbox
	// Own is how the person in front of the screen shows by their calendar; null if that is not read.
	Own *OwnStatus `json:"own,omitempty"`
}

// Day is how many mails were filed on a day.
type Day struct {
	Date  string `json:"date"` // 2026-11-23
	Count int    `json:"count"`
}

// Waiting is something that time cures.
type Waiting struct {
	Kind    string `json:"kind"` // mailbox, mails, paused
	Mailbox string `json:"mailbox"`
	Count   int    `json:"count"`
	Reason  string `json:"reason"`
	Until   string `json:"until"`
}

// Need is something that only the person can cure.
type Need struct {
	// Kind is signIn, destination, mailbox, folder, failures, register, credential, addresses, note.
	Kind    string   `json:"kind"`
	Target  string   `json:"target"` // account id, mailbox address, path
	Title   string   `json:"title"`
	Text    string   `json:"text"`
	Count   int      `json:"count"`
	Problem *Problem `json:"problem,omitempty"`
	// Action is the one button: reauthenticate, tryAgain, showFailures, chooseDestination, openMailbox, verify,
	// renew (of an organisation's secret or certificate), openAddresses, sentCopies.
	Action string `json:"action"`
}

// Activity is something that happened to a mail.
type Activity struct {
	ID          string   `json:"id"`
	Time        string   `json:"time"`
	State       string   `json:"state"` // filed, failed
	From        string   `json:"from"`
	Subject     string   `json:"subject"`
	Mailbox     string   `json:"mailbox"`
	Folder      string   `json:"folder"`
	Attachments int      `json:"attachments"`
	Problem     *Problem `json:"problem,omitempty"`
}

// Account is a sign-in with its mailboxes.
type Account struct {
	ID        string    `json:"id"`
	Kind      string    `json:"kind"` // work, personal, organisation
	Address   string    `json:"address"`
	Name      string    `json:"name"`
	State     string    `json:"state"` // active, reauthenticate, disconnected
	Connected string    `json:"connected"`
	Problem   *Problem  `json:"problem,omitempty"`
	Mailboxes []Mailbox `json:"mailboxes"`
	// Organisation is what an organisation's connection has beside; null for a person's.
	Organisation *Organisation `json:"organisation,omitempty"`
}

// Mailbox is a mailbox and how it stands.
type Mailbox struct {
	Address string `json:"address"`
	Kind    string `json:"kind"` // own, shared, activated
	// Everything says that all folders are filed that mail arrives in, with those to come.
	Everything bool      `json:"everything"`
	Notes      []Problem `json:"notes"`      // what there is to remark that is no error
	NeverSends bool      `json:"neverSends"` // nobody sends mail in its name, as a person said
	State      string    `json:"state"`      // ok, paused, waiting, reauthenticate, disconnected, error
	LastSync   string    `json:"lastSync"`
	Folders    int       `json:"folders"` // ticked
	Filed      int       `json:"filed"`
	Waiting    int       `json:"waiting"`
	Failed     int       `json:"failed"`
	Paused     bool      `json:"paused"` // this mailbox by itself
	Until      string    `json:"until"`  // of that pause; empty: until resumed
	Problem    *Problem  `json:"problem,omitempty"`
}

// FolderTree is a mailbox's folders, parents before children.
type FolderTree struct {
	Mailbox string   `json:"mailbox"`
	Read    string   `json:"read"` // when it was read from the mailbox
	Folders []Folder `json:"folders"`
}

// Folder is a folder of the tree. A ticked one that has vanished from the mailbox is at the end of the list.
type Folder struct {
	ID             string   `json:"id"`
	Parent         string   `json:"parent"` // id; empty at the top
	Name           string   `json:"name"`
	Path           string   `json:"path"`
	WellKnownName  string   `json:"wellKnownName"` // inbox, sentitems, …; empty for a person's own
	Depth          int      `json:"depth"`         // 1 at the top
	Total          int      `json:"total"`
	Unread         int      `json:"unread"`
	Selectable     bool     `json:"selectable"` // a search folder is not
	Hidden         bool     `json:"hidden"`
	Selected       bool     `json:"selected"`
	WithSubfolders bool     `json:"withSubfolders"` // new subfolders are ticked, too
	State          string   `json:"state"`          // of a ticked one: ok, baseline, error
	Filed          int      `json:"filed"`
	Before         int      `json:"before"`           // mails that lay there when it was ticked
	TrueUp         *TrueUp  `json:"trueUp,omitempty"` // the last comparison
	Vanished       bool     `json:"vanished"`
	Problem        *Problem `json:"problem,omitempty"`
}

// TrueUp is the last comparison of a folder with what was filed.
type TrueUp struct {
	Time     string `json:"time"`
	InFolder int    `json:"inFolder"`
	Filed    int    `json:"filed"`
	Before   int    `json:"before"`
	Added    int    `json:"added"`
}

// Selection is a change of the ticked folders, by their ids.
type Selection struct {
	Add    []string `json:"add"`
	Remove []string `json:"remove"`
	Follow []Follow `json:"follow"` // which folders have their new subfolders ticked; others stay as they are
}

// Follow says whether a folder's new subfolders are ticked.
type Follow struct {
	ID   string `json:"id"`
	With bool   `json:"with"`
}

// Selected is what a Selection has come to.
type Selected struct {
	Added   []string `json:"added"` // paths
	Removed []string `json:"removed"`
	Before  int      `json:"before"` // mails that lay in the added folders and stay untouched
}

// Estimate says what ticking folders will leave untouched.
type Estimate struct {
	Folders int `json:"folders"`
	Mails   int `json:"mails"`
}

// Connection is a sign-in that is under way.
type Connection struct {
	State   string      `json:"state"`   // none, starting, browser, code; of a shared mailbox also access, folders
	Kind    string      `json:"kind"`    // work, personal, shared
	Account string      `json:"account"` // of a reauthentication, or the one that opens a shared mailbox
	Mailbox string      `json:"mailbox"` // the shared one
	URL     string      `json:"url"`     // of the sign-in page
	Code    *DeviceCode `json:"code,omitempty"`
}

// DeviceCode is what a person needs to sign in elsewhere.
type DeviceCode struct {
	UserCode        string `json:"userCode"`
	VerificationURI string `json:"verificationUri"`
	Expires         string `json:"expires"`
}

// Check is one link of the chain, tested.
type Check struct {
	// Check is what was tested: proxy, token, profile, permissions, folders, shared, activated, folder, mailbox,
	// destination, register, clock.
	Check   string   `json:"check"`
	Subject string   `json:"subject"`
	OK      bool     `json:"ok"`
	Message string   `json:"message"`
	Problem *Problem `json:"problem,omitempty"`
	Action  *Action  `json:"action,omitempty"` // the button that cures it
}

// Action is what a person can do about a failed test right there.
type Action struct {
	// Kind is connect, reauthenticate (account id), openPage (address), openSettings (setting), openMailbox (mailbox),
	// chooseFolder, showFailures (mailbox), renew (account id), sync (mailbox) or verify.
	Kind   string `json:"kind"`
	Target string `json:"target"`
}

// Help is what is known of an error by its code, with … for what only a real error can name.
type Help struct {
	Code    string `json:"code"`
	Group   string `json:"group"` // sign-in, network, mailbox, documents, settings, program
	What    string `json:"what"`
	Do      string `json:"do"`
	Who     string `json:"who"`     // you, administrator, nobody, support
	Command string `json:"command"` // does it on the command line
}

// Permissions says what an account has granted, what for, and what is never asked for.
type Permissions struct {
	Account string       `json:"account"`
	Address string       `json:"address"`
	Rows    []Permission `json:"rows"`
	Never   []Permission `json:"never"`
	Missing int          `json:"missing"`
	Message string       `json:"message"` // to send to an administrator; empty if nothing is missing
}

// Permission is a right at Microsoft 365 and the feature that needs it.
type Permission struct {
	Feature    string `json:"feature"`
	Permission string `json:"permission"` // Mail.Read
	Allows     string `json:"allows"`
	Why        string `json:"why"`
	Who        string `json:"who"` // you, administrator
	// State is granted, missing, later (asked for when somebody adds what needs it), off (asked for when it is switched
	// on), or never: such an account can't have
	// it, or it is not asked for. Of an organisation's app also exchange (if at all it was granted there) and optional (it
	// was not granted, and can be left out).
	State string `json:"state"`
	Since string `json:"since"`
}

// Registration is how an administrator registers the app in Entra: steps with values to copy.
type Registration struct {
	Page     string             `json:"page"` // address of the registration page
	Steps    []RegistrationStep `json:"steps"`
	ClientID string             `json:"clientId"` // as it is now
	Tenant   string             `json:"tenant"`
	Managed  bool               `json:"managed"` // the policy says it
}

// RegistrationStep is one thing to do.
type RegistrationStep struct {
	Title  string              `json:"title"`
	Text   string              `json:"text"`
	Values []RegistrationValue `json:"values"`
}

// RegistrationValue is something to copy.
type RegistrationValue struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// Event is what the page hears under the name "postroom".
type Event struct {
	Seq  int64  `json:"seq"`
	Time string `json:"time"`
	// Kind is overview, account, connect:waiting, connect:code, connect:step, connect:done, connect:failed, baseline, round, filed,
	// failed, skipped, recognised, indexed, marks, presence, users, problem, check, progress, documents, settings, room.
	Kind     string      `json:"kind"`
	Account  string      `json:"account"`
	Mailbox  string      `json:"mailbox"`
	Folder   string      `json:"folder"` // PATH
	ID       string      `json:"id"`
	Task     string      `json:"task"` // of progress: select, validate, verify, move
	Done     int64       `json:"done"`
	Total    int64       `json:"total"` // 0: not known
	Text     string      `json:"text"`
	URL      string      `json:"url"`
	Room     string      `json:"room"` // overview, mailboxes, documents, settings
	Target   string      `json:"target"`
	Code     *DeviceCode `json:"code,omitempty"`
	Check    *Check      `json:"check,omitempty"`
	Document *Document   `json:"document,omitempty"`
	Overview *Overview   `json:"overview,omitempty"`
	Problem  *Problem    `json:"problem,omitempty"`
}
