package processing

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"postroom/app/fault"
)

// find finds a client by id, number or name, in this order.
func (x *index) find(what string) (*Client, error) {
	what = line(what)
	if c := x.byID[what]; c != nil {
		return c, nil
	}
	list := x.number[Number{Kind: KindClient, Value: ownNumber(what)}]
	if len(list) == 0 {
		for _, c := range x.clients {
			if fold(c.Name) == fold(what) {
				list = append(list, c)
			}
		}
	}
	code := "client-unknown"
	switch {
	case what != "" && len(list) == 1:
		return list[0], nil
	case what != "" && len(list) > 1:
		code = "client-ambiguous"
	}
	return nil, clientError(code, what)
}

func clientError(code, value string) error {
	return &fault.Error{Class: fault.FixSetting, Code: code, Op: "find a client", Args: map[string]string{"value": value}}
}

// Clients lists the clients that hold all words of a query, by name.
func (r *Room) Clients(query string) []Client {
	x, _ := r.state()
	words := strings.Fields(fold(query))
	list := []Client{}
	for _, c := range x.clients {
		if c.matches(words) {
			list = append(list, c.clone())
		}
	}
	sortByName(list)
	return list
}

func sortByName(list []Client) {
	type named struct {
		name string
		at   int
	}
	names := make([]named, len(list))
	for i := range list {
		names[i] = named{fold(list[i].Name), i}
	}
	slices.SortFunc(names, func(a, b named) int {
		return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(list[a.at].Number, list[b.at].Number), strings.Compare(list[a.at].ID, list[b.at].ID))
	})
	sorted := make([]Client, len(list))
	for i, n := range names {
		sorted[i] = list[n.at]
	}
	copy(list, sorted)
}

// Client finds one client by id, number or name. Codes: "client-unknown", "client-ambiguous".
func (r *Room) Client(what string) (Client, error) {
	x, _ := r.state()
	c, err := x.find(what)
	if err != nil {
		return Client{}, err
	}
	return c.clone(), nil
}

// AddClient adds a client, whose id it gives. Number, if there is one, belongs to nobody else: "client-number".
func (r *Room) AddClient(ctx context.Context, c Client) (Client, []uint64, error) {
	c.ID = newID()
	return r.putClient(ctx, c)
}

// ChangeClient replaces the client with the same id.
func (r *Room) ChangeClient(ctx context.Context, c Client) (Client, []uint64, error) {
	if x, _ := r.state(); x.byID[c.ID] == nil {
		return c, nil, clientError("client-unknown", c.ID)
	}
	return r.putClient(ctx, c)
}

func (r *Room) putClient(ctx context.Context, c Client) (Client, []uint64, error) {
	if err := c.tidy(); err != nil {
		return c, nil, err
	}
	settled, err := r.act(ctx, ActClient, func(tx Tx) error {
		x, _ := r.state()
		for _, other := range x.number[Number{Kind: KindClient, Value: ownNumber(c.Number)}] {
			if other.ID != c.ID {
				return &fault.Error{Class: fault.FixSetting, Code: "client-number", Op: "keep a client", Args: map[string]string{"value": c.Number, "name": other.Name}}
			}
		}
		return tx.PutClient(c)
	})
	return c, settled, err
}

// Merge makes one client of two: what is known of other is added to client, and its mails are that one's.
func (r *Room) Merge(ctx context.Context, client, other string) (Client, error) {
	var c Client
	_, err := r.act(ctx, ActMerge, func(tx Tx) error {
		x, team := r.state()
		into, err := x.find(client)
		if err != nil {
			return err
		}
		from, err := x.find(other)
		if err != nil {
			return err
		}
		if into == from {
			return clientError("client-ambiguous", other)
		}
		if c = into.with(from); c.Number == "" {
			c.Number = from.Number
		}
		if err := c.tidy(); err != nil {
			return err
		}
		if err := tx.DropClient(from.ID); err != nil {
			return err
		}
		if err := tx.PutClient(c); err != nil {
			return err
		}
		g := r.newLedger(x)
		g.moved(from.ID, c.ID)
		if err := g.keep(tx); err != nil {
			return err
		}
		return r.reassign(tx, x, &team, from.ID, &c)
	})
	return c, err
}

// reassign gives the mails of one client to another.
func (r *Room) reassign(tx Tx, x *index, team *Team, from string, c *Client) error {
	r.mu.RLock()
	var seqs []uint64
	for i := range r.rows {
		if r.rows[i].client.Value() == from {
			seqs = append(seqs, r.rows[i].seq)
		}
	}
	r.mu.RUnlock()
	for _, seq := range seqs {
		l, s, err := known(tx, seq)
		if err != nil {
			return err
		}
		s.carry(c.ID)
		var reason Reason
		var why Evidence
		if s.Participants, reason, why = team.participants(&l, c); reason == "" && s.State == Attention && s.Reason != ClientEnded {
			s.State, s.Reason = Processed, ""
		} else if reason != "" {
			s.State, s.Reason, s.Evidence = Attention, reason, []Evidence{why}
		}
		if err := tx.PutSlip(s); err != nil {
			return err
		}
	}
	return nil
}

// with is a client with what is known of another one, where the two don't differ.
func (c *Client) with(other *Client) Client {
	d := c.clone()
	d.Language = cmp.Or(d.Language, other.Language)
	d.Addresses, d.Domains = union(d.Addresses, other.Addresses), union(d.Domains, other.Domains)
	d.VAT, d.IBANs, d.Registrations = union(d.VAT, other.VAT), union(d.IBANs, other.IBANs), union(d.Registrations, other.Registrations)
	if d.Roles == nil {
		d.Roles = map[string]string{}
	}
	for role, who := range other.Roles {
		if d.Roles[role] == "" {
			d.Roles[role] = who
		}
	}
	return d
}

func union[T comparable](a, b []T) []T {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}

// GiveRole says which member holds a role for a client; an empty member takes it away. Codes: "client-unknown",
// "client-ambiguous", "member-unknown", "role-name".
func (r *Room) GiveRole(ctx context.Context, client, role, member string) (Client, []uint64, error) {
	var c Client
	if role = line(role); role == "" {
		return c, nil, &fault.Error{Class: fault.FixSetting, Code: "role-name", Op: "give a role"}
	}
	settled, err := r.act(ctx, ActRole, func(tx Tx) error {
		x, team := r.state()
		found, err := x.find(client)
		if err != nil {
			return err
		}
		c = found.clone()
		for name := range c.Roles {
			if fold(name) == fold(role) {
				delete(c.Roles, name)
			}
		}
		if c.Roles == nil {
			c.Roles = map[string]string{}
		}
		if member != "" {
			m := team.member(member)
			if m == nil {
				return memberUnknown(member)
			}
			c.Roles[role] = m.Address
		}
		return tx.PutClient(c)
	})
	return c, settled, err
}

// Team is everybody, and what addresses are tied to.
func (r *Room) Team() Team {
	_, t := r.state()
	return t.clone()
}

// PutMember adds a member of the team, or replaces the one who has the address. Without Also their other addresses stay as
// they are; an empty one takes them away. Code: "member-taken" if one of them is another member's.
func (r *Room) PutMember(ctx context.Context, m Member) ([]uint64, error) {
	m.Name = line(m.Name)
	var err error
	if m.Address, err = tidyAddress(line(m.Address)); err != nil {
		return nil, err
	}
	if m.Name == "" || len([]rune(m.Name)) > maxName {
		return nil, wrongDetail("name", m.Name)
	}
	if m.Also, err = tidyAlso(m.Also); err != nil {
		return nil, err
	}
	m.Roles, m.Teams = tidyNames(m.Roles), tidyNames(m.Teams)
	return r.act(ctx, ActTeam, func(tx Tx) error {
		_, old := r.state()
		t := old.clone()
		at := slices.IndexFunc(t.Members, func(o Member) bool { return o.Has(m.Address) })
		if at < 0 {
			t.Members = append(t.Members, m)
		} else {
			if m.Address = t.Members[at].Address; m.Also == nil {
				m.Also = t.Members[at].Also
			}
			t.Members[at] = m
		}
		m.Also = slices.DeleteFunc(m.Also, func(a string) bool { return a == m.Address })
		for _, a := range m.Also {
			if slices.ContainsFunc(t.Members, func(o Member) bool { return o.Address != m.Address && o.Has(a) }) {
				return &fault.Error{Class: fault.FixSetting, Code: "member-taken", Op: "change the team", Args: map[string]string{"value": a}}
			}
		}
		return tx.PutTeam(t)
	})
}

// tidyAlso are the other addresses of a member, each once; nil stays nil.
func tidyAlso(list []string) ([]string, error) {
	if list == nil {
		return nil, nil
	}
	tidied := []string{}
	for _, a := range list {
		a, err := tidyAddress(line(a))
		if err != nil {
			return nil, err
		}
		if !slices.Contains(tidied, a) {
			tidied = append(tidied, a)
		}
	}
	return tidied, nil
}

func tidyNames(list []string) []string {
	tidied := []string{}
	for _, s := range list {
		if s = line(s); s != "" && !holds(tidied, s) {
			tidied = append(tidied, s)
		}
	}
	return tidied
}

// DropMember takes a member, by address or name, out of the team.
func (r *Room) DropMember(ctx context.Context, who string) ([]uint64, error) {
	return r.act(ctx, ActTeam, func(tx Tx) error {
		_, old := r.state()
		t := old.clone()
		m := t.member(who)
		if m == nil {
			return memberUnknown(who)
		}
		address := m.Address
		t.Members = slices.DeleteFunc(t.Members, func(o Member) bool { return o.Address == address })
		return tx.PutTeam(t)
	})
}

// Tie says who handles what arrives at an address: "contact", "role:R" or "team:T"; "" unties it. Code: "tie-unknown".
func (r *Room) Tie(ctx context.Context, mailbox, to string) ([]uint64, error) {
	mailbox, err := tidyAddress(line(mailbox))
	if err != nil {
		return nil, err
	}
	if to != "" {
		if to, err = tidyTie(to); err != nil {
			return nil, err
		}
	}
	return r.act(ctx, ActTie, func(tx Tx) error {
		_, old := r.state()
		t := old.clone()
		if t.Ties[mailbox] = to; to == "" {
			delete(t.Ties, mailbox)
		}
		return tx.PutTeam(t)
	})
}

// WouldGoTo says who would take part in a mail from a client to an address, or why nobody would.
func (r *Room) WouldGoTo(client, mailbox string) (who []string, reason Reason, why Evidence, err error) {
	x, team := r.state()
	c, err := x.find(client)
	if err != nil {
		return nil, "", Evidence{}, err
	}
	who, reason, why = team.participants(&Letter{Mailbox: mailbox}, c)
	return who, reason, why, nil
}
