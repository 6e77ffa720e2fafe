package face

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"postroom/app/office"
	"postroom/app/settings"
)

// gathering is how long what concerns the person is collected before they are told of all of it, once.
const gathering = time.Minute

// namedConcerns are the conversations that a notification names.
const namedConcerns = 3

// concerns remembers what of the conversations the person was told.
type concerns struct {
	stale atomic.Bool // something has happened since the office was asked last

	mu    sync.Mutex
	told  uint64          // up to here they know
	since time.Time       // when there was something to tell first
	news  *office.Concern // what there is to tell; nil: nothing
}

// concern tells the person what newly concerns them, if there is anything.
func (f *Face) concern(o *office.Office) error {
	c := &f.concerns
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stale.Swap(false) {
		v, err := o.Concerns(c.told, namedConcerns)
		if err != nil {
			c.stale.Store(true)
			return err
		}
		c.hear(v, f.opts.Now())
	}
	if n := c.due(f.opts.Now(), f.Say); n != nil && f.Setting(settings.NotifyWork) == "true" {
		f.opts.Host.Notify(*n)
	}
	return nil
}

// hear takes what there is to tell now: what the person has read meanwhile is not there any more.
func (c *concerns) hear(v *office.Concern, now time.Time) {
	if v.Total == 0 {
		c.told, c.news = v.Number, nil
		return
	}
	if c.news == nil {
		c.since = now
	}
	c.news = v
}

// due is the notification that is due; nil if none is.
func (c *concerns) due(now time.Time, say func(string, Args) string) *Notification {
	if c.news == nil || now.Sub(c.since) < gathering {
		return nil
	}
	v := c.news
	c.told, c.news = v.Number, nil
	n := &Notification{ID: "work", Title: say("notify.work", Args{"n": strconv.Itoa(v.Total)}), Room: "processing", Target: "work"}
	var names []string
	for _, one := range v.Conversations {
		name := one.Subject
		if one.Client != nil {
			name = one.Client.Name + ": " + one.Subject
		}
		names = append(names, name)
	}
	n.Text = strings.Join(names, "\n")
	if v.Total == 1 && len(v.Conversations) == 1 {
		n.Target = "talks:" + v.Conversations[0].ID
	}
	return n
}
