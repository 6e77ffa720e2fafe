package office

import (
	"fmt"
	"sync"

	"postroom/app/people"
	"postroom/app/store"
)

// cards remember contacts as they were listed last: opening thousands of sealed ones takes time.
type cards struct {
	mu       sync.Mutex
	versions map[string]int // of an account's contacts; grows when they change
	key      string         // what the list was made of
	all      []PersonContact
	folders  []ContactFolder
	told     string // what processing was told of
}

// change says that an account's contacts are other ones now.
func (c *cards) change(account string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.versions == nil {
		c.versions = map[string]int{}
	}
	c.versions[account]++
}

// made says what a list of contacts is made of: of whose, and as of which change.
func (c *cards) made(account store.Account, own bool) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return fmt.Sprintf("%s %s %t %d\n", account.ID, account.Address, own, c.versions[account.ID])
}

// contactNews says whether contacts have changed since processing was told of them; told notes that it is told now.
func (o *Office) contactNews() (news bool, told func(), err error) {
	key := ""
	err = o.peopleAccounts(people.ContactsFeature, func(a store.Account, _ people.Setting) error {
		key += o.cards.made(a, true)
		return nil
	})
	o.cards.mu.Lock()
	defer o.cards.mu.Unlock()
	return o.cards.told != key, func() {
		o.cards.mu.Lock()
		defer o.cards.mu.Unlock()
		o.cards.told = key
	}, err
}

// shownContacts are the contacts of all accounts that who looks may see, by name, and their folders.
func (o *Office) shownContacts() ([]PersonContact, *ContactList, error) {
	owns, err := o.ownsContacts()
	if err != nil {
		return nil, nil, err
	}
	list, key, n, never := &ContactList{}, "", 0, false
	err = o.peopleAccounts(people.ContactsFeature, func(a store.Account, _ people.Setting) error {
		n++
		key += o.cards.made(a, owns(a))
		when, err := o.book().ContactsSynced(a.ID)
		if never = never || when.IsZero(); !never && (list.Read == nil || when.Before(*list.Read)) {
			list.Read = moment(when)
		}
		return err
	})
	switch {
	case err != nil:
		return nil, nil, err
	case n == 0:
		return nil, nil, contactsOff()
	case never:
		list.Read = nil
	}
	o.cards.mu.Lock()
	all, folders, known := o.cards.all, o.cards.folders, o.cards.key == key
	o.cards.mu.Unlock()
	if !known {
		if all, folders, err = o.readContacts(owns); err != nil {
			return nil, nil, err
		}
		o.cards.mu.Lock()
		o.cards.all, o.cards.folders, o.cards.key = all, folders, key
		o.cards.mu.Unlock()
	}
	list.Folders = append([]ContactFolder{}, folders...)
	return all, list, nil
}

func (o *Office) readContacts(owns func(store.Account) bool) ([]PersonContact, []ContactFolder, error) {
	all, list := []PersonContact{}, []ContactFolder{}
	err := o.peopleAccounts(people.ContactsFeature, func(a store.Account, _ people.Setting) error {
		contacts, folders, err := o.book().Contacts(a.ID)
		own, paths, seen := owns(a), map[string]string{}, map[string]int{}
		for _, f := range folders {
			paths[f.ID] = f.Path.String()
		}
		for _, c := range contacts {
			if own || c.Visible {
				seen[c.Folder]++
				all = append(all, personContact(c, a, own, paths[c.Folder]))
			}
		}
		for _, f := range folders {
			if own || f.Visible || seen[f.ID] > 0 {
				v := ContactFolder{ID: f.ID, Path: paths[f.ID], Account: a.ID, Owner: a.Address, Own: own, Visible: f.Visible, Contacts: seen[f.ID]}
				if own {
					v.Lists = f.Lists
				}
				list = append(list, v)
			}
		}
		return err
	})
	groups, size := people.Same(contactsIn(all)), map[int]int{}
	for _, g := range groups {
		size[g]++
	}
	for i, g := range groups {
		if size[g] > 1 {
			all[i].Same = all[g].Account + " " + all[g].ID
		}
	}
	return all, list, err
}
