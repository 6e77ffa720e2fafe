package simulator

import (
	"bytes"
	"fmt"
	"testing"
	"time"
)

func TestListOfMessagesIsFilteredSortedAndPaged(t *testing.T) {
	s := office(t)
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 30 {
		_, err := s.Deliver(emma, "Inbox", mime(fmt.Sprintf("mail %02d", i)), Delivery{Received: start.Add(time.Duration(i) * time.Hour), Read: i%2 == 0})
		must(t, err)
	}
	deliver(t, s, emma, "Archive", "archived")
	const inbox = "/me/mailFolders/inbox/messages"
	for _, tt := range []struct {
		url         string
		want, pages int
		first       string
	}{
		{inbox + "?$select=subject", 30, 3, "mail 29"},
		{inbox + "?$select=subject&$top=20", 30, 2, "mail 29"},
		{inbox + "?$orderby=receivedDateTime asc&$select=subject&$top=100", 30, 1, "mail 00"},
		{inbox + "?$orderby=receivedDateTime&$select=subject&$skip=28", 2, 1, "mail 28"},
		{inbox + "?$filter=receivedDateTime ge 2026-01-01T20:00:00Z&$select=subject", 10, 1, "mail 29"},
		{inbox + "?$filter=receivedDateTime lt 2026-01-01T20:00:00Z and isRead eq true&$orderby=receivedDateTime asc&$select=subject", 10, 1, "mail 00"},
		{inbox + "?$filter=subject eq 'mail 07'&$select=subject", 1, 1, "mail 07"},
		{inbox + "?$filter=internetMessageId eq '<mail.08@client.example>'&$select=subject", 1, 1, "mail 08"},
		{inbox + "?$orderby=subject&$select=subject&$top=100", 30, 1, "mail 00"},
		{"/me/messages?$select=subject&$top=100", 31, 1, "archived"},
	} {
		items, _, pages := follow(t, s, tt.url)
		if len(items) != tt.want || pages != tt.pages || items[0]["subject"] != tt.first {
			t.Errorf("%s: %d in %d pages, first %v; want %d in %d, %s", tt.url, len(items), pages, items[0]["subject"], tt.want, tt.pages, tt.first)
		}
	}
	do(t, s, inbox+"?$filter=isRead eq true&$orderby=receivedDateTime desc").wants(t, 400, "InefficientFilter")
	do(t, s, inbox+"?$filter=nonsense").wants(t, 400, "ErrorInvalidUrlQueryFilter")
	do(t, s, inbox+"?$select=nonsense").wants(t, 400, "RequestBroker--ParseUri")
	if p := do(t, s, inbox+"?$count=true&$select=id").page(t); p.Count == nil || *p.Count != 30 {
		t.Errorf("$count is %v, want 30", p.Count)
	}
}

func TestMessageIsShownWithWhatIsSelected(t *testing.T) {
	s := office(t)
	id := deliver(t, s, emma, "Inbox", "a \"quoted\"\tsubject")
	full := do(t, s, "/me/messages/"+id).object(t)
	if full["sender"] == nil || full["body"] == nil || full["sentDateTime"] != "2026-11-02T08:15:00Z" {
		t.Errorf("message without $select: %v", full)
	}
	some := do(t, s, "/me/messages/"+id+"?$select=isRead, internetMessageHeaders").object(t)
	if len(some) != 5 || some["internetMessageHeaders"] == nil {
		t.Errorf("$select shows %v, want context, etag, id, isRead and headers", some)
	}
	text := do(t, s, "/me/messages/"+id+"?$select=body", req{header: []string{`Prefer: outlook.body-content-type="text"`}})
	body, _ := text.object(t)["body"].(map[string]any)
	if body["contentType"] != "text" || text.header.Get("Preference-Applied") != `outlook.body-content-type="text"` {
		t.Errorf("body as text: %v", body)
	}
}

func TestMIMEVariesOnlyWhenAskedTo(t *testing.T) {
	s := office(t)
	id := deliver(t, s, emma, "Inbox", "one")
	get := func() []byte { return do(t, s, "/me/messages/"+id+"/$value").body }
	if a, b := get(), get(); !bytes.Equal(a, b) || !bytes.Equal(a, mime("one")) {
		t.Error("two downloads differ, or from what was delivered")
	}
	s.SetBehaviour(Behaviour{MIMEVaries: true})
	a, b := get(), get()
	if bytes.Equal(a, b) || !bytes.HasSuffix(a, mime("one")) {
		t.Errorf("two downloads are equal: %q", a)
	}
}

func TestETagAndChangeKeyChangeWithTheMessage(t *testing.T) {
	s := office(t)
	id := deliver(t, s, emma, "Inbox", "one")
	before := do(t, s, "/me/messages/"+id).object(t)
	must(t, s.SetRead(emma, id, true))
	must(t, s.SetFlag(emma, id, true))
	after := do(t, s, "/me/messages/"+id).object(t)
	if before["changeKey"] == after["changeKey"] || before["@odata.etag"] == after["@odata.etag"] {
		t.Error("changeKey or etag stayed after a change")
	}
	if flag, _ := after["flag"].(map[string]any); flag["flagStatus"] != "flagged" {
		t.Errorf("flag is %v", after["flag"])
	}
}
