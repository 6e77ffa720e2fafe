package office

import (
	"context"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/store"
)

// SentCopies are the settings of a shared mailbox that put what is sent in its name into its own Sent Items. Both are
// off by themselves; the mail lies only with the person who sent it then (Exchange, "Set-Mailbox").
type SentCopies struct {
	Mailbox  string            `json:"mailbox"`
	Connect  string            `json:"connect"` // command that begins a session with Exchange Online
	Settings []SentCopySetting `json:"settings"`
	All      string            `json:"all"`   // command that sets all of them
	Check    string            `json:"check"` // command that shows how they stand
}

// SentCopySetting is one of the settings and the command that turns it on.
type SentCopySetting struct {
	Name    string `json:"name"`
	For     string `json:"for"` // "as": sent as the mailbox; "behalf": sent on its behalf
	Command string `json:"command"`
}

// SentCopiesOf gives the commands for a shared mailbox, as an administrator enters them in PowerShell.
func SentCopiesOf(mailbox string) *SentCopies {
	set := "Set-Mailbox -Identity " + quoted(mailbox)
	setting := func(name, what string) SentCopySetting {
		return SentCopySetting{Name: name, For: what, Command: set + " -" + name + " $true"}
	}
	s := &SentCopies{Mailbox: mailbox, Connect: "Connect-ExchangeOnline",
		Settings: []SentCopySetting{setting("MessageCopyForSentAsEnabled", "as"), setting("MessageCopyForSendOnBehalfEnabled", "behalf")}}
	var names []string
	s.All = set
	for _, one := range s.Settings {
		names = append(names, one.Name)
		s.All += " -" + one.Name + " $true"
	}
	s.Check = "Get-Mailbox -Identity " + quoted(mailbox) + " | Format-List " + strings.Join(names, ",")
	return s
}

// FullAccess is the command with which an administrator lets an account open a shared mailbox.
func FullAccess(mailbox, account string) string {
	return "Add-MailboxPermission -Identity " + quoted(mailbox) + " -User " + quoted(account) + " -AccessRights FullAccess"
}

// quoted is a text as PowerShell takes it literally.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// fortnight is how long a shared mailbox that gets mail may be without a sent one before that is remarked.
const fortnight = 14 * 24 * time.Hour

// noSentCopies says since when no copy of a sent mail has come to lie in a shared mailbox, although mail came in: its two
// settings appear to be off. It is zero if there is nothing to remark.
func noSentCopies(m store.Mailbox, now time.Time) (since time.Time) {
	if m.Kind != mail.Shared || m.NeverSends {
		return time.Time{}
	}
	came := time.Time{}
	for _, f := range m.Folders {
		switch {
		case f.ID != m.Sent:
			came = latest(came, f.Arrived)
		case f.Vanished, f.State != store.FolderOK:
			return time.Time{} // it is not known what lies there
		default:
			since = latest(f.Ticked, f.Arrived)
		}
	}
	if since.IsZero() || now.Sub(since) < fortnight || !came.After(since) {
		return time.Time{}
	}
	return since
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// NeverSends keeps in mind that nobody sends mail in the name of a shared mailbox: that no copies come is no remark then.
func (o *Office) NeverSends(ctx context.Context, mailbox string, never bool) error {
	if err := o.permit(ctx); err != nil {
		return err
	}
	m, err := o.mailbox(mailbox)
	if err != nil {
		return err
	}
	return o.db.Update(func(tx *store.Tx) error {
		m, ok, err := tx.Mailbox(m.Address)
		if err != nil || !ok {
			return err
		}
		m.NeverSends = never
		return tx.PutMailbox(m)
	})
}

// notes are what there is to remark about a mailbox that is no error.
func (o *Office) notes(m store.Mailbox) []*Problem {
	notes := []*Problem{}
	if since := noSentCopies(m, o.opts.Now()); !since.IsZero() {
		n := ProblemOf(o.language(), &fault.Error{Class: fault.FixSetting, Code: "sent-copies-missing", Op: "look for sent copies",
			Args: map[string]string{"address": m.Address}})
		n.Since, n.Detail = moment(since), ""
		notes = append(notes, n)
	}
	return notes
}
