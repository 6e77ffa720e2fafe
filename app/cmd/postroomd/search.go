package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"postroom/app/office"
)

// behind is how many mails a query may add to the search index before it answers: a few seconds' work.
const behind = 500

// found is a filed mail with the places where a query's words stand.
type found struct {
	office.Document
	Fragments []office.Fragment `json:"fragments"`
}

func documentsOf(hits []found) (docs []office.Document) {
	for _, h := range hits {
		docs = append(docs, h.Document)
	}
	return docs
}

// find gives the mails of a client, or of all, that a query finds, newest first, at most limit; 0 is all. Where there is no complete index of their
// words, it looks in what the list of documents knows, and says so.
func (c *cli) find(ctx context.Context, o *office.Office, query, client string, limit int) ([]found, error) {
	if !c.searchable(ctx, o) {
		return c.listed(o, query, client, limit)
	}
	q := office.SearchQuery{Query: office.Query{Text: query, Client: client, Sort: "received"}, Done: true}
	page := limit
	if page == 0 {
		page = 1 << 30
	}
	r, err := o.Search(ctx, q, 0, page)
	if err != nil {
		return nil, err
	}
	if p := r.Problem; p != nil {
		c.note("%s %s", p.Message, p.Remedy)
	}
	if len(r.Hits) == 0 && r.Problem == nil {
		return c.listed(o, query, client, limit) // a part of a word is found there
	}
	docs := []found{}
	for _, h := range r.Hits {
		docs = append(docs, found{h.Document, h.Fragments})
	}
	return docs, nil
}

// searchable says whether the search index holds everything; what is little it adds now.
func (c *cli) searchable(ctx context.Context, o *office.Office) bool {
	p, err := o.SearchProgress()
	if err == nil && !p.Ready && p.Filed-p.Indexed <= behind {
		p, err = c.index(ctx, o.UpdateSearch)
	}
	switch {
	case err != nil:
		problem := office.ProblemOf("en", err)
		c.note("The text of mails can't be searched now: %s Only subject, people, folder and names of attachments were.", problem.Message)
	case !p.Ready:
		c.note("The search index holds %d of %s. Only subject, people, folder and names of attachments were searched. Complete it: postroomd search update", p.Indexed,
			count(p.Filed, "mail", "mails"))
	}
	return err == nil && p.Ready
}

// note tells on the error output what an answer doesn't say itself.
func (c *cli) note(format string, args ...any) {
	fmt.Fprintln(c.err, "postroomd:", plain(fmt.Sprintf(format, args...)))
}

// listed looks for a text in what the list of documents knows.
func (c *cli) listed(o *office.Office, query, client string, limit int) ([]found, error) {
	list, err := o.ClientDocuments(client, query, limit)
	if err != nil {
		return nil, err
	}
	docs := []found{}
	for _, d := range list {
		docs = append(docs, found{d, []office.Fragment{}})
	}
	return docs, nil
}

type indexer func(context.Context, func(done, total int)) (*office.SearchProgress, error)

// index runs a work on the search index and shows how far it is.
func (c *cli) index(ctx context.Context, work indexer) (*office.SearchProgress, error) {
	p := c.progress()
	defer p.end()
	return work(ctx, func(done, total int) { p.step("Reading mails for the search index", done, total) })
}

func (c *cli) search() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "search update|rebuild",
		Short: "Keep the index that documents are searched with",
		Long: `The words of mails and attachments are kept in an index in the data folder, so that documents --query finds them.
"postroomd run" keeps it up to date. It can be made anew from the documents at any time.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(*cobra.Command, []string) error {
			return usage("postroomd search", "say what to do: update or rebuild")
		},
	}
	cmd.AddCommand(c.indexed("update", "Add what was filed since to the search index", (*office.Office).UpdateSearch),
		c.indexed("rebuild", "Throw the search index away and make it anew", (*office.Office).RebuildSearch))
	return cmd
}

func (c *cli) indexed(name, short string, work func(*office.Office, context.Context, func(done, total int)) (*office.SearchProgress, error)) *cobra.Command {
	return &cobra.Command{
		Use:   name,
		Short: short,
		Args:  cobra.NoArgs,
		RunE: c.do(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			return c.with(ctx, nil, func(o *office.Office) error {
				p, err := c.index(ctx, func(ctx context.Context, progress func(done, total int)) (*office.SearchProgress, error) {
					return work(o, ctx, progress)
				})
				if err != nil {
					return err
				}
				c.show(p, func() {
					c.say("%s can be searched.", count(p.Indexed, "mail", "mails"))
					if p.Missing > 0 {
						c.say("%s not at the destination: their text can't be searched. Which: postroomd verify", count(p.Missing, "document is", "documents are"))
					}
				})
				return nil
			})
		}),
	}
}
