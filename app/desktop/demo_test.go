package desktop

import (
	"testing"

	"postroom/app/face"
	"postroom/app/office"
)

func TestTheFirstMailOfTheDemonstrationComesOnceForEachMailboxWhenItIsFirstLookedAt(t *testing.T) {
	d := &demonstration{}
	for i, tt := range []struct {
		event face.Event
		want  bool
	}{
		{face.Event{Kind: office.EventBaseline, Mailbox: "sofie"}, false}, // it would count as one that lay there before
		{face.Event{Kind: office.EventRound, Mailbox: "sofie"}, true},
		{face.Event{Kind: office.EventRound, Mailbox: "sofie"}, false},
		{face.Event{Kind: office.EventRound, Mailbox: "info"}, true},
	} {
		if got := d.greets(tt.event); got != tt.want {
			t.Errorf("event %d, %s of %s: a first mail is due: %v, want %v", i+1, tt.event.Kind, tt.event.Mailbox, got, tt.want)
		}
	}
}

func TestTheFirstMailComesToWhereClientsWrite(t *testing.T) {
	sent := face.Folder{WellKnownName: "sentitems", Path: "Verzonden items", Selected: true}
	own := face.Folder{Path: "Postvak IN/Klanten/Peeters BV", Selected: true}
	for name, tt := range map[string]struct {
		folders []face.Folder
		want    string
	}{
		"the inbox":          {[]face.Folder{sent, own, {WellKnownName: "inbox", Path: "Postvak IN", Selected: true}}, "inbox"},
		"a client's":         {[]face.Folder{{WellKnownName: "inbox", Path: "Postvak IN"}, sent, own}, own.Path},
		"nowhere":            {[]face.Folder{sent}, ""},
		"not where it's off": {[]face.Folder{{Path: "Klanten"}, {Path: "Weg", Selected: true, Vanished: true}}, ""},
	} {
		if got := firstFolder(tt.folders); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}
