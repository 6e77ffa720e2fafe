package graph

// The known traps of Microsoft Graph and its SDK, one test each, by number. 11 to 13 are about signing in and are tested
// in package signin; 16 is about build times.

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/mail"
)

// walkAll makes every kind of request that brings message ids, links included.
func walkAll(t *testing.T, s *service) {
	t.Helper()
	const items = `"value":[{"id":"m1","receivedDateTime":"2026-11-22T09:15:00Z","isDraft":false,"parentFolderId":"f"}]`
	s.mux.HandleFunc("/v1.0/me/mailFolders/f/messages/delta", func(w http.ResponseWriter, r *http.Request) {
		switch q := r.URL.Query(); {
		case q.Get("$skiptoken") != "":
			answer(w, 200, s.fill(`{`+items+`,"@odata.deltaLink":"{base}/me/mailFolders/f/messages/delta?$deltatoken=1"}`))
		case q.Get("$deltatoken") != "":
			answer(w, 200, s.fill(`{`+items+`,"@odata.deltaLink":"{base}/me/mailFolders/f/messages/delta?$deltatoken=2"}`))
		default:
			answer(w, 200, s.fill(`{`+items+`,"@odata.nextLink":"{base}/me/mailFolders/f/messages/delta?$skiptoken=1"}`))
		}
	})
	s.mux.HandleFunc("/v1.0/me/mailFolders/f/messages", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("$skiptoken") == "" {
			answer(w, 200, s.fill(`{`+items+`,"@odata.nextLink":"{base}/me/mailFolders/f/messages?$skiptoken=1"}`))
			return
		}
		answer(w, 200, `{`+items+`}`)
	})
	s.json("/v1.0/me/messages/m1", `{"id":"m1","isDraft":true}`)
	s.mux.HandleFunc("/v1.0/me/messages/m1/$value", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, "Subject: x\r\n\r\n")
	})
	m := s.mailbox(t, nil)
	for name, list := range map[string]func(link string) (mail.Page, error){
		"changes":  func(link string) (mail.Page, error) { return m.Changes(t.Context(), "f", link) },
		"messages": func(link string) (mail.Page, error) { return m.Messages(t.Context(), "f", link) },
	} {
		first, err := list("")
		if err != nil || first.Next == "" || first.Delta != "" || ids(first) != "m1" {
			t.Fatalf("%s: first page %+v, %v", name, first, err)
		}
		second, err := list(first.Next)
		if err != nil || second.Next != "" || (second.Delta == "") != (name == "messages") {
			t.Fatalf("%s: second page %+v, %v", name, second, err)
		}
		if second.Delta != "" {
			if _, err := list(second.Delta); err != nil {
				t.Fatal(err)
			}
		}
	}
	if item, err := m.Message(t.Context(), "m1"); err != nil || item.Draft != mail.Yes || !item.Received.IsZero() {
		t.Fatalf("message is %+v, %v", item, err)
	}
	body, err := m.MIME(t.Context(), "m1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(body); err != nil {
		t.Fatal(err)
	}
	if err := body.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestTrap01EveryPageAndEveryLinkAsksForImmutableIDs(t *testing.T) {
	s := newService(t)
	walkAll(t, s)
	requests := s.requests()
	if len(requests) != 7 {
		t.Fatalf("%d requests, want 7", len(requests))
	}
	for _, r := range requests {
		if prefer := r.Header.Values("Prefer"); !slices.Contains(prefer, `IdType="ImmutableId"`) {
			t.Errorf("%s asks for ordinary ids: Prefer is %q", r.URL, prefer)
		}
	}
}

func TestTrap02ABaselineIsAWholeWalkNotATokenCalledLatest(t *testing.T) {
	s := newService(t)
	walkAll(t, s)
	for _, r := range s.requests() {
		if strings.Contains(strings.ToLower(r.URL.RawQuery), "latest") {
			t.Errorf("%s asks for a token of now, which messages do not have", r.URL)
		}
	}
}

func TestTrap03NothingIsFilteredByDateOrKindOfChange(t *testing.T) {
	s := newService(t)
	walkAll(t, s)
	for _, r := range s.requests() {
		for _, option := range []string{"filter", "changetype", "orderby"} {
			if strings.Contains(strings.ToLower(r.URL.RawQuery), option) {
				t.Errorf("%s hides old mail that is moved in: %s", r.URL, option)
			}
		}
	}
}

func TestTrap04PagesAreSizedByPreferenceNotByTop(t *testing.T) {
	s := newService(t)
	walkAll(t, s)
	for _, r := range s.requests() {
		if strings.Contains(r.URL.RawQuery, "top=") {
			t.Errorf("%s limits the whole round", r.URL)
		}
		if list := strings.Contains(r.URL.Path, "mailFolders"); list != slices.Contains(r.Header.Values("Prefer"), "odata.maxpagesize=500") {
			t.Errorf("%s: Prefer is %q, page size wanted %v", r.URL, r.Header.Values("Prefer"), list)
		}
	}
}

func TestTrap05PartialItemsLeaveOutWhatTheServiceLeftOut(t *testing.T) {
	s := newService(t)
	s.json("/v1.0/me/mailFolders/f/messages/delta", `{"@odata.context":"x","value":[
		{"@odata.type":"#microsoft.graph.message","id":"flag","isRead":true,"parentFolderId":"f"},
		{"id":"gone","@removed":{"reason":"deleted"}},
		{"id":"changed","@removed":{"reason":"changed"}},
		{"@odata.type":"#microsoft.graph.eventMessageRequest","@odata.etag":"W/\"1\"","id":"meeting","receivedDateTime":"2026-11-22T10:15:00+01:00","isDraft":true},
		{"@odata.type":"#microsoft.graph.somethingNew","id":"odd","receivedDateTime":17,"isDraft":"false","parentFolderId":null,"new":{"deep":[1,2,{}]}},
		{"id":"epoch","receivedDateTime":"0001-01-01T00:00:00Z","@removed":null}
	],"@odata.deltaLink":"{base}/me/mailFolders/f/messages/delta?$deltatoken=1"}`)
	page, err := s.mailbox(t, nil).Changes(t.Context(), "f", "")
	if err != nil {
		t.Fatal(err)
	}
	want := []mail.Item{
		{ID: "flag", Parent: "f"},
		{ID: "gone", Removed: true},
		{ID: "changed", Removed: true},
		{ID: "meeting", Received: time.Date(2026, 11, 22, 9, 15, 0, 0, time.UTC), Draft: mail.Yes},
		{ID: "odd", Draft: mail.No},
		{ID: "epoch"},
	}
	if !slices.Equal(page.Items, want) {
		t.Errorf("items are\n%+v, want\n%+v", page.Items, want)
	}
	if page.Date.IsZero() || time.Since(page.Date).Abs() > time.Hour {
		t.Errorf("the service's clock says %v", page.Date)
	}
}

func TestTrap06AFullMailboxIsListedSinceItsChangesCantBeTracked(t *testing.T) {
	s := newService(t)
	s.mux.HandleFunc("/v1.0/me/mailFolders/f/messages/delta", func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, 403, "ErrorQuotaExceeded", "")
	})
	s.json("/v1.0/me/mailFolders/f/messages", `{"value":[{"id":"m1"}]}`)
	m := s.mailbox(t, nil)
	if _, err := m.Changes(t.Context(), "f", ""); !errors.Is(err, mail.ErrDeltaUnavailable) {
		t.Errorf("changes: %v, want that tracking is unavailable", err)
	}
	if page, err := m.Messages(t.Context(), "f", ""); err != nil || ids(page) != "m1" {
		t.Errorf("messages: %v, %v; want m1", page, err)
	}
}

func TestTrap07ALongRetryAfterIsWaitedForInTheSDKToo(t *testing.T) {
	s, clock := newService(t), newLeap()
	n := 0
	s.mux.HandleFunc("/v1.0/me", func(w http.ResponseWriter, _ *http.Request) {
		if n++; n == 1 {
			w.Header().Set("Retry-After", "130")
			refuse(w, 429, "TooManyRequests", "Please retry again later.")
			return
		}
		answer(w, 200, `{"id":"1","displayName":"Emma"}`)
	})
	me, err := s.client(t, clock.patient).Me(t.Context())
	if err != nil || me.Name != "Emma" || !slices.Equal(clock.waits(), []time.Duration{130 * time.Second}) {
		t.Errorf("got %+v, %v after %v; want Emma after 130 s", me, err, clock.waits())
	}
}

func TestTrap08FractionsAndFaultsThatTheSDKGivesUpOnAreTriedAgain(t *testing.T) {
	s, clock := newService(t), newLeap()
	n := 0
	s.mux.HandleFunc("/v1.0/me", func(w http.ResponseWriter, _ *http.Request) {
		switch n++; n {
		case 1:
			w.Header().Set("Retry-After", "2.9")
			refuse(w, 503, "serviceNotAvailable", "")
		case 2:
			refuse(w, 509, "bandwidth", "")
		case 3:
			w.WriteHeader(502)
		case 4:
			panic(http.ErrAbortHandler) // the connection breaks
		default:
			answer(w, 200, `{"id":"1"}`)
		}
	})
	if _, err := s.client(t, clock.patient).Me(t.Context()); err != nil || n != 5 {
		t.Fatalf("%v after %d requests, want the fifth answer", err, n)
	}
	// A kept connection that breaks before an answer is replaced by net/http itself, without a wait.
	if waits := clock.waits(); len(waits) < 3 || waits[0] != 2900*time.Millisecond {
		t.Errorf("waited %v, want 2.9 s first and for each fault after it", waits)
	}
}

func TestTrap09AnErrorThatIsNotJSONKeepsItsStatusInTheSDKToo(t *testing.T) {
	s, clock := newService(t), newLeap()
	s.mux.HandleFunc("/v1.0/me", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(502)
		_, _ = io.WriteString(w, "<html>secret page</html>")
	})
	_, err := s.client(t, clock.patient).Me(t.Context())
	wantFault(t, err, fault.RetryLater, "bad-answer")
	if text := err.Error(); !strings.Contains(text, "HTTP 502, text/html") || strings.Contains(text, "secret") || strings.Contains(text, s.URL) {
		t.Errorf("the error is %q, want status and type, neither body nor address", text)
	}
}

func TestTrap10EveryRequestIsSignedInWhateverTheHost(t *testing.T) {
	s := newService(t)
	walkAll(t, s)
	s.json("/v1.0/me", `{"id":"1"}`)
	if _, err := s.client(t, nil).Me(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, r := range s.requests() {
		if r.Header.Get("Authorization") != "Bearer example-token-1" {
			t.Errorf("%s is not signed in: %q", r.URL, r.Header.Get("Authorization"))
		}
	}
}

func TestTrap14AMissingDirectoryPermissionLeavesTheMailboxAlone(t *testing.T) {
	s := newService(t)
	walkAll(t, s)
	s.mux.HandleFunc("/v1.0/organization", func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, 403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
	})
	c := s.client(t, nil)
	_, err := c.Organization(t.Context())
	wantFault(t, err, fault.FixSetting, "Authorization_RequestDenied")
	if _, err := c.Mailbox("emma@kantoor.example", true).Messages(t.Context(), "f", ""); err != nil {
		t.Errorf("the mailbox can't be read any more: %v", err)
	}
	for _, r := range s.requests() {
		if strings.Contains(r.URL.Path, "users/delta") {
			t.Errorf("%s needs an administrator's consent", r.URL)
		}
	}
}

func TestTrap15PicturesOfASharedMailboxWithoutRights(t *testing.T) {
	const shared = "/v1.0/users/info@kantoor.example"
	for _, tt := range []struct {
		status        int
		code, message string
		want          string
	}{
		{403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.", "ErrorAccessDenied"},
		{403, "ErrorAccessDenied", "Access to OData is disabled.", "mailbox-not-released"},
		{404, "ErrorItemNotFound", "The specified object was not found in the store.", "mailbox-no-access"},
		{404, "ErrorItemNotFound", "Default folder Root not found.", "mailbox-no-access"},
		{404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise.", "MailboxNotEnabledForRESTAPI"},
		{404, "ErrorInvalidUser", "The requested user is invalid.", "ErrorInvalidUser"},
	} {
		s := newService(t)
		s.mux.HandleFunc(shared+"/", func(w http.ResponseWriter, _ *http.Request) { refuse(w, tt.status, tt.code, tt.message) })
		m := s.client(t, nil).Mailbox("info@kantoor.example", false)
		_, err := m.Folders(t.Context())
		wantFault(t, err, fault.FixSetting, tt.want)
		_, err = m.Settings(t.Context())
		wantFault(t, err, fault.FixSetting, tt.want)
		if errors.Is(err, mail.ErrNotFound) {
			t.Errorf("%s: a mailbox without rights is taken for a deleted one", tt.code)
		}
	}
}

func TestTrap15AFolderSharedAloneIsListedSinceItsChangesCantBeTracked(t *testing.T) {
	const shared = "/v1.0/users/info@kantoor.example/mailFolders/"
	s := newService(t)
	notFound := func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, 404, "ErrorItemNotFound", "The specified object was not found in the store.")
	}
	s.mux.HandleFunc(shared+"f/messages/delta", notFound)
	s.mux.HandleFunc(shared+"gone/", notFound)
	s.mux.HandleFunc(shared+"gone", notFound)
	s.json(shared+"f", folderJSON("f", "Shared", "root", 0))
	m := s.client(t, nil).Mailbox("info@kantoor.example", false)
	if _, err := m.Changes(t.Context(), "f", ""); !errors.Is(err, mail.ErrDeltaUnavailable) || errors.Is(err, mail.ErrNotFound) {
		t.Errorf("shared folder: %v, want that tracking is unavailable", err)
	}
	if _, err := m.Changes(t.Context(), "gone", ""); !errors.Is(err, mail.ErrNotFound) || errors.Is(err, mail.ErrDeltaUnavailable) {
		t.Errorf("deleted folder: %v, want not found", err)
	}
}
