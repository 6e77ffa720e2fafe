package face

import (
	"cmp"

	"postroom/app/office"
)

func (f *Face) search(o *office.Office, q Query, done bool) (SearchPage, error) {
	chosen, err := queryOf(q)
	if err != nil {
		return SearchPage{}, err
	}
	found, err := o.Search(f.ctx, office.SearchQuery{Query: chosen, Done: done}, max(q.Offset, 0), pageOf(q.Limit))
	if err != nil {
		return SearchPage{}, err
	}
	p := SearchPage{Total: found.Total, Items: []SearchHit{}, Progress: searchProgress(found.Progress)}
	if m := found.Problem; m != nil {
		p.Mistake = &QueryMistake{Message: m.Message, Remedy: m.Remedy, Start: m.Start, Length: m.Length, Offer: m.Offer}
	}
	for i := range found.Hits {
		hit := &found.Hits[i]
		p.Items = append(p.Items, SearchHit{Document: documentView(&hit.Document), Fragments: hit.Fragments})
	}
	return p, nil
}

func searchProgress(p *office.SearchProgress) SearchProgress {
	if p == nil {
		return SearchProgress{}
	}
	return SearchProgress{Ready: p.Ready, Indexed: p.Indexed, Filed: p.Filed, Problem: problemView(p.Problem)}
}

// queryOf puts a query into the office's words.
func queryOf(q Query) (office.Query, error) {
	from, err := day(q.From, 0)
	if err != nil {
		return office.Query{}, err
	}
	to, err := day(q.To, 1)
	if err != nil {
		return office.Query{}, err
	}
	return office.Query{Text: q.Text, Mailbox: q.Mailbox, Folder: q.Folder, Sender: q.Sender, From: from, To: to,
		HasAttachment: q.HasAttachment, Client: q.Client, Sort: q.Sort, Ascending: q.Ascending}, nil
}

// pageOf is how many rows a page has.
func pageOf(limit int) int { return min(cmp.Or(max(limit, 0), pageSize), maxPageSize) }
