package processing

import "slices"

// circle are the clients for whom a sender is known to write.
type circle struct {
	clients []*Client
	mails   map[*Client]int // that went to each
	all     int             // mails
	told    map[string]int  // how often people decided for each, by id
	new     float64         // how likely it is that they write for another one now
}

// maxCircle is how many clients a sender writes for, or their colleagues, at most: who writes for more, as a portal of the tax
// office may, writes for anybody.
const maxCircle = 1000

// circleOf finds for whom somebody writes. Who writes for several has colleagues who write for the same ones: at an
// accountants' what went from their domain counts, too.
func (x *index) circleOf(who []string) circle {
	c := circle{new: 1, mails: map[*Client]int{}, told: map[string]int{}}
	if len(who) != 1 {
		return c
	}
	c.clients = slices.Clone(x.address[who[0]])
	for _, client := range c.clients {
		c.mails[client] = 0
	}
	l := x.lore.lesson(feature{fromAddress, who[0]})
	if l != nil && len(l.Clients) > maxCircle {
		return circle{new: 1}
	}
	if l != nil {
		c.add(x, l)
		for id, t := range l.Clients {
			c.told[id] = t.Given
		}
	}
	if d := domainOf(who[0]); len(c.clients) != 1 && !isPublic(d) {
		if l := x.lore.lesson(feature{fromDomain, d}); l != nil && len(l.Clients) <= maxCircle && x.living(l) > 1 {
			c.add(x, l)
		}
	}
	if len(c.clients) < 2 { // as many as came up once only: Good and Turing's estimate
		return c
	}
	once := 0
	for _, n := range c.mails {
		if c.all += n; n == 1 {
			once++
		}
	}
	c.new = float64(1+once) / float64(1+c.all)
	return c
}

func (c *circle) add(x *index, l *Lesson) {
	for id, t := range l.Clients {
		client, n := x.byID[id], t.Given+t.Used
		if client == nil || n == 0 {
			continue
		}
		if _, known := c.mails[client]; !known {
			c.clients = append(c.clients, client)
		}
		c.mails[client] = max(c.mails[client], n)
	}
	slices.SortFunc(c.clients, byID)
}

// toldOthers is how often people decided for other clients than one.
func (c *circle) toldOthers(id string) (n int) {
	for other, given := range c.told {
		if other != id {
			n += given
		}
	}
	return n
}

// living counts the clients that a lesson knows and that are there.
func (x *index) living(l *Lesson) (n int) {
	for id, t := range l.Clients {
		if x.byID[id] != nil && t.Given+t.Used > 0 {
			n++
		}
	}
	return n
}

// several says whether the sender writes for more than one.
func (c *circle) several() bool { return len(c.clients) > 1 }

// among says how likely it is that a mail is about each of some clients for whom the sender is known to write, if it fits
// these equally well, and of all others so many.
func (c *circle) among(fits []*Client, others, everybody int) map[*Client]float64 {
	const unseen = 0.5 // of a mail, for whoever is known by the list only
	odds, sum := map[*Client]float64{}, c.new*float64(others)/float64(max(1, everybody-len(c.clients)))
	for _, one := range fits {
		odds[one] = (1 - c.new) * (float64(c.mails[one]) + unseen) / (float64(c.all) + unseen*float64(len(c.clients)))
		sum += odds[one]
	}
	for one := range odds {
		odds[one] /= max(sum, 1e-9)
	}
	return odds
}

// prefer weakens what speaks for others where something speaks for a client for whom the sender is known to write, by how
// rarely they write for a new one.
func (c *circle) prefer(list []hint) []hint {
	member := func(h hint) bool {
		return slices.ContainsFunc(c.clients, func(one *Client) bool { return one.ID == h.client })
	}
	if c.several() && slices.ContainsFunc(list, member) {
		for i := range list {
			if !member(list[i]) {
				list[i].says *= c.new
			}
		}
	}
	return list
}
