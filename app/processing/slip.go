package processing

// State says where a mail stands.
type State string

// States of a mail.
const (
	New       State = "new"       // nobody has looked at it
	Processed State = "processed" // client and people are known
	Attention State = "attention" // a person has to do something: see Reason
	Aside     State = "aside"     // it concerns no client: see Slip.Rule
)

// Reason says why a mail needs a person.
type Reason string

// Reasons.
const (
	UnknownSender  Reason = "unknown-sender"
	SeveralClients Reason = "several-clients"
	ClientEnded    Reason = "client-ended"
	NoRoleHolder   Reason = "no-role-holder"
	AddressNotTied Reason = "address-not-tied"
	TeamEmpty      Reason = "team-empty"
	Unreadable     Reason = "unreadable"
)

// Reasons lists the reasons.
var Reasons = []Reason{UnknownSender, SeveralClients, ClientEnded, NoRoleHolder, AddressNotTied, TeamEmpty, Unreadable}

// Slip is what goes with a mail and says where it stands.
type Slip struct {
	Seq          uint64      `json:"seq"`
	State        State       `json:"state"`
	Reason       Reason      `json:"reason,omitempty"`
	Rule         string      `json:"rule,omitempty"` // why it was set aside: bulk, auto, internal, learned, hand
	Client       string      `json:"client,omitempty"`
	Evidence     []Evidence  `json:"evidence,omitempty"`
	Candidates   []Candidate `json:"candidates,omitempty"`
	Participants []string    `json:"participants,omitempty"`
	Conversation string      `json:"conversation,omitempty"` // names its thread
	Turn         Turn        `json:"turn,omitzero"`          // its place in the conversation of the thread with the client
	Mailbox      string      `json:"mailbox"`
	// Hand is what a person decided, which nothing but a person changes: assigned, aside, or kept, which is not set aside
	// by a rule.
	Hand string `json:"hand,omitempty"`
	// Learned says that it was settled by what people's decisions taught, Taught that what a person decided about it did.
	Learned bool `json:"learned,omitempty"`
	Taught  bool `json:"taught,omitempty"`
	// Patterns are of the hints that settled it, which were counted as right then.
	Patterns []string `json:"patterns,omitempty"`
}

// What a person decides.
const (
	HandAssigned = "assigned"
	HandAside    = "aside"
	HandKept     = "kept"
)

// Rules that set a mail aside.
const (
	RuleBulk     = "bulk"
	RuleAuto     = "auto"
	RuleInternal = "internal"
	RuleLearned  = "learned"
	RuleHand     = "hand"
)

// open says whether a slip may become another one by itself.
func (s *Slip) open() bool { return s.State == Attention || s.State == New }

// Candidate is a client that a mail may belong to.
type Candidate struct {
	Client   string     `json:"client"`
	Score    float64    `json:"score"` // 0 to 1
	Evidence []Evidence `json:"evidence"`
}

// Evidence says why. It is kept by code, so that it can be said in any language.
type Evidence struct {
	Code string   `json:"code"`
	Args []string `json:"args,omitempty"`
}
