package demo

import (
	"strings"

	"postroom/app/simulator"
)

// contactFolder is the folder in which Sofie keeps the contacts of her clients, in her language.
func (d *Demo) contactFolder() string { return folderNames[d.opts.Language].clients }

// contacts fills Sofie's address book and Jan's: their clients, some of whom write from addresses of their own, and a few
// people who are nobody's business.
func (d *Demo) contacts() error {
	if err := d.sim.AddContactFolder(Sofie, d.contactFolder()); err != nil {
		return err
	}
	add := func(who, folder string, properties map[string]any) error {
		_, err := d.sim.AddContact(who, simulator.Contact{Folder: folder, Properties: properties})
		return err
	}
	card := func(name, company, phone string, addresses ...string) map[string]any {
		given, surname, _ := strings.Cut(name, " ")
		emails := []any{}
		for _, a := range addresses {
			emails = append(emails, map[string]any{"name": name, "address": a})
		}
		return map[string]any{"displayName": name, "givenName": given, "surname": surname, "companyName": company, "businessPhones": []any{phone}, "emailAddresses": emails}
	}
	for i, c := range clients {
		phone := "+31 20 555 01 " + string(rune('0'+i)) + "0"
		given, _, _ := strings.Cut(strings.ToLower(c.person), " ")
		if err := add(Sofie, d.contactFolder(), card(c.person, c.name, phone, c.address, given+"@thuis.example")); err != nil {
			return err
		}
		if i%3 == 0 { // Jan knows some of them, too
			if err := add(Jan, "", card(c.person, c.name, phone, c.address)); err != nil {
				return err
			}
		}
	}
	for _, properties := range []map[string]any{
		{"displayName": "Oma", "homePhones": []any{"+31 30 555 01 99"}, "birthday": "1604-05-17T11:59:00Z"},
		{"emailAddresses": []any{map[string]any{"address": "loodgieter@thuis.example"}}},
	} {
		if err := add(Sofie, "", properties); err != nil {
			return err
		}
	}
	_, err := d.sim.AddContact(Sofie, simulator.Contact{Group: true, Properties: map[string]any{"displayName": "Borrel"}})
	return err
}
