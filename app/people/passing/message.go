package passing

import (
	"encoding/json"
	"time"

	"postroom/app/mail"
)

// message is the JSON that a web address and a command get.
type message struct {
	Type      string    `json:"type"`      // "person.status"
	Timestamp time.Time `json:"timestamp"` // when this was so
	Data      data      `json:"data"`
}

type data struct {
	Address string      `json:"address"`
	Status  mail.ShowAs `json:"status"`
	Until   *time.Time  `json:"until"`
}

const statusType = "person.status"

// messageOf writes a status as JSON, in one line.
func messageOf(s Status, now time.Time) ([]byte, error) {
	m := message{Type: statusType, Timestamp: now.UTC().Truncate(time.Second), Data: data{Address: s.Address, Status: s.Show}}
	if !s.Until.IsZero() {
		until := s.Until.UTC()
		m.Data.Until = &until
	}
	return json.Marshal(m)
}
