package office

import (
	"testing"
	"time"

	"postroom/app/mail"
	"postroom/app/store"
)

func TestMissingSentCopiesAreRemarkedAfterAFortnight(t *testing.T) {
	added := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	day := func(n int) time.Time { return added.AddDate(0, 0, n) }
	inbox := func(arrived time.Time) store.Folder {
		return store.Folder{ID: "inbox", State: store.FolderOK, Ticked: added, Arrived: arrived}
	}
	sent := func(arrived time.Time) store.Folder {
		return store.Folder{ID: "sent", State: store.FolderOK, Ticked: added, Arrived: arrived}
	}
	for _, tt := range []struct {
		name    string
		kind    mail.Kind
		folders []store.Folder
		now     time.Time
		since   time.Time
	}{
		{"thirteen days", mail.Shared, []store.Folder{inbox(day(12)), sent(time.Time{})}, day(13), time.Time{}},
		{"a fortnight", mail.Shared, []store.Folder{inbox(day(12)), sent(time.Time{})}, day(14), added},
		{"a fortnight after the last copy", mail.Shared, []store.Folder{inbox(day(30)), sent(day(20))}, day(34), day(20)},
		{"copies come", mail.Shared, []store.Folder{inbox(day(30)), sent(day(29))}, day(34), time.Time{}},
		{"nothing comes in", mail.Shared, []store.Folder{inbox(time.Time{}), sent(time.Time{})}, day(60), time.Time{}},
		{"nothing came in since the last copy", mail.Shared, []store.Folder{inbox(day(5)), sent(day(6))}, day(60), time.Time{}},
		{"Sent Items is not ticked", mail.Shared, []store.Folder{inbox(day(12))}, day(60), time.Time{}},
		{"Sent Items can't be read", mail.Shared, []store.Folder{inbox(day(12)), {ID: "sent", State: store.FolderError, Ticked: added}}, day(60), time.Time{}},
		{"a person's own mailbox", mail.Own, []store.Folder{inbox(day(12)), sent(time.Time{})}, day(60), time.Time{}},
	} {
		m := store.Mailbox{Mailbox: mail.Mailbox{Address: "info@kantoor.example", Kind: tt.kind}, Sent: "sent", Folders: tt.folders}
		if got := noSentCopies(m, tt.now); !got.Equal(tt.since) {
			t.Errorf("%s: none since %v, want %v", tt.name, got, tt.since)
		}
		o := &Office{opts: Options{Language: "nl", Now: func() time.Time { return tt.now }}}
		notes := o.notes(m)
		if len(notes) == 1 != !tt.since.IsZero() || len(notes) == 1 && (notes[0].Code != "sent-copies-missing" || !notes[0].Since.Equal(tt.since)) {
			t.Errorf("%s: the notes are %+v, want one since %v", tt.name, notes, tt.since)
		}
		if m.NeverSends = true; !noSentCopies(m, tt.now).IsZero() {
			t.Errorf("%s: copies are missed in a mailbox that never sends", tt.name)
		}
	}
}

func TestCommandsForSentCopiesTakeAnyAddressLiterally(t *testing.T) {
	s := SentCopiesOf("o'brien@kantoor.example")
	for got, want := range map[string]string{
		s.Settings[0].Command: "Set-Mailbox -Identity 'o''brien@kantoor.example' -MessageCopyForSentAsEnabled $true",
		s.Settings[1].Command: "Set-Mailbox -Identity 'o''brien@kantoor.example' -MessageCopyForSendOnBehalfEnabled $true",
		s.All:                 "Set-Mailbox -Identity 'o''brien@kantoor.example' -MessageCopyForSentAsEnabled $true -MessageCopyForSendOnBehalfEnabled $true",
		s.Check:               "Get-Mailbox -Identity 'o''brien@kantoor.example' | Format-List MessageCopyForSentAsEnabled,MessageCopyForSendOnBehalfEnabled",
		FullAccess("info@kantoor.example", "emma@kantoor.example"): "Add-MailboxPermission -Identity 'info@kantoor.example' -User 'emma@kantoor.example' -AccessRights FullAccess",
	} {
		if got != want {
			t.Errorf("the command is %q, want %q", got, want)
		}
	}
}

func TestWhatIsNoAddressIsNotAskedFor(t *testing.T) {
	for text, want := range map[string]bool{
		"info@kantoor.example": true, "facturen.2026+nl@sub.kantoor.example": true, "o'brien@kantoor.example": true, "r&d#1@kantoor.example": true, "": false, "info": false, "@kantoor.example": false,
		"info@": false, "info@kantoor": false, "in fo@kantoor.example": false, "info@a@kantoor.example": false, "info@.example": false,
		"info/messages?x=@kantoor.example": false, "Info <info@kantoor.example>": false, "info@kantoor.example, jan@kantoor.example": false,
	} {
		if got := isAddress(text); got != want {
			t.Errorf("%q is an address: %v, want %v", text, got, want)
		}
	}
}
