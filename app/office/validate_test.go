package office

import (
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"postroom/app/store"
	"postroom/app/vault"
)

func TestChecksSpeakTheChosenLanguage(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	checks := map[string][3]string{
		"en": {"Granted: User.Read, Mail.Read.", "this computer", "This computer's clock is 7 min ahead."},
		"nl": {"Gegeven: User.Read, Mail.Read.", "deze computer", "De klok van deze computer loopt 7 min voor."},
		"fr": {"Accordées\u00a0: User.Read, Mail.Read.", "cet ordinateur", "L'horloge de cet ordinateur est en avance de 7 min."},
		"de": {"Erteilt: User.Read, Mail.Read.", "dieser Computer", "Die Uhr dieses Computers geht 7 min vor."},
	}
	o := &Office{opts: Options{Language: "en"}, dated: &dated{next: answers{now.Add(-7 * time.Minute)}, now: func() time.Time { return now }}}
	data := t.TempDir()
	v, err := vault.Open(t.Context(), vault.Options{Dir: data, Keyring: noKeyring{}})
	must(t, err)
	o.db, err = store.Open(filepath.Join(data, "postroom.db"), store.Options{Box: v.Box("store")})
	must(t, err)
	defer func() { must(t, o.db.Close()) }()
	if _, err := o.dated.RoundTrip(&http.Request{}); err != nil {
		t.Fatal(err)
	}
	account := store.Account{Kind: store.Work, Address: "an@office.example", Scopes: []string{"User.Read", "Mail.Read"}}
	for language, want := range checks {
		o.SetLanguage(language)
		granted, clock := o.checkPermissions(account), o.checkClock()
		if !granted.OK || granted.Message != want[0] {
			t.Errorf("%s: expected %q, saw %q", language, want[0], granted.Message)
		}
		if clock.Subject != want[1] || clock.Message != want[2] {
			t.Errorf("%s: expected %q for %q, saw %q for %q", language, want[2], want[1], clock.Message, clock.Subject)
		}
	}
}

func TestSpansAreWrittenInThreeUnits(t *testing.T) {
	for d, want := range map[time.Duration]string{
		1500 * time.Millisecond:           "1 s",
		59 * time.Second:                  "59 s",
		7*time.Minute + 40*time.Second:    "7 min",
		2*time.Hour + 5*time.Minute:       "2 h 5 min",
		400*24*time.Hour + 59*time.Minute: "9600 h 59 min",
	} {
		if got := span(d); got != want {
			t.Errorf("%v: expected %q, saw %q", d, want, got)
		}
	}
}
