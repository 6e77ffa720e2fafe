package office

import (
	"context"
	"time"
)

// pace says how a worker goes through what there is: at once, or beside filing, to which it leaves the processor.
type pace bool

const (
	atOnce pace = false
	beside pace = true

	restsFor = 3                      // times as long as it has worked
	restMost = 500 * time.Millisecond // after work that only waited for a disk
)

// rest lets filing have the processor after some work that began at a time; who works at once doesn't rest. Where
// others want the processor, too, work takes longer, and so does the rest. Its error is that of a context that has ended.
func (p pace) rest(ctx context.Context, began time.Time) error {
	if p == atOnce {
		return context.Cause(ctx)
	}
	end := time.NewTimer(min(restsFor*time.Since(began), restMost))
	defer end.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-end.C:
		return nil
	}
}
