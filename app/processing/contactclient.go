package processing

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// Card is what a contact tells that can become a client, or a part of one.
type Card struct {
	Ref       string // the caller's own
	Name      string
	Company   string
	Addresses []string
}

// Taken is what came of cards.
type Taken struct {
	Clients []TakenClient
	Left    []LeftCard
	Settled []uint64 // mails that waited for it
}

// TakenClient is a client that was made of cards, or extended by them.
type TakenClient struct {
	Client    Client
	Added     bool     // it is new
	Addresses []string // new ones
	Refs      []string // of the cards
}

// LeftCard is a card, or an address on it, that was not taken, and why.
type LeftCard struct {
	Ref string
	Why Evidence
}

// TakeCards makes clients of contacts, one for each company, or for the person where there is none. A client of that name is
// extended; nothing is taken away from anybody: an address that is another client's stays there. With preview nothing is kept.
// All of it is one action, to be undone as one.
func (r *Room) TakeCards(ctx context.Context, cards []Card, preview bool) (*Taken, error) {
	if preview {
		x, _ := r.state()
		return x.taken(cards), nil
	}
	var v *Taken
	settled, err := r.act(ctx, ActImport, func(tx Tx) error {
		x, _ := r.state()
		v = x.taken(cards)
		for i := range v.Clients {
			if t := &v.Clients[i]; t.Added || len(t.Addresses) > 0 {
				if err := tx.PutClient(t.Client); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	v.Settled = settled
	return v, nil
}

func (x *index) taken(cards []Card) *Taken {
	v := &Taken{Clients: []TakenClient{}, Left: []LeftCard{}}
	at := map[string]int{} // clients so far, by the name of the company
	type holder struct{ id, name string }
	given := map[string]holder{} // who has an address by now
	for _, card := range cards {
		left := func(code string, args ...string) { v.Left = append(v.Left, LeftCard{card.Ref, Evidence{code, args}}) }
		called := line(card.Company)
		if called == "" {
			called = line(card.Name)
		}
		name := companyOf(called)
		if name == "" || len([]rune(called)) > maxName {
			left("card-nameless")
			continue
		}
		known := x.company()[name]
		if len(known) > 1 {
			left("card-several", strconv.Itoa(len(known)), called)
			continue
		}
		i, begun := at[name]
		t := TakenClient{Client: Client{ID: newID(), Name: called}, Added: true}
		switch {
		case begun:
			t = v.Clients[i]
		case len(known) == 1:
			t = TakenClient{Client: known[0].clone()}
		}
		before, refused := len(v.Left), 0
		for _, written := range card.Addresses {
			a, err := tidyAddress(line(written))
			switch {
			case err != nil:
				left("card-address", line(written))
				refused++
			case x.isInside(a, ""):
				left("card-colleague", a)
				refused++
			case slices.Contains(t.Client.Addresses, a):
			case len(x.address[a]) > 0:
				left("card-other", a, x.ownerName(a))
				refused++
			case given[a].id != "": // not the same client, which would have it
				left("card-other", a, given[a].name)
				refused++
			case len(t.Client.Addresses) >= maxDetail/2:
				left("card-many", t.Client.label())
				refused++
			default:
				given[a] = holder{t.Client.ID, t.Client.label()}
				t.Client.Addresses, t.Addresses = append(t.Client.Addresses, a), append(t.Addresses, a)
			}
		}
		if refused > 0 && refused == len(card.Addresses) && len(v.Left) > before {
			continue // nothing of it is left
		}
		if t.Refs = append(t.Refs, card.Ref); begun {
			v.Clients[i] = t
			continue
		}
		if err := t.Client.tidy(); err != nil {
			left("card-nameless")
			continue
		}
		at[name] = len(v.Clients)
		v.Clients = append(v.Clients, t)
	}
	return v
}

func (x *index) ownerName(a string) string {
	var names []string
	for _, c := range x.address[a] {
		names = append(names, c.label())
	}
	return strings.Join(names, ", ")
}
