package graph

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"postroom/app/fault"
	"postroom/app/mail"
)

func folderJSON(id, name, parent string, children int) string {
	return fmt.Sprintf(`{"id":%q,"displayName":%q,"parentFolderId":%q,"childFolderCount":%d,"totalItemCount":3,"unreadItemCount":1,"isHidden":false}`, id, name, parent, children)
}

// tree is a mailbox with a chain of folders below the inbox, deeper than AdminPulse's five levels.
func tree(s *service, depth int) {
	s.mux.HandleFunc("/v1.0/me/mailFolders", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("$skiptoken") == "" {
			answer(w, 200, s.fill(`{"value":[`+folderJSON("in=", "Postvak IN", "root", 1)+`],"@odata.nextLink":"{base}/me/mailFolders?$skiptoken=2"}`))
			return
		}
		answer(w, 200, `{"value":[`+folderJSON("sent", "Verzonden", "root", 0)+`,
			{"@odata.type":"#microsoft.graph.mailSearchFolder","id":"search","displayName":"Ongelezen","parentFolderId":"root","childFolderCount":0},
			{"id":"hidden","displayName":"Hidden","isHidden":true,"childFolderCount":1}]}`)
	})
	for n := range depth {
		parent, id, children := fmt.Sprintf("l%d", n-1), fmt.Sprintf("l%d", n), 1
		if n == 0 {
			parent = "in="
		}
		if n == depth-1 {
			children = 0
		}
		s.json("/v1.0/me/mailFolders/"+parent+"/childFolders", `{"value":[`+folderJSON(id, fmt.Sprintf("Level/%d", n), parent, children)+`]}`)
	}
	s.json("/v1.0/me/mailFolders/inbox", folderJSON("in=", "Postvak IN", "root", 1))
	s.json("/v1.0/me/mailFolders/sentitems", folderJSON("sent", "Verzonden", "root", 0))
	s.mux.HandleFunc("/v1.0/me/mailFolders/{name}", func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, 404, "ErrorItemNotFound", "The specified object was not found in the store.")
	})
}

func TestFoldersAreFoundAtAnyDepthAndOverPages(t *testing.T) {
	s := newService(t)
	tree(s, 30)
	m := s.mailbox(t, nil)
	folders, err := m.Folders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(folders) != 33 {
		t.Fatalf("%d folders, want 30 below the inbox and 3 at the top", len(folders))
	}
	seen := map[string]bool{}
	for _, f := range folders {
		if len(f.Path) > 1 && !seen[f.Path.Parent().String()] {
			t.Errorf("%v comes before its parent", f.Path)
		}
		seen[f.Path.String()] = true
		if f.ID == "hidden" {
			t.Error("a hidden folder is offered")
		}
	}
	last := folders[30]
	if len(last.Path) != 31 || last.Path[0] != "Postvak IN" || last.Name != "Level/29" || last.Total != 3 || last.Unread != 1 {
		t.Errorf("the deepest folder is %+v", last)
	}
	if folders[0].WellKnown != "inbox" || folders[31].WellKnown != "sentitems" || !folders[32].Search || folders[31].Search {
		t.Errorf("well-known or search folders are not marked: %+v, %+v, %+v", folders[0], folders[31], folders[32])
	}
	before := len(s.requests())
	if _, err := m.Folders(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(s.requests()) - before; n != 32 {
		t.Errorf("the second walk took %d requests, want 2 pages and 30 folders: well-known names are known already", n)
	}
	for _, r := range s.requests() {
		if strings.Contains(r.URL.RawQuery, "$skip=") {
			t.Errorf("%s computes with $skip", r.URL)
		}
	}
}

func TestFolderWalkEndsWhenFoldersGoInACircle(t *testing.T) {
	s := newService(t)
	s.json("/v1.0/me/mailFolders", `{"value":[`+folderJSON("a", "A", "root", 1)+`]}`)
	s.json("/v1.0/me/mailFolders/a/childFolders", `{"value":[`+folderJSON("b", "B", "a", 1)+`]}`)
	s.json("/v1.0/me/mailFolders/b/childFolders", `{"value":[`+folderJSON("a", "A", "b", 1)+`]}`)
	s.mux.HandleFunc("/v1.0/me/mailFolders/{name}", func(w http.ResponseWriter, _ *http.Request) { refuse(w, 404, "ErrorItemNotFound", "") })
	folders, err := s.mailbox(t, nil).Folders(t.Context())
	if err != nil || len(folders) != 2 {
		t.Fatalf("got %v, %v; want A and A/B", folders, err)
	}
}

func TestFolderWalkEndsWhenPagesGoInACircle(t *testing.T) {
	s := newService(t)
	s.json("/v1.0/me/mailFolders", `{"value":[],"@odata.nextLink":"{base}/me/mailFolders?$skiptoken=again"}`)
	s.mux.HandleFunc("/v1.0/me/mailFolders/{name}", func(w http.ResponseWriter, _ *http.Request) { refuse(w, 404, "ErrorItemNotFound", "") })
	_, err := s.mailbox(t, nil).Folders(t.Context())
	wantFault(t, err, fault.RetryLater, "bad-answer")
}

func TestFolderDeletedDuringTheWalkIsLeftEmpty(t *testing.T) {
	s := newService(t)
	s.json("/v1.0/me/mailFolders", `{"value":[`+folderJSON("a", "A", "root", 1)+`,`+folderJSON("b", "B", "root", 0)+`]}`)
	s.mux.HandleFunc("/v1.0/me/mailFolders/", func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, 404, "ErrorItemNotFound", "The specified object was not found in the store.")
	})
	folders, err := s.mailbox(t, nil).Folders(t.Context())
	if err != nil || len(folders) != 2 {
		t.Fatalf("got %v, %v; want A and B", folders, err)
	}
}

func TestFolderIDsAreEscapedInAddresses(t *testing.T) {
	s := newService(t)
	m := s.client(t, nil).Mailbox("info+shared@kantoor.example", false)
	var path string
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		path = r.URL.EscapedPath()
		answer(w, 200, folderJSON("x", "X", "root", 0))
	})
	if _, err := m.Folder(t.Context(), "AA/b?c#d+e="); err != nil {
		t.Fatal(err)
	}
	if want := "/v1.0/users/info+shared@kantoor.example/mailFolders/AA%2Fb%3Fc%23d+e="; path != want {
		t.Errorf("asked for %s, want %s", path, want)
	}
}

func TestFolderChangesListsWhatChangedAboutTheTree(t *testing.T) {
	s := newService(t)
	s.mux.HandleFunc("/v1.0/me/mailFolders/delta", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		switch {
		case q.Get("$skiptoken") == "2":
			answer(w, 200, s.fill(`{"value":[{"id":"b","displayName":"B","parentFolderId":"a"},
				{"@odata.type":"#microsoft.graph.mailSearchFolder","id":"c","displayName":"C"}],"@odata.deltaLink":"{base}/me/mailFolders/delta?$deltatoken=1"}`))
		case q.Get("$deltatoken") == "1":
			answer(w, 200, s.fill(`{"value":[],"@odata.deltaLink":"{base}/me/mailFolders/delta?$deltatoken=2"}`))
		case q.Get("$deltatoken") == "2":
			answer(w, 200, s.fill(`{"value":[{"id":"b","@removed":{"reason":"deleted"}}],"@odata.deltaLink":"{base}/me/mailFolders/delta?$deltatoken=3"}`))
		case q.Get("$deltatoken") == "3":
			refuse(w, 410, "SyncStateNotFound", "The sync state generation is not found")
		case q.Get("$select") == "id,displayName,parentFolderId":
			answer(w, 200, s.fill(`{"value":[{"id":"a","displayName":"A"}],"@odata.nextLink":"{base}/me/mailFolders/delta?$skiptoken=2"}`))
		default:
			refuse(w, 400, "BadRequest", r.URL.String())
		}
	})
	m := s.mailbox(t, nil)
	link := ""
	for round, want := range [][]mail.FolderChange{
		{{ID: "a", Name: "A"}, {ID: "b", Name: "B", ParentID: "a"}, {ID: "c", Name: "C", Search: true}},
		nil,
		{{ID: "b", Removed: true}},
	} {
		changes, next, err := m.FolderChanges(t.Context(), link)
		if err != nil || !slices.Equal(changes, want) {
			t.Fatalf("round %d: %+v, %v; want %+v", round, changes, err, want)
		}
		link = next
	}
	if _, _, err := m.FolderChanges(t.Context(), link); !errors.Is(err, mail.ErrCursorLost) {
		t.Errorf("an expired link gives %v, want a lost cursor", err)
	}
}
