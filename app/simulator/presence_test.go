package simulator

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

const session = "5e0f1c2a-0000-4000-8000-000000000001"

func TestPresenceIsSetRenewedFadesAndEnds(t *testing.T) {
	now := at("2026-11-23 09:00")
	s := office(t, func(o *Options) { o.Now = func() time.Time { return now } })
	user, _ := do(t, s, "/me").object(t)["id"].(string)
	set := func(body string) answer {
		return do(t, s, "/users/"+user+"/presence/setPresence", req{method: http.MethodPost, body: strings.ReplaceAll(body, "SESSION", session)})
	}
	shows := func(want string) {
		t.Helper()
		v := do(t, s, "/me/presence").object(t)
		if got := v["availability"].(string) + "/" + v["activity"].(string); got != want {
			t.Errorf("at %s Emma shows as %s, want %s", now.Format("15:04"), got, want)
		}
	}
	shows("Offline/Offline")
	set(`{"sessionId":"SESSION","availability":"Busy","activity":"InACall","expirationDuration":"PT10M"}`).wants(t, 200, "")
	set(`{"sessionId":"other","availability":"Away","activity":"Away","expirationDuration":"PT4H"}`).wants(t, 200, "")
	now = now.Add(9 * time.Minute)
	shows("Busy/InACall")
	now = now.Add(time.Minute)
	shows("Away/Away")
	set(`{"sessionId":"SESSION","availability":"Available","activity":"Available","expirationDuration":"PT1H"}`).wants(t, 200, "")
	shows("Available/Available")
	now = now.Add(5 * time.Minute)
	shows("Available/AvailableInactive")
	now = now.Add(5 * time.Minute)
	shows("Away/Away")
	end := func(id string) answer {
		return do(t, s, "/me/presence/clearPresence", req{method: http.MethodPost, body: `{"sessionId":"` + id + `"}`})
	}
	end(session).wants(t, 200, "")
	end(session).wants(t, 404, "NotFound")
	end("").wants(t, 400, "BadRequest")
	end("other").wants(t, 200, "")
	shows("Offline/Offline")
}

func TestPresenceRefusesWhatTheServiceRefuses(t *testing.T) {
	s := office(t)
	post := func(who, as, body string) answer {
		return do(t, s, who+"/presence/setPresence", req{method: http.MethodPost, who: as, body: body})
	}
	well := `{"sessionId":"` + session + `","availability":"Busy","activity":"InACall","expirationDuration":"PT10M"}`
	for _, tt := range []struct{ from, to string }{
		{"InACall", "InAMeeting"}, {"PT10M", "PT4M"}, {"PT10M", "PT4H1M"}, {"PT10M", "10 minutes"}, {session, ""},
	} {
		post("/me", "", strings.Replace(well, tt.from, tt.to, 1)).wants(t, 400, "BadRequest")
	}
	post("/users/"+jan, "", well).wants(t, 403, "Forbidden")
	post("/me", emma+";scopes=Presence.Read User.Read", well).wants(t, 403, "Authorization_RequestDenied")
	if a, _, err := s.Presence(jan); err != nil || a != "Offline" {
		t.Errorf("Jan shows as %s, %v", a, err)
	}
	if _, _, err := s.Presence("nobody"); err == nil {
		t.Error("nobody has a presence")
	}
}
