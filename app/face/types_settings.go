package face

// Settings are the person's settings, and what decides them.
type Settings struct {
	Values      []Setting    `json:"values"`
	Managed     []string     `json:"managed"` // names of those that the policy decides
	PolicyFile  string       `json:"policyFile"`
	Destination Place        `json:"destination"`
	Verified    Verification `json:"verified"`
	Autostart   bool         `json:"autostart"`         // whether it can be set here
	Problem     *Problem     `json:"problem,omitempty"` // the settings file is broken: defaults are in force
}

// Access says whether settings and connections may be changed here. When they may not everything is shown all the same.
type Access struct {
	Limited bool     `json:"limited"` // the policy names a group whose members may
	May     bool     `json:"may"`
	Group   string   `json:"group"`             // what people call it
	Problem *Problem `json:"problem,omitempty"` // why one may not, and whom to ask
}

// Setting is one setting by its name: language, appearance, startAtLogin, closeToTray, notifySignIn, notifyDestination,
// notifyDiskFull, notifyFailures, notifyWork, clientsTree, pollSeconds, clientId, tenant.
type Setting struct {
	Name    string   `json:"name"`
	Value   string   `json:"value"`   // true, false, a number, a word
	Choices []string `json:"choices"` // empty: any
	Managed bool     `json:"managed"`
}

// Place is where documents go.
type Place struct {
	Path      string   `json:"path"`
	Managed   bool     `json:"managed"`
	Reachable bool     `json:"reachable"`
	Free      int64    `json:"free"`              // bytes; -1: not known
	Documents int      `json:"documents"`         // files that would move
	Bytes     int64    `json:"bytes"`             // that these take
	Problem   *Problem `json:"problem,omitempty"` // why it can't be used
}

// Moved is what moving the documents has come to.
type Moved struct {
	Path    string `json:"path"`
	Files   int    `json:"files"`
	Bytes   int64  `json:"bytes"`
	Missing int    `json:"missing"` // registered files that were not there to move
	Left    bool   `json:"left"`    // the old folder still holds them
}

// Verification is what holding the register against the documents has found.
type Verification struct {
	Time         string   `json:"time"` // empty: never
	Checked      int      `json:"checked"`
	OK           int      `json:"ok"`
	Changed      []string `json:"changed"`
	Missing      []string `json:"missing"`
	Unregistered []string `json:"unregistered"`
	Chain        string   `json:"chain"`      // intact, or where it is broken
	Reportable   bool     `json:"reportable"` // a report of it can be saved
	Sound        bool     `json:"sound"`
}

// Diagnostics is what a report would hold.
type Diagnostics struct {
	Files []DiagnosticsFile `json:"files"`
	Bytes int64             `json:"bytes"` // of the report
}

// DiagnosticsFile is a file of a report.
type DiagnosticsFile struct {
	Name      string `json:"name"`
	Text      string `json:"text"`
	Bytes     int64  `json:"bytes"`
	Shortened bool   `json:"shortened"` // Text is its end only
}

// Licence is a part of the app that others wrote.
type Licence struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Licence string `json:"licence"` // MIT, Apache-2.0, …
	Text    string `json:"text"`
}
