package office_test

import (
	"testing"

	"postroom/app/office"
	"postroom/app/people"
)

func TestContactsOfAMailboxThatTellsNoChangesAreReadAllTheSame(t *testing.T) {
	w := peopled(t)
	an := w.contact(emma, "", "An", "Bakkerij", "an@client.example")
	w.must(w.sim.AddContactFolder(emma, "Clients"))
	w.contact(emma, "Clients", "Bea", "", "bea@client.example")
	w.must(w.sim.SetFault("code", "on,status=403,code=ErrorQuotaExceeded,path=contact.*/delta"))
	w.must(w.on(people.ContactsFeature, emma))
	w.must(w.SyncContacts(t.Context()))
	w.wantContacts("listed", office.ContactsQuery{}, "An, Bea")
	w.must(w.sim.DeleteContact(emma, an))
	w.contact(emma, "Clients", "Cas", "", "cas@client.example")
	w.must(w.SyncContacts(t.Context()))
	w.wantContacts("compared", office.ContactsQuery{}, "Bea, Cas")
}
