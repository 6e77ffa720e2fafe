package office

import (
	"postroom/app/processing"
)

// MyWork is what a member has to do.
type MyWork struct {
	Member        processing.Member  `json:"member"`
	Counts        WorkCounts         `json:"counts"`
	Conversations []WorkConversation `json:"conversations"` // the most urgent first
	Attention     []ProcessingEntry  `json:"attention"`     // the first mails that need somebody, of those that they may see
}

// WorkCounts say how much there is; a conversation may be of several kinds.
type WorkCounts struct {
	Conversations int `json:"conversations"`
	Overdue       int `json:"overdue"`
	Today         int `json:"today"`
	Unread        int `json:"unread"`
	Assigned      int `json:"assigned"`
	Open          int `json:"open"`
	Attention     int `json:"attention"` // mails that need somebody
}

// WorkConversation is a conversation with why it is work.
type WorkConversation struct {
	Conversation
	Reasons []string `json:"reasons"` // overdue, today, unread, assigned, open: the most urgent first
}

// firstAttention are the mails that MyWork names.
const firstAttention = 20

// member is the room as a member sees it: who looks, or where the office itself asks who is signed in.
func (o *Office) member() (*processing.Room, processing.Sight, error) {
	room, see, err := o.speaker()
	if err != nil || see.Who() != "" || o.opts.As != "" {
		return room, see, err
	}
	addresses, err := o.signedIn()
	if err != nil {
		return nil, see, err
	}
	if mine, m := room.Team().SightOf(addresses...); m != nil {
		see = mine
	}
	return room, see, nil
}

// MyWork gives what who looks has to do, from offset on, at most limit conversations; 0 is all. Codes: "member-unknown",
// "member-missing" if they are not in the team.
func (o *Office) MyWork(offset, limit int) (*MyWork, error) {
	room, see, err := o.member()
	if err != nil {
		return nil, err
	}
	w, err := room.Work(see, max(0, offset), pageSize(limit))
	if err != nil {
		return nil, err
	}
	c := w.Counts
	v := &MyWork{Counts: WorkCounts{c.Total, c.Overdue, c.Today, c.Unread, c.Assigned, c.Open, 0}, Conversations: []WorkConversation{}, Attention: []ProcessingEntry{}}
	for _, m := range room.Team().Members {
		if m.Address == see.Who() {
			v.Member = m
		}
	}
	for i := range w.Items {
		v.Conversations = append(v.Conversations, WorkConversation{o.conversation(&w.Items[i].ConversationItem), w.Items[i].Reasons})
	}
	page, err := room.List(see, processing.Query{State: processing.Attention}, nil, 0, firstAttention)
	if err != nil {
		return nil, err
	}
	v.Counts.Attention = page.Total
	for i := range page.Items {
		v.Attention = append(v.Attention, o.entry(&page.Items[i]))
	}
	return v, nil
}

// Concern is what newly concerns who is signed in.
type Concern struct {
	Number        uint64 // since, the next time
	Total         int    // conversations
	Conversations []Conversation
}

// Concerns tells what concerns who is signed in since a number, and since this process began to look at mails: what they
// have not read, and what somebody has given them to see to. At most limit conversations are named. Who is not in the team
// is told nothing.
func (o *Office) Concerns(since uint64, limit int) (*Concern, error) {
	room, see, err := o.member()
	if err != nil {
		return nil, err
	}
	c, err := room.Concerns(see, since, limit)
	if err != nil {
		return nil, err
	}
	v := &Concern{Number: c.Last, Total: c.Total, Conversations: []Conversation{}}
	for i := range c.Conversations {
		v.Conversations = append(v.Conversations, o.conversation(&c.Conversations[i]))
	}
	return v, nil
}
