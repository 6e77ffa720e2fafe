package simulator

import (
	"fmt"
	"io"
	"net/http"
	"time"
)

// The part of the control API that is about single messages.

func (s *Simulator) controlMessages(r *http.Request) (any, error) {
	type listed struct {
		ID       string    `json:"id"`
		Subject  string    `json:"subject"`
		From     string    `json:"from"`
		Received time.Time `json:"received"`
		Read     bool      `json:"read"`
		Draft    bool      `json:"draft"`
		Flagged  bool      `json:"flagged"`
		Size     int       `json:"size"`
	}
	b, err := s.mailbox(r.PathValue("box"))
	if err != nil {
		return nil, err
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	path := r.URL.Query().Get("folder")
	f := b.folderAt(path)
	if f == nil {
		return nil, fmt.Errorf("%q: %w", path, ErrNoFolder)
	}
	list, top := []listed{}, number(r, "top", 50)
	f.walk(nil, false, func(m *message) bool {
		if len(list) >= top {
			return false
		}
		one := listed{
			ID: b.ids.id(ref{class: immutableID, serial: m.serial}), Subject: m.summary().subject, Received: time.Unix(m.received, 0).UTC(),
			Read: m.read, Draft: m.draft, Flagged: m.flagged, Size: m.size(),
		}
		if from := m.summary().from; from != nil {
			one.From = from.addr
		}
		list = append(list, one)
		return true
	})
	return list, nil
}

func (s *Simulator) controlDeliver(r *http.Request) (any, error) {
	mime, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errInput, err)
	}
	if len(mime) == 0 {
		return nil, fmt.Errorf("%w: the body is the mail", errInput)
	}
	q := r.URL.Query()
	received, err := moment(r, "received")
	if err != nil {
		return nil, err
	}
	folder := q.Get("folder")
	if folder == "" {
		folder = "inbox"
	}
	id, err := s.Deliver(r.PathValue("box"), folder, mime, Delivery{Received: received, Draft: q.Get("draft") == "true", Read: q.Get("read") == "true", Flagged: q.Get("flagged") == "true"})
	if err != nil {
		return nil, err
	}
	return map[string]string{"id": id}, nil
}

func (s *Simulator) controlMove(r *http.Request) (any, error) {
	var in struct{ Folder string }
	if err := input(r, &in); err != nil {
		return nil, err
	}
	return nil, s.Move(r.PathValue("box"), r.PathValue("id"), in.Folder)
}

func (s *Simulator) controlCopy(r *http.Request) (any, error) {
	var in struct{ Folder string }
	if err := input(r, &in); err != nil {
		return nil, err
	}
	id, err := s.Copy(r.PathValue("box"), r.PathValue("id"), in.Folder)
	return map[string]string{"id": id}, err
}

func (s *Simulator) controlSend(r *http.Request) (any, error) {
	var in struct{ Late string }
	if err := input(r, &in); err != nil {
		return nil, err
	}
	late := time.Duration(0)
	if in.Late != "" {
		var err error
		if late, err = time.ParseDuration(in.Late); err != nil || late < 0 {
			return nil, fmt.Errorf("%w: late is a duration such as 5s", errInput)
		}
	}
	appear, err := s.SendDraftLate(r.PathValue("box"), r.PathValue("id"))
	switch {
	case err != nil:
		return nil, err
	case late > 0:
		s.timers.after(late, appear)
	default:
		appear()
	}
	return nil, nil
}

func (s *Simulator) controlMark(r *http.Request) (any, error) {
	var in struct{ Read, Flagged *bool }
	if err := input(r, &in); err != nil {
		return nil, err
	}
	box, id := r.PathValue("box"), r.PathValue("id")
	if in.Read != nil {
		if err := s.SetRead(box, id, *in.Read); err != nil {
			return nil, err
		}
	}
	if in.Flagged != nil {
		return nil, s.SetFlag(box, id, *in.Flagged)
	}
	return nil, nil
}
