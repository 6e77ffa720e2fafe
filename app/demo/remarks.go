package demo

import "time"

// Remark is what somebody of the office says and decides about a conversation.
type Remark struct {
	Note     string
	Assigned string // address of who is to see to it
	Due      string // day
}

// notes are what the office writes about conversations, in Sofie's language.
var notes = map[string][3]string{
	"nl": {"Gebeld: hij stuurt de ontbrekende cijfers morgen na.", "Karim, wil jij hier even naar kijken?", "Vorig jaar was dit ook te laat. Op tijd aan herinneren."},
	"fr": {"Appelé : il envoie demain les chiffres qui manquent.", "Karim, peux-tu y jeter un œil ?", "L'an dernier c'était déjà en retard. À rappeler à temps."},
	"de": {"Angerufen: Er schickt die fehlenden Zahlen morgen nach.", "Karim, siehst du dir das bitte an?", "War schon letztes Jahr zu spät. Rechtzeitig daran erinnern."},
	"en": {"Called him: he sends the missing figures tomorrow.", "Karim, would you look at this?", "It was late last year, too. Remind them in time."},
}

// Remarks are what is said about the first conversations: one is late, one is due today, and one is for a colleague.
func Remarks(language string, now time.Time) []Remark {
	n, ok := notes[language]
	if !ok {
		n = notes["en"]
	}
	day := func(days int) string { return now.AddDate(0, 0, days).Format(time.DateOnly) }
	return []Remark{
		{Note: n[0], Assigned: Sofie, Due: day(0)},
		{Note: n[1], Assigned: "karim@" + Domain, Due: day(3)},
		{Note: n[2], Assigned: Sofie, Due: day(-1)},
	}
}
