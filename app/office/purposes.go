package office

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"postroom/app/fault"
	"postroom/app/graph"
	"postroom/app/people"
	"postroom/app/store"
)

// tellPlaces has the mailboxes of entries that the directory does not tell apart say what they are for: rooms, shared
// mailboxes, or those of people who have left. Only an organisation's connection may ask them. It gives how many were told.
func (o *Office) tellPlaces(ctx context.Context, a store.Account, client *graph.Client) (int, error) {
	if a.Kind != store.Organisation {
		return 0, nil
	}
	return o.book().Purposes(ctx, a.ID, o.opts.Now(), func(ctx context.Context, addresses []string) (map[string]string, bool, error) {
		return o.askPurposes(ctx, client, addresses)
	})
}

// askPurposes asks mailboxes what they are for. Where the app may not ask, it is noticed at once and nobody else is asked.
func (o *Office) askPurposes(ctx context.Context, client *graph.Client, addresses []string) (told map[string]string, refused bool, err error) {
	told = map[string]string{}
	var mu sync.Mutex
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(asking)
	for _, address := range addresses {
		mu.Lock()
		stop := refused
		mu.Unlock()
		if stop {
			break
		}
		g.Go(func() error {
			purpose, err := client.Mailbox(address, false).Purpose(gctx)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil && purpose != "":
				told[address] = purpose
			case err == nil || fault.CodeOf(err) == "mailbox-not-released" || absent(err):
				told[address] = people.NoPurpose
			case denied(err):
				refused = true
			case fault.ClassOf(err) == fault.SignInAgain, gctx.Err() != nil:
				return err
			default: // asked again in the next round
				o.log.Info("what a mailbox is for can't be told", "code", fault.CodeOf(err))
			}
			return nil
		})
	}
	err = g.Wait()
	return told, refused, err
}
