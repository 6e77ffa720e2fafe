package people

import (
	"testing"
	"time"

	"postroom/app/mail"
)

func TestStatusIsSaidInFourLanguages(t *testing.T) {
	brussels := zone(t, "Romance Standard Time")
	week := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	hours := &mail.Hours{Zone: "Romance Standard Time", Days: week, Start: 8*time.Hour + 30*time.Minute, End: 17 * time.Hour}
	thursday := "26 09:00"
	for _, tt := range []struct {
		name   string
		events []mail.Event
		hours  *mail.Hours
		want   map[string]string
	}{
		{"free", nil, hours, map[string]string{"en": "available", "nl": "beschikbaar", "fr": "disponible", "de": "verfügbar", "": "available"}},
		{"busy today", []mail.Event{event(mail.Busy, "26 08:00", "26 10:30")}, hours,
			map[string]string{"en": "busy until 11:30", "nl": "bezet tot 11:30", "fr": "occupé jusqu'à 11:30", "de": "beschäftigt bis 11:30"}},
		{"out today and tomorrow, which is a Friday", []mail.Event{days(mail.Out, "26", "28")}, hours,
			map[string]string{"en": "out until Monday", "nl": "afwezig tot maandag", "fr": "absent jusqu'à lundi", "de": "abwesend bis Montag"}},
		{"hours that are not known", []mail.Event{days(mail.Out, "26", "28")}, nil, map[string]string{"en": "out until Saturday"}},
		{"out, and again after the weekend", []mail.Event{days(mail.Out, "26", "28"), days(mail.Out, "30", "2026-12-02")}, hours, map[string]string{"en": "out until Wednesday"}},
		{"out until tomorrow", []mail.Event{days(mail.Out, "26", "27")}, hours, map[string]string{"en": "out until tomorrow", "fr": "absent jusqu'à demain"}},
		{"out until tomorrow afternoon", []mail.Event{event(mail.Out, "26 08:00", "27 13:00")}, hours, map[string]string{"en": "out until tomorrow at 14:00", "de": "abwesend bis morgen, 14:00"}},
		{"out for weeks", []mail.Event{days(mail.Out, "20", "2027-01-11")}, hours,
			map[string]string{"en": "out until 11 January 2027", "nl": "afwezig tot 11 januari 2027", "fr": "absent jusqu'au 11 janvier 2027", "de": "abwesend bis 11. Januar 2027"}},
		{"elsewhere", []mail.Event{event(mail.Elsewhere, "26 08:00", "26 15:00")}, hours, map[string]string{"de": "arbeitet woanders bis 16:00"}},
		{"not known", []mail.Event{event(mail.Untold, "26 08:00", "26 15:00")}, hours, map[string]string{"en": ""}},
	} {
		now, known := clock(thursday).In(brussels), clock("2026-12-10 09:00")
		spans := Spans(tt.events, brussels, mail.Replies{})
		p := Presence{Status: At(spans, now, known)}
		p.Back = back(spans, tt.hours, p.Status, known)
		for language, want := range tt.want {
			if got := p.In(language, now); got != want {
				t.Errorf("%s in %q: %q, want %q", tt.name, language, got, want)
			}
		}
	}
	replies := Presence{Status: At(Spans(nil, brussels, mail.Replies{On: true}), clock(thursday), clock("2026-12-10 09:00"))}
	if got := replies.In("en", clock(thursday)); got != "out" {
		t.Errorf("automatic replies without an end: %q", got)
	}
}

func TestEveryLanguageSaysEveryStatusAndStep(t *testing.T) {
	for language, v := range vocabularies() {
		for _, show := range order {
			if (v.Show[show] == "") != (show == mail.Untold) {
				t.Errorf("%s says %q for %s", language, v.Show[show], show)
			}
		}
		for kind, english := range vocabularies.In("en").Steps {
			if v.Steps[kind] == "" || language != "en" && v.Steps[kind] == english {
				t.Errorf("%s says %q for %s", language, v.Steps[kind], kind)
			}
		}
	}
	s := Step{Kind: StepTwo, User: User{Name: "Emma"}, Member: "e@k.example", Others: []string{"f@k.example"}}
	if got, want := s.In("xx"), "e@k.example and f@k.example in the team are one person: Emma. Keep one of them."; got != want {
		t.Errorf("said as %q, want %q", got, want)
	}
}
