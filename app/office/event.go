package office

import (
	"time"

	"postroom/app/capture"
	"postroom/app/fault"
)

// Event tells a face what happened.
type Event struct {
	Kind     string    `json:"kind"`
	Account  string    `json:"account,omitempty"`
	Mailbox  string    `json:"mailbox,omitempty"`
	Folder   string    `json:"folder,omitempty"` // PATH
	ID       string    `json:"id,omitempty"`
	Done     int       `json:"done,omitempty"`
	Total    int       `json:"total,omitempty"` // 0: not known
	Document *Document `json:"document,omitempty"`
	Problem  *Problem  `json:"problem,omitempty"`
}

// Kinds of events: those of the capture engine, and the office's own.
const (
	EventBaseline   = string(capture.EventBaseline)
	EventRound      = string(capture.EventRound)
	EventFiled      = string(capture.EventFiled)
	EventFailed     = string(capture.EventFailed)
	EventSkipped    = string(capture.EventSkipped)
	EventProblem    = string(capture.EventProblem)
	EventExpiry     = "expiry"     // a credential ends: Account, its address in Mailbox, days left in Done, Problem; told 30, 7 and 1 days before and when it has ended
	EventAccess     = "access"     // who may change settings has changed, see Office.Access: Account
	EventDeleted    = "deleted"    // filed mails were deleted after their period: Done of them
	EventRecognised = "recognised" // what a filed mail's attachments are is known: ID, Mailbox
	EventIndexed    = "indexed"    // more of what is filed can be found, or less: Done mails of Total
	EventPresence   = "presence"   // how somebody shows by their calendar has changed, see Office.PeopleStatus: Account, their address in Mailbox, Problem
	EventTree       = "tree"       // documents that lie by client were changed on disk, or can't be, or can again
	EventProcessing = "processing" // the list of what stands where has changed, by Done mails; 0: by clients or team
	EventTalk       = "talk"       // what is said about a conversation has changed, or what somebody has read of it: its ID
	EventUsers      = "users"      // Done users of an organisation were added, changed, deleted or restored: Account, its address in Mailbox
	EventAccount    = "account"    // an account's state has changed: Account, its address in Mailbox, Problem
)

// heard takes what the capture engine tells.
func (o *Office) heard(e capture.Event) {
	if e.Err != nil && fault.ClassOf(e.Err) == fault.SignInAgain {
		o.lost(e.Mailbox, e.Err)
	}
	v := Event{Kind: string(e.Kind), Mailbox: e.Mailbox, Folder: e.Folder, ID: e.ID, Done: e.Done, Total: e.Total,
		Problem: ProblemOf(o.language(), e.Err)}
	if e.Document != nil {
		d := documentView(e.Document)
		if o.opts.Notify != nil {
			d.AlsoIn = o.alsoIn(e.Document.ID)
		}
		v.Document = &d
		o.index.add(e.Document.ID)
		o.lookAtFiled(e.Document.ID)
		o.searching.filed.Store(time.Now().UnixMilli())
	}
	o.tell(v)
}

// lookAtFiled has a mail that was just filed looked at.
func (o *Office) lookAtFiled(id string) {
	if seq, err := seqOf(id); err == nil {
		o.looking.pending.add(seq)
	} else {
		o.looking.pending.lost()
	}
	o.looking.nudge()
}

// alsoIn says where a mail that was just filed was filed already.
func (o *Office) alsoIn(id string) []Twin {
	d, ok, err := o.record(id)
	same := []Twin{}
	if ok && err == nil {
		same, err = o.twins(d)
	}
	if err != nil {
		o.log.Error("it can't be told whether a mail was filed elsewhere, too", "id", id, "error", err)
	}
	return same
}

func (o *Office) tell(e Event) {
	if e.Kind == EventProcessing {
		o.tree.nudge()
	}
	if o.opts.Notify == nil {
		return
	}
	if e, ok := o.mine(e); ok {
		o.opts.Notify(e)
	}
}

// lost notes that the service refuses the account behind a mailbox, although its sign-in gives tokens.
func (o *Office) lost(mailbox string, cause error) {
	m, err := o.mailbox(mailbox)
	if err != nil {
		o.log.Error("an account that needs a sign-in can't be found", "error", err)
		return
	}
	o.sessions.mu.Lock()
	s := o.sessions.open[m.Account]
	o.sessions.mu.Unlock()
	if s != nil {
		s.lose(cause) // its result is the cause, which the engine has told already
	}
}
