package simulator

import "testing"

func TestSharedMailboxShowsItsPictures(t *testing.T) {
	s := office(t)
	id := deliver(t, s, info, "Inbox", "one")
	const box = "/users/" + info
	if a := do(t, s, box+"/messages/"+id); a.status != 200 {
		t.Errorf("with Full Access: %d", a.status)
	}
	do(t, s, box+"/mailFolders", req{who: jan}).wants(t, 404, "ErrorItemNotFound")
	do(t, s, box+"/mailFolders", req{who: emma + ";scopes=Mail.Read User.Read"}).wants(t, 403, "ErrorAccessDenied")
	if a := do(t, s, box+"/mailFolders", req{who: emma + ";scopes=Mail.Read.Shared"}); a.status != 200 {
		t.Errorf("with Mail.Read.Shared: %d", a.status)
	}
	must(t, s.Revoke(info, emma))
	do(t, s, box+"/messages").wants(t, 404, "ErrorItemNotFound")
	must(t, s.Grant(info, jan))
	if a := do(t, s, box+"/messages", req{who: jan}); a.status != 200 {
		t.Errorf("after a grant: %d", a.status)
	}
}

func TestFolderSharingGivesTheListButNoDelta(t *testing.T) {
	s := office(t)
	id := deliver(t, s, info, "Inbox", "one")
	must(t, s.ShareFolder(info, "Inbox", jan))
	r := req{who: jan}
	if a := do(t, s, "/users/"+info+"/mailFolders/inbox/messages/"+id+"/$value", r); a.status != 200 {
		t.Errorf("a mail of the shared folder: %d", a.status)
	}
	if a := do(t, s, "/users/"+info+"/mailFolders('Inbox')/messages", r); a.status != 200 || len(a.page(t).Value) != 1 {
		t.Errorf("list of the shared folder: %d", a.status)
	}
	do(t, s, "/users/"+info+"/mailFolders('Inbox')/messages/delta", r).wants(t, 404, "ErrorItemNotFound")
	do(t, s, "/users/"+info+"/mailFolders('archive')/messages", r).wants(t, 404, "ErrorItemNotFound")
	do(t, s, "/users/"+info+"/messages", r).wants(t, 404, "ErrorItemNotFound")
}

func TestApplicationOpensEveryMailboxUnlessThePolicyForbids(t *testing.T) {
	s := office(t)
	app := req{who: "app:daemon-example"}
	for _, box := range []string{emma, jan, info} {
		if a := do(t, s, "/users/"+box+"/mailFolders", app); a.status != 200 {
			t.Errorf("%s: %d", box, a.status)
		}
	}
	must(t, s.SetFault("accesspolicy", "on,mailbox="+jan))
	do(t, s, "/users/"+jan+"/mailFolders", app).wants(t, 403, "ErrorAccessDenied")
	if a := do(t, s, "/users/"+emma+"/mailFolders", app); a.status != 200 {
		t.Errorf("a mailbox that the policy allows: %d", a.status)
	}
}
