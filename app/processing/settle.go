package processing

import (
	"context"
	"slices"
	"strconv"

	"postroom/app/fault"
)

// Learn says what is kept of a person's decision for later mails.
type Learn string

// What can be learned. LearnUsual makes the decision evidence, and nothing else: see Lesson. LearnAddress and LearnDomain also
// say that the sender's address or domain is the client's, LearnNothing says nothing.
const (
	LearnUsual   Learn = ""
	LearnAddress Learn = "address"
	LearnDomain  Learn = "domain"
	LearnNothing Learn = "nothing"
)

// Assign gives a mail to a client and learns from it. It gives the numbers of the other mails that waited for the same.
//
// Codes: "document-unknown", "client-unknown", "client-ambiguous", "learn-nobody" if there is no address to learn,
// "client-public" for the domain of a public provider.
func (r *Room) Assign(ctx context.Context, seq uint64, client string, learn Learn) ([]uint64, error) {
	return r.act(ctx, ActAssign, func(tx Tx) error {
		x, team := r.state()
		c, err := x.find(client)
		if err != nil {
			return err
		}
		l, s, err := known(tx, seq)
		if err != nil {
			return err
		}
		m := &matching{x: x, letter: &l}
		taught, err := c.learn(m.people(), learn)
		if err != nil {
			return err
		}
		if taught != nil {
			if err := tx.PutClient(*taught); err != nil {
				return err
			}
		}
		if err := r.teach(tx, x, &l, &s, c.ID, learn != LearnNothing); err != nil {
			return err
		}
		was := s.Client
		s.Hand, s.Client = HandAssigned, c.ID
		if err := tx.PutSlip(decide(x, &team, &l, thread{}, &s)); err != nil || was == c.ID {
			return err
		}
		return r.correct(tx, x, &team, &l, was)
	})
}

// teach makes a decision evidence: id is what a mail is now said to be, noClient, or empty where that is taken back.
func (r *Room) teach(tx Tx, x *index, l *Letter, s *Slip, id string, learn bool) error {
	g := r.newLedger(x)
	switch {
	case learn && id != "":
		found, err := threadOf(tx, x, l)
		if err != nil {
			return err
		}
		g.decided(x, l, &found, s, id)
	case !x.lore.state.Off:
		features := x.features(l, (&matching{x: x, letter: l}).people())
		g.withdraw(features, s)
		g.blame(features, s, id)
	}
	s.Taught = learn && id != "" && !x.lore.state.Off
	return g.keep(tx)
}

func known(tx Tx, seq uint64) (l Letter, s Slip, err error) {
	l, ok, err := tx.Letter(seq)
	if err != nil {
		return l, s, err
	}
	if ok {
		s, ok, err = tx.Slip(seq)
	}
	if err == nil && !ok {
		err = &fault.Error{Class: fault.FixSetting, Code: "document-unknown", Op: "find a mail of the list", Args: map[string]string{"id": strconv.FormatUint(seq, 10)}}
	}
	return l, s, err
}

// learn gives the client as it is after somebody said that these people write for it; nil if nothing changes.
func (c *Client) learn(who []string, learn Learn) (*Client, error) {
	nobody := &fault.Error{Class: fault.FixSetting, Code: "learn-nobody", Op: "learn from a mail"}
	taught := c.clone()
	switch learn {
	case LearnNothing, LearnUsual:
		return nil, nil
	case LearnAddress:
		if len(who) != 1 {
			return nil, nobody
		}
		if slices.Contains(c.Addresses, who[0]) {
			return nil, nil
		}
		taught.Addresses = append(taught.Addresses, who[0])
	case LearnDomain:
		if len(who) == 0 {
			return nil, nobody
		}
		d, err := tidyDomain(domainOf(who[0]))
		if err != nil {
			return nil, err
		}
		if slices.Contains(c.Domains, d) {
			return nil, nil
		}
		taught.Domains = append(taught.Domains, d)
	default:
		return nil, &fault.Error{Class: fault.FixSetting, Code: "learn-unknown", Op: "learn from a mail", Args: map[string]string{"value": string(learn)}}
	}
	return &taught, taught.tidy()
}

// SetAside says that mails concern no client.
func (r *Room) SetAside(ctx context.Context, seqs ...uint64) error {
	return r.decideByHand(ctx, ActAside, HandAside, seqs)
}

// Keep takes mails back that were set aside, by a rule or a person: no rule sets them aside again.
func (r *Room) Keep(ctx context.Context, seqs ...uint64) error {
	return r.decideByHand(ctx, ActKeep, HandKept, seqs)
}

func (r *Room) decideByHand(ctx context.Context, what, hand string, seqs []uint64) error {
	_, err := r.act(ctx, what, func(tx Tx) error {
		x, team := r.state()
		for _, seq := range seqs {
			l, s, err := known(tx, seq)
			if err != nil {
				return err
			}
			t, err := threadOf(tx, x, &l)
			if err != nil {
				return err
			}
			id := ""
			if hand == HandAside {
				id = noClient
			}
			if err := r.teach(tx, x, &l, &s, id, true); err != nil {
				return err
			}
			was := s.Client
			s.Hand = hand
			now := decide(x, &team, &l, t, &s)
			if err := tx.PutSlip(now); err != nil {
				return err
			}
			if now.Client != was {
				if err := r.correct(tx, x, &team, &l, was); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return err
}
