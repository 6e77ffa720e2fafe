package face

import (
	"slices"
	"strings"

	"postroom/app/office"
	"postroom/app/people"
	"postroom/app/store"
)

// features are what Postroom does that needs a permission at Microsoft 365.
var features = []struct{ key, permission string }{{"mail", "Mail.Read"}, {"shared", office.SharedPermission}, {"user", "User.Read"}, {"offline", "offline_access"}}

// nevers are permissions that are never asked for.
var nevers = []struct{ key, permission string }{{"write", "Mail.ReadWrite"}, {"send", "Mail.Send"}, {"all", "Mail.Read.All"}}

func (f *Face) permissions(o *office.Office, name string) (Permissions, error) {
	a, err := o.Account(name)
	if err != nil {
		return Permissions{}, err
	}
	if a.Organisation != nil {
		return f.appPermissions(a), nil
	}
	list, err := o.Permissions(a.ID)
	if err != nil {
		return Permissions{}, err
	}
	v := Permissions{Account: a.ID, Address: a.Address, Rows: []Permission{}, Never: []Permission{}}
	var missing []string
	for _, x := range features {
		p := Permission{Feature: f.Say("perm."+x.key+".feature", nil), Permission: x.permission, Allows: f.Say("perm."+x.key+".allows", nil),
			Why: f.Say("perm."+x.key+".why", nil), Who: "you", State: stateOf(x.permission, list, a)}
		switch {
		case p.State == string(office.PermissionMissing):
			missing = append(missing, x.permission)
		case p.State == string(office.PermissionNever):
			p.Why = f.Say("perm."+x.key+".never", nil)
		case p.State == string(office.PermissionGranted) && x.permission != office.SharedPermission: // that one came later
			p.Since = when(a.Connected)
		}
		v.Rows = append(v.Rows, p)
	}
	for _, x := range list {
		if slices.Contains(people.Features, people.Feature(x.Feature)) {
			v.Rows = append(v.Rows, f.peoplePermission(x))
		}
	}
	for _, x := range nevers {
		v.Never = append(v.Never, Permission{Feature: f.Say("perm.never."+x.key, nil), Permission: x.permission, Why: f.Say("perm.never."+x.key+".why", nil),
			State: "never"})
	}
	if v.Missing = len(missing); v.Missing > 0 {
		v.Message = f.Say("perm.message", Args{"address": a.Address, "permissions": strings.Join(missing, ", "), "link": o.ConsentPage()})
	}
	return v, nil
}

// peoplePermission is a permission of a feature for people.
func (f *Face) peoplePermission(x office.Permission) Permission {
	p := Permission{Feature: f.Say("perm."+x.Feature+".feature", nil), Permission: x.Name, Allows: f.Say("scope."+x.Name, nil), Why: f.Say("perm."+x.Feature+".why", nil),
		Who: "you", State: string(x.State)}
	switch {
	case x.State == office.PermissionNever:
		p.Why = f.Say("perm."+x.Feature+".never", nil)
	case x.State == office.PermissionLater:
		p.State = "off"
	}
	if x.Name == "User.Read.All" {
		p.Who = "administrator"
	}
	return p
}

// stateOf is how an account stands to a permission. Entra lists offline_access in no token: whoever is connected has it.
func stateOf(permission string, list []office.Permission, a *office.Account) string {
	if i := slices.IndexFunc(list, func(p office.Permission) bool { return p.Name == permission }); i >= 0 {
		return string(list[i].State)
	}
	if a.State == store.Disconnected {
		return string(office.PermissionMissing)
	}
	return string(office.PermissionGranted)
}

// entraPage is where apps are registered.
const entraPage = "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/CreateApplicationBlade/quickStartType~/null/isMSAApp~/false"

func (f *Face) registration(o *office.Office) Registration {
	value := func(label, value string) RegistrationValue {
		return RegistrationValue{Label: f.Say(label, nil), Value: value}
	}
	step := func(key string, values ...RegistrationValue) RegistrationStep {
		return RegistrationStep{Title: f.Say(key, nil), Text: f.Say(key+".text", nil), Values: append([]RegistrationValue{}, values...)}
	}
	v := Registration{Page: entraPage, ClientID: o.ClientID(), Tenant: o.Tenant(), Managed: o.Managed("clientId")}
	v.Steps = []RegistrationStep{
		step("reg.new", value("reg.name", "Postroom"), value("reg.accounts", f.Say("reg.accounts.value", nil))),
		step("reg.platform", value("reg.redirect", "http://localhost")),
		step("reg.permissions"),
		step("reg.copy"),
	}
	for _, x := range features {
		label := "reg.permission"
		if x.permission == office.SharedPermission {
			label += "Shared"
		}
		v.Steps[2].Values = append(v.Steps[2].Values, value(label, x.permission))
	}
	for _, permission := range []string{"User.ReadBasic.All", "Calendars.Read", "MailboxSettings.Read"} {
		v.Steps[2].Values = append(v.Steps[2].Values, value("reg.permissionPeople", permission))
	}
	return v
}

func (f *Face) setRegistration(o *office.Office, clientID, tenant string) error {
	clientID, tenant = strings.TrimSpace(clientID), strings.TrimSpace(tenant)
	if clientID == "" {
		return refuse("client-id-wrong", "take over the client id", nil)
	}
	if err := o.SetSetting("clientId", strings.ToLower(clientID)); err != nil {
		return wrong(err, "client-id-wrong")
	}
	if err := o.SetSetting("tenant", tenant); err != nil {
		return wrong(err, "tenant-wrong")
	}
	f.emit(Event{Kind: "settings", Text: "clientId"})
	f.changed()
	return nil
}
