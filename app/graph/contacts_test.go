package graph

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"postroom/app/mail"
	"postroom/app/simulator"
)

func TestContactsOfAllFoldersAreFollowed(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	add := func(folder, name string, group bool) string {
		t.Helper()
		id, err := sim.AddContact(emma, simulator.Contact{Folder: folder, Group: group, Photo: []byte(name), Properties: map[string]any{
			"displayName": name, "companyName": "Peeters BV", "birthday": "1604-05-17T11:59:00Z", "businessPhones": []any{"+32 2 555 01 01"},
			"emailAddresses":  []any{map[string]any{"name": name, "address": strings.ToLower(name) + "@peeters.example"}},
			"businessAddress": map[string]any{"street": "Voorbeeldstraat 1", "city": "Brussel", "postalCode": "1000", "countryOrRegion": "België"}}})
		must(err)
		return id
	}
	must(sim.AddContactFolder(emma, "Clients/Bakers"))
	an := add("", "An", false)
	add("", "Everybody", true)
	for i := range 12 {
		add("Clients", fmt.Sprint("C", i), false)
	}
	sim.Hostile(7)
	c := clientOf(t, sim, nil).Mailbox(emma, true)
	folders, err := c.ContactFolders(t.Context())
	must(err)
	var seen []string
	for _, f := range folders {
		seen = append(seen, fmt.Sprint(f.Path, " ", f.Entries))
	}
	if got := strings.Join(seen, ", "); got != "Contacts 2, Contacts/Clients 12, Contacts/Clients/Bakers 0" {
		t.Errorf("the folders are %s", got)
	}
	round := func(folder int, link string) (map[string]mail.Contact, []string, string) {
		t.Helper()
		found, gone := map[string]mail.Contact{}, []string(nil)
		next, err := c.ContactChanges(t.Context(), folders[folder].ID, link, func(change mail.ContactChange) {
			if change.Removed {
				gone = append(gone, change.ID)
				return
			}
			one := found[change.ID]
			change.Apply(&one)
			found[change.ID] = one
		})
		must(err)
		return found, gone, next
	}
	first, _, link := round(0, "")
	if one := first[an]; len(first) != 1 || one.Name != "An" || one.Company != "Peeters BV" || one.Emails[0].Address != "an@peeters.example" ||
		one.Work.City != "Brussel" || one.Business[0] != "+32 2 555 01 01" || one.Birthday != (mail.Birthday{Month: time.May, Day: 17}) || one.Folder != folders[0].ID {
		t.Errorf("read was %+v", first)
	}
	if many, _, _ := round(1, ""); len(many) != 12 {
		t.Errorf("in Clients are %d contacts, want 12", len(many))
	}
	must(sim.MoveContact(emma, an, "Clients"))
	now, gone, link := round(0, link)
	if len(now) != 0 || len(gone) == 0 || gone[0] != an {
		t.Errorf("after the move: %v, gone %v", now, gone)
	}
	if photo, err := c.ContactPhoto(t.Context(), an); err != nil || string(photo) != "An" {
		t.Errorf("the photo is %q, %v", photo, err)
	}
	_, next, err := c.ContactFolderChanges(t.Context(), "")
	must(err)
	var changed bool
	if changed, next, err = c.ContactFolderChanges(t.Context(), next); err != nil || changed {
		t.Errorf("folders changed: %v, %v", changed, err)
	}
	must(sim.DeleteContactFolder(emma, "Clients/Bakers"))
	if changed, _, err = c.ContactFolderChanges(t.Context(), next); err != nil || !changed {
		t.Errorf("after a folder was deleted, folders changed: %v, %v", changed, err)
	}
	if _, err := c.ContactChanges(t.Context(), folders[2].ID, "", func(mail.ContactChange) {}); !errors.Is(err, mail.ErrNotFound) {
		t.Errorf("contacts of a deleted folder: %v, want ErrNotFound", err)
	}
	must(sim.EvictContactTokens(emma))
	if _, err := c.ContactChanges(t.Context(), folders[0].ID, link, func(mail.ContactChange) {}); !errors.Is(err, mail.ErrCursorLost) {
		t.Errorf("a forgotten cursor: %v, want ErrCursorLost", err)
	}
	if _, err := c.ContactPhoto(t.Context(), folders[0].ID); !errors.Is(err, mail.ErrNotFound) {
		t.Errorf("the photo of nobody: %v, want ErrNotFound", err)
	}
}

func TestStrangeContactsAreRead(t *testing.T) {
	s := newService(t)
	many := ""
	for i := range 50 {
		many += fmt.Sprintf(`{"name":null,"address":"a%d@client.example"},`, i)
	}
	s.mux.HandleFunc("/v1.0/me/contactFolders/{id}/contacts/delta", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Prefer") == "" {
			t.Error("nothing was preferred")
		}
		answer(w, 200, s.fill(`{"value":[{"id":"1","displayName":null,"emailAddresses":[]},
			{"id":"2","displayName":7,"birthday":"never","emailAddresses":[`+many+`{"address":null,"name":""}],"homePhones":null,"homeAddress":null},
			{"id":"3","@removed":{"reason":"deleted"}}],"@odata.deltaLink":"{base}/me/contactFolders/x/contacts/delta?$deltatoken=x"}`))
	})
	known := map[string]*mail.Contact{"1": {Name: "An", Company: "Kept"}, "2": {Home: []string{"1"}, House: mail.Place{City: "Gent"}, Birthday: mail.Birthday{Day: 1}}, "3": {}}
	_, err := s.client(t, nil).Mailbox(emma, true).ContactChanges(t.Context(), "x", "", func(c mail.ContactChange) {
		if c.Removed {
			delete(known, c.ID)
		} else {
			c.Apply(known[c.ID])
		}
	})
	if err != nil || known["1"].Name != "" || known["1"].Company != "Kept" || known["3"] != nil {
		t.Errorf("read were %+v, %v", known["1"], err)
	}
	if two := known["2"]; len(two.Emails) != 50 || two.Home != nil || two.House.City != "" || two.Birthday != (mail.Birthday{}) {
		t.Errorf("read were %+v", two)
	}
}

func TestDefaultFolderThatIsListedTooIsOneFolder(t *testing.T) {
	s := newService(t)
	s.mux.HandleFunc("/v1.0/me/contactFolders/contacts", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, `{"id":"top","displayName":"Contacts","parentFolderId":"root"}`)
	})
	s.mux.HandleFunc("/v1.0/me/contactFolders", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, `{"value":[{"id":"top","displayName":"Contacts","parentFolderId":"root"},{"id":"other","displayName":"","parentFolderId":"root"}]}`)
	})
	s.mux.HandleFunc("/v1.0/me/contactFolders/{id}/childFolders", func(w http.ResponseWriter, _ *http.Request) { answer(w, 200, `{"value":[]}`) })
	s.mux.HandleFunc("/v1.0/me/contactFolders/{id}/contacts", func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("id") == "other" {
			answer(w, 400, `{"error":{"code":"BadRequest","message":"$count is not supported."}}`)
			return
		}
		answer(w, 200, `{"value":[]}`)
	})
	folders, err := s.client(t, nil).Mailbox(emma, true).ContactFolders(t.Context())
	if err != nil || fmt.Sprint(folders) != "[{top Contacts -1} {other other -1}]" {
		t.Errorf("the folders are %v, %v", folders, err)
	}
}
