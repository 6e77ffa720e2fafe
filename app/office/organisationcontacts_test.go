package office

import (
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/people"
)

func TestContactsOfAnOrganisationAreNobodysOwn(t *testing.T) {
	f := newFirm(t, 1)
	account := f.connect(time.Time{}).ID
	if _, err := f.office.PeopleOn(t.Context(), account, people.ContactsFeature, SignIn{}); fault.CodeOf(err) != "people-not-own" {
		t.Errorf("contacts of the organisation's connection: %v, want people-not-own", err)
	}
	list, err := f.office.PeopleFeatures(account)
	must(t, err)
	for _, one := range list {
		if one.Feature == people.ContactsFeature {
			t.Errorf("contacts are offered: %+v", one)
		}
	}
}
