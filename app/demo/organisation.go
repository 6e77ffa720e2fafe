package demo

import (
	"cmp"

	"postroom/app/simulator"
	"postroom/app/simulator/entra"
)

// More of the office, for an organisation's connection.
const (
	Payroll  = "lonen@vandijk.example"        // shared
	Office   = "secretariaat@vandijk.example" // shared
	Meeting  = "vergaderzaal@vandijk.example" // a room
	Director = "directie@vandijk.example"     // not released for the app
)

// What an administrator enters to connect the organisation. Nothing of it is secret: it opens the demonstration alone.
const (
	Domain              = "vandijk.example"
	OrganisationClient  = "5e0f1c2a-0000-4000-8000-00000000a991"
	OrganisationSecret  = "demo~secret-of-nobody"
	organisationAppName = "Postroom (Van Dijk Accountants)"
)

// organisationApp is the registration of an app that reads mailboxes without anybody's sign-in.
func organisationApp() entra.App {
	return entra.App{ClientID: OrganisationClient, Name: organisationAppName, Secrets: []entra.Secret{{Value: OrganisationSecret}},
		Roles: []string{"User.ReadBasic.All", "MailboxSettings.Read", "Organization.Read.All", "Mail.Read"}}
}

// others adds those who have a mailbox and never sit in front of this screen, and releases all mailboxes for the
// organisation's app but the director's.
func (d *Demo) others() error {
	released := []string{Sofie, Jan, Info, Invoices}
	for _, u := range []simulator.User{
		{Address: Payroll, Name: officeNames[Payroll], Kind: simulator.Shared},
		{Address: Office, Name: officeNames[Office], Kind: simulator.Shared},
		{Address: Meeting, Name: "Vergaderzaal Domtoren", Kind: simulator.Room},
		{Address: Director, Name: "Directie"},
		{Address: "els@" + Domain, Name: "Els Bakker"},
		{Address: "karim@" + Domain, Name: "Karim Benali"},
		{Address: "marieke@" + Domain, Name: "Marieke Visser"},
		{Address: "ruud@" + Domain, Name: "Ruud Jansen"},
		{Address: "stagiair@" + Domain, Name: "Sanne Mulder (stage)", NoMailbox: true, Profile: map[string]any{"mail": "stagiair@" + Domain, "assignedLicenses": []any{}}},
		{Address: "wim@" + Domain, Name: "Wim de Boer", NoMailbox: true, Profile: map[string]any{"mail": "wim@" + Domain, "accountEnabled": false,
			"assignedLicenses": []any{map[string]any{"disabledPlans": []any{}, "skuId": "00000000-0000-4000-8000-0000000005ca"}}}},
		{Address: "eva@hartogbouw.example", Name: "Eva Hartog", NoMailbox: true, Profile: map[string]any{"mail": "eva@hartogbouw.example", "userType": "Guest"}},
	} {
		u.Language = d.opts.Language
		u.Kind = cmp.Or(u.Kind, simulator.Person)
		if _, err := d.sim.AddUser(u); err != nil {
			return err
		}
		if u.Address != Director && !u.NoMailbox {
			released = append(released, u.Address)
		}
	}
	return d.sim.RestrictApp(OrganisationClient, released...)
}
