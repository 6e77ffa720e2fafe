package processing

func (a *alteration) PutLesson(l Lesson) error {
	if err := a.rememberLesson(l.feature()); err != nil {
		return err
	}
	a.lessons[l.feature()] = &l
	return a.Tx.PutLesson(l)
}

func (a *alteration) DropLesson(f feature) error {
	if err := a.rememberLesson(f); err != nil {
		return err
	}
	a.lessons[f] = nil
	return a.Tx.DropLesson(f)
}

func (a *alteration) rememberLesson(f feature) error {
	if _, known := a.lessons[f]; known {
		return nil
	}
	was, ok, err := a.Tx.Lesson(f)
	if err != nil {
		return err
	}
	if !ok {
		was = Lesson{Kind: f.kind, Value: f.value}
	}
	a.action.Lessons = append(a.action.Lessons, was)
	return nil
}

func (a *alteration) PutLore(s LoreState) error {
	if a.action.Lore == nil {
		was, err := a.Tx.Lore()
		if err != nil {
			return err
		}
		a.action.Lore = &was
	}
	a.lore = &s
	return a.Tx.PutLore(s)
}

// keepTracks says what to take back of what holds for all lessons.
func (a *alteration) keepTracks() {
	if a.lore == nil {
		return
	}
	was, tracks := a.action.Lore, map[string]Track{}
	for p := range priors {
		before, now := was.Records[p], a.lore.Records[p]
		if t := (Track{now.Right - before.Right, now.Wrong - before.Wrong}); t != (Track{}) {
			tracks[p] = t
		}
	}
	a.action.Tracks, a.action.Lore = tracks, nil
	if was.Off != a.lore.Off || was.Bar != a.lore.Bar {
		a.action.Lore = &LoreState{Off: was.Off, Bar: was.Bar}
	}
}

// restoreLore takes back what was set for all lessons, and what was counted of hints; what was counted since stays.
func (a *Action) restoreLore(g *ledger) {
	if a.Lore != nil {
		s := g.records()
		s.Off, s.Bar = a.Lore.Off, a.Lore.Bar
	}
	for pattern, t := range a.Tracks {
		g.track(pattern, -t.Right, -t.Wrong)
	}
}

// restoreLessons writes what had been learned before.
func (a *Action) restoreLessons(tx Tx) error {
	for f, was := range a.lessonsBefore() {
		var err error
		if was == nil {
			err = tx.DropLesson(f)
		} else {
			err = tx.PutLesson(*was)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// lessonsBefore are the lessons as they were; nil: it was not there.
func (a *Action) lessonsBefore() map[feature]*Lesson {
	before := map[feature]*Lesson{}
	for i := range a.Lessons {
		l := &a.Lessons[i]
		if f := l.feature(); l.Clients == nil {
			before[f] = nil
		} else {
			before[f] = l
		}
	}
	return before
}

// giveBack takes back what was counted of the mails that were settled beside.
func (a *Action) giveBack(tx Tx, x *index, g *ledger) error {
	restored := a.lessonsBefore()
	for i := range a.Slips {
		was := &a.Slips[i]
		now, listed, err := tx.Slip(was.Seq)
		if err != nil {
			return err
		}
		l, ok, err := tx.Letter(was.Seq)
		if err != nil {
			return err
		}
		if ok && listed {
			g.unused(x, &l, was, &now, restored)
		}
	}
	return nil
}
