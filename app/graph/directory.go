package graph

import (
	"context"
	"encoding/json"
	"strings"

	"postroom/app/graph/transport"
)

// DirectoryUser is an entry of the organisation's directory: a person, a shared mailbox or a room.
type DirectoryUser struct {
	ID      string // object id
	Name    string // displayName
	Address string // primary SMTP address
}

// directoryPage asks for as many users at once as the service gives, with the basic properties that User.ReadBasic.All
// opens ("List users").
const directoryPage = "/users?$select=id,displayName,mail,userPrincipalName&$top=999"

type directoryUser struct {
	ID        text `json:"id"`
	Name      text `json:"displayName"`
	Mail      text `json:"mail"`
	Principal text `json:"userPrincipalName"`
}

// Users calls each with every entry of the organisation's directory that has a mail address, page after page; guests,
// whose mailboxes lie elsewhere, are left out. Without the permission the error has the code
// "Authorization_RequestDenied".
func (c *Client) Users(ctx context.Context, each func(DirectoryUser)) error {
	const op = "list the organisation's addresses"
	visited := map[string]int{}
	for address, link := c.base+directoryPage, false; address != ""; link = true {
		if visited[address]++; visited[address] > maxVisits {
			return badAnswer(op, "a page that comes again", nil)
		}
		next, err := c.users(ctx, op, address, link, each)
		if err != nil {
			return err
		}
		address = next
	}
	return nil
}

// users reads one page.
func (c *Client) users(ctx context.Context, op, address string, link bool, each func(DirectoryUser)) (string, error) {
	if err := c.line.Check(address, op); err != nil {
		return "", err
	}
	ctx = transport.With(ctx, transport.Call{Op: op, Target: transport.Directory, Link: link})
	resp, err := c.get(ctx, op, address)
	if err != nil {
		return "", err
	}
	p, err := readPage(resp.Body, func(d *json.Decoder) error {
		var u directoryUser
		if err := d.Decode(&u); err != nil {
			return err
		}
		// The name of a guest holds #EXT# ("Properties of a Microsoft Entra B2B collaboration user").
		if u.ID == "" || !strings.Contains(string(u.Mail), "@") || strings.Contains(strings.ToUpper(string(u.Principal)), "#EXT#") {
			return nil
		}
		each(DirectoryUser{ID: string(u.ID), Name: string(u.Name), Address: string(u.Mail)})
		return nil
	})
	if err != nil {
		return "", closing(resp, understood(ctx, op, err))
	}
	if err := c.checkLinks(p, address, op); err != nil {
		return "", closing(resp, err)
	}
	return p.next, closing(resp, nil)
}

// Listable asks for one entry of the directory: whether the client may list it, and whether its tokens are taken at all.
func (c *Client) Listable(ctx context.Context) error {
	const op = "ask for the organisation's directory"
	ctx = transport.With(ctx, transport.Call{Op: op, Target: transport.Directory})
	resp, err := c.get(ctx, op, c.base+"/users?$select=id&$top=1")
	if err != nil {
		return err
	}
	return closing(resp, nil)
}

// Purpose says what a mailbox is for: "user", "shared", "room", "equipment" and others. It needs MailboxSettings.Read.
func (m *Mailbox) Purpose(ctx context.Context) (string, error) {
	const op = "ask for the kind of a mailbox"
	ctx = m.with(ctx, transport.Call{Op: op, Target: transport.Mailbox})
	resp, err := m.client.get(ctx, op, m.root+"/mailboxSettings?$select=userPurpose")
	if err != nil {
		return "", err
	}
	var settings struct {
		Purpose text `json:"userPurpose"`
	}
	err = json.NewDecoder(resp.Body).Decode(&settings)
	return string(settings.Purpose), closing(resp, understood(ctx, op, err))
}

// Open tests that mail may be read in a mailbox, by asking for its inbox.
func (m *Mailbox) Open(ctx context.Context) error {
	const op = "open a mailbox"
	ctx = m.with(ctx, transport.Call{Op: op, Target: transport.Mailbox})
	resp, err := m.client.get(ctx, op, m.root+"/mailFolders/inbox/messages?$select=id&$top=1", preferImmutable)
	if err != nil {
		return err
	}
	return closing(resp, nil)
}
