package people

import (
	"embed"
	"strconv"
	"strings"
	"time"

	"postroom/app/mail"
	"postroom/app/words"
)

//go:embed words
var files embed.FS

// vocabulary is what a language needs to tell about people. In texts {0}, {1} … are replaced.
type vocabulary struct {
	Show     map[mail.ShowAs]string `json:"show"`
	Until    string                 `json:"until"`    // {0}: status, {1}: a time
	UntilDay string                 `json:"untilDay"` // the same with a date
	Tomorrow string                 `json:"tomorrow"`
	At       string                 `json:"at"`   // {0}: a day, {1}: a time of day
	Days     [7]string              `json:"days"` // Sunday first
	Months   [12]string             `json:"months"`
	Date     string                 `json:"date"` // {0}: day of the month, {1}: month
	Year     string                 `json:"year"` // {0}: a date, {1}: its year
	Steps    map[StepKind]string    `json:"steps"`
}

var vocabularies = words.Of[vocabulary](files)

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
	v := vocabularies.In(language)
	text := v.Show[p.Show]
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
	if date {
		return fill(v.UntilDay, text, at)
	}
	return fill(v.Until, text, at)
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
		day = v.Tomorrow
	case days < 7:
		day = v.Days[t.Weekday()]
	default:
		day = fill(v.Date, strconv.Itoa(t.Day()), v.Months[t.Month()-1])
		if t.Year() != now.Year() {
			day = fill(v.Year, day, strconv.Itoa(t.Year()))
		}
		return day, true
	}
	if morning := t.Hour()*60+t.Minute() <= latestMorning; morning {
		return day, false
	}
	return fill(v.At, day, clock), false
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
	return fill(vocabularies.In(language).Steps[s.Kind], s.User.Name, s.User.Address, s.Member, others)
}
