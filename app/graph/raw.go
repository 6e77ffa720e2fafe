package graph

import (
	"context"
	"io"
	"net/http"
	"strconv"
)

// pageSize is how many items are asked for per page. The documentation names no maximum for change tracking; this is
// what others use in practice. $top would limit a whole round there, not a page.
const pageSize = 500

// preferences are sent with every request for messages, links included: ids are immutable ones only in answers to
// requests that ask for them ("Get immutable identifiers for Outlook resources").
const (
	preferImmutable = `IdType="ImmutableId"`
	preferPageSize  = "odata.maxpagesize="
)

// get sends a GET over our own line. The answer's status is 200.
func (c *Client) get(ctx context.Context, op, address string, prefer ...string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, badAnswer(op, "not an address", nil)
	}
	for _, p := range prefer {
		req.Header.Add("Prefer", p)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, understood(ctx, op, err)
	}
	if resp.StatusCode != http.StatusOK {
		return nil, closing(resp, badAnswer(op, "HTTP "+strconv.Itoa(resp.StatusCode), nil))
	}
	return resp, nil
}

// maxRest is how much of an answer is read only to keep its connection.
const maxRest = 64 << 10

// closing ends an answer whose body was read as far as it is of use, and returns err.
func closing(resp *http.Response, err error) error {
	if err == nil {
		// What follows a complete JSON value is of no interest, its errors neither.
		_, _ = io.CopyN(io.Discard, resp.Body, maxRest)
	}
	if closeErr := resp.Body.Close(); err == nil {
		err = closeErr
	}
	return err
}

// maxVisits is how often one page is asked for: an empty page may lead to itself, which says "ask again".
const maxVisits = 50

// checkLinks refuses a page that leads elsewhere, so that such a link is never stored, or that has items and leads to itself.
func (c *Client) checkLinks(p page, self, op string) error {
	for _, link := range []string{p.next, p.delta} {
		if link == "" {
			continue
		}
		if err := c.line.Check(link, op); err != nil {
			return err
		}
	}
	// An empty page that leads to itself says "ask again"; whoever follows the links bounds how often.
	if p.next != "" && p.next == self && p.items > 0 {
		return badAnswer(op, "a page that is followed by itself", nil)
	}
	return nil
}
