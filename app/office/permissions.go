package office

import (
	"slices"
	"strings"

	"postroom/app/store"
)

// Permission is a permission of Microsoft 365, and how an account stands to it.
type Permission struct {
	Name    string          `json:"name"`
	Feature string          `json:"feature"` // what it is for: profile, mail, shared, users, contacts, status
	State   PermissionState `json:"state"`
}

// PermissionState says how an account stands to a permission.
type PermissionState string

const (
	PermissionGranted PermissionState = "granted"
	PermissionMissing PermissionState = "missing" // something here needs it
	PermissionLater   PermissionState = "later"   // it is asked for when somebody adds what needs it
	// PermissionNever says that such accounts can't have it: Microsoft offers shared mailboxes to no personal account.
	PermissionNever PermissionState = "never"
)

// Permissions lists what features there are for an account that a person signed in to, and the permission of each. An
// organisation's own are those of its application.
func (o *Office) Permissions(account string) ([]Permission, error) {
	a, err := o.account(account)
	if err != nil {
		return nil, err
	}
	wanted, err := o.wantedScopes(a)
	if err != nil {
		return nil, err
	}
	list := []Permission{{Name: "User.Read", Feature: "profile"}, {Name: "Mail.Read", Feature: "mail"}, {Name: SharedPermission, Feature: "shared"}}
	for i, p := range list {
		list[i].State = permissionState(a, p.Name, wanted)
	}
	more, err := o.peoplePermissions(a)
	return append(list, more...), err
}

func permissionState(a store.Account, name string, wanted []string) PermissionState {
	same := func(s string) bool { return strings.EqualFold(s, name) }
	switch {
	case name == SharedPermission && a.Kind != store.Work:
		return PermissionNever
	case a.State != store.Disconnected && slices.ContainsFunc(a.Scopes, same):
		return PermissionGranted
	case slices.ContainsFunc(wanted, same):
		return PermissionMissing
	}
	return PermissionLater
}
