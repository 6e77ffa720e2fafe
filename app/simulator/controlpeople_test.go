package simulator

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestControlPlaysCalendarsAndTheDirectory(t *testing.T) {
	s := office(t)
	control := func(method, path, body string, want int) string {
		t.Helper()
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(method, "https://sim.example/control/"+path, strings.NewReader(body)))
		if w.Code != want {
			t.Errorf("%s %s: %d %s, want %d", method, path, w.Code, w.Body, want)
		}
		return w.Body.String()
	}
	view := "/me/calendarView?startDateTime=2026-11-23T00:00:00Z&endDateTime=2026-11-24T00:00:00Z"
	id := control("POST", "mailboxes/"+emma+"/events", `{"subject":"x","start":"2026-11-23T09:00:00Z","end":"2026-11-23T10:00:00Z","showAs":"oof"}`, http.StatusOK)
	if p := do(t, s, view).page(t); len(p.Value) != 1 || p.Value[0]["showAs"] != "oof" {
		t.Errorf("the calendar shows %v", p.Value)
	}
	control("DELETE", "mailboxes/"+emma+"/events/"+strings.Split(id, `"`)[3], "", http.StatusOK)
	control("DELETE", "mailboxes/"+emma+"/events/x", "", http.StatusNotFound)
	control("POST", "mailboxes/"+emma+"/events", `{"showAs":"asleep"}`, http.StatusBadRequest)
	control("PATCH", "mailboxes/"+emma+"/settings", `{"timeZone":"Tokyo Standard Time"}`, http.StatusOK)
	if got := do(t, s, "/me/mailboxSettings").object(t); got["timeZone"] != "Tokyo Standard Time" {
		t.Errorf("the settings are %v", got)
	}
	control("PATCH", "users/"+jan, `{"name":"Jan Maes"}`, http.StatusOK)
	him := do(t, s, "/users/"+jan).object(t)
	control("DELETE", "users/"+jan, "", http.StatusOK)
	do(t, s, "/users/"+jan).wants(t, 404, "Request_ResourceNotFound")
	control("POST", "users/"+him.id()+"/restore", "", http.StatusOK)
	if him := do(t, s, "/users/"+jan).object(t); him["displayName"] != "Jan Maes" {
		t.Errorf("after all Jan is %v", him)
	}
	control("PATCH", "users/nobody@kantoor.example", `{}`, http.StatusNotFound)
}
