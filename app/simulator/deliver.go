package simulator

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"
)

// Delivery says how a message lies in its folder.
type Delivery struct {
	Received time.Time // zero: now
	Sent     time.Time // zero: as the mail's Date says, else Received
	Draft    bool
	Read     bool
	Flagged  bool
	// Reference adds a cloud link of that name as a referenceAttachment.
	Reference string
}

// Deliver puts a mail into a folder and gives back its immutable id. The simulator keeps mime: don't change it.
func (s *Simulator) Deliver(mailbox, path string, mime []byte, d Delivery) (string, error) {
	b, err := s.mailbox(mailbox)
	if err != nil {
		return "", fmt.Errorf("delivering: %w", err)
	}
	now := s.now()
	if d.Received.IsZero() {
		d.Received = now
	}
	if d.Sent.IsZero() {
		d.Sent = d.Received
		if date, err := headerDate(mime); err == nil {
			d.Sent = date
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	f := b.folderAt(path)
	if f == nil {
		return "", fmt.Errorf("delivering to %s of %s: %w", path, mailbox, ErrNoFolder)
	}
	b.lastSerial++
	m := &message{
		serial: b.lastSerial, received: d.Received.Unix(), sent: d.Sent.Unix(), created: now.Unix(), modified: now.Unix(),
		read: d.Read, draft: d.Draft, flagged: d.Flagged, mime: mime,
	}
	if d.Reference != "" {
		m.reference = &reference{name: d.Reference, contentType: "application/octet-stream", size: 1060}
	}
	b.messages[m.serial] = m
	f.add(m, false)
	return b.ids.id(ref{class: immutableID, serial: m.serial}), nil
}

// AddGenerated puts n messages into a folder that exist as a rule only, a minute apart and the newest from now; size
// gives the bytes of message i, nil means about 700. They cost no memory until they are moved or changed.
func (s *Simulator) AddGenerated(mailbox, path string, n int, size func(i int) int) error {
	b, err := s.mailbox(mailbox)
	if err != nil {
		return fmt.Errorf("generating: %w", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	f := b.folderAt(path)
	if f == nil {
		return fmt.Errorf("generating in %s of %s: %w", path, mailbox, ErrNoFolder)
	}
	if n <= 0 {
		return nil
	}
	blk := &block{
		first: b.lastSerial + 1, n: n, start: s.now().Unix() - int64(n)*generatedStep, seed: s.opts.Seed + b.lastSerial,
		sizeOf: size, folder: f, address: b.own.Address, loggedAt: len(f.log),
	}
	b.lastSerial += uint64(n)
	b.blocks = append(b.blocks, blk)
	f.blocks = append(f.blocks, blk)
	f.log = append(f.log, change{serial: uint64(len(f.blocks) - 1), kind: addedBlock})
	return nil
}

// headerDate reads the Date header.
func headerDate(mime []byte) (time.Time, error) {
	head := mime[:min(len(mime), 32<<10)]
	m, err := mail.ReadMessage(strings.NewReader(string(head)))
	if err != nil {
		return time.Time{}, err
	}
	return m.Header.Date()
}

// change runs do on a message, under the lock of its mailbox.
func (s *Simulator) change(mailbox, id, doing string, do func(*box, *message) error) error {
	b, err := s.mailbox(mailbox)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	m, _, _ := b.byID(id)
	if m == nil {
		return fmt.Errorf("%s in %s: %w", doing, mailbox, ErrNoMessage)
	}
	if err := do(b, b.forChange(m.serial)); err != nil {
		return fmt.Errorf("%s in %s: %w", doing, mailbox, err)
	}
	return nil
}

// Move moves a message to another folder; its immutable id stays.
func (s *Simulator) Move(mailbox, id, path string) error {
	return s.change(mailbox, id, "moving", func(b *box, m *message) error {
		f := b.folderAt(path)
		if f == nil {
			return fmt.Errorf("%s: %w", path, ErrNoFolder)
		}
		b.move(m, f)
		return nil
	})
}

func (b *box) move(m *message, to *folder) {
	if m.folder == to {
		return
	}
	m.folder.remove(m)
	m.version++
	b.touch(m)
	to.add(m, b.sim.behaviour.Load().LoseReturned)
}

// touch notes that a message was changed.
func (b *box) touch(m *message) {
	m.change++
	m.modified = b.sim.now().Unix()
}

// Copy puts a copy of a message into a folder and gives back the copy's immutable id: it is a mail of its own.
func (s *Simulator) Copy(mailbox, id, path string) (string, error) {
	var copied string
	err := s.change(mailbox, id, "copying", func(b *box, m *message) error {
		f := b.folderAt(path)
		if f == nil {
			return fmt.Errorf("%s: %w", path, ErrNoFolder)
		}
		b.lastSerial++
		c := &message{
			serial: b.lastSerial, received: m.received, sent: m.sent, created: s.now().Unix(), modified: s.now().Unix(),
			read: m.read, draft: m.draft, flagged: m.flagged, reference: m.reference, mime: m.mime, block: m.block, index: m.index,
		}
		b.messages[c.serial] = c
		f.add(c, false)
		copied = b.ids.id(ref{class: immutableID, serial: c.serial})
		return nil
	})
	return copied, err
}

// DeleteMessage moves a message to Deleted Items or, when forGood is set, erases it.
func (s *Simulator) DeleteMessage(mailbox, id string, forGood bool) error {
	return s.change(mailbox, id, "deleting", func(b *box, m *message) error {
		if !forGood {
			b.move(m, b.wellKnown["deleteditems"])
			return nil
		}
		m.folder.remove(m)
		delete(b.messages, m.serial)
		return nil
	})
}

// SetRead sets or clears isRead.
func (s *Simulator) SetRead(mailbox, id string, read bool) error {
	return s.change(mailbox, id, "marking", func(b *box, m *message) error {
		if m.read == read {
			return nil
		}
		m.read = read
		m.folder.unread++
		if read {
			m.folder.unread -= 2
		}
		b.touch(m)
		m.folder.logFlagged(m)
		return nil
	})
}

// SetFlag sets or clears the follow-up flag.
func (s *Simulator) SetFlag(mailbox, id string, flag bool) error {
	return s.change(mailbox, id, "flagging", func(b *box, m *message) error {
		m.flagged = flag
		b.touch(m)
		m.folder.logFlagged(m)
		return nil
	})
}

// EditDraft replaces the content of a draft.
func (s *Simulator) EditDraft(mailbox, id string, mime []byte) error {
	return s.change(mailbox, id, "editing", func(b *box, m *message) error {
		m.mime, m.block = mime, nil
		m.meta.Store(nil)
		b.touch(m)
		m.folder.logUpdated(m)
		return nil
	})
}

// SendDraft sends a draft: it leaves its folder and appears in Sent Items under the same immutable id.
func (s *Simulator) SendDraft(mailbox, id string) error {
	appear, err := s.SendDraftLate(mailbox, id)
	if err == nil {
		appear()
	}
	return err
}

// SendDraftLate sends a draft like SendDraft, but the copy in Sent Items appears only when the function it gives back is
// called; in between the message is in no folder.
func (s *Simulator) SendDraftLate(mailbox, id string) (appear func(), err error) {
	err = s.change(mailbox, id, "sending", func(b *box, m *message) error {
		m.folder.remove(m)
		m.version++
		sent := false
		appear = func() {
			b.mu.Lock()
			defer b.mu.Unlock()
			if sent {
				return
			}
			sent = true
			now := s.now().Unix()
			m.draft, m.read, m.sent, m.received = false, true, now, now
			b.touch(m)
			b.wellKnown["sentitems"].add(m, false)
		}
		return nil
	})
	return appear, err
}

// EvictTokens forgets every sync token of a folder, or with an empty path of all folders and of the folder tree: delta and next
// links answer 410 SyncStateNotFound.
func (s *Simulator) EvictTokens(mailbox, path string) error {
	b, err := s.mailbox(mailbox)
	if err != nil {
		return fmt.Errorf("evicting: %w", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if path == "" {
		b.generation++
		for _, f := range b.folders {
			f.generation++
		}
		return nil
	}
	f := b.folderAt(path)
	if f == nil {
		return fmt.Errorf("evicting in %s of %s: %w", path, mailbox, ErrNoFolder)
	}
	f.generation++
	return nil
}

// Messages lists the immutable ids of a folder's messages, newest first.
func (s *Simulator) Messages(mailbox, path string) ([]string, error) {
	b, err := s.mailbox(mailbox)
	if err != nil {
		return nil, err
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	f := b.folderAt(path)
	if f == nil {
		return nil, fmt.Errorf("%s of %s: %w", path, mailbox, ErrNoFolder)
	}
	ids := make([]string, 0, f.total())
	f.walk(nil, false, func(m *message) bool {
		ids = append(ids, b.ids.id(ref{class: immutableID, serial: m.serial}))
		return true
	})
	return slices.Clip(ids), nil
}
