package office

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// holder says which process has the data folder open. The lock is the database's; this is only what the second
// process tells its user.
type holder struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
}

func holderFile(data string) string { return filepath.Join(data, "postroom.pid") }

// hold leaves word of this process; the caller has the database's lock.
func hold(data, command string, now time.Time) error {
	text, err := json.Marshal(holder{PID: os.Getpid(), Command: command, Since: now.UTC()})
	if err != nil {
		return err
	}
	return os.WriteFile(holderFile(data), append(text, '\n'), 0o600)
}

func release(data string) error { return os.Remove(holderFile(data)) }

// heldBy describes the process that holds the data folder, empty if it left no word.
func heldBy(data string) string {
	text, err := os.ReadFile(holderFile(data))
	if err != nil {
		return ""
	}
	var h holder
	if json.Unmarshal(text, &h) != nil || h.PID <= 0 {
		return ""
	}
	return fmt.Sprintf("process %d (%s)", h.PID, h.Command)
}
