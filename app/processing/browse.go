package processing

import (
	"cmp"
	"io"
	"slices"
	"strings"
)

func sortedByName(clients []*Client) []*Client {
	type named struct {
		name   string
		client *Client
	}
	list := make([]named, len(clients))
	for i, c := range clients {
		list[i] = named{fold(c.Name), c}
	}
	slices.SortFunc(list, func(a, b named) int {
		return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.client.Number, b.client.Number), strings.Compare(a.client.ID, b.client.ID))
	})
	sorted := make([]*Client, len(list))
	for i := range list {
		sorted[i] = list[i].client
	}
	return sorted
}

// Clients whose work goes on, and whose has ended.
const (
	Active = "active"
	Ended  = "ended"
)

// Browse gives a page of the clients that hold all words of a query, by name, and how many there are: all, those that are
// Active, or those that have Ended.
func (r *Room) Browse(query, state string, offset, limit int) (list []Client, total int) {
	x, _ := r.state()
	words := strings.Fields(fold(query))
	list = []Client{}
	for _, c := range x.byName() {
		if state != "" && (state == Ended) != (c.Ended != "") || !c.matches(words) {
			continue
		}
		if total++; total > offset && len(list) < limit {
			list = append(list, c.clone())
		}
	}
	return list, total
}

// Count is how many clients there are.
func (r *Room) Count() int {
	x, _ := r.state()
	return len(x.clients)
}

// Roles are the names of all roles that somebody holds, holds for a client, or is tied to, in their order.
func (r *Room) Roles() []string {
	x, team := r.state()
	known := map[string]string{}
	add := func(name string) {
		if key := fold(name); known[key] == "" {
			known[key] = name
		}
	}
	for _, m := range team.Members {
		for _, name := range m.Roles {
			add(name)
		}
	}
	for _, to := range team.Ties {
		if name, ok := strings.CutPrefix(to, tieRole); ok {
			add(name)
		}
	}
	for _, c := range x.clients {
		for name := range c.Roles {
			add(name)
		}
	}
	names := []string{}
	for _, name := range known {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(strings.Compare(fold(a), fold(b)), strings.Compare(a, b)) })
	return names
}

// Head gives the names of a table's columns, and of each some of what stands in it. Codes: as Import's.
func Head(table io.Reader) (columns []string, samples [][]string, err error) {
	head, rows, err := readTable(table)
	if err != nil {
		return nil, nil, err
	}
	const some = 3
	samples = make([][]string, len(head))
	for _, row := range rows[:min(len(rows), 200)] {
		for i, cell := range row.cells {
			if cell = line(cell); i < len(head) && cell != "" && len(samples[i]) < some && !slices.Contains(samples[i], cell) {
				samples[i] = append(samples[i], cell)
			}
		}
	}
	return head, samples, nil
}
