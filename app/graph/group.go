package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"postroom/app/graph/transport"
)

// maxGroups bounds an answer that lists one id.
const maxGroups = 64 << 10

// InGroup says whether the person who signed in is a member of a group, by way of other groups too. User.Read is enough
// for it, and a group that does not exist has no members; personal accounts are refused ("directoryObject:
// checkMemberGroups").
func (c *Client) InGroup(ctx context.Context, id string) (bool, error) {
	const op = "ask for a group's members"
	ctx = transport.With(ctx, transport.Call{Op: op, Target: transport.Directory})
	body, err := json.Marshal(map[string][]string{"groupIds": {id}})
	if err != nil {
		return false, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/me/checkMemberGroups", bytes.NewReader(body))
	if err != nil {
		return false, badAnswer(op, "not an address", nil)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return false, understood(ctx, op, err)
	}
	if resp.StatusCode != http.StatusOK {
		return false, closing(resp, badAnswer(op, "HTTP "+strconv.Itoa(resp.StatusCode), nil))
	}
	var answer struct{ Value []string }
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxGroups)).Decode(&answer); err != nil || answer.Value == nil {
		return false, closing(resp, badAnswer(op, "the answer can't be read", err))
	}
	return slices.ContainsFunc(answer.Value, func(v string) bool { return strings.EqualFold(v, id) }), closing(resp, nil)
}
