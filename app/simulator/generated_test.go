package simulator

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/jhillyerd/enmime/v2"
)

func TestGeneratedMailIsAlwaysTheSameAndAsLargeAsAsked(t *testing.T) {
	sizes := []int{0, 900, 8 << 10, 64 << 10, 65<<10 + 1, 65<<10 + 77, 1 << 20}
	make := func() *Simulator {
		s := office(t)
		must(t, s.AddGenerated(emma, "Inbox", len(sizes), func(i int) int { return sizes[i] }))
		return s
	}
	a, b := make(), make()
	list, err := a.Messages(emma, "Inbox")
	must(t, err)
	seen := map[string]bool{}
	for i, id := range list {
		want := sizes[len(sizes)-1-i]
		one, two := do(t, a, "/me/messages/"+id+"/$value").body, do(t, b, "/me/messages/"+id+"/$value").body
		if want > 0 && len(one) != want {
			t.Errorf("mail of %d bytes has %d", want, len(one))
		}
		if !bytes.Equal(withoutTimes(one), withoutTimes(two)) {
			t.Errorf("mail %d differs between two simulators of one seed", i)
		}
		seen[string(one)] = true
		e, err := enmime.ReadEnvelope(bytes.NewReader(one))
		must(t, err)
		shown := do(t, a, "/me/messages/"+id).object(t)
		if shown["subject"] != e.GetHeader("Subject") || shown["internetMessageId"] != e.GetHeader("Message-Id") || shown["hasAttachments"] != (len(e.Attachments) > 0) {
			t.Errorf("listing shows %v, the mail says %s %s", shown, e.GetHeader("Subject"), e.GetHeader("Message-Id"))
		}
		if want > attachAbove {
			text := string(one[bytes.LastIndex(one, []byte("base64\r\n\r\n"))+10 : bytes.LastIndex(one, []byte("\r\n--"))])
			if _, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(text, "\r\n", "")); err != nil || len(e.Errors) > 0 {
				t.Errorf("attachment of a mail of %d bytes: %v %v", want, err, e.Errors)
			}
		}
	}
	if len(seen) != len(sizes) {
		t.Errorf("%d different mails of %d", len(seen), len(sizes))
	}
}

func TestGeneratedMailMovesAndChangesLikeAnyOther(t *testing.T) {
	s := office(t)
	_, before, _ := follow(t, s, inboxDelta+"?$select=id,isRead")
	must(t, s.AddGenerated(emma, "Inbox", 50, nil))
	list, err := s.Messages(emma, "Inbox")
	must(t, err)
	must(t, s.SetRead(emma, list[10], false))
	items, link, pages := follow(t, s, before)
	same(t, "block that was added after a round", ids(items), list)
	if pages != 6 || len(items) != 50 {
		t.Errorf("50 came as %d in %d pages", len(items), pages)
	}
	must(t, s.Move(emma, list[20], "Archive"))
	must(t, s.DeleteMessage(emma, list[30], true))
	fresh := deliver(t, s, emma, "Inbox", "fresh")
	items, _, _ = follow(t, s, link)
	same(t, "added", ids(items), []string{fresh})
	same(t, "removed", removedIDs(items), []string{list[20], list[30]})
	want := append([]string{fresh}, list...)
	want = append(want[:21], want[22:]...)
	want = append(want[:30], want[31:]...)
	walked, _, _ := follow(t, s, inboxDelta)
	same(t, "full walk", ids(walked), want)
	listed, _, _ := follow(t, s, "/me/mailFolders/inbox/messages?$select=id")
	same(t, "list", ids(listed), want)
	if got := fmt.Sprint(len(listed), len(walked)); got != "49 49" {
		t.Errorf("listed and walked %s, want 49 49 without repeats", got)
	}
	copied, err := s.Copy(emma, list[5], "Archive")
	must(t, err)
	if a, b := do(t, s, "/me/messages/"+copied+"/$value").body, do(t, s, "/me/messages/"+list[5]+"/$value").body; !bytes.Equal(a, b) {
		t.Error("the copy of a generated mail differs")
	}
	must(t, s.DeleteMessage(emma, list[7], false))
	do(t, s, "/me/mailFolders/deleteditems/messages/"+list[7])
}

func TestAMillionMessagesCostNextToNothing(t *testing.T) {
	s := office(t, func(o *Options) { o.NoRateLimit = true; o.Requests = -1 })
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before := m.HeapAlloc
	const n = 1_000_000
	must(t, s.AddGenerated(emma, "Inbox", n, func(int) int { return 8 << 10 }))
	deliver(t, s, emma, "Inbox", "newest")
	seen, url := 0, "/me/mailFolders/inbox/messages/delta?$select=id"
	for url != "" {
		r := req{header: []string{"Prefer: odata.maxpagesize=1000", immutable[0]}, wild: true}
		a := do(t, s, url, r)
		seen += bytes.Count(a.body, []byte(`"id":`))
		tail := string(a.body[bytes.LastIndexByte(a.body, ']'):])
		url = ""
		if _, next, ok := strings.Cut(tail, `"@odata.nextLink":"`); ok {
			url = strings.TrimSuffix(next, `"}`)
		}
	}
	if seen != n+1 {
		t.Errorf("a walk shows %d messages, want %d", seen, n+1)
	}
	do(t, s, "/me/mailFolders/inbox/messages?$select=id&$skip=900000&$top=1000")
	runtime.GC()
	runtime.ReadMemStats(&m)
	if grown := int64(m.HeapAlloc) - int64(before); grown > 8<<20 {
		t.Errorf("a million messages take %d bytes of memory, want a few each at most", grown)
	}
	runtime.KeepAlive(s)
}

func BenchmarkMIME(b *testing.B) {
	s := office(b, func(o *Options) { o.NoRateLimit = true })
	must(b, s.AddGenerated(emma, "Inbox", 1000, func(int) int { return 8 << 10 }))
	list, err := s.Messages(emma, "Inbox")
	must(b, err)
	benchmark(b, s, func(i int) string { return "/me/messages/" + list[i%len(list)] + "/$value" })
}

func BenchmarkDeltaPageOf500(b *testing.B) {
	s := office(b, func(o *Options) { o.NoRateLimit = true })
	for i := range 1000 {
		deliver(b, s, emma, "Inbox", fmt.Sprint(i))
	}
	benchmark(b, s, func(int) string { return inboxDelta + "?$select=id,receivedDateTime,isDraft,parentFolderId" })
}

// benchmark makes requests as a client that takes gzip does.
func benchmark(b *testing.B, s *Simulator, url func(i int) string) {
	b.Helper()
	r := newDiscard(s)
	b.ResetTimer()
	for i := range b.N {
		r.get(b, url(i))
	}
}

func TestMIMEIsStreamedInPieces(t *testing.T) {
	s := office(t)
	must(t, s.AddGenerated(emma, "Inbox", 1, func(int) int { return 40 << 20 }))
	list, err := s.Messages(emma, "Inbox")
	must(t, err)
	r := newDiscard(s)
	r.get(t, "/me/messages/"+list[0]+"/$value")
	if r.n != 40<<20 || r.most > 1<<20 {
		t.Errorf("%d bytes in pieces of up to %d, want %d in pieces below 1 MiB", r.n, r.most, 40<<20)
	}
}

// withoutTimes leaves out what follows from the moment at which the mails were generated.
func withoutTimes(mime []byte) []byte {
	var out []byte
	for line := range bytes.Lines(mime) {
		if !bytes.HasPrefix(line, []byte("Date:")) && !bytes.HasPrefix(line, []byte("Received:")) {
			out = append(out, line...)
		}
	}
	return out
}
