package processing

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Conversation is what people have said and done about the mails of one thread with one client. Which mails these are follows
// from the mails' slips, and is not kept here: a mail that is given to another client takes part in that one's conversation
// from then on, and in this one again when that is undone.
type Conversation struct {
	ID       string            `json:"id"`
	Assigned string            `json:"assigned,omitempty"` // address of the member who is to see to it
	Shown    []string          `json:"shown,omitempty"`    // addresses whose mails of it whoever assigned it could see; Whole: all
	State    Standing          `json:"state,omitempty"`    // as a person set it; empty: nobody has
	Pinned   uint64            `json:"pinned,omitempty"`   // turns up to this one were there when it was set
	SetBy    string            `json:"setBy,omitempty"`
	Set      time.Time         `json:"set,omitzero"`
	Due      string            `json:"due,omitempty"`   // day, "2026-11-22"
	Read     map[string]uint64 `json:"read,omitempty"`  // by address: turns up to this one were read
	Marks    []Mark            `json:"marks,omitempty"` // notes and changes, the oldest first
	Mails    []uint64          `json:"mails,omitempty"` // some of its mails when it was written last: when none is filed any more, this goes, too
}

// Whole in Conversation.Shown stands for all addresses.
const Whole = "*"

// Standing says who has to do something about a conversation.
type Standing string

// Standings of a conversation.
const (
	StandsOpen    Standing = "open"    // the office
	StandsWaiting Standing = "waiting" // the client
	StandsDone    Standing = "done"    // nobody
)

// Standings lists them.
var Standings = []Standing{StandsOpen, StandsWaiting, StandsDone}

// Mark is a note about a conversation, or a change of it.
type Mark struct {
	Number uint64    `json:"number"` // counted with Turn.Number
	Time   time.Time `json:"time"`
	By     string    `json:"by,omitempty"` // a member's address; empty: nobody in particular
	What   string    `json:"what"`
	Value  string    `json:"value,omitempty"` // who, which state, which day; a note's text is kept apart
}

// What a mark tells.
const (
	MarkNote     = "note"
	MarkAssigned = "assigned"
	MarkState    = "state"
	MarkDue      = "due"
)

// What a conversation may hold.
const (
	maxNote  = 20_000 // characters
	maxMarks = 2000   // then old changes are forgotten, and no more notes are taken
	maxMails = 20     // that Conversation.Mails names
)

func (c *Conversation) clone() Conversation {
	d := *c
	d.Shown, d.Marks, d.Mails, d.Read = slices.Clone(c.Shown), slices.Clone(c.Marks), slices.Clone(c.Mails), maps.Clone(c.Read)
	return d
}

// Turn is a mail's place in the conversation of its thread and client.
type Turn struct {
	In     string    `json:"in,omitempty"`     // the conversation that it came into; empty: none
	Number uint64    `json:"number,omitempty"` // of its coming, counted over all conversations; 0: before that was counted
	At     time.Time `json:"at,omitzero"`      // when it was received
	Way    Way       `json:"way,omitempty"`
	By     string    `json:"by,omitempty"`   // who of the office sent it
	Same   string    `json:"same,omitempty"` // names the mail, also where it was filed from another mailbox
}

// Way is where a mail went.
type Way string

// Ways of a mail.
const (
	Came   Way = "came"   // from a client, or passed on by a colleague
	Sent   Way = "sent"   // from the office
	Inside Way = "inside" // among colleagues
)

// turn is a mail's place as it is now; was is the one that it has.
func (x *index) turn(l *Letter, was *Turn) Turn {
	t := Turn{In: was.In, Number: was.Number, At: l.Received, Way: Came}
	if l.MessageID != "" {
		sum := sha256.Sum256([]byte(l.MessageID))
		t.Same = hex.EncodeToString(sum[:8])
	}
	from := strings.ToLower(l.From.Address)
	if from == "" || !x.isInside(from, l.Mailbox) {
		return t
	}
	t.By = from
	for _, a := range addressesOf(l.To) {
		if !x.isInside(a, l.Mailbox) {
			t.Way = Sent
			return t
		}
	}
	if len(l.Originals) == 0 {
		t.Way = Inside
	}
	return t
}

// conversationID names the conversation of a thread with a client.
func conversationID(thread, client string) string {
	sum := sha256.Sum256([]byte(thread + "\n" + client))
	return hex.EncodeToString(sum[:8])
}

// talk is the conversation that a mail takes part in; empty if it is not processed.
func (s *Slip) talk() string {
	if s.State != Processed || s.Client == "" || s.Conversation == "" {
		return ""
	}
	return conversationID(s.Conversation, s.Client)
}

// Talk is the conversation that a mail takes part in; empty if it is not processed.
func (i Item) Talk() string { return i.Slip.talk() }

// carry gives a mail to a client with whom its own was made one: it is not news in the conversation there.
func (s *Slip) carry(client string) {
	moved := s.talk() != "" && s.Turn.In == s.talk()
	s.Client = client
	if moved {
		s.Turn.In = s.talk()
	}
}

// putSlip writes a slip, and counts a mail that comes into a conversation.
func putSlip(tx Tx, s *Slip) error {
	if in := s.talk(); in != s.Turn.In {
		s.Turn.In, s.Turn.Number = in, 0
		if in != "" {
			n, err := tx.NextTurn()
			if err != nil {
				return fmt.Errorf("count a mail of a conversation: %w", err)
			}
			s.Turn.Number = n
		}
	}
	return tx.PutSlip(*s)
}

// talkKey is a conversation's id as a number; false if it can be none.
func talkKey(id string) (uint64, bool) {
	b, err := hex.DecodeString(id)
	if err != nil || len(b) != 8 {
		return 0, false
	}
	return binary.BigEndian.Uint64(b), true
}
