package face

import (
	"context"
	"sync"
)

// tasks are the long works that the page can stop, by name: select, validate, verify, move.
type tasks struct {
	mu  sync.Mutex
	run map[string]*task
}

type task struct{ stop context.CancelFunc }

// task begins a work, and ends one of the same name that is still going on. done has to be called at its end.
func (f *Face) task(name string) (ctx context.Context, done func()) {
	ctx, stop := context.WithCancel(f.ctx)
	t := &task{stop}
	f.tasks.mu.Lock()
	defer f.tasks.mu.Unlock()
	if f.tasks.run == nil {
		f.tasks.run = map[string]*task{}
	}
	if old := f.tasks.run[name]; old != nil {
		old.stop()
	}
	f.tasks.run[name] = t
	return ctx, func() {
		stop()
		f.tasks.mu.Lock()
		defer f.tasks.mu.Unlock()
		if f.tasks.run[name] == t {
			delete(f.tasks.run, name)
		}
	}
}

func (f *Face) cancel(name string) {
	f.tasks.mu.Lock()
	defer f.tasks.mu.Unlock()
	if t := f.tasks.run[name]; t != nil {
		t.stop()
	}
}

// progress tells the page how far a work is; total 0 is not known.
func (f *Face) progress(name string, done, total int64, text string) {
	f.emit(Event{Kind: "progress", Task: name, Done: done, Total: total, Text: text})
}
