package face

import (
	"slices"
	"strings"

	"postroom/app/office"
)

// appFeatures are what an organisation's app registration needs a permission for. Which mailboxes may be read is granted
// in Entra ID for all of them or, better, in Exchange for some, which is not seen from here.
var appFeatures = []struct{ key, permission, without string }{
	{"list", office.ListPermission, "missing"},
	{"mailApp", office.MailPermission, "exchange"},
	{"kind", office.KindPermission, "optional"},
	{"name", office.NamePermission, "optional"},
}

// appPermissions tells what an organisation's app registration has been granted.
func (f *Face) appPermissions(a *office.Account) Permissions {
	v := Permissions{Account: a.ID, Address: a.Name, Rows: []Permission{}, Never: []Permission{}}
	for _, x := range appFeatures {
		p := Permission{Feature: f.Say("perm."+x.key+".feature", nil), Permission: x.permission, Allows: f.Say("perm."+x.key+".allows", nil),
			Why: f.Say("perm."+x.key+".why", nil), Who: "administrator", State: x.without}
		if slices.ContainsFunc(a.Scopes, func(s string) bool { return strings.EqualFold(s, x.permission) }) {
			p.State = "granted"
		}
		v.Rows = append(v.Rows, p)
	}
	for _, x := range []struct{ feature, permission string }{{"users", "User.Read.All"}, {"status", "Calendars.Read"}} {
		p := f.peoplePermission(office.Permission{Name: x.permission, Feature: x.feature, State: "optional"})
		p.Who = "administrator"
		if slices.ContainsFunc(a.Scopes, func(s string) bool { return strings.EqualFold(s, x.permission) }) {
			p.State = "granted"
		}
		v.Rows = append(v.Rows, p)
	}
	for _, x := range nevers[:2] { // those that change or send; who reads everything decides so in Entra
		v.Never = append(v.Never, Permission{Feature: f.Say("perm.never."+x.key, nil), Permission: x.permission, Why: f.Say("perm.never."+x.key+".why", nil), State: "never"})
	}
	return v
}
