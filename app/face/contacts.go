package face

import (
	"cmp"
	"encoding/base64"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/office"
)

func contactsQuery(q ContactQuery) office.ContactsQuery {
	return office.ContactsQuery{Text: q.Text, Folder: q.Folder, Account: q.Account, Own: q.Own, Visible: q.Visible}
}

func (f *Face) contacts(o *office.Office, q ContactQuery) (ContactPage, error) {
	p := ContactPage{Items: []Contact{}, Folders: []ContactFolder{}}
	query := contactsQuery(q)
	query.Offset, query.Limit = q.Offset, pageOf(q.Limit)
	list, err := o.PeopleContacts(query)
	if err != nil {
		if fault.CodeOf(err) == "people-off-contacts" {
			err = nil
		}
		return p, err
	}
	p.On, p.Total, p.Read = true, list.Total, when(list.Read)
	for i := range list.Contacts {
		p.Items = append(p.Items, contactView(&list.Contacts[i]))
	}
	for _, x := range list.Folders {
		p.Folders = append(p.Folders, ContactFolder(x))
	}
	return p, nil
}

func contactView(c *office.PersonContact) Contact {
	v := Contact{ID: c.ID, Account: c.Account, Owner: c.Owner, Own: c.Own, Visible: c.Visible, Folder: c.Folder, FolderID: c.FolderID, Same: c.Same,
		Name: c.Name, Company: c.Company, Job: strings.Trim(c.Job+", "+c.Department, ", "), Emails: []string{}, Phones: []ContactPhone{}, Places: []ContactPlace{},
		Web: c.Web, Notes: c.Notes}
	for _, e := range c.Emails {
		v.Emails = append(v.Emails, cmp.Or(e.Address, e.Name))
	}
	for _, n := range c.Business {
		v.Phones = append(v.Phones, ContactPhone{"work", n})
	}
	if c.Mobile != "" {
		v.Phones = append(v.Phones, ContactPhone{"mobile", c.Mobile})
	}
	for _, n := range c.Contact.Home {
		v.Phones = append(v.Phones, ContactPhone{"home", n})
	}
	for _, place := range []struct {
		kind string
		at   mail.Place
	}{{"work", c.Work}, {"home", c.House}, {"other", c.Other}} {
		lines := []string{}
		for _, line := range []string{place.at.Street, strings.TrimSpace(place.at.Postcode + " " + place.at.City), place.at.State, place.at.Country} {
			if line != "" {
				lines = append(lines, line)
			}
		}
		if len(lines) > 0 {
			v.Places = append(v.Places, ContactPlace{place.kind, lines})
		}
	}
	if c.Birthday != nil {
		v.Birthday = *c.Birthday
	}
	return v
}

func (f *Face) syncContacts(o *office.Office) error {
	ctx, done := f.task("contacts")
	defer done()
	return o.SyncContacts(ctx)
}

// contactPhoto is a picture as a page can show it; empty if there is none, or it is none.
func (f *Face) contactPhoto(o *office.Office, account, id string) (string, error) {
	picture, err := o.ContactPhoto(f.ctx, account, id)
	if err != nil || len(picture) == 0 {
		return "", err
	}
	kind := http.DetectContentType(picture)
	if !strings.HasPrefix(kind, "image/") {
		return "", nil
	}
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(picture), nil
}

func (f *Face) saveContacts(o *office.Office, q ContactQuery, table bool) (string, error) {
	ending := ".vcf"
	if table {
		ending = ".csv"
	}
	to, err := f.opts.Host.ChooseSave(f.Say("dialog.contacts", nil), home(), f.Say("file.contacts", nil)+"-"+f.today()+ending)
	if err != nil || to == "" {
		return "", err
	}
	if strings.ToLower(filepath.Ext(to)) != ending {
		to += ending
	}
	err = writeWhole(to, func(w io.Writer) error {
		_, err := o.ExportContacts(w, contactsQuery(q), table)
		return err
	})
	if err != nil {
		return "", &fault.Error{Class: fault.FixSetting, Code: "file-copy", Op: "save contacts", Args: map[string]string{"path": to}, Err: err}
	}
	return to, nil
}

// shownContacts are the clients, and the contacts that are left, which the page lists.
const shownContacts = 200

func (f *Face) clientsFromContacts(o *office.Office, q ContactQuery, preview bool) (ContactClients, error) {
	found, err := o.ClientsFromContacts(f.ctx, contactsQuery(q), preview)
	if err != nil {
		return ContactClients{}, err
	}
	v := ContactClients{Clients: []ContactClient{}, Left: []LeftContact{}, Skipped: len(found.Left), Settled: found.Settled}
	for i := range found.Clients {
		c := &found.Clients[i]
		if c.Added {
			v.Added++
		} else {
			v.Extended++
		}
		if i < shownContacts {
			v.Clients = append(v.Clients, ContactClient{Name: c.Client.Name, Added: c.Added, Addresses: append([]string{}, c.Addresses...)})
		}
	}
	for _, l := range found.Left[:min(len(found.Left), shownContacts)] {
		v.Left = append(v.Left, LeftContact{Name: l.Name, Why: l.Why})
	}
	return v, nil
}
