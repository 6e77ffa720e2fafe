package simulator

import (
	"math/rand/v2"
)

// round makes one page of a delta round. The caller holds the mailbox's lock.
type round struct {
	call   *call
	token  *token
	f      *folder
	limit  int
	writer writer

	buf   []byte
	items []span // what the page holds, within buf
	done  bool
}

// span is the place of an item in a buffer.
type span struct{ from, to int }

// page writes the answer.
func (r *round) page(out []byte) []byte {
	t, b, sim := r.token, r.call.sim.Behaviour(), r.call.sim
	first := t.walking
	out = append(append(append(out, `{"@odata.context":"`...), r.call.base...), `/v1.0/$metadata#Collection(message)","value":[`...)
	if sim.chance(b.EmptyPages) {
		return r.end(out, false)
	}
	buf := buffers.Get().(*[]byte)
	defer func() { *buf = r.buf; buffers.Put(buf) }()
	r.buf = (*buf)[:0]
	if t.walking {
		r.repeat()
		r.walk()
	}
	if !t.walking && !r.done {
		r.read()
	}
	if first && sim.chance(b.Removed) {
		r.strayRemoval()
	}
	if len(r.items) > 0 && sim.chance(b.Duplicates) {
		r.items = append(r.items, r.items[sim.below(len(r.items))])
	}
	if b.Shuffle && !t.ordered {
		rng := rand.New(rand.NewPCG(b.Seed, sim.roll()))
		rng.Shuffle(len(r.items), func(i, j int) { r.items[i], r.items[j] = r.items[j], r.items[i] })
	}
	for i, s := range r.items {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, r.buf[s.from:s.to]...)
	}
	return r.end(out, r.done)
}

// end closes the page with the link that follows it.
func (r *round) end(out []byte, done bool) []byte {
	t := *r.token
	out = append(out, `],"`...)
	name, query := "@odata.nextLink", "$skiptoken="
	if done {
		name, query = "@odata.deltaLink", "$deltatoken="
		t = token{delta: true, box: t.box, folder: t.folder, generation: t.generation, pos: t.pos, top: t.top, filter: t.filter, since: t.since,
			ordered: t.ordered, changeType: t.changeType, fields: t.fields}
		if seen := r.token.pos - r.token.from; seen > 0 && r.call.sim.chance(r.call.sim.Behaviour().Replays) {
			t.pos -= 1 + r.call.sim.below(min(seen, 5))
		}
	}
	out = append(append(out, name...), `":"`...)
	out = r.call.appendLink(out, r.f)
	out = append(append(append(out, `/messages/delta?`...), query...), t.encode(r.call.sim.opts.Seed)...)
	return append(out, `"}`...)
}

// appendLink adds the start of a link into a folder, in the key style that the service uses.
func (c *call) appendLink(out []byte, f *folder) []byte {
	out = append(append(out, c.base...), "/v1.0/"...)
	if c.r.URL.Path[len("/v1.0/"):][:2] == "me" {
		out = append(out, "me"...)
	} else {
		out = append(append(append(out, "users('"...), c.user.ID...), "')"...)
	}
	out = append(out, "/mailFolders('"...)
	out = c.box.ids.append(out, ref{class: folderID, serial: f.serial})
	return append(out, "')"...)
}

func (r *round) full() bool { return len(r.items) >= r.limit }

// capped says whether the round has shown all that it may.
func (r *round) capped() bool {
	t := r.token
	return t.top > 0 && t.count >= t.top || t.filter != noFilter && t.count >= filteredCap
}

// walk shows messages of the full walk. What arrives meanwhile comes with the log, which is read from where it stood
// when the walk began.
func (r *round) walk() {
	t := r.token
	if !t.started {
		t.started, t.from, t.pos = true, len(r.f.log), len(r.f.log)
		t.cursor = key{received: 1 << 62}
		if t.oldest {
			t.cursor = key{received: -1 << 62}
		}
	}
	more := false
	r.f.walk(&t.cursor, t.oldest, func(m *message) bool {
		if !r.passes(m) {
			t.cursor = m.key()
			return true
		}
		if r.full() {
			more = true
			return false
		}
		t.cursor = m.key()
		r.add(func(b []byte) []byte { return r.writer.message(b, m, true, "") })
		return !r.capped()
	})
	if r.capped() {
		r.done = true
		return
	}
	t.walking = more
}

// repeat may show the last message of the page before once more.
func (r *round) repeat() {
	t := r.token
	if !t.started || r.limit < 2 || !r.call.sim.chance(r.call.sim.Behaviour().Duplicates) {
		return
	}
	if m := r.call.box.find(t.cursor.serial); m != nil && m.folder == r.f && r.passes(m) {
		r.add(func(b []byte) []byte { return r.writer.message(b, m, true, "") })
	}
}

// passes says whether the round may show a message that is in the folder.
func (r *round) passes(m *message) bool {
	switch r.token.filter {
	case filterGE:
		return !m.lost && m.received >= r.token.since
	case filterGT:
		return !m.lost && m.received > r.token.since
	}
	return !m.lost
}

func (r *round) add(write func([]byte) []byte) {
	from := len(r.buf)
	r.buf = write(r.buf)
	r.items = append(r.items, span{from, len(r.buf)})
	r.token.count++
}

// read shows what the log tells, each message once: where it tells of it last.
func (r *round) read() {
	t := r.token
	flags := selectsFlags(t.fields)
	for ; t.pos < len(r.f.log); t.pos++ {
		if r.full() {
			return
		}
		e := r.f.log[t.pos]
		if e.kind == addedBlock {
			if !r.readBlock(r.f.blocks[e.serial]) {
				return
			}
			continue
		}
		if e.kind == removed {
			if r.f.gone[e.serial] == t.pos && r.left(e.serial) && t.changeType&deletedType != 0 {
				r.add(func(b []byte) []byte { return r.writer.removed(b, e.serial, e.version) })
			}
			continue
		}
		m := r.call.box.messages[e.serial]
		if m == nil || m.folder != r.f || !r.passes(m) {
			continue
		}
		partial := false
		switch {
		case e.kind == added && (m.addedAt != t.pos || t.changeType&createdType == 0):
			continue
		case e.kind == updated && (m.updatedAt != t.pos || m.addedAt >= t.from || t.changeType&updatedType == 0):
			continue
		case e.kind == flagged:
			if m.flaggedAt != t.pos || m.addedAt >= t.from || m.updatedAt >= t.from || !flags || t.changeType&updatedType == 0 {
				continue
			}
			partial = r.call.sim.Behaviour().Partial
		}
		r.add(func(b []byte) []byte {
			if partial {
				return r.writer.flagOnly(b, m)
			}
			return r.writer.message(b, m, true, "")
		})
		if r.capped() {
			t.pos = len(r.f.log)
			break
		}
	}
	r.done = true
}

// left says whether a message that has a log entry as gone is still gone, or lost for delta.
func (r *round) left(serial uint64) bool {
	m := r.call.box.messages[serial]
	return m == nil || m.folder != r.f || m.lost
}

// readBlock shows the messages of a generated block that was added after the last round; false when the page is full.
func (r *round) readBlock(b *block) bool {
	t := r.token
	for ; t.sub < b.n; t.sub++ {
		if r.full() {
			return false
		}
		m := r.call.box.messages[b.first+uint64(t.sub)]
		if m == nil && !b.isGone(t.sub) {
			m = b.message(t.sub)
		}
		if m == nil || m.folder != r.f || m.addedAt != b.loggedAt || !r.passes(m) || t.changeType&createdType == 0 {
			continue
		}
		r.add(func(out []byte) []byte { return r.writer.message(out, m, true, "") })
		if r.capped() {
			break
		}
	}
	t.sub = 0
	return true
}

// strayRemoval shows a removal in a first round: of a message that was here once or, failing that, of none.
func (r *round) strayRemoval() {
	serial, version := r.call.box.lastSerial+1<<20, uint32(0)
	for gone, at := range r.f.gone {
		if at < len(r.f.log) && r.left(gone) {
			serial, version = gone, r.f.log[at].version
			break
		}
	}
	r.add(func(b []byte) []byte { return r.writer.removed(b, serial, version) })
}
