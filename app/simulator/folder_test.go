package simulator

import (
	"fmt"
	"slices"
	"testing"
)

func names(items []item) []string {
	var out []string
	for _, i := range items {
		name, _ := i["displayName"].(string)
		out = append(out, name)
	}
	return out
}

func TestFolderListIsOneLevelAndPages(t *testing.T) {
	s := office(t)
	for i := range 45 {
		_, err := s.AddFolder(emma, fmt.Sprintf("Inbox/Clients/%02d/Deep/er", i))
		must(t, err)
	}
	_, err := s.AddSearchFolder(emma, "Unread", "isRead eq false", "Inbox")
	must(t, err)
	top, _, pages := follow(t, s, "/me/mailFolders")
	if len(top) != 9 || pages != 1 {
		t.Errorf("top level has %d folders %v, want the 8 standard ones and the search folder", len(top), names(top))
	}
	var inbox, searching item
	for _, f := range top {
		switch f["displayName"] {
		case "Inbox":
			inbox = f
		case "Unread":
			searching = f
		}
	}
	if searching["@odata.type"] != "#microsoft.graph.mailSearchFolder" || searching["filterQuery"] != "isRead eq false" {
		t.Errorf("search folder shows as %v", searching)
	}
	clients := do(t, s, "/me/mailFolders/"+inbox.id()+"/childFolders").page(t).Value
	if len(clients) != 1 || clients[0]["childFolderCount"] != 45.0 {
		t.Fatalf("below the Inbox: %v", clients)
	}
	all, _, pages := follow(t, s, "/me/mailFolders/"+clients[0].id()+"/childFolders")
	if len(all) != 45 || pages != 5 {
		t.Errorf("45 folders came as %d in %d pages, want 5 pages of 10", len(all), pages)
	}
	all, _, pages = follow(t, s, "/me/mailFolders('"+inbox.id()+"')/childFolders/"+clients[0].id()+"/childFolders?$top=20&$skip=5")
	if len(all) != 40 || pages != 2 {
		t.Errorf("with $top and $skip: %d in %d pages, want 40 in 2", len(all), pages)
	}
	if p := do(t, s, "/me/mailFolders?$top=3&$count=true").page(t); p.Count == nil || *p.Count != 9 || len(p.Value) != 3 {
		t.Errorf("$count and $top: %+v", p)
	}
}

func TestHiddenFoldersAreListedWhenAskedFor(t *testing.T) {
	s := office(t)
	_, err := s.AddHiddenFolder(emma, "Inbox/Secret")
	must(t, err)
	visible, _, _ := follow(t, s, "/me/mailFolders")
	all, _, _ := follow(t, s, "/me/mailFolders?includeHiddenFolders=true")
	if slices.Contains(names(visible), "Clutter") || !slices.Contains(names(all), "Clutter") {
		t.Errorf("visible %v, all %v", names(visible), names(all))
	}
	if below := do(t, s, "/me/mailFolders/inbox/childFolders").page(t).Value; len(below) != 0 {
		t.Errorf("hidden subfolder is listed: %v", below)
	}
	below := do(t, s, "/me/mailFolders/inbox/childFolders?includeHiddenFolders=true").page(t).Value
	if len(below) != 1 || below[0]["isHidden"] != true {
		t.Errorf("hidden subfolder is not listed: %v", below)
	}
}

func TestWellKnownNamesWorkInEveryLanguage(t *testing.T) {
	s := office(t)
	for _, name := range []string{
		"archive", "clutter", "conflicts", "conversationhistory", "deleteditems", "drafts", "inbox", "junkemail", "localfailures", "msgfolderroot",
		"outbox", "recoverableitemsdeletions", "searchfolders", "sentitems", "serverfailures", "syncissues",
	} {
		if a := do(t, s, "/me/mailFolders/"+name, req{who: jan}); a.status != 200 {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if got := do(t, s, "/me/mailFolders('Inbox')", req{who: jan}).object(t)["displayName"]; got != "Postvak IN" {
		t.Errorf("the Dutch Inbox is called %v", got)
	}
	if _, err := s.Deliver(jan, "inbox", mime("x"), Delivery{}); err != nil {
		t.Errorf("delivering to a folder by its well-known name: %v", err)
	}
}

func TestFolderCountsFollowTheMail(t *testing.T) {
	s := office(t)
	a, b := deliver(t, s, emma, "Inbox", "a"), deliver(t, s, emma, "Inbox", "b")
	must(t, s.AddGenerated(emma, "Inbox", 10, nil))
	counts := func(name string) string {
		f := do(t, s, "/me/mailFolders/"+name).object(t)
		return fmt.Sprint(f["totalItemCount"], " ", f["unreadItemCount"])
	}
	must(t, s.SetRead(emma, a, true))
	if got := counts("inbox"); got != "12 1" {
		t.Errorf("counts are %s, want 12 1", got)
	}
	must(t, s.Move(emma, b, "Archive"))
	if got := counts("inbox") + " " + counts("archive"); got != "11 0 1 1" {
		t.Errorf("counts after a move are %s, want 11 0 1 1", got)
	}
}

func TestFolderDeltaTellsOfTheWholeTreeAndItsChanges(t *testing.T) {
	s := office(t)
	_, err := s.AddFolder(emma, `Inbox/A\/B/Deep`)
	must(t, err)
	_, err = s.AddFolder(emma, "Projects")
	must(t, err)
	items, link, pages := follow(t, s, "/me/mailFolders/delta")
	if !slices.Contains(names(items), "Deep") || !slices.Contains(names(items), "A/B") || pages < 2 || slices.Contains(names(items), "Clutter") {
		t.Errorf("first round: %v in %d pages", names(items), pages)
	}
	if items, _, _ := follow(t, s, "/me/mailFolders/delta?includeHiddenFolders=true"); !slices.Contains(names(items), "Clutter") {
		t.Errorf("hidden folders are not among %v", names(items))
	}
	if items, link, _ = follow(t, s, link); len(items) != 0 {
		t.Errorf("nothing happened, but %v", names(items))
	}
	deliver(t, s, emma, "Inbox", "mail is no change of a folder")
	must(t, s.RenameFolder(emma, `Inbox/A\/B`, "C"))
	must(t, s.MoveFolder(emma, "Inbox/C/Deep", "archive"))
	items, link, _ = follow(t, s, link)
	got := names(items)
	slices.Sort(got)
	if fmt.Sprint(got) != "[Archive C Deep]" {
		t.Errorf("after a rename and a move: %v", got)
	}
	must(t, s.DeleteFolder(emma, "Inbox/C", true))
	items, link, _ = follow(t, s, link)
	if len(removedIDs(items)) != 1 {
		t.Errorf("after a deletion: %v", items)
	}
	must(t, s.DeleteFolder(emma, "Archive/Deep", false))
	items, link, _ = follow(t, s, link)
	if !slices.Contains(names(items), "Deep") || len(removedIDs(items)) != 0 {
		t.Errorf("a folder in Deleted Items is still one: %v", items)
	}
	must(t, s.EvictTokens(emma, ""))
	do(t, s, link).wants(t, 410, "SyncStateNotFound")
}

func TestDeletedFolderIsNotFound(t *testing.T) {
	s := office(t)
	id, err := s.AddFolder(emma, "Inbox/Gone")
	must(t, err)
	mail := deliver(t, s, emma, "Inbox/Gone", "x")
	_, link, _ := follow(t, s, "/me/mailFolders/"+id+"/messages/delta")
	must(t, s.DeleteFolder(emma, "Inbox/Gone", true))
	do(t, s, link).wants(t, 404, "ErrorSyncFolderNotFound")
	do(t, s, "/me/mailFolders/"+id+"/messages").wants(t, 404, "ErrorItemNotFound")
	do(t, s, "/me/messages/"+mail).wants(t, 404, "ErrorItemNotFound")
}

func TestImpossibleFolderChangesAreRefused(t *testing.T) {
	s := office(t)
	_, err := s.AddFolder(emma, "A/B")
	must(t, err)
	for what, err := range map[string]error{
		"into itself":      s.MoveFolder(emma, "A", "A/B"),
		"standard folder":  s.DeleteFolder(emma, "Inbox", true),
		"name taken":       s.RenameFolder(emma, "A", "Inbox"),
		"no such folder":   s.RenameFolder(emma, "Nowhere", "X"),
		"no such mailbox":  s.RenameFolder("ghost@kantoor.example", "A", "X"),
		"the root":         s.RenameFolder(emma, "msgfolderroot", "X"),
		"mail to nowhere":  s.Move(emma, "rubbish", "A"),
		"user added twice": func() error { _, err := s.AddUser(User{Address: emma}); return err }(),
	} {
		if err == nil {
			t.Errorf("%s: went through", what)
		}
	}
}
