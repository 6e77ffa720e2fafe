package face

import (
	"strconv"
	"sync"
	"time"

	"postroom/app/settings"
)

// Notification is something to tell a person who does not look at the window.
type Notification struct {
	ID     string `json:"id"` // a later one with the same id takes its place
	Title  string `json:"title"`
	Text   string `json:"text"`
	Room   string `json:"room"` // opened by a click
	Target string `json:"target"`
}

// unreachable is how long a destination may be away before the person is told: it may be a sleeping drive.
const unreachable = 15 * time.Minute

// failing is how long failures are collected before the person is told of them, once.
const failing = 5 * time.Minute

// notes remembers what the person was told: everything once, until it is over.
type notes struct {
	mu     sync.Mutex
	told   map[string]bool
	since  map[string]time.Time
	failed int // failures told of
}

// notice tells the person what has happened since it was called last.
func (f *Face) notice(v *Overview) {
	for _, n := range f.notes.due(v, f.opts.Now(), f.Setting, f.Say) {
		f.opts.Host.Notify(n)
	}
}

// due are the notifications that an overview calls for.
func (n *notes) due(v *Overview, now time.Time, setting func(string) string, say func(string, Args) string) []Notification {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.told == nil {
		n.told, n.since = map[string]bool{}, map[string]time.Time{}
	}
	var list []Notification
	there := map[string]bool{}
	// tell tells once of what has been there for some time.
	tell := func(id, name string, after time.Duration, note Notification) {
		there[id] = true
		if _, ok := n.since[id]; !ok {
			n.since[id] = now
		}
		if n.told[id] || now.Sub(n.since[id]) < after {
			return
		}
		n.told[id] = true
		if setting(name) == "true" {
			note.ID = id
			list = append(list, note)
		}
	}
	for _, need := range v.Needs {
		switch {
		case need.Problem != nil && need.Problem.Code == "disk-full":
			tell("disk", settings.NotifyDiskFull, 0, Notification{Title: say("notify.diskFull", nil), Text: say("notify.diskFull.text", nil), Room: "settings"})
		case need.Kind == "signIn":
			tell("signIn:"+need.Target, settings.NotifySignIn, 0, Notification{Title: say("notify.signIn", nil), Text: need.Title, Room: "mailboxes", Target: need.Target})
		case need.Kind == "destination":
			tell("destination", settings.NotifyDestination, unreachable, Notification{Title: say("notify.destination", nil),
				Text: say("notify.destination.text", Args{"path": need.Target}), Room: "settings"})
		case need.Kind == "failures" && need.Count > n.failed:
			n.told["failures"] = false // more than the person knows of
			n.failed = need.Count
			fallthrough
		case need.Kind == "failures":
			tell("failures", settings.NotifyFailures, failing, Notification{Title: say("notify.failures", Args{"n": strconv.Itoa(need.Count)}), Text: need.Text, Room: "overview"})
		}
	}
	for id := range n.since {
		if !there[id] {
			delete(n.since, id)
			delete(n.told, id)
			if id == "failures" {
				n.failed = 0
			}
		}
	}
	return list
}
