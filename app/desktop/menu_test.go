package desktop

import (
	"bytes"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"postroom/app/face"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestEveryStateHasItsMark(t *testing.T) {
	for _, c := range []struct {
		v    face.Overview
		want mark
	}{
		{face.Overview{State: "upToDate"}, markUpToDate},
		{face.Overview{State: "upToDate", Failed: 1}, markAttention}, // never calm while one item failed
		{face.Overview{State: "working"}, markWorking},
		{face.Overview{State: "paused"}, markPaused},
		{face.Overview{State: "waiting"}, markWaiting},
		{face.Overview{State: "offline"}, markOffline},
		{face.Overview{State: "signIn"}, markSignIn},
		{face.Overview{State: "notConnected"}, markSignIn},
		{face.Overview{State: "attention"}, markAttention},
		{face.Overview{State: "something new"}, markAttention},
		{face.Overview{}, markAttention},
	} {
		if got := menuOf("en", &c.v, nil, noon).Mark; got != c.want {
			t.Errorf("state %q, %d failed: expected %q, saw %q", c.v.State, c.v.Failed, c.want, got)
		}
	}
}

// visible are the titles that a person sees, by the names of their lines.
func visible(m menuState) map[string]string {
	v := map[string]string{}
	for _, l := range m.lines() {
		if !l.hidden {
			v[l.name] = l.title
		}
	}
	return v
}

func TestTheMenuSaysHowThePersonShows(t *testing.T) {
	tomorrow := noon.AddDate(0, 0, 1)
	for _, c := range []struct {
		own  *face.OwnStatus
		want string
	}{
		{nil, ""},
		{&face.OwnStatus{Status: "busy", Until: noon.Add(time.Hour).Format(time.RFC3339)}, "You: busy until " + noon.Add(time.Hour).Local().Format("15:04")},
		{&face.OwnStatus{Status: "oof", Until: tomorrow.Format(time.RFC3339)}, "You: out of office until " + tomorrow.Local().Format("2 Jan 15:04")},
		{&face.OwnStatus{Status: "free"}, "You: available"},
		{&face.OwnStatus{Status: "unknown", Until: noon.Format(time.RFC3339)}, ""},
	} {
		v := visible(menuOf("en", &face.Overview{State: "upToDate", Own: c.own}, nil, noon))
		if got, shown := v["own"]; got != c.want || shown != (c.want != "") {
			t.Errorf("%+v: expected the line %q, saw %q", c.own, c.want, got)
		}
	}
}

func TestTheMenuOffersWhatMakesSenseNow(t *testing.T) {
	for _, c := range []struct {
		name      string
		v         face.Overview
		with, not []string
	}{
		{"up to date", face.Overview{State: "upToDate"}, []string{"sync", "pause", "recentNone"}, []string{"resume", "connect", "signIn0", "document0"}},
		{"paused", face.Overview{State: "paused"}, []string{"resume"}, []string{"sync", "pause"}},
		{"not connected", face.Overview{State: "notConnected"}, []string{"connect"}, []string{"sync", "pause", "recent"}},
		{"sign-in", face.Overview{State: "signIn", Needs: []face.Need{{Kind: "signIn", Target: "a1"}, {Kind: "failures"}}},
			[]string{"signIn0", "sync"}, []string{"signIn1"}},
	} {
		got := visible(menuOf("en", &c.v, map[string]string{"a1": "info@kantoor.example"}, noon))
		for _, name := range append(c.with, "status", "open", "settings", "help", "diagnostics", "about", "quit") {
			if _, ok := got[name]; !ok {
				t.Errorf("%s: %q is missing in %v", c.name, name, got)
			}
		}
		for _, name := range c.not {
			if _, ok := got[name]; ok {
				t.Errorf("%s: %q is there", c.name, name)
			}
		}
	}
}

func TestAnOrganisationsLostSignInLeadsToItsForm(t *testing.T) {
	v := face.Overview{State: "signIn", Needs: []face.Need{{Kind: "signIn", Target: "a1", Action: "renew"}}}
	m := menuOf("en", &v, map[string]string{"a1": "kantoor.example"}, time.Now())
	if want := []entry{{"organisation:a1", "Renew secret: kantoor.example"}}; !slices.Equal(m.SignIn, want) {
		t.Errorf("expected %v, saw %v", want, m.SignIn)
	}
}

func TestSignInAgainNamesTheAddressAndKnowsTheAccount(t *testing.T) {
	v := face.Overview{State: "signIn", Needs: []face.Need{{Kind: "signIn", Target: "a1"}}}
	m := menuOf("nl", &v, map[string]string{"a1": "info@kantoor.example"}, noon)
	want := []entry{{"a1", "Opnieuw aanmelden: info@kantoor.example"}}
	if !slices.Equal(m.SignIn, want) {
		t.Errorf("expected %v, saw %v", want, m.SignIn)
	}
}

func TestRecentlyFiledAreTheLastFiveFiledMails(t *testing.T) {
	v := face.Overview{State: "upToDate"}
	for i := range 12 {
		state := "filed"
		if i%2 == 1 {
			state = "failed"
		}
		v.Activity = append(v.Activity, face.Activity{ID: digit(i), State: state, Subject: "s"})
	}
	var got []string
	for _, e := range menuOf("en", &v, nil, noon).Recent {
		got = append(got, e.ID)
	}
	if want := []string{"0", "2", "4", "6", "8"}; !slices.Equal(got, want) {
		t.Errorf("expected %v, saw %v", want, got)
	}
}

func TestAMailInTheMenuIsShortAndHarmless(t *testing.T) {
	local := time.Date(2026, 11, 23, 9, 41, 0, 0, time.Local)
	at := local.UTC().Format(time.RFC3339)
	now := local.Add(time.Hour)
	for _, c := range []struct {
		a    face.Activity
		now  time.Time
		want string
	}{
		{face.Activity{Time: at, From: "Jan Peeters <jan@klant.example>", Subject: "Factuur 12"}, now, "09:41  Jan Peeters: Factuur 12"},
		{face.Activity{Time: at, From: "jan@klant.example", Subject: "a\r\n b"}, now, "09:41  jan@klant.example: a b"},
		{face.Activity{Time: at, From: "<jan@klant.example>"}, now, "09:41  jan@klant.example: (geen onderwerp)"},
		{face.Activity{Time: at, Subject: "x"}, now.AddDate(0, 0, 2), "23-11 09:41  x"},
		{face.Activity{Time: "never", Subject: "x"}, now, "x"},
		{face.Activity{Subject: "a\u202eb\x1b[31mc"}, now, "ab[31mc"},
		{face.Activity{Subject: strings.Repeat("é", 80)}, now, strings.Repeat("é", labelMost-1) + "…"},
	} {
		if got := recentLabel("nl", c.a, c.now); got != c.want {
			t.Errorf("%+v: expected %q, saw %q", c.a, c.want, got)
		}
	}
}

// The panels that the icons have to be seen on: dark and light ones of Windows, GNOME and KDE.
var panels = map[string][3]float64{"dark": {0x20, 0x20, 0x20}, "light": {0xf3, 0xf3, 0xf3}}

func TestEveryMarkHasAPictureThatIsSeenOnDarkAndLightPanels(t *testing.T) {
	seen := map[string]mark{}
	for _, m := range marks {
		data, err := trayIcons.ReadFile("icons/tray-" + string(m) + ".png")
		if err != nil {
			t.Fatal(err)
		}
		if other, twice := seen[string(data)]; twice {
			t.Errorf("%s looks like %s", m, other)
		}
		seen[string(data)] = m
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", m, err)
		}
		for panel, rgb := range panels {
			differs := 0 // pixels that stand out
			for y := range 32 {
				for x := range 32 {
					r, g, b, a := img.At(x, y).RGBA()
					keep := 1 - float64(a)/0xffff
					d := 0.0
					for i, c := range []uint32{r, g, b} {
						d = max(d, abs(float64(c>>8)+keep*rgb[i]-rgb[i]))
					}
					if d > 90 {
						differs++
					}
				}
			}
			if differs < 200 {
				t.Errorf("%s on a %s panel: expected at least 200 of 1024 pixels to stand out, saw %d", m, panel, differs)
			}
		}
		ico, err := trayIcons.ReadFile("icons/tray-" + string(m) + ".ico")
		if err != nil || !bytes.HasPrefix(ico, []byte{0, 0, 1, 0, 3, 0}) {
			t.Errorf("%s: expected an ICO of three sizes, saw % x…, %v", m, ico[:min(6, len(ico))], err)
		}
	}
}

func abs(f float64) float64 { return max(f, -f) }

func TestTheTrayStartsInThePersonsLanguage(t *testing.T) {
	for system, want := range map[string]string{"nl_BE.UTF-8": "nl", "de-AT": "de", "FR": "fr", "en_GB": "en", "fry": "en", "C": "en", "": "en", "nl:en": "nl"} {
		if got := spoken(system); got != want {
			t.Errorf("%q: expected %q, saw %q", system, want, got)
		}
	}
	if got := starting("de"); got.Status != "Wird gestartet…" || got.Mark != markWorking {
		t.Errorf("saw %+v", got)
	}
}
