package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

const inboxDelta = "/me/mailFolders/inbox/messages/delta"

func TestDeltaShowsWhatLiesInTheFolderAndThenWhatChanged(t *testing.T) {
	s := office(t)
	var want []string
	for i := range 25 {
		want = append(want, deliver(t, s, emma, "Inbox", fmt.Sprint("mail ", i)))
	}
	deliver(t, s, emma, "Archive", "elsewhere")
	items, link, pages := follow(t, s, inboxDelta+"?$select=id,isDraft,receivedDateTime,parentFolderId")
	same(t, "first round", ids(items), want)
	if pages != 3 || len(items) != 25 {
		t.Errorf("25 mails came as %d items in %d pages, want 25 in 3", len(items), pages)
	}
	for name := range items[0] {
		if !slices.Contains([]string{"@odata.type", "@odata.etag", "id", "isDraft", "receivedDateTime", "parentFolderId"}, name) {
			t.Errorf("item has %s, which was not selected", name)
		}
	}

	items, link, _ = follow(t, s, link)
	if len(items) != 0 {
		t.Errorf("a round in which nothing happened brought %d items", len(items))
	}

	fresh := deliver(t, s, emma, "Inbox", "fresh")
	must(t, s.Move(emma, want[3], "Archive"))
	must(t, s.DeleteMessage(emma, want[4], true))
	must(t, s.SetRead(emma, want[5], true)) // not selected: not shown
	items, link, _ = follow(t, s, link)
	same(t, "added in second round", ids(items), []string{fresh})
	same(t, "removed in second round", removedIDs(items), []string{want[3], want[4]})

	must(t, s.Move(emma, want[3], "Inbox"))
	items, _, _ = follow(t, s, link)
	same(t, "came back", ids(items), []string{want[3]})
}

func TestMailMovedAwayAndBackBetweenTwoRoundsIsNotRemoved(t *testing.T) {
	s := office(t)
	id := deliver(t, s, emma, "Inbox", "one")
	_, link, _ := follow(t, s, inboxDelta)
	must(t, s.Move(emma, id, "Archive"))
	must(t, s.Move(emma, id, "Inbox"))
	items, _, _ := follow(t, s, link)
	same(t, "shown", ids(items), []string{id})
	same(t, "removed", removedIDs(items), nil)
}

func TestLossOfReturnedMailIsPlayed(t *testing.T) {
	s := office(t)
	s.SetBehaviour(Behaviour{LoseReturned: true})
	id := deliver(t, s, emma, "Inbox", "one")
	_, link, _ := follow(t, s, inboxDelta)
	must(t, s.Move(emma, id, "Archive"))
	must(t, s.Move(emma, id, "Inbox"))
	items, link, _ := follow(t, s, link)
	same(t, "removed", removedIDs(items), []string{id})
	same(t, "shown", ids(items), nil)
	items, _, _ = follow(t, s, link)
	if len(items) > 0 {
		t.Errorf("delta tells of the lost mail again: %v", items)
	}
	items, _, _ = follow(t, s, inboxDelta)
	same(t, "first round afresh", ids(items), nil)
	list, _, _ := follow(t, s, "/me/mailFolders/inbox/messages")
	same(t, "plain list", ids(list), []string{id})
}

func TestPageSizeIsAskedForInEveryRequest(t *testing.T) {
	s := office(t)
	for i := range 40 {
		deliver(t, s, emma, "Inbox", fmt.Sprint(i))
	}
	a := do(t, s, inboxDelta, req{header: []string{"Prefer: odata.maxpagesize=20"}})
	p := a.page(t)
	if len(p.Value) != 20 || a.header.Get("Preference-Applied") != "odata.maxpagesize=20" {
		t.Errorf("page of %d, applied %q", len(p.Value), a.header.Get("Preference-Applied"))
	}
	if p = do(t, s, p.Next).page(t); len(p.Value) != 10 {
		t.Errorf("without the preference a page has %d, want 10", len(p.Value))
	}
	if p = do(t, s, p.Next, req{header: []string{"Prefer: odata.maxpagesize=5"}}).page(t); len(p.Value) != 5 {
		t.Errorf("page of %d, want 5", len(p.Value))
	}
}

func TestTopEndsTheRound(t *testing.T) {
	s := office(t)
	for i := range 15 {
		deliver(t, s, emma, "Inbox", fmt.Sprint(i))
	}
	items, link, _ := follow(t, s, inboxDelta+"?$top=2")
	if len(items) != 2 || link == "" {
		t.Errorf("$top=2 brought %d of 15 and link %q, want 2 and the end of the round", len(items), link)
	}
}

func TestFilterHidesOldMailThatIsMovedInAndCapsTheRound(t *testing.T) {
	s := office(t, func(o *Options) { o.NoRateLimit = true })
	old, err := s.Deliver(emma, "Archive", mime("old"), Delivery{Received: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)})
	must(t, err)
	must(t, s.AddGenerated(emma, "Inbox", 6000, nil))
	items, link, _ := follow(t, s, inboxDelta+"?$select=id&$filter=receivedDateTime ge 2021-01-01T00:00:00Z", req{header: []string{"Prefer: odata.maxpagesize=1000"}})
	if len(ids(items)) != 5000 {
		t.Errorf("a filtered round showed %d of 6,000, want 5,000", len(ids(items)))
	}
	must(t, s.Move(emma, old, "Inbox"))
	fresh := deliver(t, s, emma, "Inbox", "fresh")
	items, _, _ = follow(t, s, link)
	same(t, "second filtered round", ids(items), []string{fresh})
	do(t, s, inboxDelta+"?$filter=isRead eq true").wants(t, 400, "ErrorInvalidUrlQueryFilter")
	do(t, s, inboxDelta+"?$orderby=subject").wants(t, 400, "ErrorInvalidUrlQuery")
	do(t, s, inboxDelta+"?$search=x").wants(t, 400, "ErrorInvalidUrlQuery")
	do(t, s, inboxDelta+"?$select=id,@removed").wants(t, 400, "RequestBroker--ParseUri")
}

func TestLatestIsIgnored(t *testing.T) {
	s := office(t)
	id := deliver(t, s, emma, "Inbox", "one")
	items, _, _ := follow(t, s, inboxDelta+"?$deltatoken=latest")
	same(t, "round from latest", ids(items), []string{id})
}

func TestThereIsNoDeltaForTheWholeMailbox(t *testing.T) {
	s := office(t)
	do(t, s, "/me/messages/delta").wants(t, 400, "BadRequest")
}

func TestChangeTypeLimitsLaterRounds(t *testing.T) {
	for kind, want := range map[string][3]int{"created": {1, 0, 0}, "updated": {0, 1, 0}, "deleted": {0, 0, 1}} {
		s := office(t)
		a, b := deliver(t, s, emma, "Inbox", "a"), deliver(t, s, emma, "Inbox", "b")
		items, link, _ := follow(t, s, inboxDelta+"?changeType="+kind+"&$select=subject,isRead")
		if len(items) != 2 {
			t.Errorf("%s: the first round shows %d, want both", kind, len(items))
		}
		c := deliver(t, s, emma, "Inbox", "c")
		must(t, s.SetRead(emma, a, true))
		must(t, s.DeleteMessage(emma, b, false))
		items, _, _ = follow(t, s, link)
		var got [3]int
		for _, i := range items {
			switch {
			case i.removed():
				got[2]++
			case i.id() == c:
				got[0]++
			default:
				got[1]++
			}
		}
		if got != want {
			t.Errorf("%s: created, updated, deleted %v, want %v", kind, got, want)
		}
	}
}

func TestFlagChangeIsShownOnlyWhenSelectedAndMayBePartial(t *testing.T) {
	s := office(t)
	id := deliver(t, s, emma, "Inbox", "one")
	_, without, _ := follow(t, s, inboxDelta+"?$select=subject")
	_, with, _ := follow(t, s, inboxDelta+"?$select=subject,isRead")
	must(t, s.SetRead(emma, id, true))
	if items, _, _ := follow(t, s, without); len(items) != 0 {
		t.Errorf("isRead is not selected, yet its change is shown: %v", items)
	}
	items, _, _ := follow(t, s, with)
	if len(items) != 1 || items[0]["subject"] != "one" || items[0]["isRead"] != true {
		t.Errorf("change of isRead came as %v", items)
	}
	s.SetBehaviour(Behaviour{Partial: true})
	items, _, _ = follow(t, s, with)
	if len(items) != 1 || len(items[0]) != 4 || items[0]["isRead"] != true || items[0]["parentFolderId"] == nil {
		t.Errorf("partial item came as %v, want type, id, isRead and parentFolderId", items)
	}
}

func TestTokensAreCheckedAgainstFolderUserAndKind(t *testing.T) {
	s := office(t)
	for i := range 12 {
		deliver(t, s, emma, "Inbox", fmt.Sprint(i))
	}
	p := do(t, s, inboxDelta).page(t)
	_, link, _ := follow(t, s, inboxDelta)
	_, next, _ := strings.Cut(p.Next, "?")
	_, delta, _ := strings.Cut(link, "?")
	for what, url := range map[string]string{
		"skip token of another folder":  "/me/mailFolders/archive/messages/delta?" + next,
		"delta token of another folder": "/me/mailFolders/archive/messages/delta?" + delta,
		"token of another mailbox":      "/users/" + info + "/mailFolders/inbox/messages/delta?" + delta,
		"skip token as delta token":     inboxDelta + "?" + strings.Replace(next, "$skiptoken", "$deltatoken", 1),
		"changed token":                 inboxDelta + "?" + delta + "AA",
		"token of folders":              "/me/mailFolders/delta?" + delta,
		"not a token":                   inboxDelta + "?$deltatoken=abc",
	} {
		if a := do(t, s, url); a.status != 400 || a.code() != "SyncStateInvalid" {
			t.Errorf("%s: answered %d %s, want 400 SyncStateInvalid", what, a.status, a.code())
		}
	}
	other, err := New(Options{Seed: 1})
	must(t, err)
	_, err = other.AddUser(User{Address: emma})
	must(t, err)
	do(t, other, "/me/mailFolders/inbox/messages/delta?"+delta).wants(t, 410, "SyncStateNotFound")
}

func TestEvictedTokensAreGone(t *testing.T) {
	s := office(t)
	for i := range 12 {
		deliver(t, s, emma, "Inbox", fmt.Sprint(i))
	}
	p := do(t, s, inboxDelta).page(t)
	_, link, _ := follow(t, s, inboxDelta)
	_, archive, _ := follow(t, s, "/me/mailFolders/archive/messages/delta")
	must(t, s.EvictTokens(emma, "Inbox"))
	for _, url := range []string{p.Next, link} {
		a := do(t, s, url)
		a.wants(t, http.StatusGone, "SyncStateNotFound")
		if at := a.header.Get("Location"); !strings.HasSuffix(at, "/delta?$deltatoken=") {
			t.Errorf("Location is %q", at)
		}
	}
	do(t, s, archive).page(t)
	items, _, _ := follow(t, s, inboxDelta)
	if len(ids(items)) != 12 {
		t.Errorf("a fresh round shows %d, want 12", len(ids(items)))
	}
	must(t, s.EvictTokens(emma, ""))
	do(t, s, archive).wants(t, http.StatusGone, "SyncStateNotFound")
	if err := s.EvictTokens(emma, "Nowhere"); err == nil {
		t.Error("evicting the tokens of a folder that is not there went through")
	}
}

// TestHostileDeltaIsStillComplete reads hostile rounds as a careful client does, by id and idempotent, and has to end
// with what lies in the folder.
func TestHostileDeltaIsStillComplete(t *testing.T) {
	var duplicates, empty, strays, replays, disorder int
	for seed := range uint64(20) {
		s := office(t, func(o *Options) { o.Seed = seed; o.NoRateLimit = true })
		s.Hostile(seed)
		var all []string
		for i := range 60 {
			id, err := s.Deliver(emma, "Inbox", mime(fmt.Sprint(i)), Delivery{Received: time.Unix(int64(1_700_000_000+i*60), 0)})
			must(t, err)
			all = append(all, id)
		}
		have := map[string]bool{}
		seen := map[string]int{}
		url := inboxDelta + "?$select=receivedDateTime,isRead"
		for turn := range 6 {
			last := ""
			for {
				p := do(t, s, url, req{header: immutable}).page(t)
				if len(p.Value) == 0 && p.Next != "" {
					empty++
				}
				for _, i := range p.Value {
					if i.removed() {
						if turn == 0 {
							strays++
						}
						delete(have, i.id())
						continue
					}
					when, _ := i["receivedDateTime"].(string)
					if turn == 0 && last != "" && when > last {
						disorder++
					}
					if when != "" {
						last = when
					}
					have[i.id()] = true
					if seen[i.id()]++; seen[i.id()] > 1 {
						duplicates++
					}
				}
				if url = p.Next; url == "" {
					url = p.Delta
					break
				}
			}
			if turn > 3 && len(seen) > 0 {
				replays = max(replays, duplicates)
			}
			if turn < 3 {
				must(t, s.Move(emma, all[turn], "Archive"))
				id := deliver(t, s, emma, "Inbox", fmt.Sprint("late ", turn))
				must(t, s.SetRead(emma, id, true))
				all = append(all, id)
			}
		}
		want := all[3:]
		var got []string
		for id := range have {
			got = append(got, id)
		}
		same(t, fmt.Sprint("seed ", seed), got, want)
	}
	for what, n := range map[string]int{"duplicates": duplicates, "empty pages": empty, "stray removals": strays, "replays": replays, "items out of order": disorder} {
		if n == 0 {
			t.Errorf("20 hostile runs had no %s", what)
		}
	}
}

func TestSameSeedGivesTheSameAnswers(t *testing.T) {
	run := func() string {
		s := office(t, func(o *Options) { o.Seed = 7 })
		s.Hostile(7)
		for i := range 30 {
			deliver(t, s, emma, "Inbox", fmt.Sprint(i))
		}
		items, _, pages := follow(t, s, inboxDelta+"?$select=id")
		return fmt.Sprint(pages, items)
	}
	if a, b := run(), run(); a != b {
		t.Errorf("two runs differ:\n%s\n%s", a, b)
	}
}
