package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func (w *world) contact(who, properties string) string {
	w.t.Helper()
	return strings.Split(w.control("POST", "mailboxes/"+who+"/contacts", `{"properties":`+properties+`}`), `"`)[3]
}

func TestContactsAreListedShownExportedAndBecomeClients(t *testing.T) {
	w := newWorld(t)
	w.signIn("work", emma).want(0)
	w.do("people", "contacts", "--json").want(1).failure("people-off-contacts")
	w.do("people", "contacts", "everything", "--json").want(2)
	id := w.contact(emma, `{"displayName":"Jan Peeters","companyName":"Peeters BV","emailAddresses":[{"address":"jan@peeters.example"}],"mobilePhone":"+32 470 55 01 09","birthday":"1604-05-17T11:59:00Z"}`)
	w.contact(emma, `{}`)
	w.control("POST", "mailboxes/"+emma+"/contacts", `{"group":true,"properties":{"displayName":"Everybody"}}`)
	w.do("people", "on", "contacts", emma).want(0)
	type contact struct {
		ID, Name, Folder, Owner, Birthday, Account string
		Own, Visible                               bool
		Emails                                     []struct{ Address string }
	}
	var list []contact
	w.do("people", "contacts", "--query", "peeters jan", "--json").want(0).into(&list)
	if len(list) != 1 || list[0].ID != id || list[0].Name != "Jan Peeters" || list[0].Folder != "Contacts" || list[0].Owner != emma || list[0].Birthday != "--05-17" || !list[0].Own || list[0].Visible {
		t.Fatalf("found are %+v", list)
	}
	if text := w.do("people", "contacts").want(0).stdout; !strings.Contains(text, "(no name)") || !strings.Contains(text, "+32 470 55 01 09") {
		t.Errorf("for people they are printed as %q", text)
	}
	w.do("people", "contacts", "show", emma, "nobody", "--json").want(1).failure("people-contact-unknown")
	w.do("people", "contacts", "show", emma, id).want(0)
	w.do("people", "contacts", "--known", "--visible", "--json").want(0).into(&list)
	if len(list) != 1 || !list[0].Visible {
		t.Errorf("visible are %+v", list)
	}
	w.do("people", "contacts", "hide", emma, id).want(0)
	var folders []struct {
		Path            string
		Contacts, Lists int
	}
	w.do("people", "contacts", "folders", "--json").want(0).into(&folders)
	if fmt.Sprint(folders) != "[{Contacts 2 1}]" {
		t.Errorf("the folders are %v", folders)
	}
	if text := w.do("people", "contacts", "folders").want(0).stdout; !strings.Contains(text, "Distribution lists that are not read") {
		t.Errorf("nobody says that distribution lists are not read: %q", text)
	}
	file := filepath.Join(t.TempDir(), "contacts.")
	w.do("people", "contacts", "export", file+"xml", "--json").want(2)
	for kind, want := range map[string]string{"vcf": "BDAY:--0517\r\n", "csv": "jan@peeters.example"} {
		w.do("people", "contacts", "export", file+kind, "--json").want(0)
		if text, err := os.ReadFile(file + kind); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s is %q, %v", kind, text, err)
		}
	}
	w.do("people", "contacts", "photo", emma, id, file+"jpg").want(0)
	var taken struct {
		Clients []struct {
			Client struct{ Name string }
			Added  bool
		}
		Left []struct{ Why string }
	}
	w.do("people", "contacts", "clients", "--json").want(2)
	w.do("people", "contacts", "clients", "--own", "--preview", "--json").want(0).into(&taken)
	if len(taken.Clients) != 1 || taken.Clients[0].Client.Name != "Peeters BV" || !taken.Clients[0].Added || len(taken.Left) != 1 || taken.Left[0].Why != "It has no name." {
		t.Errorf("would be taken: %+v", taken)
	}
	w.do("people", "contacts", "clients", "--account", emma, "--id", id).want(0)
	var clients []struct {
		Name      string
		Addresses []string
	}
	w.do("clients", "--json").want(0).into(&clients)
	if fmt.Sprint(clients) != "[{Peeters BV [jan@peeters.example]}]" {
		t.Errorf("the clients are %v", clients)
	}
	w.do("people", "off", "contacts", emma, "--forget").want(0)
	w.do("people", "contacts", "--known", "--json").want(1).failure("people-off-contacts")
}

func TestContactSuggestsTheClientOfAMail(t *testing.T) {
	w := ready(t)
	w.do("clients", "add", "--name", "Peeters BV", "--json").want(0)
	w.contact(emma, `{"displayName":"Jan","companyName":"PEETERS b.v.","emailAddresses":[{"address":"jan@home.example"}]}`)
	w.do("people", "on", "contacts", emma).want(0)
	w.do("people", "contacts").want(0)
	w.deliver(emma, "inbox", mailFrom("Jan <jan@home.example>", "hello", "\r\nHello\r\n"))
	w.do("sync", "--once", "--json").want(0)
	by := w.slips("--state", "attention")
	w.standsAs(by, "hello", "attention", "unknown-sender", "")
	if c := by["hello"].Candidates; len(c) != 1 || c[0].Client.Name != "Peeters BV" || fmt.Sprint(c[0].Evidence) != "[jan@home.example of PEETERS b.v. is in your contacts.]" {
		t.Fatalf("suggested are %+v", c)
	}
	w.do("people", "off", "contacts", emma).want(0)
	w.do("sync", "--once", "--json").want(0)
	if c := w.slips("--state", "attention")["hello"].Candidates; len(c) != 0 {
		t.Errorf("after contacts were switched off, suggested are %+v", c)
	}
}
