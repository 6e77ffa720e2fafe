package face

import (
	"slices"

	"postroom/app/office"
)

func (f *Face) asideRules(o *office.Office) (AsideRules, error) {
	found, err := o.ProcessingRules()
	if err != nil {
		return AsideRules{}, err
	}
	who, err := o.Person()
	if err != nil {
		return AsideRules{}, err
	}
	v := AsideRules{Rules: []AsideRule{}, Managers: who.All}
	others := map[string]AsideOther{}
	for _, r := range found {
		others[r.ID] = AsideOther{r.Kind, r.Value}
	}
	for i := range found {
		v.Rules = append(v.Rules, asideRule(&found[i], others))
	}
	v.Mailbox, err = mailAddresses(o)
	return v, err
}

func asideRule(r *office.ProcessingRule, others map[string]AsideOther) AsideRule {
	v := AsideRule{ID: r.ID, Kind: r.Kind, Value: r.Value, Keep: r.Effect == "keep", On: r.On, Mails: r.Mails, Loses: []AsideOther{}, Wins: []AsideOther{}, Clients: []ClientName{}}
	if r.Kind == "builtin" {
		v.Kind = r.ID
	}
	for _, id := range r.Against {
		if slices.Contains(r.Loses, id) {
			v.Loses = append(v.Loses, others[id])
		} else {
			v.Wins = append(v.Wins, others[id])
		}
	}
	for _, c := range r.Clients {
		v.Clients = append(v.Clients, ClientName(c))
	}
	return v
}
