package office

import (
	"strconv"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/processing"
)

// Conversation is the mails of one thread with one client, and what people said and did about them.
type Conversation struct {
	ID           string              `json:"id"`
	Client       *processing.Brief   `json:"client"` // null: it was undone, and nobody has looked at the mails since
	Subject      string              `json:"subject"`
	State        processing.Standing `json:"state"` // open, waiting (for the client), done
	Why          string              `json:"why"`   // says how it came to that
	Assigned     *string             `json:"assigned"`
	Due          *string             `json:"due"` // day
	Overdue      bool                `json:"overdue"`
	Participants []string            `json:"participants"`
	Mails        int                 `json:"mails"` // that who looks may see; one filed from several mailboxes counts once
	Notes        int                 `json:"notes"`
	Unread       int                 `json:"unread"` // mails and notes, for who looks
	First        *time.Time          `json:"first"`
	Last         *time.Time          `json:"last"` // something happened
}

// ConversationQuery chooses conversations. Its zero value is all of them.
type ConversationQuery struct {
	State    string // open, waiting, done
	Client   string // id, number or name
	Assigned string // address or name of a member, "nobody", or empty for all
	DueBy    string // day: those that are due on it or before, and not done
	Unread   bool   // with something that who looks has not read
	Mine     bool   // in which who looks takes part, or that they are to see to
}

// Nobody in ConversationQuery.Assigned, and for AssignConversation.
const Nobody = "nobody"

// ConversationList is a page of conversations.
type ConversationList struct {
	Total         int                         `json:"total"` // all that the query finds
	States        map[processing.Standing]int `json:"states"`
	Conversations []Conversation              `json:"conversations"` // the one in which something happened last first
}

// ConversationEntry is one thing of a conversation: a mail with the documents that were filed with it, a note, or a change.
type ConversationEntry struct {
	Kind     string         `json:"kind"` // mail, note, assigned, state, due
	Time     *time.Time     `json:"time"`
	Number   uint64         `json:"number"` // for ReadConversation
	By       *string        `json:"by"`     // address of who in the office wrote or did it; null: a client, or nobody in particular
	Unread   bool           `json:"unread"`
	Text     *string        `json:"text"`     // of a note
	Value    *string        `json:"value"`    // of a change: the member, the state, the day; null: none any more
	Way      processing.Way `json:"way"`      // of a mail: came, sent, inside; empty otherwise
	Document *Document      `json:"document"` // of a mail
	Evidence []string       `json:"evidence"` // of a mail: why it is this client's
	Copies   []string       `json:"copies"`   // of a mail: its documents from other mailboxes
}

// ConversationDetail is a conversation with a part of what belongs to it.
type ConversationDetail struct {
	Conversation
	Total   int                 `json:"total"`  // entries that who looks may see
	Offset  int                 `json:"offset"` // of the first one given
	Number  uint64              `json:"number"` // for ReadConversation, when all of it was read
	Entries []ConversationEntry `json:"entries"`
}

// maxPage is what is given of a list without limit.
const maxPage = 1 << 30

func pageSize(limit int) int {
	if limit <= 0 || limit > maxPage {
		return maxPage
	}
	return limit
}

// speaker is the room, and how who looks sees it.
func (o *Office) speaker() (*processing.Room, processing.Sight, error) {
	see, err := o.sight()
	if err != nil {
		return nil, see, err
	}
	room, err := o.room()
	return room, see, err
}

// Conversations lists what who looks may see of the conversations, from offset on, at most limit; 0 is all.
func (o *Office) Conversations(q ConversationQuery, offset, limit int) (*ConversationList, error) {
	room, see, err := o.speaker()
	if err != nil {
		return nil, err
	}
	chosen := processing.ConversationQuery{State: processing.Standing(q.State), DueBy: q.DueBy, Unread: q.Unread, Mine: q.Mine}
	if q.Client != "" {
		c, err := room.Client(q.Client)
		if err != nil {
			return nil, err
		}
		chosen.Client = c.ID
	}
	switch {
	case strings.EqualFold(q.Assigned, Nobody):
		chosen.Assigned = processing.Nobody
	case q.Assigned != "":
		m, err := room.Sight(q.Assigned)
		if err != nil {
			return nil, err
		}
		chosen.Assigned = m.Who()
	}
	page, err := room.Conversations(see, chosen, max(0, offset), pageSize(limit))
	if err != nil {
		return nil, err
	}
	v := &ConversationList{Total: page.Total, States: page.States, Conversations: []Conversation{}}
	for i := range page.Items {
		v.Conversations = append(v.Conversations, o.conversation(&page.Items[i]))
	}
	return v, nil
}

func (o *Office) conversation(i *processing.ConversationItem) Conversation {
	return Conversation{ID: i.ID, Client: i.Client, Subject: i.Subject, State: i.State, Why: i.Why.In(o.language()), Assigned: given(i.Assigned), Due: given(i.Due),
		Overdue: i.Overdue, Participants: append([]string{}, i.Participants...), Mails: i.Mails, Notes: i.Notes, Unread: i.Unread,
		First: moment(i.First), Last: moment(i.Last)}
}

// Conversation gives one conversation with everything in order, from offset on, at most limit; 0 is all, and a negative
// offset gives the last ones. Code: "conversation-unknown", also if who looks may not see it.
func (o *Office) Conversation(id string, offset, limit int) (*ConversationDetail, error) {
	room, see, err := o.speaker()
	if err != nil {
		return nil, err
	}
	page, err := room.Conversation(see, id, offset, pageSize(limit))
	if err != nil {
		return nil, err
	}
	v := &ConversationDetail{Conversation: o.conversation(&page.ConversationItem), Total: page.Total, Offset: page.Offset, Number: page.Last, Entries: []ConversationEntry{}}
	var docs []Document
	var at []int
	for i := range page.Passages {
		e, doc, err := o.passage(&page.Passages[i])
		if err != nil {
			return nil, err
		}
		if doc != nil {
			docs, at = append(docs, *doc), append(at, len(v.Entries))
		}
		v.Entries = append(v.Entries, e)
	}
	if err := o.addRecognition(docs); err != nil {
		return nil, err
	}
	for i, n := range at {
		v.Entries[n].Document = &docs[i]
	}
	return v, nil
}

// passage is one thing of a conversation, and apart from it the document of a mail.
func (o *Office) passage(p *processing.Passage) (e ConversationEntry, doc *Document, err error) {
	e = ConversationEntry{Kind: p.Kind, Time: moment(p.Time), Number: p.Number, By: given(p.By), Unread: p.Unread, Value: given(p.Value), Way: p.Way,
		Evidence: []string{}, Copies: []string{}}
	if p.Kind == processing.MarkNote {
		e.Text = &p.Text
	}
	if p.Mail == nil {
		return e, nil, nil
	}
	e.Evidence = o.said(p.Mail.Evidence)
	for _, seq := range p.Copies {
		e.Copies = append(e.Copies, strconv.FormatUint(seq, 10))
	}
	d, ok, err := o.record(strconv.FormatUint(p.Mail.Seq, 10))
	if err != nil || !ok {
		return e, nil, err
	}
	view := recordView(&d)
	return e, &view, nil
}

// tellConversation tells that something was said or done about a conversation, and gives it as it is then.
func (o *Office) tellConversation(id string) (*Conversation, error) {
	o.tell(Event{Kind: EventTalk, ID: id})
	v, err := o.Conversation(id, -1, 1)
	if fault.CodeOf(err) == "conversation-unknown" { // who gave it away may not see it any more
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &v.Conversation, nil
}

// aboutConversation does something about a conversation.
func (o *Office) aboutConversation(id string, do func(*processing.Room, processing.Sight) error) (*Conversation, error) {
	room, see, err := o.speaker()
	if err != nil {
		return nil, err
	}
	if err := do(room, see); err != nil {
		return nil, err
	}
	return o.tellConversation(id)
}

// NoteConversation adds an internal note. Codes: "conversation-unknown", "note-empty", "note-long", "conversation-full".
func (o *Office) NoteConversation(id, text string) (*Conversation, error) {
	return o.aboutConversation(id, func(room *processing.Room, see processing.Sight) error { return room.Note(see, id, text) })
}

// AssignConversation says which member is to see to a conversation, by address or name; Nobody or "" is nobody. The answer is
// nil if who gives it away does not see it afterwards. Codes: "conversation-unknown", "member-unknown".
func (o *Office) AssignConversation(id, member string) (*Conversation, error) {
	if strings.EqualFold(member, Nobody) {
		member = ""
	}
	return o.aboutConversation(id, func(room *processing.Room, see processing.Sight) error { return room.AssignTalk(see, id, member) })
}

// SetConversation says who has to do something: open, waiting or done. Codes: "conversation-unknown", "standing-unknown".
func (o *Office) SetConversation(id, state string) (*Conversation, error) {
	return o.aboutConversation(id, func(room *processing.Room, see processing.Sight) error {
		return room.SetStanding(see, id, processing.Standing(state))
	})
}

// DueConversation says by which day something is to be done, "2026-11-22"; "" is none. Codes: "conversation-unknown",
// "due-day".
func (o *Office) DueConversation(id, day string) (*Conversation, error) {
	return o.aboutConversation(id, func(room *processing.Room, see processing.Sight) error { return room.SetDue(see, id, day) })
}

// ReadConversation says that who looks has read it up to an entry's number; 0 is all of it. Codes: "conversation-unknown",
// "member-missing".
func (o *Office) ReadConversation(id string, upTo uint64) (*Conversation, error) {
	room, see, err := o.member()
	if err != nil {
		return nil, err
	}
	if err := room.ReadTalk(see, id, upTo); err != nil {
		return nil, err
	}
	return o.tellConversation(id)
}
