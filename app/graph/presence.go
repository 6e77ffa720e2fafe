package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"postroom/app/fault"
	"postroom/app/graph/transport"
)

// Shown is how a person shows in Teams by the word of an application. Which pairs there are says "presence: setPresence".
type Shown struct{ Availability, Activity string }

// The pairs of use here.
var (
	ShownAvailable = Shown{"Available", "Available"}
	ShownBusy      = Shown{"Busy", "InACall"}
	ShownAway      = Shown{"Away", "Away"}
)

// ShowPresence sets how a person shows in Teams, by their object id, for a time of 5 minutes to 4 hours. The session's id
// is that of the application. It needs Presence.ReadWrite, which is about oneself.
func (c *Client) ShowPresence(ctx context.Context, person, session string, as Shown, lasts time.Duration) error {
	return c.postPresence(ctx, "show a presence", person, "setPresence", map[string]string{"sessionId": session, "availability": as.Availability,
		"activity": as.Activity, "expirationDuration": fmt.Sprintf("PT%dM", int(lasts/time.Minute))})
}

// ClearPresence ends the application's session: what Teams itself knows shows again. A session that is not there is ended.
func (c *Client) ClearPresence(ctx context.Context, person, session string) error {
	err := c.postPresence(ctx, "end a presence", person, "clearPresence", map[string]string{"sessionId": session})
	if err != nil && fault.CodeOf(err) == "NotFound" {
		return nil
	}
	return err
}

func (c *Client) postPresence(ctx context.Context, op, person, action string, in map[string]string) error {
	body, err := json.Marshal(in)
	if err != nil {
		return badAnswer(op, "no request", err)
	}
	ctx = transport.With(ctx, transport.Call{Op: op, Target: transport.Directory, Want: transport.Bytes}) // a good answer is empty
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/users/"+url.PathEscape(person)+"/presence/"+action, bytes.NewReader(body))
	if err != nil {
		return badAnswer(op, "not an address", nil)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return understood(ctx, op, err)
	}
	return closing(resp, nil)
}
