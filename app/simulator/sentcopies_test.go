package simulator

import (
	"strings"
	"testing"
)

// inSent are the subjects in a mailbox's Sent Items.
func inSent(t *testing.T, s *Simulator, mailbox string) (subjects []string) {
	t.Helper()
	list, _ := control(t, s, "GET", "mailboxes/"+mailbox+"/messages?folder=sentitems", "", 200).([]any)
	for _, m := range list {
		object, _ := m.(map[string]any)
		subject, _ := object["subject"].(string)
		subjects = append(subjects, subject)
	}
	return subjects
}

func TestCopyOfASentMailLiesWhereTheSettingsPutIt(t *testing.T) {
	for _, tt := range []struct {
		settings string
		behalf   bool
		copied   bool
	}{
		{`{}`, false, false},
		{`{}`, true, false},
		{`{"as":true}`, false, true},
		{`{"as":true}`, true, false},
		{`{"behalf":true}`, false, false},
		{`{"behalf":true}`, true, true},
	} {
		s := office(t)
		control(t, s, "PUT", "mailboxes/"+info+"/sentcopies", tt.settings, 200)
		query := "?who=" + emma
		if tt.behalf {
			query += "&behalf=true"
		}
		said, _ := control(t, s, "POST", "mailboxes/"+info+"/send"+query, string(mime("one")), 200).(map[string]any)
		if got := inSent(t, s, info); (len(got) == 1) != tt.copied || said["copied"] != tt.copied {
			t.Errorf("%s, on behalf %v: the mailbox has %q and the answer is %v, want a copy: %v", tt.settings, tt.behalf, got, said, tt.copied)
		}
		if got := inSent(t, s, emma); len(got) != 1 {
			t.Errorf("%s: the sender has %q, want the mail", tt.settings, got)
		}
	}
	s := office(t)
	control(t, s, "POST", "mailboxes/"+info+"/send", string(mime("one")), 400)
	control(t, s, "POST", "mailboxes/"+info+"/send?who=ghost@kantoor.example", string(mime("one")), 404)
	control(t, s, "PUT", "mailboxes/ghost@kantoor.example/sentcopies", `{}`, 404)
}

func TestPersonalAccountHasNoMailboxesOfOthersAndNoDirectory(t *testing.T) {
	s := office(t)
	const sofie = "sofie@outlook.example"
	control(t, s, "POST", "mailboxes", `{"address":"`+sofie+`","name":"Sofie Maes","personal":true}`, 200)
	must(t, s.Grant(info, sofie))
	r := req{who: sofie}
	if a := do(t, s, "/me/mailFolders", r); a.status != 200 {
		t.Errorf("own mailbox: %d", a.status)
	}
	do(t, s, "/users/"+info+"/mailFolders", r).wants(t, 403, "ErrorAccessDenied")
	do(t, s, "/users", r).wants(t, 403, "Authorization_RequestDenied")
	do(t, s, "/users/"+emma, r).wants(t, 403, "Authorization_RequestDenied")
	if a := do(t, s, "/organization", r); a.status != 200 || len(a.page(t).Value) != 0 {
		t.Errorf("organisation of a personal account: %d %s, want none", a.status, a.body)
	}
	boxes, _ := control(t, s, "GET", "mailboxes", "", 200).([]any)
	last, _ := boxes[len(boxes)-1].(map[string]any)
	if last["personal"] != true || last["address"] != sofie {
		t.Errorf("the last mailbox is %v, want a personal one", last)
	}
}

func TestAccessToASharedMailboxIsAskedAsAnAppDoes(t *testing.T) {
	s := office(t)
	const top = "/mailFolders?$top=1&$select=id,displayName,parentFolderId,childFolderCount,totalItemCount,unreadItemCount,isHidden"
	if a := do(t, s, "/users/"+info+top); a.status != 200 {
		t.Errorf("with Full Access: %d", a.status)
	}
	do(t, s, "/users/"+info+top, req{who: jan}).wants(t, 404, "ErrorItemNotFound")
	do(t, s, "/users/ghost@kantoor.example"+top).wants(t, 404, "ErrorInvalidUser")
	control(t, s, "POST", "mailboxes", `{"address":"scanner@kantoor.example","kind":"shared","noMailbox":true}`, 200)
	do(t, s, "/users/scanner@kantoor.example"+top).wants(t, 404, "MailboxNotEnabledForRESTAPI")
	must(t, s.ShareFolder(info, "Inbox", jan))
	do(t, s, "/users/"+info+top, req{who: jan}).wants(t, 404, "ErrorItemNotFound")
	if a := do(t, s, "/users/"+info+"/mailFolders/inbox/messages?$top=10", req{who: jan}); a.status != 200 {
		t.Errorf("list of a shared folder: %d %s", a.status, strings.TrimSpace(string(a.body)))
	}
	for _, name := range []string{"syncissues", "recoverableitemsdeletions", "outbox"} {
		if a := do(t, s, "/users/"+info+"/mailFolders/"+name); a.status != 200 {
			t.Errorf("%s: %d", name, a.status)
		}
	}
}
