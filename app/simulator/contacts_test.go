package simulator

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func addContact(t *testing.T, s *Simulator, folder, name string) string {
	t.Helper()
	id, err := s.AddContact(emma, Contact{Folder: folder, Properties: map[string]any{"displayName": name,
		"emailAddresses": []any{map[string]any{"name": name, "address": strings.ToLower(name) + "@client.example"}}}})
	must(t, err)
	return id
}

// shown are the names of contacts or folders, those that were removed in brackets.
func shown(items []item) string {
	var out []string
	for _, i := range items {
		if i.removed() {
			out = append(out, "[removed]")
		} else {
			out = append(out, fmt.Sprint(i["displayName"]))
		}
	}
	return strings.Join(out, " ")
}

func wantShown(t *testing.T, what string, items []item, want string) {
	t.Helper()
	if got := shown(items); got != want {
		t.Errorf("%s shows %q, want %q", what, got, want)
	}
}

func TestContactFoldersAreListedAtAnyDepth(t *testing.T) {
	s := office(t)
	must(t, s.AddContactFolder(emma, "Clients/Bakers"))
	must(t, s.AddContactFolder(emma, "Suppliers"))
	top := do(t, s, "/me/contactFolders/contacts").object(t)
	all, _, _ := follow(t, s, "/me/contactFolders?$top=1")
	wantShown(t, "the list, without the default folder itself,", all, "Clients Suppliers")
	if all[0]["parentFolderId"] != top["id"] || top["displayName"] != "Contacts" {
		t.Errorf("Clients lies in %v, the default folder is %v", all[0]["parentFolderId"], top)
	}
	below, _, _ := follow(t, s, "/me/contactFolders/"+all[0].id()+"/childFolders?$select=displayName")
	wantShown(t, "childFolders", below, "Bakers")
	if o := do(t, s, "/me/contactFolders/"+all[0].id()+"/childFolders/"+below[0].id()+"/contacts").page(t); len(o.Value) != 0 {
		t.Errorf("an empty folder shows %v", o.Value)
	}
	folders, link, _ := follow(t, s, "/me/contactFolders/delta", req{header: []string{"Prefer: odata.maxpagesize=2"}})
	wantShown(t, "the first round", folders, "Clients Bakers Suppliers")
	must(t, s.RenameContactFolder(emma, "Clients/Bakers", "Bakeries"))
	must(t, s.DeleteContactFolder(emma, "Suppliers"))
	folders, link, _ = follow(t, s, link)
	wantShown(t, "the next round", folders, "Bakeries [removed]")
	folders, _, _ = follow(t, s, link)
	wantShown(t, "a quiet round", folders, "")
	do(t, s, "/me/contactFolders/"+all[1].id()+"/contacts").wants(t, 404, "ErrorItemNotFound")
	do(t, s, "/me/contactFolders/"+all[1].id()+"/contacts/delta").wants(t, 404, "ErrorSyncFolderNotFound")
	do(t, s, "/me/contactFolders/rubbish/contacts").wants(t, 400, "ErrorInvalidIdMalformed")
}

func TestContactsAreFollowedByDelta(t *testing.T) {
	s := office(t)
	must(t, s.AddContactFolder(emma, "Clients"))
	an := addContact(t, s, "", "An")
	bea := addContact(t, s, "", "Bea")
	addContact(t, s, "Clients", "Cas")
	_, err := s.AddContact(emma, Contact{Properties: map[string]any{"displayName": "Everybody"}, Group: true})
	must(t, err)
	clients := do(t, s, "/me/contactFolders").page(t).Value[0].id()
	paged := req{header: append([]string{"Prefer: odata.maxpagesize=1"}, immutable...)}
	first, link, pages := follow(t, s, "/me/contactFolders/contacts/contacts/delta?$select=displayName,emailAddresses", paged)
	wantShown(t, "the first round, without the distribution list,", first, "An Bea")
	if pages != 3 && pages != 2 || first[0].id() != an || len(first[0]) != 5 { // etag, type, id and what was selected
		t.Errorf("%d pages, the first contact is %v", pages, first[0])
	}
	if p := do(t, s, "/me/contacts?$count=true&$top=1").page(t); *p.Count != 3 || p.Value[0]["birthday"] != nil {
		t.Errorf("counted are %d, want two and the distribution list", *p.Count)
	}
	do(t, s, "/me/contacts?$select=nonsense").wants(t, 400, "RequestBroker--ParseUri")
	_, inClients, _ := follow(t, s, "/me/contactFolders/"+clients+"/contacts/delta")
	must(t, s.ChangeContact(emma, bea, map[string]any{"displayName": "Beatrix"}, []byte("JPEG")))
	must(t, s.MoveContact(emma, an, "Clients"))
	changed, link, _ := follow(t, s, link, paged)
	wantShown(t, "after a change and a move", changed, "Beatrix [removed]")
	moved, _, _ := follow(t, s, inClients)
	if wantShown(t, "where it was moved", moved, "An"); moved[0].id() != an {
		t.Errorf("a moved contact has another immutable id")
	}
	must(t, s.DeleteContact(emma, bea))
	changed, link, _ = follow(t, s, link)
	wantShown(t, "after it was deleted", changed, "[removed]")
	do(t, s, "/me/contacts/"+bea).wants(t, 404, "ErrorItemNotFound")
	must(t, s.EvictContactTokens(emma))
	do(t, s, link).wants(t, 410, "SyncStateNotFound")
	do(t, s, "/me/contacts/delta?$filter=x").wants(t, 400, "ErrorInvalidUrlQuery")
}

func TestContactsAreOnlyForThoseWhoMayReadThem(t *testing.T) {
	s := office(t)
	id, err := s.AddContact(emma, Contact{Properties: map[string]any{"givenName": "An", "surname": "Maes"}, Photo: []byte("JPEG")})
	must(t, err)
	if o := do(t, s, "/me/contacts/"+id, req{header: immutable}).object(t); o["displayName"] != "An Maes" || o.id() != id {
		t.Errorf("the contact is %v", o)
	}
	if a := do(t, s, "/me/contacts/"+id+"/photo/$value"); string(a.body) != "JPEG" || a.header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("the photo is %q of type %s", a.body, a.header.Get("Content-Type"))
	}
	none := addContact(t, s, "", "Bea")
	do(t, s, "/me/contacts/"+none+"/photo/$value").wants(t, 404, "ErrorItemNotFound")
	do(t, s, "/me/contacts", req{who: emma + ";scopes=User.Read Mail.Read"}).wants(t, 403, "ErrorAccessDenied")
	do(t, s, "/users/"+emma+"/contacts", req{who: jan}).wants(t, 404, "ErrorItemNotFound")
	_, err = s.AddUser(User{Address: "piet@outlook.example", Personal: true})
	must(t, err)
	if p := do(t, s, "/me/contacts", req{who: "piet@outlook.example"}).page(t); len(p.Value) != 0 {
		t.Errorf("a new personal account has %v", p.Value)
	}
	_, err = s.AddFault(Fault{Kind: Throttle, Path: "contacts", Count: 1})
	must(t, err)
	do(t, s, "/me/contacts").wants(t, 429, "TooManyRequests")
}

func TestControlPlaysContacts(t *testing.T) {
	s := office(t)
	control := func(method, path, body string, want int) string {
		t.Helper()
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(method, "https://sim.example/control/mailboxes/"+emma+"/"+path, strings.NewReader(body)))
		if w.Code != want {
			t.Errorf("%s %s: %d %s, want %d", method, path, w.Code, w.Body, want)
		}
		return w.Body.String()
	}
	control("POST", "contactfolders", `{"folder":"Clients"}`, http.StatusOK)
	control("PATCH", "contactfolders", `{"folder":"Clients","name":"Customers"}`, http.StatusOK)
	id := strings.Split(control("POST", "contacts", `{"properties":{"displayName":"An"}}`, http.StatusOK), `"`)[3]
	control("POST", "contacts", `{"properties":{"shoeSize":42}}`, http.StatusBadRequest)
	control("PATCH", "contacts/"+id, `{"properties":{"companyName":"Peeters BV"}}`, http.StatusOK)
	control("POST", "contacts/"+id+"/move", `{"folder":"Customers"}`, http.StatusOK)
	folder := do(t, s, "/me/contactFolders").page(t).Value[0].id()
	if p := do(t, s, "/me/contactFolders/"+folder+"/contacts").page(t); len(p.Value) != 1 || p.Value[0]["companyName"] != "Peeters BV" || p.Value[0]["displayName"] != "An" {
		t.Errorf("the folder shows %v", p.Value)
	}
	control("DELETE", "contacts/"+id, "", http.StatusOK)
	control("DELETE", "contacts/"+id, "", http.StatusNotFound)
	control("DELETE", "contactfolders", `{"folder":"Customers"}`, http.StatusOK)
	control("DELETE", "contactfolders", `{"folder":"Customers"}`, http.StatusNotFound)
}
