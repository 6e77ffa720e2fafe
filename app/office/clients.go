package office

import (
	"context"
	"io"
	"maps"

	"postroom/app/fault"
	"postroom/app/processing"
)

// Clients lists the office's clients that hold all words of a query.
func (o *Office) Clients(query string) ([]processing.Client, error) {
	room, err := o.room()
	if err != nil {
		return nil, err
	}
	return room.Clients(query), nil
}

// Client is one client by id, number or name.
func (o *Office) Client(what string) (processing.Client, error) {
	room, err := o.room()
	if err != nil {
		return processing.Client{}, err
	}
	return room.Client(what)
}

// AddClient adds a client and tells how many mails waited for it.
func (o *Office) AddClient(ctx context.Context, c processing.Client) (processing.Client, int, error) {
	return change(o, func(room *processing.Room) (processing.Client, []uint64, error) {
		if err := o.mayGive(nil, c.Roles); err != nil {
			return c, nil, err
		}
		return room.AddClient(ctx, c)
	})
}

// ChangeClient replaces the client with the same id and tells how many mails waited for that.
func (o *Office) ChangeClient(ctx context.Context, c processing.Client) (processing.Client, int, error) {
	return change(o, func(room *processing.Room) (processing.Client, []uint64, error) {
		was, err := room.Client(c.ID)
		if err == nil {
			err = o.mayGive(was.Roles, c.Roles)
		}
		if err != nil {
			return c, nil, err
		}
		return room.ChangeClient(ctx, c)
	})
}

// MergeClients makes one client of two. Who holds a role for one of them sees the other's mails, too.
func (o *Office) MergeClients(ctx context.Context, client, other string) (processing.Client, error) {
	c, _, err := change(o, func(room *processing.Room) (processing.Client, []uint64, error) {
		into, err := room.Client(client)
		if err != nil {
			return into, nil, err
		}
		from, err := room.Client(other)
		if err == nil {
			err = o.mayGive(from.Roles, into.Roles)
		}
		if err != nil {
			return into, nil, err
		}
		c, err := room.Merge(ctx, client, other)
		return c, nil, err
	})
	return c, err
}

// GiveRole says which member holds a role for a client; an empty one takes it away.
func (o *Office) GiveRole(ctx context.Context, client, role, member string) (processing.Client, int, error) {
	return change(o, func(room *processing.Room) (processing.Client, []uint64, error) {
		c, err := room.Client(client)
		if err == nil {
			now := maps.Clone(c.Roles)
			if now[role] = member; member == "" {
				delete(now, role)
			}
			err = o.mayGive(c.Roles, now)
		}
		if err != nil {
			return c, nil, err
		}
		return room.GiveRole(ctx, client, role, member)
	})
}

// mayGive refuses to let others hold the roles for a client than before, which decides who sees its mails, to who may not
// give these roles. Code: "managers-only".
func (o *Office) mayGive(before, now map[string]string) error {
	see, err := o.sight()
	if err == nil && !see.GivesAll(before, now) {
		err = processing.ManagersOnly("give a role")
	}
	return err
}

// change changes clients and tells it.
func change(o *Office, do func(*processing.Room) (processing.Client, []uint64, error)) (processing.Client, int, error) {
	room, err := o.room()
	if err != nil {
		return processing.Client{}, 0, err
	}
	c, settled, err := do(room)
	if err != nil {
		return c, 0, err
	}
	o.tell(Event{Kind: EventProcessing, Done: len(settled)})
	settled, err = o.ofMine(settled)
	return c, len(settled), err
}

// ImportClients adds and updates clients from a table, CSV or XLSX.
func (o *Office) ImportClients(ctx context.Context, table io.Reader, opts processing.ImportOptions) (*processing.Imported, error) {
	room, err := o.room()
	if err != nil {
		return nil, err
	}
	see, err := o.sight()
	if err != nil {
		return nil, err
	}
	opts.Sight = &see
	v, err := room.Import(ctx, table, opts)
	if err != nil || opts.Preview {
		return v, err
	}
	o.tell(Event{Kind: EventProcessing, Done: len(v.Settled)})
	v.Settled, err = o.ofMine(v.Settled)
	return v, err
}

// ExportClients writes clients as CSV.
func (o *Office) ExportClients(w io.Writer, query string) error {
	room, err := o.room()
	if err != nil {
		return err
	}
	return processing.Export(w, room.Clients(query))
}

// Team is everybody in the office and what addresses are tied to.
func (o *Office) Team() (processing.Team, error) {
	room, err := o.room()
	if err != nil {
		return processing.Team{}, err
	}
	return room.Team(), nil
}

// PutMember adds a member of the team, or replaces the one with the same address.
func (o *Office) PutMember(ctx context.Context, m processing.Member) (int, error) {
	return o.changeTeam(ctx, func(room *processing.Room) ([]uint64, error) { return room.PutMember(ctx, m) })
}

// DropMember takes a member out of the team.
func (o *Office) DropMember(ctx context.Context, who string) (int, error) {
	return o.changeTeam(ctx, func(room *processing.Room) ([]uint64, error) { return room.DropMember(ctx, who) })
}

// Tie says who handles what arrives at an address: "contact", "role:R", "team:T", or "" for nobody.
func (o *Office) Tie(ctx context.Context, mailbox, to string) (int, error) {
	return o.changeTeam(ctx, func(room *processing.Room) ([]uint64, error) { return room.Tie(ctx, mailbox, to) })
}

// mayTeam refuses a change of who sees and does what to who may not change settings, and, once there are managers, to who is
// none: they could let themselves see everything. Codes: as permit's, "managers-only".
func (o *Office) mayTeam(ctx context.Context) error {
	if err := o.permit(ctx); err != nil {
		return err
	}
	return o.forManagers("change the team")
}

// changeTeam changes the team. It tells how many mails were settled by it.
func (o *Office) changeTeam(ctx context.Context, do func(*processing.Room) ([]uint64, error)) (int, error) {
	if err := o.mayTeam(ctx); err != nil {
		return 0, err
	}
	room, err := o.room()
	if err != nil {
		return 0, err
	}
	settled, err := do(room)
	if err != nil {
		return 0, err
	}
	o.tell(Event{Kind: EventProcessing, Done: len(settled)})
	settled, err = o.ofMine(settled)
	return len(settled), err
}

// SetUp takes in members, ties and clients at once: the first manager among them may be somebody else than who looks.
func (o *Office) SetUp(ctx context.Context, team processing.Team, clients []processing.Client) error {
	if err := o.mayTeam(ctx); err != nil {
		return err
	}
	room, err := o.room()
	if err != nil {
		return err
	}
	for _, m := range team.Members {
		if _, err := room.PutMember(ctx, m); err != nil {
			return err
		}
	}
	for address, to := range team.Ties {
		if _, err := room.Tie(ctx, address, to); err != nil {
			return err
		}
	}
	for _, c := range clients {
		if _, _, err := room.AddClient(ctx, c); err != nil {
			return err
		}
	}
	o.tell(Event{Kind: EventProcessing})
	return nil
}

// WouldGoTo says who would take part in a mail from a client to an address, or why nobody would.
func (o *Office) WouldGoTo(client, mailbox string) (who []string, why string, err error) {
	room, err := o.room()
	if err != nil {
		return nil, "", err
	}
	who, reason, evidence, err := room.WouldGoTo(client, mailbox)
	if reason != "" {
		why = evidence.In(o.language())
	}
	return append([]string{}, who...), why, err
}

// LineProblem puts what is wrong in a line of an imported table into words.
func (o *Office) LineProblem(e processing.LineError) string {
	return fault.Explain(o.language(), e.Err).What
}

// ClientPage gives a page of the clients that hold all words of a query, by name, and how many there are. state is active,
// ended, or empty for all.
func (o *Office) ClientPage(query, state string, offset, limit int) ([]processing.Client, int, error) {
	room, err := o.room()
	if err != nil {
		return nil, 0, err
	}
	list, total := room.Browse(query, state, offset, limit)
	return list, total, nil
}

// ClientCount is how many clients there are.
func (o *Office) ClientCount() (int, error) {
	room, err := o.room()
	if err != nil {
		return 0, err
	}
	return room.Count(), nil
}

// Roles are the names of all roles.
func (o *Office) Roles() ([]string, error) {
	room, err := o.room()
	if err != nil {
		return []string{}, err
	}
	return room.Roles(), nil
}
