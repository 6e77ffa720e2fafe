package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/graph/transport"
	"postroom/app/mail"
)

const (
	contactFields = "displayName,givenName,middleName,surname,title,generation,nickName,companyName,department,jobTitle,emailAddresses," +
		"businessPhones,homePhones,mobilePhone,businessAddress,homeAddress,otherAddress,businessHomePage,birthday,personalNotes,categories," +
		"parentFolderId,lastModifiedDateTime"
	contactFolderFields = folderDeltaFields
	// defaultContacts names the folder that every mailbox has. The list of folders may leave it out: it shows what lies in
	// it (microsoft-graph-docs issue 6273).
	defaultContacts = "contacts"
	maxContacts     = 200_000 // of one folder
	contactTop      = 100     // on a page of a plain list
	maxPhoto        = 4 << 20
)

// given is a property that an answer may leave out; one of another type than promised counts as empty.
type given[T any] struct {
	is    bool
	value T
}

func (g *given[T]) UnmarshalJSON(b []byte) error {
	g.is = true
	var v T
	if json.Unmarshal(b, &v) == nil {
		g.value = v
	}
	return nil
}

func (g given[T]) into(to *T) {
	if g.is {
		*to = g.value
	}
}

// some is into for a list: an empty one is none.
func some(g given[[]string], to *[]string) {
	if g.into(to); len(*to) == 0 {
		*to = nil
	}
}

type postal struct {
	Street   text `json:"street"`
	City     text `json:"city"`
	State    text `json:"state"`
	Postcode text `json:"postalCode"`
	Country  text `json:"countryOrRegion"`
}

func place(g given[postal], to *mail.Place) {
	if p := g.value; g.is {
		*to = mail.Place{Street: string(p.Street), City: string(p.City), State: string(p.State), Postcode: string(p.Postcode), Country: string(p.Country)}
	}
}

// contact is a contact in a page of contacts/delta.
type contact struct {
	ID         text            `json:"id"`
	Removed    json.RawMessage `json:"@removed"`
	Parent     given[string]   `json:"parentFolderId"`
	Name       given[string]   `json:"displayName"`
	Given      given[string]   `json:"givenName"`
	Middle     given[string]   `json:"middleName"`
	Surname    given[string]   `json:"surname"`
	Prefix     given[string]   `json:"title"`
	Suffix     given[string]   `json:"generation"`
	Nick       given[string]   `json:"nickName"`
	Company    given[string]   `json:"companyName"`
	Department given[string]   `json:"department"`
	Job        given[string]   `json:"jobTitle"`
	Emails     given[[]struct {
		Name    text `json:"name"`
		Address text `json:"address"`
	}] `json:"emailAddresses"`
	Business   given[[]string]  `json:"businessPhones"`
	Home       given[[]string]  `json:"homePhones"`
	Mobile     given[string]    `json:"mobilePhone"`
	Work       given[postal]    `json:"businessAddress"`
	House      given[postal]    `json:"homeAddress"`
	Other      given[postal]    `json:"otherAddress"`
	Web        given[string]    `json:"businessHomePage"`
	Birthday   given[time.Time] `json:"birthday"`
	Notes      given[string]    `json:"personalNotes"`
	Categories given[[]string]  `json:"categories"`
	Changed    given[time.Time] `json:"lastModifiedDateTime"`
}

func (c *contact) apply(to *mail.Contact) {
	to.ID = string(c.ID)
	c.Parent.into(&to.Folder)
	c.Name.into(&to.Name)
	c.Given.into(&to.Given)
	c.Middle.into(&to.Middle)
	c.Surname.into(&to.Surname)
	c.Prefix.into(&to.Prefix)
	c.Suffix.into(&to.Suffix)
	c.Nick.into(&to.Nick)
	c.Company.into(&to.Company)
	c.Department.into(&to.Department)
	c.Job.into(&to.Job)
	some(c.Business, &to.Business)
	some(c.Home, &to.Home)
	c.Mobile.into(&to.Mobile)
	place(c.Work, &to.Work)
	place(c.House, &to.House)
	place(c.Other, &to.Other)
	c.Web.into(&to.Web)
	c.Notes.into(&to.Notes)
	some(c.Categories, &to.Categories)
	c.Changed.into(&to.Changed)
	if c.Birthday.is {
		to.Birthday = mail.BirthdayOf(c.Birthday.value)
	}
	if c.Emails.is {
		to.Emails = nil
		for _, e := range c.Emails.value {
			if e.Name != "" || e.Address != "" {
				to.Emails = append(to.Emails, mail.Address{Name: string(e.Name), Address: string(e.Address)})
			}
		}
	}
}

// ContactFolders lists the folders of the address book, at any depth, the default one first. It needs Contacts.Read.
func (m *Mailbox) ContactFolders(ctx context.Context) ([]mail.ContactFolder, error) {
	const op = "list the folders of contacts"
	ctx = m.with(ctx, transport.Call{Op: op, Target: transport.Mailbox})
	resp, err := m.client.get(ctx, op, m.root+"/contactFolders/"+defaultContacts+contactFolderFields, preferImmutable)
	if err != nil {
		return nil, err
	}
	var top folderChange
	err = json.NewDecoder(resp.Body).Decode(&top)
	if err = closing(resp, understood(ctx, op, err)); err != nil {
		return nil, err
	}
	if top.ID == "" {
		return nil, badAnswer(op, "a folder without an id", nil)
	}
	list := []mail.ContactFolder{{ID: string(top.ID), Path: mail.Path{nameOf(top)}}}
	seen := map[string]bool{string(top.ID): true}
	// The first list may have the default folder in it, and what lies below it, or only the latter.
	below := func(address string, path mail.Path) error {
		return m.eachContactFolder(ctx, op, address, func(f folderChange) error {
			if id := string(f.ID); !seen[id] {
				if seen[id] = true; len(seen) > maxFolders {
					return errors.New("no end of folders")
				}
				at := path
				if f.Parent == top.ID {
					at = list[0].Path
				}
				list = append(list, mail.ContactFolder{ID: id, Path: append(at[:len(at):len(at)], nameOf(f))})
			}
			return nil
		})
	}
	if err := below(m.root+"/contactFolders"+contactFolderFields+"&$top=100", nil); err != nil {
		return nil, err
	}
	for i := 0; i < len(list); i++ {
		if err := below(m.contactFolderURL(list[i].ID)+"/childFolders"+contactFolderFields+"&$top=100", list[i].Path); err != nil {
			return nil, err
		}
	}
	for i := range list {
		list[i].Entries, err = m.countContacts(ctx, list[i].ID)
		if c := fault.ClassOf(err); err != nil && (ctx.Err() != nil || c == fault.RetryLater || c == fault.SignInAgain) {
			return nil, err
		} // else it is not known: the contacts can be read all the same
	}
	return list, nil
}

func nameOf(f folderChange) string {
	if f.Name == "" {
		return string(f.ID)
	}
	return string(f.Name)
}

func (m *Mailbox) contactFolderURL(id string) string {
	return m.root + "/contactFolders/" + url.PathEscape(id)
}

func (m *Mailbox) eachContactFolder(ctx context.Context, op, address string, each func(folderChange) error) error {
	call := transport.Call{Op: op, Target: transport.Mailbox}
	for visited := map[string]int{}; visited[address] < maxVisits; call.Link = true {
		visited[address]++
		ctx := m.with(ctx, call)
		resp, err := m.client.get(ctx, op, address, preferImmutable)
		if err != nil {
			return err
		}
		p, err := readPage(resp.Body, func(d *json.Decoder) error {
			var f folderChange
			if err := d.Decode(&f); err != nil {
				return err
			}
			if f.ID == "" {
				return errors.New("a folder without an id")
			}
			return each(f)
		})
		if err = closing(resp, understood(ctx, op, err)); err != nil {
			return err
		}
		if err := m.client.checkLinks(p, address, op); err != nil || p.next == "" {
			return err
		}
		address = p.next
	}
	return badAnswer(op, "a page that comes again", nil)
}

// countContacts asks how many entries a folder has, distribution lists included, which no list shows
// (microsoft-graph-docs issue 11201).
func (m *Mailbox) countContacts(ctx context.Context, folder string) (int, error) {
	const op = "count contacts"
	ctx = m.with(ctx, transport.Call{Op: op, Target: transport.Folder})
	resp, err := m.client.get(ctx, op, m.contactFolderURL(folder)+"/contacts?$select=id&$count=true&$top=1", preferImmutable)
	if err != nil {
		return -1, err
	}
	answer := struct {
		Count given[int] `json:"@odata.count"`
	}{}
	err = json.NewDecoder(resp.Body).Decode(&answer)
	if err = closing(resp, understood(ctx, op, err)); err != nil || !answer.Count.is {
		return -1, err
	}
	return answer.Count.value, nil
}

// ContactFolderChanges says whether a folder was made, renamed, moved or deleted since link was given, and gives the link for
// the next time; an empty link only begins. The error wraps mail.ErrCursorLost if link is no longer understood.
func (m *Mailbox) ContactFolderChanges(ctx context.Context, link string) (changed bool, next string, err error) {
	const op = "ask for changes of the folders of contacts"
	changes, next, err := m.folderChanges(ctx, op, m.root+"/contactFolders/delta"+contactFolderFields, link)
	return len(changes) > 0, next, err
}

// ContactChanges calls each with every contact of a folder that was added, changed or removed since link was given, and gives
// the link for the next time. An empty link lists all there are. A contact may come more than once: the last one counts. The
// error wraps mail.ErrCursorLost if the link is no longer understood, mail.ErrNotFound if there is no such folder.
func (m *Mailbox) ContactChanges(ctx context.Context, folder, link string, each func(mail.ContactChange)) (string, error) {
	call := transport.Call{Op: "ask for changes of contacts", Target: transport.Folder, Delta: true, Link: link != ""}
	address := link
	if link == "" {
		address = m.contactFolderURL(folder) + "/contacts/delta?$select=" + contactFields
	}
	next, err := m.eachContact(ctx, call, address, each)
	if err == nil && next == "" {
		return "", badAnswer(call.Op, "a page with neither a next page nor a cursor", nil)
	}
	return next, err
}

// ContactsIn calls each with every contact of a folder, for where changes are not told. The error wraps mail.ErrNotFound if
// there is no such folder.
func (m *Mailbox) ContactsIn(ctx context.Context, folder string, each func(mail.ContactChange)) error {
	call := transport.Call{Op: "list contacts", Target: transport.Folder}
	_, err := m.eachContact(ctx, call, m.contactFolderURL(folder)+"/contacts?$select="+contactFields+"&$top="+strconv.Itoa(contactTop), each)
	return err
}

// eachContact walks pages of contacts from an address on; it gives the last one's delta link.
func (m *Mailbox) eachContact(ctx context.Context, call transport.Call, address string, each func(mail.ContactChange)) (string, error) {
	n := 0
	for visited := map[string]int{}; visited[address] < maxVisits; call.Link = true {
		visited[address]++
		ctx := m.with(ctx, call)
		resp, err := m.changes(ctx, call, address)
		if err != nil {
			return "", err
		}
		p, err := readPage(resp.Body, func(d *json.Decoder) error {
			var in contact
			if err := d.Decode(&in); err != nil {
				return err
			}
			if in.ID == "" {
				return errors.New("a contact without an id")
			}
			if n++; n > maxContacts {
				return fmt.Errorf("more than %d contacts", maxContacts)
			}
			change := mail.ContactChange{ID: string(in.ID), Removed: present(in.Removed)}
			if !change.Removed {
				change.Apply = in.apply
			}
			each(change)
			return nil
		})
		if err = closing(resp, understood(ctx, call.Op, err)); err != nil {
			return "", err
		}
		if err := m.client.checkLinks(p, address, call.Op); err != nil {
			return "", err
		}
		if p.next == "" {
			return p.delta, nil
		}
		address = p.next
	}
	return "", badAnswer(call.Op, "a page that comes again", nil)
}

// ContactPhoto gives the picture of a contact. The error wraps mail.ErrNotFound if there is none.
func (m *Mailbox) ContactPhoto(ctx context.Context, id string) ([]byte, error) {
	const op = "fetch the photo of a contact"
	ctx = m.with(ctx, transport.Call{Op: op, Target: transport.Message, Want: transport.Bytes})
	resp, err := m.client.get(ctx, op, m.root+"/contacts/"+url.PathEscape(id)+"/photo/$value", preferImmutable)
	if err != nil {
		return nil, err
	}
	photo, err := io.ReadAll(io.LimitReader(resp.Body, maxPhoto+1))
	switch err = closing(resp, understood(ctx, op, err)); {
	case err != nil:
		return nil, err
	case len(photo) > maxPhoto || !strings.HasPrefix(resp.Header.Get("Content-Type"), "image/"):
		return nil, badAnswer(op, "no photo: "+strconv.Itoa(len(photo))+" bytes", nil)
	}
	return photo, nil
}
