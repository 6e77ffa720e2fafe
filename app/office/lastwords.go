package office

import (
	"context"
	"reflect"

	"postroom/app/people"
	"postroom/app/people/passing"
)

// What a receiver was told last it keeps. A run that is killed leaves it behind, so that of whom something was told is written
// down before, with the receiver. Teams needs none of that: what it shows fades by itself.

// recorded has a line write down of whom its receiver may hold something, and begin with what an earlier run left there.
func (o *Office) recorded(kind string, to people.Passing, options passing.Options) passing.Options {
	options.Holds = func() []string {
		held, _, err := o.book().Held(kind)
		if err != nil {
			o.log.Error("it can't be told what a receiver holds", "to", kind, "error", err)
		}
		if !reflect.DeepEqual(held.To, to) {
			return nil
		}
		return held.People
	}
	options.Record = func(list []string) {
		if err := o.book().SetHeld(kind, people.PassHeld{To: to, People: list}); err != nil {
			o.log.Error("what a receiver holds can't be written down", "to", kind, "error", err)
		}
	}
	return options
}

// lastWords tells receivers to whom nothing is passed on any more, once, that nothing is known of those of whom an earlier run
// that ended without its last words told them.
func (o *Office) lastWords(ctx context.Context) error {
	now, err := o.book().Passing()
	if err != nil {
		return err
	}
	for _, kind := range []string{PassWebhook, PassCommand} {
		held, ok, err := o.book().Held(kind)
		if err != nil {
			return err
		}
		wanted := kind == PassWebhook && reflect.DeepEqual(held.To.Webhook, now.Webhook) || kind == PassCommand && reflect.DeepEqual(held.To.Command, now.Command)
		if !ok || wanted {
			continue
		}
		target, err := o.receiver(held.To)
		if err == nil {
			done := passing.Bye(ctx, target, held.People)
			o.log.Info("a receiver was told that nothing is known any more", "to", kind, "people", len(held.People), "told", len(done))
		}
		if err := o.book().SetHeld(kind, people.PassHeld{}); err != nil {
			return err
		}
	}
	return nil
}

// receiver is the target that a setting names.
func (o *Office) receiver(to people.Passing) (passing.Target, error) {
	if to.Webhook != nil {
		return o.webhook(*to.Webhook)
	}
	if to.Command == nil {
		return nil, passNone()
	}
	return o.command(*to.Command), nil
}
