package people

import (
	"strconv"
	"strings"
	"time"

	"postroom/app/mail"
)

// vocabulary is what a language needs to tell about people. In texts {0}, {1} … are replaced.
type vocabulary struct {
	show     map[mail.ShowAs]string
	until    string // {0}: status, {1}: a time
	untilDay string // the same with a date; empty: as until
	tomorrow string
	at       string // {0}: a day, {1}: a time of day
	days     [7]string
	months   [12]string
	date     string // {0}: day of the month, {1}: month
	year     string // {0}: a date, {1}: its year
	steps    map[StepKind]string
}

var vocabularies = map[string]vocabulary{
	"en": {
		show:  map[mail.ShowAs]string{mail.Free: "available", mail.Tentative: "tentatively busy", mail.Busy: "busy", mail.Out: "out", mail.Elsewhere: "working elsewhere"},
		until: "{0} until {1}", tomorrow: "tomorrow", at: "{0} at {1}", date: "{0} {1}", year: "{0} {1}",
		days:   [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		steps: map[StepKind]string{StepAdd: "{0} ({1}) works in the organisation and is not in the team yet.", StepTie: "{2} in the team has the address of {0}: tie them, and changes follow.",
			StepRename: "{2} is called {0} now.", StepMoved: "{0} has the new address {1}. In the team the address stays {2}.",
			StepLeft: "{0} has left the organisation or may not sign in any more. {2} is still in the team.",
			StepTwo:  "{2} and {3} in the team are one person: {0}. Keep one of them.", StepOther: "{2} in the team has the address of {0}, but is tied to another user. Undo that tie if it is wrong."},
	},
	"nl": {
		show:  map[mail.ShowAs]string{mail.Free: "beschikbaar", mail.Tentative: "voorlopig bezet", mail.Busy: "bezet", mail.Out: "afwezig", mail.Elsewhere: "werkt elders"},
		until: "{0} tot {1}", tomorrow: "morgen", at: "{0} om {1}", date: "{0} {1}", year: "{0} {1}",
		days:   [7]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"},
		months: [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
		steps: map[StepKind]string{StepAdd: "{0} ({1}) werkt in de organisatie en zit nog niet in het team.", StepTie: "{2} in het team heeft het adres van {0}: koppel ze, dan volgen wijzigingen.",
			StepRename: "{2} heet nu {0}.", StepMoved: "{0} heeft het nieuwe adres {1}. In het team blijft het adres {2}.",
			StepLeft: "{0} heeft de organisatie verlaten of mag zich niet meer aanmelden. {2} zit nog in het team.",
			StepTwo:  "{2} en {3} in het team zijn één persoon: {0}. Houd een van beide.", StepOther: "{2} in het team heeft het adres van {0}, maar is aan een andere gebruiker gekoppeld. Maak die koppeling los als ze niet klopt."},
	},
	"fr": {
		show:  map[mail.ShowAs]string{mail.Free: "disponible", mail.Tentative: "peut-être occupé", mail.Busy: "occupé", mail.Out: "absent", mail.Elsewhere: "travaille ailleurs"},
		until: "{0} jusqu'à {1}", untilDay: "{0} jusqu'au {1}", tomorrow: "demain", at: "{0} à {1}", date: "{0} {1}", year: "{0} {1}",
		days:   [7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
		months: [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		steps: map[StepKind]string{StepAdd: "{0} ({1}) travaille dans l'organisation et n'est pas encore dans l'équipe.", StepTie: "{2} dans l'équipe a l'adresse de {0} : liez-les, et les changements suivront.",
			StepRename: "{2} s'appelle maintenant {0}.", StepMoved: "{0} a la nouvelle adresse {1}. Dans l'équipe, l'adresse reste {2}.",
			StepLeft: "{0} a quitté l'organisation ou ne peut plus se connecter. {2} est encore dans l'équipe.",
			StepTwo:  "{2} et {3} dans l'équipe sont une seule personne : {0}. Gardez l'un des deux.", StepOther: "{2} dans l'équipe a l'adresse de {0}, mais est lié à un autre utilisateur. Défaites ce lien s'il est faux."},
	},
	"de": {
		show:  map[mail.ShowAs]string{mail.Free: "verfügbar", mail.Tentative: "mit Vorbehalt gebucht", mail.Busy: "beschäftigt", mail.Out: "abwesend", mail.Elsewhere: "arbeitet woanders"},
		until: "{0} bis {1}", tomorrow: "morgen", at: "{0}, {1}", date: "{0}. {1}", year: "{0} {1}",
		days:   [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		months: [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		steps: map[StepKind]string{StepAdd: "{0} ({1}) arbeitet in der Organisation und ist noch nicht im Team.", StepTie: "{2} im Team hat die Adresse von {0}: Verknüpfen Sie die beiden, dann folgen Änderungen.",
			StepRename: "{2} heißt jetzt {0}.", StepMoved: "{0} hat die neue Adresse {1}. Im Team bleibt die Adresse {2}.",
			StepLeft: "{0} hat die Organisation verlassen oder darf sich nicht mehr anmelden. {2} ist noch im Team.",
			StepTwo:  "{2} und {3} im Team sind eine Person: {0}. Behalten Sie eine davon.", StepOther: "{2} im Team hat die Adresse von {0}, ist aber mit einem anderen Benutzer verknüpft. Lösen Sie diese Verknüpfung, wenn sie falsch ist."},
	},
}

func wordsIn(language string) vocabulary {
	if v, ok := vocabularies[language]; ok {
		return v
	}
	return vocabularies["en"]
}

func fill(text string, values ...string) string {
	pairs := make([]string, 0, 2*len(values))
	for i, v := range values {
		pairs = append(pairs, "{"+strconv.Itoa(i)+"}", v)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// In says how somebody shows: "out until Monday". now tells the zone, too. For somebody of whom nothing is known it is
// empty. Somebody out is said to be so until they are back at work, if that is known.
func (p Presence) In(language string, now time.Time) string {
	v := wordsIn(language)
	text := v.show[p.Show]
	if text == "" || p.Show == mail.Free {
		return text
	}
	until := p.Until
	if !p.Back.IsZero() {
		until = p.Back
	}
	if until.IsZero() || until.Equal(forever) {
		return text
	}
	at, date := v.moment(until, now)
	if date && v.untilDay != "" {
		return fill(v.untilDay, text, at)
	}
	return fill(v.until, text, at)
}

// moment says when something is, seen from now: as shortly as it is clear. A day without a time is one on which somebody is
// back when it begins, or when their work does. date says that the text is one.
func (v vocabulary) moment(t, now time.Time) (text string, date bool) {
	t = t.In(now.Location())
	clock, days := t.Format("15:04"), dayOf(t)-dayOf(now)
	var day string
	switch {
	case days <= 0:
		return clock, false
	case days == 1:
		day = v.tomorrow
	case days < 7:
		day = v.days[t.Weekday()]
	default:
		day = fill(v.date, strconv.Itoa(t.Day()), v.months[t.Month()-1])
		if t.Year() != now.Year() {
			day = fill(v.year, day, strconv.Itoa(t.Year()))
		}
		return day, true
	}
	if morning := t.Hour()*60+t.Minute() <= latestMorning; morning {
		return day, false
	}
	return fill(v.at, day, clock), false
}

// latestMorning is until when a day is said without a time, in minutes.
const latestMorning = 9*60 + 30

// dayOf numbers days on the wall.
func dayOf(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// In says what a step is about.
func (s Step) In(language string) string {
	others := strings.Join(s.Others, ", ")
	return fill(wordsIn(language).steps[s.Kind], s.User.Name, s.User.Address, s.Member, others)
}
