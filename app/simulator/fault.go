package simulator

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// FaultKind names what goes wrong.
type FaultKind string

// The kinds of fault. Unless a Path is given, those for a resource meet only that resource.
const (
	Throttle       FaultKind = "throttle"      // 429; RetryAfter
	Unavailable    FaultKind = "unavailable"   // 503; RetryAfter, absent by default
	Internal       FaultKind = "internal"      // 500
	BadGateway     FaultKind = "badgateway"    // 502 with an HTML body
	GatewayTimeout FaultKind = "timeout"       // 504 after Delay
	Drop           FaultKind = "drop"          // the connection ends before any answer
	Cut            FaultKind = "cut"           // the connection ends in the middle of the body
	Truncated      FaultKind = "truncated"     // the body is half a JSON document, the message itself complete
	WrongType      FaultKind = "wrongtype"     // 200 with an HTML page of a proxy
	WrongJSON      FaultKind = "wrongjson"     // 200 with a JSON value of another type than promised
	Expired        FaultKind = "expired"       // 401, access token has expired
	Claims         FaultKind = "claims"        // 401 with a claims challenge
	AccessPolicy   FaultKind = "accesspolicy"  // 403, the administrator has not released the mailbox
	Denied         FaultKind = "denied"        // 403, permission missing
	NoRights       FaultKind = "norights"      // 404, no rights on the shared mailbox
	NotEnabled     FaultKind = "notenabled"    // 404 MailboxNotEnabledForRESTAPI
	FullMailbox    FaultKind = "full"          // messages/delta: 403 ErrorQuotaExceeded; all else works
	MIMENotFound   FaultKind = "mime-notfound" // $value: 404
	MIMECorrupt    FaultKind = "mime-corrupt"  // $value: 500 ErrorCorruptData
	MIMESlow       FaultKind = "mime-slow"     // $value: body trickles, taking Delay
	MIMELarge      FaultKind = "mime-large"    // $value: body padded to Size bytes, 150 MB by default
	Slow           FaultKind = "slow"          // the answer comes after Delay
	Code           FaultKind = "code"          // Status, Code, Message
)

// Fault makes requests go wrong while it is set. Empty conditions meet every request.
type Fault struct {
	ID          string        `json:"id,omitempty"` // given by AddFault
	Kind        FaultKind     `json:"kind"`
	Method      string        `json:"method,omitempty"`
	Path        string        `json:"path,omitempty"`        // regular expression, without case, on the path below /v1.0 with the query
	Mailbox     string        `json:"mailbox,omitempty"`     // address or id
	Message     string        `json:"message,omitempty"`     // id of either kind
	Count       int           `json:"count,omitempty"`       // goes away after that many hits; 0: stays
	Probability float64       `json:"probability,omitempty"` // of a hit; 0: always
	RetryAfter  string        `json:"retryAfter,omitempty"`  // "2", "2.128", "130", "date" or "date:90" (an HTTP date that many seconds from now), "none"
	Delay       time.Duration `json:"delay,omitempty"`       // "2s" in JSON
	Size        int           `json:"size,omitempty"`        // bytes
	Status      int           `json:"status,omitempty"`      // for Code
	Code        string        `json:"code,omitempty"`        // for Code, and to replace the code of another kind
	Text        string        `json:"text,omitempty"`        // error message
	Hits        int           `json:"hits,omitempty"`        // so far
}

// ErrFault is wrapped by the errors about faults that make no sense.
var ErrFault = errors.New("not a fault")

// rule is a Fault as it is matched.
type rule struct {
	Fault
	path    *regexp.Regexp
	mailbox *box
	serial  uint64
}

// defaultPath limits the kinds that are about one resource.
var defaultPath = map[FaultKind]string{
	FullMailbox:  `/messages/(microsoft\.graph\.)?delta`,
	MIMENotFound: `/messages[/(][^/]+/\$value`, MIMECorrupt: `/messages[/(][^/]+/\$value`, MIMESlow: `/messages[/(][^/]+/\$value`, MIMELarge: `/messages[/(][^/]+/\$value`,
	AccessPolicy: mailPaths, Denied: mailPaths, NoRights: mailPaths, NotEnabled: mailPaths,
}

const mailPaths = `/(mailFolders|messages|mailboxSettings)`

// AddFault sets a fault and gives back its id.
func (s *Simulator) AddFault(f Fault) (string, error) {
	f.Hits = 0
	r := &rule{Fault: f}
	if _, ok := faultAnswers[f.Kind]; !ok && f.Kind != Code {
		return "", fmt.Errorf("%w: kind %q", ErrFault, f.Kind)
	}
	if f.Kind == Code && (f.Status < 400 || f.Status > 599 || f.Code == "") {
		return "", fmt.Errorf("%w: kind code needs a status from 400 to 599 and a code", ErrFault)
	}
	if f.Probability < 0 || f.Probability > 1 || f.Count < 0 {
		return "", fmt.Errorf("%w: probability %v, count %d", ErrFault, f.Probability, f.Count)
	}
	pattern := f.Path
	if pattern == "" {
		pattern = defaultPath[f.Kind]
	}
	var err error
	if r.path, err = regexp.Compile("(?i)" + pattern); err != nil {
		return "", fmt.Errorf("%w: path: %w", ErrFault, err)
	}
	if f.Mailbox != "" {
		if r.mailbox, err = s.mailbox(f.Mailbox); err != nil {
			return "", fmt.Errorf("%w: %w", ErrFault, err)
		}
	}
	if f.Message != "" {
		if r.mailbox == nil {
			return "", fmt.Errorf("%w: a message needs its mailbox", ErrFault)
		}
		named, ok, _ := r.mailbox.ids.parse(f.Message)
		if !ok {
			return "", fmt.Errorf("%w: message: %w", ErrFault, ErrNoMessage)
		}
		r.serial = named.serial
	}
	s.faultMu.Lock()
	defer s.faultMu.Unlock()
	s.lastFault++
	r.ID = string(f.Kind) + "-" + strconv.Itoa(s.lastFault)
	s.rules = append(s.rules, r)
	s.faulty.Store(true)
	return r.ID, nil
}

// RemoveFault takes back a fault, by id, or all of a kind; it says whether there was one.
func (s *Simulator) RemoveFault(name string) bool {
	s.faultMu.Lock()
	defer s.faultMu.Unlock()
	before := len(s.rules)
	s.rules = slices.DeleteFunc(s.rules, func(r *rule) bool { return r.ID == name || string(r.Kind) == name })
	s.faulty.Store(len(s.rules) > 0)
	return len(s.rules) < before
}

// ClearFaults takes back all faults. The behaviour stays.
func (s *Simulator) ClearFaults() {
	s.faultMu.Lock()
	defer s.faultMu.Unlock()
	s.rules = nil
	s.faulty.Store(false)
}

// Faults lists the faults that are set, with their hits so far.
func (s *Simulator) Faults() []Fault {
	s.faultMu.Lock()
	defer s.faultMu.Unlock()
	list := make([]Fault, len(s.rules))
	for i, r := range s.rules {
		list[i] = r.Fault
	}
	return list
}

// fault finds the fault that meets a request, if any, and counts the hit.
func (s *Simulator) fault(c *call) *Fault {
	if !s.faulty.Load() {
		return nil
	}
	s.faultMu.Lock()
	defer s.faultMu.Unlock()
	for i, r := range s.rules {
		if !r.meets(c) || (r.Probability > 0 && !s.chance(r.Probability)) {
			continue
		}
		r.Hits++
		hit := r.Fault
		if r.Count > 0 && r.Hits >= r.Count {
			s.rules = slices.Delete(s.rules, i, i+1)
			s.faulty.Store(len(s.rules) > 0)
		}
		return &hit
	}
	return nil
}

func (r *rule) meets(c *call) bool {
	switch {
	case r.Method != "" && !strings.EqualFold(r.Method, c.r.Method):
		return false
	case r.mailbox != nil && r.mailbox != c.box:
		return false
	case !r.path.MatchString(c.target):
		return false
	}
	if r.serial == 0 {
		return true
	}
	for _, p := range c.path {
		if named, ok, _ := r.mailbox.ids.parse(p.key); ok && named.serial == r.serial && named.class != folderID {
			return true
		}
	}
	return false
}

// retryAfter is the header's value; false when there is to be none.
func (s *Simulator) retryAfter(value string) (string, bool) {
	if value == "none" || value == "" {
		return "", false
	}
	after, isDate := strings.CutPrefix(value, "date")
	if !isDate {
		return value, true
	}
	seconds := 5
	if n, err := strconv.Atoi(strings.TrimPrefix(after, ":")); err == nil {
		seconds = n
	}
	return s.now().Add(time.Duration(seconds) * time.Second).UTC().Format(http.TimeFormat), true
}
