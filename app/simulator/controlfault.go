package simulator

import (
	"fmt"
	"net/http"
)

// The part of the control API that is about faults and statistics.

type handleFunc = func(pattern string, answer func(*http.Request) (any, error))

func (s *Simulator) controlFaults(handle handleFunc) {
	handle("GET /control/faults", func(*http.Request) (any, error) {
		return map[string]any{"faults": s.Faults(), "behaviour": s.Behaviour(), "names": FaultNames()}, nil
	})
	handle("POST /control/faults", func(r *http.Request) (any, error) {
		var f Fault
		if err := input(r, &f); err != nil {
			return nil, err
		}
		id, err := s.AddFault(f)
		return map[string]string{"id": id}, err
	})
	handle("PUT /control/faults/{name}", func(r *http.Request) (any, error) {
		var in struct{ Value string }
		if err := input(r, &in); err != nil {
			return nil, err
		}
		return nil, s.SetFault(r.PathValue("name"), in.Value)
	})
	handle("DELETE /control/faults", func(*http.Request) (any, error) {
		s.ClearFaults()
		return nil, nil
	})
	handle("DELETE /control/faults/{id}", func(r *http.Request) (any, error) {
		if !s.RemoveFault(r.PathValue("id")) {
			return nil, fmt.Errorf("%w: %s is not set", ErrFault, r.PathValue("id"))
		}
		return nil, nil
	})
	handle("PUT /control/behaviour", func(r *http.Request) (any, error) {
		var b Behaviour
		if err := input(r, &b); err != nil {
			return nil, err
		}
		s.SetBehaviour(b)
		return nil, nil
	})
	handle("GET /control/stats", func(r *http.Request) (any, error) {
		st := s.Stats()
		if last := number(r, "last", 100); last < len(st.Last) {
			st.Last = st.Last[len(st.Last)-last:]
		}
		return st, nil
	})
	handle("DELETE /control/stats", func(*http.Request) (any, error) {
		s.ResetStats()
		return nil, nil
	})
}
