package desktop

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"postroom/app/face"
)

// How much of the menu there is.
const (
	recentMost = 5
	signInMost = 3
	labelMost  = 56 // characters of a mail in the menu
)

// mark is the sign in the tray icon's corner: the worst state of all parts.
type mark string

const (
	markUpToDate  mark = "uptodate"
	markWorking   mark = "working"
	markPaused    mark = "paused"
	markWaiting   mark = "waiting"
	markOffline   mark = "offline"
	markSignIn    mark = "signin"
	markAttention mark = "attention"
)

var marks = []mark{markUpToDate, markWorking, markPaused, markWaiting, markOffline, markSignIn, markAttention}

// menuState is what the tray shows: a pure function of the overview, the language and the time.
type menuState struct {
	Language string
	Mark     mark
	Tooltip  string
	Status   string // the menu's first line
	Own      string // how the person shows by their calendar; empty: not known
	Paused   bool
	Connect  bool    // no mailbox is connected yet
	SignIn   []entry // accounts that need a sign-in, by account id
	Recent   []entry // mails filed last, by document id
}

// formOf and an account's id is the place of the form in which an organisation's secret is renewed.
const formOf = "organisation:"

// entry is a line of the menu that stands for something.
type entry struct{ ID, Label string }

// starting is what the tray shows until the office is open.
func starting(language string) menuState {
	text := word(language, "status.starting")
	return menuState{Language: language, Mark: markWorking, Tooltip: "Postroom: " + text, Status: text}
}

// menuOf needs the addresses of the accounts that need a sign-in, by their ids.
func menuOf(language string, v *face.Overview, addresses map[string]string, now time.Time) menuState {
	m := menuState{Language: language, Mark: markOf(v), Tooltip: "Postroom: " + v.Title, Status: v.Title,
		Own: ownLabel(language, v.Own, now), Paused: v.State == "paused", Connect: v.State == "notConnected"}
	for _, n := range v.Needs {
		if n.Kind != "signIn" || len(m.SignIn) == signInMost {
			continue
		}
		address := cmp.Or(addresses[n.Target], n.Target)
		item := entry{n.Target, word(language, "menu.signIn", "address", address)}
		if n.Action == "renew" { // nobody signs in to an organisation: its form takes the new secret
			item = entry{formOf + n.Target, word(language, "menu.renew", "address", address)}
		}
		m.SignIn = append(m.SignIn, item)
	}
	for _, a := range v.Activity {
		if a.State == "filed" && len(m.Recent) < recentMost {
			m.Recent = append(m.Recent, entry{a.ID, recentLabel(language, a, now)})
		}
	}
	return m
}

// ownLabel says how the person shows, and until when.
func ownLabel(language string, own *face.OwnStatus, now time.Time) string {
	if own == nil {
		return ""
	}
	text := ""
	switch own.Status {
	case "free":
		text = word(language, "own.free")
	case "tentative":
		text = word(language, "own.tentative")
	case "busy":
		text = word(language, "own.busy")
	case "oof":
		text = word(language, "own.oof")
	case "workingElsewhere":
		text = word(language, "own.elsewhere")
	}
	if until := moment(language, own.Until, now); text != "" && until != "" {
		return word(language, "own.until", "status", text, "time", until)
	}
	return text
}

// markOf picks the icon. A state that is not known needs attention, and what calls for the person is never hidden
// behind something calmer.
func markOf(v *face.Overview) mark {
	switch v.State {
	case "upToDate":
		if v.Failed > 0 {
			return markAttention
		}
		return markUpToDate
	case "working":
		return markWorking
	case "paused":
		return markPaused
	case "waiting":
		return markWaiting
	case "offline":
		return markOffline
	case "signIn", "notConnected":
		return markSignIn
	}
	return markAttention
}

func recentLabel(language string, a face.Activity, now time.Time) string {
	subject := strings.Join(strings.Fields(a.Subject), " ")
	if subject == "" {
		subject = word(language, "nosubject")
	}
	from, _, _ := strings.Cut(a.From, " <")
	parts := []string{strings.Trim(from, `"< >`), subject}
	if parts[0] == "" {
		parts = parts[1:]
	}
	text := shorten(strings.Join(parts, ": "), labelMost)
	if when := moment(language, a.Time, now); when != "" {
		return when + "  " + text
	}
	return text
}

// moment is a time as the menu shows it: the hour today, the day before it otherwise.
func moment(language, text string, now time.Time) string {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return "" // the mail itself is worth showing
	}
	t, now = t.Local(), now.Local()
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return t.Format("15:04")
	}
	return t.Format(word(language, "date"))
}

// shorten cuts a text to a number of characters, the last of which is then an ellipsis. What would steer a terminal or
// turn the direction of writing around has no place in a menu.
func shorten(text string, most int) string {
	runes := slices.DeleteFunc([]rune(text), func(r rune) bool {
		return r < ' ' || r == 0x7f || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069)
	})
	if len(runes) > most {
		runes = append(runes[:most-1:most-1], '…')
	}
	return string(runes)
}

// lineState is what a line of the menu shows.
type lineState struct {
	name, title, id string
	hidden          bool
}

// lines are all lines of the menu, by the names that the tray has made them with.
func (m menuState) lines() []lineState {
	l := m.Language
	all := []lineState{
		{name: "status", title: m.Status},
		{name: "own", title: m.Own, hidden: m.Own == ""},
		{name: "open", title: word(l, "menu.open")},
		{name: "sync", title: word(l, "menu.sync"), hidden: m.Paused || m.Connect},
		{name: "resume", title: word(l, "menu.resume"), hidden: !m.Paused},
		{name: "pause", title: word(l, "menu.pause"), hidden: m.Paused || m.Connect},
		{name: "pauseHour", title: word(l, "menu.pauseHour")},
		{name: "pauseTomorrow", title: word(l, "menu.pauseTomorrow")},
		{name: "pauseEver", title: word(l, "menu.pauseEver")},
		{name: "recent", title: word(l, "menu.recent"), hidden: m.Connect},
		{name: "recentNone", title: word(l, "menu.recentNone"), hidden: len(m.Recent) > 0},
		{name: "connect", title: word(l, "menu.connect"), hidden: !m.Connect},
		{name: "settings", title: word(l, "menu.settings")},
		{name: "help", title: word(l, "menu.help")},
		{name: "diagnostics", title: word(l, "menu.diagnostics")},
		{name: "about", title: word(l, "menu.about")},
		{name: "quit", title: word(l, "menu.quit")},
	}
	all = append(all, list("document", m.Recent, recentMost)...)
	return append(all, list("signIn", m.SignIn, signInMost)...)
}

// list fills the lines of a list; those left over are hidden.
func list(name string, entries []entry, most int) []lineState {
	lines := make([]lineState, most)
	for i := range lines {
		lines[i] = lineState{name: name + digit(i), hidden: i >= len(entries)}
		if i < len(entries) {
			lines[i].id, lines[i].title = entries[i].ID, entries[i].Label
		}
	}
	return lines
}

// digit is the last character of the names of a list's lines.
func digit(i int) string { return string(rune('0' + i)) }
