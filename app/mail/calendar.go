package mail

import "time"

// ShowAs says how an event shows its owner to others, as Graph's freeBusyStatus names it.
type ShowAs string

const (
	Free      ShowAs = "free"
	Elsewhere ShowAs = "workingElsewhere"
	Tentative ShowAs = "tentative"
	Busy      ShowAs = "busy"
	Out       ShowAs = "oof" // out of office
	Untold    ShowAs = "unknown"
)

// Event is all that is kept of an entry of a calendar: when it is and how it shows its owner. Nothing of what it is about
// leaves the calendar.
type Event struct {
	Start, End time.Time
	// Days says that the event lasts whole days, wherever one is: Start and End are midnights in UTC that stand for them,
	// End that of the day after the last.
	Days bool
	Show ShowAs
}

// Home is what a mailbox's settings say about its owner's time.
type Home struct {
	Zone    string // as Windows or IANA names it; empty: not known
	Hours   *Hours // nil: not known
	Replies Replies
}

// Hours are working hours.
type Hours struct {
	Zone       string // as Windows or IANA names it
	Days       []time.Weekday
	Start, End time.Duration // since midnight on the wall
}

// Replies are automatic replies. They hold from Start to End; both zero: until they are switched off.
type Replies struct {
	On         bool
	Start, End time.Time
}

// Schedule is what an organisation's directory tells about one address.
type Schedule struct {
	Address string
	Events  []Event
	Hours   *Hours
	Code    string // why nothing is told: the service's code; empty if all is well
}
