package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"postroom/app/graph/transport"
	"postroom/app/mail"
)

// The properties of users that are read. Changes of others are not told ("Get incremental changes for users").
const (
	basicUser   = "id,displayName,mail,userPrincipalName"
	trackedUser = basicUser + ",userType,accountEnabled,assignedLicenses,proxyAddresses"
	// maxUsers bounds what a directory may list.
	maxUsers = 1_000_000
)

type user struct {
	directoryUser
	Type     text            `json:"userType"`
	Enabled  tristate        `json:"accountEnabled"`
	Licences json.RawMessage `json:"assignedLicenses"`
	Proxies  json.RawMessage `json:"proxyAddresses"`
	Removed  *struct {
		Reason text `json:"reason"`
	} `json:"@removed"`
}

func (u user) user() mail.User {
	out := mail.User{ID: string(u.ID), Name: string(u.Name), Principal: string(u.Principal), Enabled: mail.Tristate(u.Enabled)}
	if strings.Contains(string(u.Mail), "@") {
		out.Address = string(u.Mail)
	}
	// The name of a guest holds #EXT# ("Properties of a Microsoft Entra B2B collaboration user").
	out.Guest = strings.EqualFold(string(u.Type), "Guest") || strings.Contains(strings.ToUpper(out.Principal), "#EXT#")
	var licences []json.RawMessage
	if json.Unmarshal(u.Licences, &licences) == nil && licences != nil {
		out.Licensed = mail.No
		if len(licences) > 0 {
			out.Licensed = mail.Yes
		}
	}
	var proxies []text
	if json.Unmarshal(u.Proxies, &proxies) == nil {
		for _, p := range proxies {
			kind, address, _ := strings.Cut(string(p), ":")
			if strings.EqualFold(kind, "smtp") && strings.Contains(address, "@") && !strings.EqualFold(address, out.Address) {
				out.Aliases = append(out.Aliases, address)
			}
		}
	}
	if u.Removed != nil {
		out.Removed = mail.RemovedForEver
		if u.Removed.Reason == "changed" {
			out.Removed = mail.RemovedForNow
		}
	}
	return out
}

// UserChanges calls each with every entry of the organisation's directory that was added, changed or removed since link was
// given, and gives the link for the next time. An empty link lists all there are. It needs User.Read.All. The error wraps
// mail.ErrCursorLost if the link is no longer understood.
func (c *Client) UserChanges(ctx context.Context, link string, each func(mail.User)) (string, error) {
	call := transport.Call{Op: "ask for changes of the organisation's users", Target: transport.Directory, Delta: true, Link: link != ""}
	if link == "" {
		link = c.base + "/users/delta?$select=" + trackedUser
	}
	next, err := c.eachUser(ctx, call, link, each)
	if err == nil && next == "" {
		return "", badAnswer(call.Op, "a page with neither a next page nor a cursor", nil)
	}
	return next, err
}

// AllUsers calls each with every entry of the directory, with what User.ReadBasic.All opens of it.
func (c *Client) AllUsers(ctx context.Context, each func(mail.User)) error {
	call := transport.Call{Op: "list the organisation's users", Target: transport.Directory}
	_, err := c.eachUser(ctx, call, c.base+directoryPage, each)
	return err
}

// eachUser walks pages from an address on; it gives the last one's delta link.
func (c *Client) eachUser(ctx context.Context, call transport.Call, address string, each func(mail.User)) (string, error) {
	visited, n := map[string]int{}, 0
	for ; visited[address] < maxVisits; call.Link = true {
		visited[address]++
		if err := c.line.Check(address, call.Op); err != nil {
			return "", err
		}
		ctx := transport.With(ctx, call)
		resp, err := c.get(ctx, call.Op, address)
		if err != nil {
			return "", err
		}
		p, err := readPage(resp.Body, func(d *json.Decoder) error {
			var in user
			if err := d.Decode(&in); err != nil {
				return err
			}
			if in.ID == "" {
				return errors.New("a user without an id")
			}
			if n++; n > maxUsers {
				return fmt.Errorf("more than %d users", maxUsers)
			}
			each(in.user())
			return nil
		})
		if err = closing(resp, understood(ctx, call.Op, err)); err != nil {
			return "", err
		}
		if err := c.checkLinks(p, address, call.Op); err != nil {
			return "", err
		}
		if p.next == "" {
			return p.delta, nil
		}
		address = p.next
	}
	return "", badAnswer(call.Op, "a page that comes again", nil)
}
