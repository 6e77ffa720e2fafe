package mail

// User is an entry of an organisation's directory. What the service left out, because it was never set or may not be read,
// is empty or Unknown.
type User struct {
	ID        string // object id; stays when name and address change
	Name      string
	Address   string // primary SMTP address; empty if it has none
	Principal string // user principal name
	Aliases   []string
	Guest     bool
	Enabled   Tristate // may sign in
	Licensed  Tristate
	Removed   Removal
}

// Removal says how an entry is gone from the directory.
type Removal string

const (
	RemovedNot     Removal = ""
	RemovedForNow  Removal = "changed" // it can be restored, for thirty days
	RemovedForEver Removal = "deleted"
)
