package processing

import (
	"cmp"
	"slices"
	"strings"
)

// LearnedQuery chooses a part of what was learned.
type LearnedQuery struct {
	Text          string // part of the value or of a client's name or number; any letter case
	Words         bool   // lines of signatures, words of subjects and names of files, too
	Offset, Limit int
}

// LearnedPage is a part of what was learned: the kinds that say most first, each by its value.
type LearnedPage struct {
	On      bool
	Bar     float64
	All     int // things that were learned, whatever the query says
	Total   int // that fit the query
	Lessons []LearnedThing
}

// LearnedPage gives what a query chooses. Its work is in proportion to the page, and with a text to all that was learned.
func (r *Room) LearnedPage(q LearnedQuery) *LearnedPage {
	r.listLore()
	r.mu.RLock()
	defer r.mu.RUnlock()
	x, o := r.index, r.index.lore
	v := &LearnedPage{On: !o.state.Off, Bar: o.state.bar(), All: len(o.listed), Lessons: []LearnedThing{}}
	list := o.listed
	if text := strings.ToLower(strings.TrimSpace(q.Text)); text != "" {
		list = x.lessonsWith(list, text, q.Words)
	} else if !q.Words {
		list = bounded(list)
	}
	v.Total = len(list)
	from := min(max(q.Offset, 0), len(list))
	for _, f := range list[from:min(from+max(q.Limit, 0), len(list))] {
		v.Lessons = append(v.Lessons, x.thing(o.lessons[f]))
	}
	return v
}

// bounded are the lessons of the kinds of which there is an end. A list without words is in two parts, around them.
func bounded(list []feature) []feature {
	first := slices.IndexFunc(list, func(f feature) bool { return endless(f.kind) })
	if first < 0 {
		return list
	}
	end, _ := slices.BinarySearchFunc(list, feature{kind: KindClient}, byFeature)
	if end == len(list) {
		return list[:first]
	}
	return slices.Concat(list[:first], list[end:])
}

// lessonsWith are those that have a text in their value, or are about a client who has it in their name or number.
func (x *index) lessonsWith(list []feature, text string, words bool) (some []feature) {
	called := map[string]bool{} // ids of clients who are called so
	for _, c := range x.clients {
		name := strings.ToLower(c.Name)
		if strings.Contains(name, text) || strings.Contains(strings.ToLower(c.Number), text) || strings.Contains(text, " ") && strings.Contains(name+" "+strings.ToLower(c.Number), text) {
			called[c.ID] = true
		}
	}
	for _, f := range list {
		fits := words || !endless(f.kind)
		if fits && !strings.Contains(strings.ToLower(f.value), text) {
			fits = len(called) > 0 && x.lore.lessons[f].isAbout(called)
		}
		if fits {
			some = append(some, f)
		}
	}
	return some
}

func (l *Lesson) isAbout(clients map[string]bool) bool {
	for id := range l.Clients {
		if clients[id] {
			return true
		}
	}
	return false
}

// listLore makes the order of lessons when somebody looks first; since then it follows each change.
func (r *Room) listLore() {
	r.mu.RLock()
	done := r.index.lore.listed != nil
	r.mu.RUnlock()
	if done {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if o := r.index.lore; o.listed == nil {
		o.list()
	}
}

// readable says whether a lesson is one of those that people see: only what somebody decided something about.
func (l *Lesson) readable() bool { return l != nil && (l.Off || l.decided()) }

// list puts the lessons that people see into their order.
func (o *lore) list() {
	o.listed = make([]feature, 0, len(o.lessons))
	for f, l := range o.lessons {
		if l.readable() {
			o.listed = append(o.listed, f)
		}
	}
	slices.SortFunc(o.listed, byFeature)
}

// relist keeps the order after a change of a lesson.
func (o *lore) relist(f feature, l *Lesson) {
	if o.listed == nil {
		return
	}
	switch at, there := slices.BinarySearchFunc(o.listed, f, byFeature); {
	case there && !l.readable():
		o.listed = slices.Delete(o.listed, at, at+1)
	case !there && l.readable():
		o.listed = slices.Insert(o.listed, at, f)
	}
}

func byFeature(a, b feature) int {
	return cmp.Or(cmp.Compare(kindRank[a.kind], kindRank[b.kind]), strings.Compare(a.value, b.value))
}

// kindRank is the place of a kind among lessonKinds.
var kindRank = func() map[string]int {
	rank := map[string]int{}
	for i, kind := range lessonKinds {
		rank[kind] = i
	}
	return rank
}()
