package face

import (
	"context"
	"slices"
	"strings"

	"postroom/app/office"
	"postroom/app/processing"
)

func (f *Face) team(o *office.Office) (Team, error) {
	team, err := o.Team()
	if err != nil {
		return Team{}, err
	}
	addresses, err := mailAddresses(o)
	if err != nil {
		return Team{}, err
	}
	who, err := o.Person()
	if err != nil {
		return Team{}, err
	}
	v := Team{Members: []Member{}, Addresses: []TeamTie{}, Teams: []string{}, Locked: !who.All}
	for _, m := range team.Members {
		v.Members = append(v.Members, Member{Name: m.Name, Address: m.Address, Also: append([]string{}, m.Also...), Roles: append([]string{}, m.Roles...), Teams: append([]string{}, m.Teams...), Manager: m.Manager})
		for _, name := range m.Teams {
			v.Teams = named(v.Teams, name)
		}
	}
	for address, to := range team.Ties {
		if !slices.Contains(addresses, address) {
			addresses = append(addresses, address)
		}
		if name, ok := strings.CutPrefix(to, "team:"); ok {
			v.Teams = named(v.Teams, name)
		}
	}
	slices.Sort(addresses)
	slices.Sort(v.Teams)
	for _, address := range addresses {
		v.Addresses = append(v.Addresses, TeamTie{Address: address, To: team.TieOf(address), People: reached(&team, address)})
	}
	v.Roles, err = o.Roles()
	return v, err
}

// named adds a name that is not in a list yet, whatever its case.
func named(list []string, name string) []string {
	if slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, name) }) {
		return list
	}
	return append(list, name)
}

// reached are the names of those whom mail to an address can reach.
func reached(team *processing.Team, address string) []string {
	names := []string{}
	kind, name, _ := strings.Cut(team.TieOf(address), ":")
	for _, m := range team.Members {
		holds := func(list []string) bool {
			return slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, name) })
		}
		if kind == processing.TieContact && m.Has(address) || kind == "role" && holds(m.Roles) || kind == "team" && holds(m.Teams) {
			names = append(names, m.Name)
		}
	}
	return names
}

func (f *Face) saveMember(o *office.Office, m Member) (int, error) {
	return o.PutMember(f.ctx, processing.Member{Name: m.Name, Address: m.Address, Also: m.Also, Roles: m.Roles, Teams: m.Teams, Manager: m.Manager})
}

func (f *Face) wouldGoTo(o *office.Office, client, address string) (MailRoute, error) {
	who, why, err := o.WouldGoTo(client, address)
	if err != nil {
		return MailRoute{}, err
	}
	team, err := o.Team()
	return MailRoute{People: namesOf(&team, who), Why: why}, err
}

// SetUp takes in members, ties and clients, for the demonstration.
func (f *Face) SetUp(ctx context.Context, team processing.Team, clients []processing.Client) error {
	o, err := f.ready()
	if err != nil {
		return err
	}
	return o.SetUp(ctx, team, clients)
}
