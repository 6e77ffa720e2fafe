package face

import (
	"maps"
	"math"
	"slices"
	"strings"

	"postroom/app/office"
	"postroom/app/processing"
)

func (f *Face) processing(o *office.Office, q ProcessingQuery) (ProcessingPage, error) {
	if q.Text != "" {
		f.list(o)
	}
	found, err := o.Processing(office.ProcessingQuery{State: q.State, Reason: q.Reason, Mailbox: q.Mailbox, Client: q.Client, Text: q.Text}, max(q.Offset, 0), pageOf(q.Limit))
	if err != nil {
		return ProcessingPage{}, err
	}
	team, err := o.Team()
	if err != nil {
		return ProcessingPage{}, err
	}
	addresses, err := mailAddresses(o)
	if err != nil {
		return ProcessingPage{}, err
	}
	s := found.States
	p := ProcessingPage{Total: found.Total, Ready: found.Ready, Items: []ProcessingMail{}, Members: len(team.Members), Mailboxes: addresses,
		Counts: ProcessingCounts{New: s[processing.New], Attention: s[processing.Attention], Processed: s[processing.Processed], Aside: s[processing.Aside]}}
	if p.Clients, err = o.ClientCount(); err != nil {
		return ProcessingPage{}, err
	}
	for i := range found.Entries {
		p.Items = append(p.Items, processingMail(&found.Entries[i], &team))
	}
	return p, nil
}

func (f *Face) processingMail(o *office.Office, id string) (ProcessingMail, error) {
	e, err := o.Entry(id)
	if err != nil {
		return ProcessingMail{}, err
	}
	team, err := o.Team()
	if err != nil {
		return ProcessingMail{}, err
	}
	return processingMail(e, &team), nil
}

// mailAddresses are those that mail is filed from.
func mailAddresses(o *office.Office) ([]string, error) {
	accounts, err := o.Accounts()
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, a := range accounts {
		for _, m := range a.Mailboxes {
			known[strings.ToLower(m.Address)] = true
		}
	}
	return append([]string{}, slices.Sorted(maps.Keys(known))...), nil
}

func processingMail(e *office.ProcessingEntry, team *processing.Team) ProcessingMail {
	v := ProcessingMail{ID: e.ID, Mailbox: e.Mailbox, From: e.From, Subject: e.Subject, Received: when(e.Received), State: string(e.State),
		Why: e.Why.Code, Args: append([]string{}, e.Why.Args...), Evidence: e.Evidence, Learned: e.Learned, Candidates: []ProcessingCandidate{},
		People: namesOf(team, e.Participants), Waiting: e.Waiting}
	if e.Reason != nil {
		v.Reason = *e.Reason
	}
	if e.Rule != nil {
		v.Rule, _, _ = strings.Cut(*e.Rule, ":") // which of the office's own it is, the evidence says
	}
	if e.Conversation != nil {
		v.Conversation = *e.Conversation
	}
	if e.Client != nil {
		c := ClientName(*e.Client)
		v.Client = &c
	}
	for _, c := range e.Candidates {
		v.Candidates = append(v.Candidates, ProcessingCandidate{Client: ClientName(c.Client), Evidence: c.Evidence, Percent: int(math.Round(100 * c.Score))})
	}
	return v
}

// namesOf are the names of members, by their addresses.
func namesOf(team *processing.Team, addresses []string) []string {
	names := []string{}
	for _, a := range addresses {
		names = append(names, nameOf(team, a))
	}
	return names
}

func nameOf(team *processing.Team, address string) string {
	for _, m := range team.Members {
		if m.Address == address {
			return m.Name
		}
	}
	return address
}

func (f *Face) draft(o *office.Office, id string) (ClientDraft, error) {
	d, err := o.Prefill(id)
	if err != nil {
		return ClientDraft{}, err
	}
	v := ClientDraft{Client: clientView(&d.Client, &processing.Team{}), Address: d.Address, From: []DraftField{}}
	if _, domain, ok := strings.Cut(d.Address, "@"); ok && !d.Public {
		v.Domain = domain
	}
	for _, field := range slices.Sorted(maps.Keys(d.From)) {
		v.From = append(v.From, DraftField{Field: field, Where: d.From[field]})
	}
	return v, nil
}
