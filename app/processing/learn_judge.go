package processing

import (
	"cmp"
	"maps"
	"slices"
)

// verdict is what was learned about a mail.
type verdict struct {
	client     string      // above the bar, without a rival; noClient; or empty
	patterns   []string    // of the hints for it
	candidates []Candidate // with their evidence; not noClient
	aside      []Evidence  // why it concerns nobody
}

// weighing compares what speaks for clients.
type weighing struct {
	sums   map[string]*sum
	ids    []string // who has most first
	scores map[string]float64
	ruled  []Candidate
	tied   bool // the rules found several
}

// sum is what speaks for one client.
type sum struct {
	kinds map[string]float64 // the strongest of each source
	hints []hint             // the strongest first
	doubt float64            // that they leave together
}

// judge weighs the hints. Within a source the strongest counts; what two sources say leaves the share of doubt that both
// leave. A client's score is that, times its share of the odds among all that come into question, so that two equal ones
// never come above a half. open are the clients between which it is, if the rules found several; ruled is what they found.
func (x *index) judge(hints []hint, open []*Client, ruled []Candidate) verdict {
	w := weighing{sums: map[string]*sum{}, scores: map[string]float64{}, ruled: ruled, tied: len(open) > 1}
	w.add(hints)
	w.compare()
	v := w.told()
	if len(w.ids) == 0 {
		return v
	}
	best := w.ids[0]
	if w.scores[best] < x.lore.state.bar() || w.tied && !slices.ContainsFunc(open, func(c *Client) bool { return c.ID == best }) {
		return v
	}
	for _, h := range w.sums[best].hints {
		if h.pattern != "" {
			v.patterns = append(v.patterns, h.pattern)
		}
	}
	if len(v.patterns) > 0 { // what is shared between clients never decides by itself
		v.client = best
	}
	return v
}

func (w *weighing) of(id string) *sum {
	if w.sums[id] == nil {
		w.sums[id] = &sum{kinds: map[string]float64{}, doubt: 1}
	}
	return w.sums[id]
}

// add gathers the hints and what the rules found by client.
func (w *weighing) add(hints []hint) {
	for _, h := range hints {
		s := w.of(h.client)
		s.hints, s.kinds[source(h.kind)] = append(s.hints, h), max(s.kinds[source(h.kind)], h.says)
	}
	for _, c := range w.ruled {
		s := w.of(c.Client)
		if !w.tied { // what made a tie decides nothing in it
			s.doubt = 1 - c.Score
		}
	}
	for _, s := range w.sums {
		for _, kind := range slices.Sorted(maps.Keys(s.kinds)) { // in one order: the same hints come to the same number, to the last digit
			s.doubt *= 1 - min(s.kinds[kind], 0.999)
		}
		slices.SortStableFunc(s.hints, func(a, b hint) int { return cmp.Compare(b.says, a.says) })
	}
}

// compare makes the scores.
func (w *weighing) compare() {
	w.ids = slices.Sorted(maps.Keys(w.sums))
	odds := func(id string) float64 { return (1 - w.sums[id].doubt) / w.sums[id].doubt }
	for _, id := range w.ids {
		all := odds(id)
		for _, other := range w.ids {
			if other != id && 1-w.sums[other].doubt >= ties {
				all += odds(other)
			}
		}
		if w.scores[id] = 0; all > 0 {
			w.scores[id] = (1 - w.sums[id].doubt) * odds(id) / all
		}
	}
	slices.SortFunc(w.ids, func(a, b string) int { return cmp.Or(cmp.Compare(w.scores[b], w.scores[a]), cmp.Compare(a, b)) })
}

// maxSaid are the hints that people read of one candidate.
const maxSaid = 5

// told makes what people read: the candidates with their evidence, and why it may concern nobody.
func (w *weighing) told() (v verdict) {
	for _, id := range w.ids {
		s, score := w.sums[id], w.scores[id]
		var told []Evidence
		for _, h := range s.hints[:min(len(s.hints), maxSaid)] {
			told = append(told, h.e)
		}
		if id == noClient {
			v.aside = told
			continue
		}
		if i := slices.IndexFunc(w.ruled, func(c Candidate) bool { return c.Client == id }); i >= 0 {
			told = append(slices.Clone(w.ruled[i].Evidence), told...)
			if w.tied && len(s.hints) == 0 {
				score = w.ruled[i].Score / float64(len(w.ruled))
			}
		}
		if score >= fewest || w.tied {
			v.candidates = append(v.candidates, Candidate{Client: id, Score: score, Evidence: told})
		}
	}
	return v
}
