package face

// ConversationQuery chooses conversations; empty fields choose all.
type ConversationQuery struct {
	State    string `json:"state"`    // open, waiting, done
	Client   string `json:"client"`   // id
	Assigned string `json:"assigned"` // address of a member, or "nobody"
	DueBy    string `json:"dueBy"`    // day: those that are due then or before, and not done
	Unread   bool   `json:"unread"`
	Mine     bool   `json:"mine"`
	Offset   int    `json:"offset"`
	Limit    int    `json:"limit"` // 0: a page's usual length
}

// ConversationPage is a part of the conversations, the one in which something happened last first.
type ConversationPage struct {
	Total  int                `json:"total"`
	Counts ConversationCounts `json:"counts"`
	Items  []Conversation     `json:"items"`
}

// ConversationCounts is how many conversations there are of each state, whatever the query says of it.
type ConversationCounts struct {
	Open    int `json:"open"`
	Waiting int `json:"waiting"`
	Done    int `json:"done"`
}

// Conversation is the mails of one thread with one client, and what colleagues said and did about them.
type Conversation struct {
	ID       string      `json:"id"`
	Client   *ClientName `json:"client,omitempty"`
	Subject  string      `json:"subject"`
	State    string      `json:"state"`    // open, waiting (for the client), done
	Why      string      `json:"why"`      // in words
	Assigned string      `json:"assigned"` // address of a member
	Name     string      `json:"name"`     // of that member
	Due      string      `json:"due"`      // day
	Overdue  bool        `json:"overdue"`
	People   []string    `json:"people"` // who takes part, by name
	Mails    int         `json:"mails"`
	Notes    int         `json:"notes"`
	Unread   int         `json:"unread"` // mails and notes, for who looks
	Last     string      `json:"last"`   // something happened
}

// ConversationView is a conversation with a part of what belongs to it, in order.
type ConversationView struct {
	Conversation Conversation        `json:"conversation"`
	Total        int                 `json:"total"`
	Offset       int                 `json:"offset"` // of the first entry given
	Number       int64               `json:"number"` // for ReadConversation, when all of it was read
	Entries      []ConversationEntry `json:"entries"`
}

// ConversationEntry is a mail with what came with it, a note, or a change.
type ConversationEntry struct {
	Kind     string    `json:"kind"` // mail, note, assigned, state, due
	Time     string    `json:"time"`
	Number   int64     `json:"number"`
	By       string    `json:"by"` // name of the colleague; empty: a client, or nobody in particular
	Unread   bool      `json:"unread"`
	Text     string    `json:"text"`  // of a note
	Value    string    `json:"value"` // of a change: the member's name, the state, the day; empty: none any more
	Way      string    `json:"way"`   // of a mail: came, sent, inside
	Document *Document `json:"document,omitempty"`
	Files    []string  `json:"files"`    // names of what came with a mail
	Evidence []string  `json:"evidence"` // why a mail is this client's
	Copies   int       `json:"copies"`   // of a mail: filed from so many other mailboxes, too
}

// WorkPage is a part of what who is signed in has to do: conversations, the most urgent first, then the first mails that
// need somebody.
type WorkPage struct {
	Member bool       `json:"member"` // they are in the team; else there is nothing
	Total  int        `json:"total"`
	Counts WorkCounts `json:"counts"`
	Items  []WorkItem `json:"items"`
}

// WorkCounts say how much there is; a conversation may be of several kinds.
type WorkCounts struct {
	Overdue   int `json:"overdue"`
	Today     int `json:"today"`
	Unread    int `json:"unread"`
	Assigned  int `json:"assigned"`
	Open      int `json:"open"`
	Attention int `json:"attention"` // mails that need somebody
}

// WorkItem is a conversation with why it is work, or a mail that needs somebody.
type WorkItem struct {
	ID           string          `json:"id"`
	Reasons      []string        `json:"reasons"` // overdue, today, unread, assigned, open: the most urgent first
	Conversation *Conversation   `json:"conversation,omitempty"`
	Mail         *ProcessingMail `json:"mail,omitempty"`
}
