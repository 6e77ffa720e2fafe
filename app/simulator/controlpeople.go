package simulator

import (
	"net/http"
)

// controlPeople is the part of the control API that is about calendars, settings and the directory.
func (s *Simulator) controlPeople(handle handleFunc) {
	handle("POST /control/mailboxes/{box}/events", func(r *http.Request) (any, error) {
		var in Event
		if err := input(r, &in); err != nil {
			return nil, err
		}
		id, err := s.AddEvent(r.PathValue("box"), in)
		return map[string]string{"id": id}, err
	})
	handle("DELETE /control/mailboxes/{box}/events/{id}", func(r *http.Request) (any, error) {
		return nil, s.DeleteEvent(r.PathValue("box"), r.PathValue("id"))
	})
	handle("PATCH /control/mailboxes/{box}/settings", func(r *http.Request) (any, error) {
		var in map[string]any
		if err := input(r, &in); err != nil {
			return nil, err
		}
		return nil, s.SetSettings(r.PathValue("box"), in)
	})
	handle("PATCH /control/users/{who}", func(r *http.Request) (any, error) {
		var in struct{ Name, Address string }
		if err := input(r, &in); err != nil {
			return nil, err
		}
		return nil, s.ChangeUser(r.PathValue("who"), func(u *User) {
			if in.Name != "" {
				u.Name = in.Name
			}
			if in.Address != "" {
				u.Address = in.Address
			}
		})
	})
	handle("GET /control/users/{who}/presence", func(r *http.Request) (any, error) {
		availability, activity, err := s.Presence(r.PathValue("who"))
		return map[string]string{"availability": availability, "activity": activity}, err
	})
	handle("DELETE /control/users/{who}", func(r *http.Request) (any, error) {
		return nil, s.DeleteUser(r.PathValue("who"), r.URL.Query().Get("forGood") == "true")
	})
	handle("POST /control/users/{who}/restore", func(r *http.Request) (any, error) {
		return nil, s.RestoreUser(r.PathValue("who"))
	})
}
