package face

import (
	"sync"

	"postroom/app/office"
)

// remembered is how many events a page that was loaded anew can catch up with.
const remembered = 200

// events numbers what the page hears and keeps the last of it.
type events struct {
	mu   sync.Mutex
	seq  int64
	last []Event
}

func (e *events) add(v Event) Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.seq++
	v.Seq = e.seq
	if v.Kind == "progress" || v.Kind == "baseline" || v.Kind == "indexed" || v.Kind == "overview" || v.Kind == office.EventPresence {
		return v // the next one says it all
	}
	if len(e.last) == remembered {
		copy(e.last, e.last[1:])
		e.last = e.last[:remembered-1]
	}
	e.last = append(e.last, v)
	return v
}

func (e *events) after(seq int64) []Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	list := []Event{}
	for _, v := range e.last {
		if v.Seq > seq {
			list = append(list, v)
		}
	}
	return list
}

// emit tells the page something, unless everything is ending.
func (f *Face) emit(e Event) {
	if f.ctx.Err() != nil {
		return
	}
	e.Time = at(f.opts.Now())
	e = f.events.add(e)
	if f.opts.Host != nil {
		f.opts.Host.Emit(e)
	}
}

// hear takes what the office tells.
func (f *Face) hear(e office.Event) {
	v := Event{Kind: e.Kind, Account: e.Account, Mailbox: e.Mailbox, Folder: e.Folder, ID: e.ID, Done: int64(e.Done), Total: int64(e.Total),
		Problem: problemView(e.Problem)}
	if e.Document != nil {
		d := documentView(e.Document)
		v.Document = &d
	}
	if v.Kind == office.EventBaseline && v.Total == 0 {
		v.Total = int64(f.trees.total(e.Mailbox, e.Folder))
	}
	if e.Kind == office.EventExpiry {
		f.expiring(e)
	}
	if e.Kind == office.EventDeleted {
		v.Kind = "documents"
		f.invoiceList.stale()
	}
	if e.Kind == office.EventUsers || e.Kind == office.EventAccount {
		f.userList.stale()
	}
	if e.Kind == office.EventFiled || e.Kind == office.EventRecognised || e.Kind == office.EventIndexed || e.Kind == office.EventProcessing {
		f.invoiceList.stale()
	}
	if e.Kind == office.EventProcessing || e.Kind == office.EventTalk {
		f.concerns.stale.Store(true)
	}
	f.emit(v)
	if e.Kind != office.EventIndexed { // the overview says nothing of that
		f.changed()
	}
}
