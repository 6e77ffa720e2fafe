package processing

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"postroom/app/fault"
)

// Learned is all that was learned, to be read.
type Learned struct {
	On      bool           `json:"on"`
	Bar     float64        `json:"bar"`
	Lessons []LearnedThing `json:"lessons"`
	Tracks  []LearnedTrack `json:"tracks"`
}

// LearnedThing is a lesson with the names of its clients.
type LearnedThing struct {
	ID      string          `json:"id"`
	Kind    string          `json:"kind"`
	Value   string          `json:"value"`
	On      bool            `json:"on"`
	Clients []LearnedClient `json:"clients"` // who got most first
	Last    time.Time       `json:"last"`    // when a person decided something about it last
}

// LearnedClient says what went to a client.
type LearnedClient struct {
	Client *Brief `json:"client"` // nil: it was set aside
	Tally
}

// LearnedTrack says how often one kind of hint was right. A number behind its name counts the decisions that it rests on;
// a "+" says that the sender was known to write for that client.
type LearnedTrack struct {
	Hint    string  `json:"hint"`
	Trusted float64 `json:"trusted"` // so often it is taken to be right
	Track
}

// Learned gives all that was learned from people's decisions: the kinds that say most first, each by its value. LearnedPage
// gives a part of it.
func (r *Room) Learned() *Learned {
	r.mu.RLock()
	defer r.mu.RUnlock()
	o := r.index.lore
	v := &Learned{On: !o.state.Off, Bar: o.state.bar(), Lessons: []LearnedThing{}, Tracks: []LearnedTrack{}}
	for _, l := range o.lessons {
		if l.readable() {
			v.Lessons = append(v.Lessons, r.index.thing(l))
		}
	}
	slices.SortFunc(v.Lessons, func(a, b LearnedThing) int {
		return byFeature(feature{a.Kind, a.Value}, feature{b.Kind, b.Value})
	})
	for hint := range priors {
		v.Tracks = append(v.Tracks, LearnedTrack{hint, o.state.right(hint), o.state.Records[hint]})
	}
	slices.SortFunc(v.Tracks, func(a, b LearnedTrack) int { return strings.Compare(a.Hint, b.Hint) })
	return v
}

func (x *index) thing(l *Lesson) LearnedThing {
	v := LearnedThing{ID: l.ID(), Kind: l.Kind, Value: l.Value, On: !l.Off, Clients: []LearnedClient{}, Last: l.Last}
	for id, t := range l.Clients {
		one := LearnedClient{Tally: t}
		if id != noClient {
			b := Brief{ID: id}
			if c := x.byID[id]; c != nil {
				b = c.brief()
			}
			one.Client = &b
		}
		v.Clients = append(v.Clients, one)
	}
	slices.SortFunc(v.Clients, func(a, b LearnedClient) int {
		return cmp.Or(cmp.Compare(b.Given+b.Used, a.Given+a.Used), strings.Compare(a.name(), b.name()))
	})
	return v
}

func (c *LearnedClient) name() string {
	if c.Client == nil {
		return ""
	}
	return c.Client.Name + c.Client.ID
}

// SwitchLearning switches everything that was learned, and learning itself, on or off. What was learned is kept.
func (r *Room) SwitchLearning(ctx context.Context, on bool) ([]uint64, error) {
	return r.setLore(ctx, func(s *LoreState) { s.Off = !on })
}

// SetBar says how sure what was learned has to be to assign a mail by itself, from 0.5 to 1. Code: "learned-bar".
func (r *Room) SetBar(ctx context.Context, bar float64) ([]uint64, error) {
	if !(bar >= LowestBar && bar <= 1) {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "learned-bar", Op: "set the bar", Args: map[string]string{"value": strconv.FormatFloat(bar, 'g', -1, 64)}}
	}
	return r.setLore(ctx, func(s *LoreState) { s.Bar = bar })
}

func (r *Room) setLore(ctx context.Context, change func(*LoreState)) ([]uint64, error) {
	return r.act(ctx, ActLearned, func(tx Tx) error {
		x, _ := r.state()
		s := x.lore.state.clone()
		change(&s)
		return tx.PutLore(s)
	})
}

// SwitchLesson switches a lesson on or off, by its id. Code: "learned-unknown".
func (r *Room) SwitchLesson(ctx context.Context, id string, on bool) ([]uint64, error) {
	return r.changeLesson(ctx, id, func(_ *index, l *Lesson) error {
		l.Off = !on
		return nil
	})
}

// ForgetLesson forgets a lesson. Code: "learned-unknown".
func (r *Room) ForgetLesson(ctx context.Context, id string) ([]uint64, error) {
	return r.changeLesson(ctx, id, func(_ *index, l *Lesson) error {
		l.Off, l.Clients = false, map[string]Tally{}
		return nil
	})
}

// EditLesson says that all that a lesson is about belongs to one client, by id, number or name. Codes: "learned-unknown",
// "client-unknown", "client-ambiguous".
func (r *Room) EditLesson(ctx context.Context, id, client string) ([]uint64, error) {
	return r.changeLesson(ctx, id, func(x *index, l *Lesson) error {
		c, err := x.find(client)
		if err != nil {
			return err
		}
		given := 0
		for _, t := range l.Clients {
			given += t.Given
		}
		l.Clients = map[string]Tally{c.ID: {Given: max(1, given)}}
		return nil
	})
}

func (r *Room) changeLesson(ctx context.Context, id string, change func(*index, *Lesson) error) ([]uint64, error) {
	return r.act(ctx, ActLearned, func(tx Tx) error {
		x, _ := r.state()
		for f, l := range x.lore.lessons {
			if l.ID() == strings.ToLower(strings.TrimSpace(id)) {
				g := r.newLedger(x)
				if err := change(x, g.change(f)); err != nil {
					return err
				}
				return g.keep(tx)
			}
		}
		return &fault.Error{Class: fault.FixSetting, Code: "learned-unknown", Op: "find what was learned", Args: map[string]string{"value": id}}
	})
}

// Accept takes the nth of a mail's suggestions, from 1 on, and learns from it. Code: "suggestion-missing".
func (r *Room) Accept(ctx context.Context, seq uint64, nth int) ([]uint64, error) {
	item, ok, err := r.Item(Everything(), seq)
	if err != nil {
		return nil, err
	}
	if !ok || nth < 1 || nth > len(item.Candidates) {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "suggestion-missing", Op: "accept a suggestion", Args: map[string]string{"value": strconv.Itoa(nth)}}
	}
	return r.Assign(ctx, seq, item.Candidates[nth-1].Client.ID, LearnUsual)
}
