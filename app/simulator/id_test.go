package simulator

import (
	"net/http"
	"strings"
	"testing"
)

func TestImmutableIdSurvivesMovesAndNormalIdDoesNot(t *testing.T) {
	s := office(t)
	id := deliver(t, s, emma, "Inbox", "one")
	normal := do(t, s, "/me/messages/"+id).object(t).id()
	if len(id) != 72 || len(normal) != 140 || id == normal {
		t.Errorf("immutable id has %d letters, normal id %d; want 72 and 140", len(id), len(normal))
	}
	a := do(t, s, "/me/messages/"+normal, req{header: immutable})
	if a.object(t).id() != id || a.header.Get("Preference-Applied") != "IdType=ImmutableId" {
		t.Errorf("with the preference: id %s, applied %q", a.object(t).id(), a.header.Get("Preference-Applied"))
	}
	moved := do(t, s, "/me/messages/"+normal+"/move", req{method: http.MethodPost, body: `{"destinationId":"archive"}`})
	if moved.status != http.StatusCreated || moved.object(t).id() == normal {
		t.Errorf("move answered %d with id %s, want 201 and a new id", moved.status, moved.object(t).id())
	}
	do(t, s, "/me/messages/"+normal).wants(t, 404, "ErrorItemNotFound")
	if got := do(t, s, "/me/messages/"+id, req{header: immutable}).object(t).id(); got != id {
		t.Errorf("immutable id became %s", got)
	}
	do(t, s, "/me/mailFolders/inbox/messages/"+id).wants(t, 404, "ErrorItemNotFound")
	if a := do(t, s, "/me/mailFolders/archive/messages/"+id); a.status != 200 {
		t.Errorf("below its folder: %d", a.status)
	}
	do(t, s, "/me/messages/"+strings.ToLower(id)).wants(t, 404, "ErrorItemNotFound")
	do(t, s, "/users/"+info+"/messages/"+id).wants(t, 404, "ErrorItemNotFound")
}

func TestCopyIsAMailOfItsOwn(t *testing.T) {
	s := office(t)
	id := deliver(t, s, emma, "Inbox", "one")
	copied, err := s.Copy(emma, id, "Archive")
	must(t, err)
	if copied == id {
		t.Error("a copy has the id of its original")
	}
	a, b := do(t, s, "/me/messages/"+id).object(t), do(t, s, "/me/messages/"+copied).object(t)
	if a["internetMessageId"] != b["internetMessageId"] || a["parentFolderId"] == b["parentFolderId"] {
		t.Errorf("copy is %v, original %v", b, a)
	}
}

func TestSeveralPreferencesInOneHeaderOrMany(t *testing.T) {
	for _, h := range []http.Header{
		{"Prefer": {`IdType="ImmutableId", odata.maxpagesize=7`}},
		{"Prefer": {`odata.maxpagesize=7`, `IdType="ImmutableId"`}},
		{"Prefer": {`outlook.timezone="W. Europe, Standard", idtype=immutableid;odata.maxpagesize="7"`}},
	} {
		if p := readPrefer(h); !p.immutable || p.pageSize != 7 {
			t.Errorf("%v read as %+v", h, p)
		}
	}
	s := office(t)
	a := do(t, s, "/me/messages", req{header: []string{`Prefer: odata.maxpagesize=3, IdType="ImmutableId"`}})
	if got := a.header.Values("Preference-Applied"); len(got) != 2 {
		t.Errorf("Preference-Applied is %q, want both", got)
	}
}

func TestIdsAreTranslated(t *testing.T) {
	s := office(t)
	id := deliver(t, s, emma, "Inbox", "one")
	normal := do(t, s, "/me/messages/"+id).object(t).id()
	post := func(body string) answer {
		return do(t, s, "/me/translateExchangeIds", req{method: http.MethodPost, body: body})
	}
	p := post(`{"inputIds":["` + normal + `","rubbish"],"sourceIdType":"restId","targetIdType":"restImmutableEntryId"}`).page(t)
	if p.Value[0]["targetId"] != id || p.Value[1]["errorDetails"] == nil {
		t.Errorf("translated to %v, want %s and an error", p.Value, id)
	}
	p = post(`{"inputIds":["` + id + `"],"sourceIdType":"restImmutableEntryId","targetIdType":"restId"}`).page(t)
	if p.Value[0]["targetId"] != normal {
		t.Errorf("translated back to %v, want %s", p.Value, normal)
	}
	post(`{"inputIds":[`+strings.Repeat(`"x",`, 1000)+`"x"],"sourceIdType":"restId","targetIdType":"restId"}`).wants(t, 400, "ErrorInvalidArgument")
}

func TestDraftKeepsItsImmutableIdWhenSent(t *testing.T) {
	s := office(t)
	id, err := s.Deliver(emma, "Drafts", mime("draft"), Delivery{Draft: true})
	must(t, err)
	if m := do(t, s, "/me/messages/"+id+"?$select=isDraft").object(t); m["isDraft"] != true {
		t.Errorf("draft shows as %v", m)
	}
	_, drafts, _ := follow(t, s, "/me/mailFolders/drafts/messages/delta")
	_, sent, _ := follow(t, s, "/me/mailFolders/sentitems/messages/delta?$select=isDraft")
	appear, err := s.SendDraftLate(emma, id)
	must(t, err)
	items, _, _ := follow(t, s, drafts)
	same(t, "gone from Drafts", removedIDs(items), []string{id})
	do(t, s, "/me/messages/"+id).wants(t, 404, "ErrorItemNotFound")
	items, sent, _ = follow(t, s, sent)
	same(t, "in Sent Items before it appears", ids(items), nil)
	appear()
	items, _, _ = follow(t, s, sent)
	same(t, "in Sent Items", ids(items), []string{id})
	if items[0]["isDraft"] != false {
		t.Errorf("sent mail shows as %v", items[0])
	}
}

func TestEditedDraftIsShownAgain(t *testing.T) {
	s := office(t)
	id, err := s.Deliver(emma, "Drafts", mime("draft"), Delivery{Draft: true})
	must(t, err)
	_, link, _ := follow(t, s, "/me/mailFolders/drafts/messages/delta?$select=subject")
	must(t, s.EditDraft(emma, id, mime("better")))
	items, _, _ := follow(t, s, link)
	if len(items) != 1 || items[0]["subject"] != "better" {
		t.Errorf("after an edit delta shows %v", items)
	}
}
