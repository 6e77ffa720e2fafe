package face

import (
	"strings"
	"testing"
	"time"

	"postroom/app/demo"
	"postroom/app/office"
	"postroom/app/processing"
	"postroom/app/settings"
)

func TestWhatConcernsMeIsToldTogetherAndOnce(t *testing.T) {
	var c concerns
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	say := func(key string, args Args) string { return key + " " + args["n"] }
	told := func(what, want string) {
		t.Helper()
		got := ""
		if n := c.due(now, say); n != nil {
			got = n.Title + ", " + n.Text + ", " + n.Target
		}
		if got != want {
			t.Errorf("%s: told is %q, want %q", what, got, want)
		}
	}
	one := office.Conversation{ID: "1", Subject: "A question", Client: &processing.Brief{Name: "Peeters"}}
	two := office.Conversation{ID: "2", Subject: "An invoice"}
	told("nothing", "")
	c.hear(&office.Concern{Number: 5, Total: 1, Conversations: []office.Conversation{one}}, now)
	told("at once", "")
	now = now.Add(30 * time.Second)
	c.hear(&office.Concern{Number: 7, Total: 2, Conversations: []office.Conversation{two, one}}, now)
	told("while more comes", "")
	now = now.Add(30 * time.Second)
	told("a minute after the first", "notify.work 2, An invoice\nPeeters: A question, work")
	told("again", "")
	if c.told != 7 {
		t.Errorf("told is up to %d, want 7", c.told)
	}
	c.hear(&office.Concern{Number: 9, Total: 1, Conversations: []office.Conversation{one}}, now)
	now = now.Add(time.Hour)
	told("later", "notify.work 1, Peeters: A question, talks:1")
	c.hear(&office.Concern{Number: 10, Total: 1, Conversations: []office.Conversation{one}}, now)
	c.hear(&office.Concern{Number: 10}, now)
	now = now.Add(time.Hour)
	told("what was read meanwhile", "")
}

func TestNoticeOfAClientsMailReachesTheDesktopUnlessItIsSwitchedOff(t *testing.T) {
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	o := w.face.office
	_, err := o.PutMember(t.Context(), processing.Member{Name: "Sofie", Address: demo.Sofie})
	w.must(err)
	_, err = o.Tie(t.Context(), demo.Sofie, "contact")
	w.must(err)
	_, _, err = o.AddClient(t.Context(), processing.Client{Name: "Maes Bouw", Addresses: []string{"lies@maesbouw.example"}})
	w.must(err)
	notes := func() (list []Notification) {
		w.must(w.face.concern(o))
		w.face.concerns.mu.Lock()
		w.face.concerns.since = time.Time{} // as if it had been a while ago
		w.face.concerns.mu.Unlock()
		w.must(w.face.concern(o))
		w.desk.mu.Lock()
		defer w.desk.mu.Unlock()
		for _, n := range w.desk.notes {
			if n.ID == "work" {
				list = append(list, n)
			}
		}
		return list
	}
	w.entry(w.file(unknownMail).ID)
	if told := notes(); len(told) != 1 || told[0].Text != "Maes Bouw: Offerte" || told[0].Room != "processing" || !strings.HasPrefix(told[0].Target, "talks:") || !strings.Contains(told[0].Title, "1 conversation") {
		t.Errorf("Sofie is told %+v, want of the mail of Maes", told)
	}
	w.must(w.api.SetSetting(settings.NotifyWork, "false"))
	w.entry(w.file(strings.Replace(unknownMail, "<1@", "<2@", 1)).ID)
	if told := notes(); len(told) != 1 {
		t.Errorf("with notices switched off Sofie is told %+v", told)
	}
}
