package simulator

import (
	"fmt"
	"io"
	"net/http"
)

// SentCopies are the settings of a mailbox that decide where a copy of a mail lies that somebody else sent in its name.
// Both are off by themselves, as in Exchange: the copy lies with the sender only (Set-Mailbox,
// MessageCopyForSentAsEnabled and MessageCopyForSendOnBehalfEnabled).
type SentCopies struct {
	As     bool `json:"as"`     // of mails sent as the mailbox
	Behalf bool `json:"behalf"` // of mails sent on behalf of it
}

// SetSentCopies changes the settings of a mailbox.
func (s *Simulator) SetSentCopies(mailbox string, to SentCopies) error {
	b, err := s.mailbox(mailbox)
	if err != nil {
		return fmt.Errorf("setting sent copies: %w", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sentCopies = to
	return nil
}

// SendFor plays a person who sends a mail as a mailbox, or on behalf of it: it comes to lie in the Sent Items of the
// person and, if the mailbox's settings say so, in its own. It says whether they did.
func (s *Simulator) SendFor(mailbox, who string, mime []byte, behalf bool) (copied bool, err error) {
	b, err := s.mailbox(mailbox)
	if err != nil {
		return false, fmt.Errorf("sending: %w", err)
	}
	if _, err := s.Deliver(who, "sentitems", mime, Delivery{Read: true}); err != nil {
		return false, fmt.Errorf("sending for %s: %w", mailbox, err)
	}
	b.mu.RLock()
	copied = b.sentCopies.As && !behalf || b.sentCopies.Behalf && behalf
	b.mu.RUnlock()
	if !copied {
		return false, nil
	}
	_, err = s.Deliver(mailbox, "sentitems", mime, Delivery{Read: true})
	return true, err
}

func (s *Simulator) controlSentCopies(r *http.Request) (any, error) {
	var in SentCopies
	if err := input(r, &in); err != nil {
		return nil, err
	}
	return nil, s.SetSentCopies(r.PathValue("box"), in)
}

func (s *Simulator) controlSendFor(r *http.Request) (any, error) {
	mime, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errInput, err)
	}
	q := r.URL.Query()
	if len(mime) == 0 || q.Get("who") == "" {
		return nil, fmt.Errorf("%w: who names a person, and the body is the mail", errInput)
	}
	copied, err := s.SendFor(r.PathValue("box"), q.Get("who"), mime, q.Get("behalf") == "true")
	return map[string]bool{"copied": copied}, err
}
