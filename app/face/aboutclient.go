package face

import (
	"postroom/app/office"
	"postroom/app/processing"
)

// shownTalks are the conversations that the page of a client lists.
const shownTalks = 10

func (f *Face) aboutClient(o *office.Office, id string) (AboutClient, error) {
	found, err := o.AboutClient(id)
	if err != nil {
		return AboutClient{}, err
	}
	team, err := o.Team()
	if err != nil {
		return AboutClient{}, err
	}
	s := found.States
	v := AboutClient{Client: clientView(&found.Client, &team), Mails: found.Mails, Invoices: found.Invoices, Recent: []Document{}, Totals: []InvoiceTotal{},
		Newest: []InvoiceItem{}, Open: []ProcessingMail{}, Conversations: []Conversation{},
		Counts: ProcessingCounts{New: s[processing.New], Attention: s[processing.Attention], Processed: s[processing.Processed], Aside: s[processing.Aside]}}
	for i := range found.Recent {
		v.Recent = append(v.Recent, documentView(&found.Recent[i]))
	}
	for _, t := range found.Totals {
		v.Totals = append(v.Totals, InvoiceTotal(t))
	}
	for i := range found.Newest {
		v.Newest = append(v.Newest, invoiceItem(&found.Newest[i]))
	}
	for i := range found.Open {
		v.Open = append(v.Open, processingMail(&found.Open[i], &team))
	}
	talks, err := o.Conversations(office.ConversationQuery{Client: found.Client.ID}, 0, shownTalks)
	if err != nil {
		return AboutClient{}, err
	}
	v.Talks = talks.Total
	v.Talking = talks.States[processing.StandsOpen] + talks.States[processing.StandsWaiting]
	for i := range talks.Conversations {
		v.Conversations = append(v.Conversations, conversationView(&talks.Conversations[i], &team))
	}
	return v, nil
}

func (f *Face) clientTree(o *office.Office) (ClientTree, error) {
	found, err := o.TreeState()
	if err != nil {
		return ClientTree{}, err
	}
	v := ClientTree{Mails: found.Mails}
	if found.On && found.Wrong != nil {
		v.Problem = f.problem(found.Wrong)
	}
	return v, nil
}

// followTree brings the documents by client up to date, beside everything else.
func (f *Face) followTree(o *office.Office) {
	f.background(func() {
		// Why it could not is kept, and told with the state.
		_, _ = o.FollowTree(f.ctx)
	})
}
