package face

// Removed is a shared mailbox that was removed.
type Removed struct {
	Mailbox string `json:"mailbox"`
	Left    int    `json:"left"` // mails that were noticed and could not be filed any more; they are in the mailbox
}

// SharedCommands are what an administrator enters in PowerShell for a shared mailbox.
type SharedCommands struct {
	Mailbox string            `json:"mailbox"`
	Connect string            `json:"connect"` // begins a session with Exchange Online
	Access  string            `json:"access"`  // lets the account open the mailbox
	Copies  []SentCopySetting `json:"copies"`
	All     string            `json:"all"`   // turns on all settings for sent copies
	Check   string            `json:"check"` // shows how they stand
}

// SentCopySetting is a setting of a shared mailbox that puts copies of sent mail into it.
type SentCopySetting struct {
	Name    string `json:"name"`
	For     string `json:"for"` // as: sent as the mailbox; behalf: sent on its behalf
	Command string `json:"command"`
}

// Twin is the same mail, filed from another mailbox.
type Twin struct {
	ID      string `json:"id"` // of its document
	Mailbox string `json:"mailbox"`
	Folder  string `json:"folder"`
}
