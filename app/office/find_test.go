package office

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"postroom/app/store"
)

// listed is an office with n filed mails in its list, none of which was ever fetched.
func listed(tb testing.TB, n int) *Office {
	tb.Helper()
	o, err := Open(tb.Context(), Options{Data: tb.TempDir(), Policy: "", Keyring: noKeyring{}})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := o.Close(); err != nil {
			tb.Error(err)
		}
	})
	for begin := 0; begin < n; begin += 10000 {
		err := o.db.Update(func(tx *store.Tx) error {
			for i := begin; i < min(begin+10000, n); i++ {
				if err := tx.PutDocument(filedMail(i)); err != nil {
					return err
				}
			}
			return tx.CountFiled("2026-11-23", min(10000, n-begin))
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	return o
}

var firstReceived = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func filedMail(i int) store.Document {
	d := store.Document{Seq: uint64(i + 1), Mailbox: []string{"emma@kantoor.example", "info@kantoor.example"}[i%2],
		Folder: fmt.Sprintf("Inbox/Clients/%d", i%40), MessageID: fmt.Sprintf("<%d@client.example>", i), Subject: fmt.Sprintf("Invoice 2026-%d Ünïcode", i),
		From: fmt.Sprintf("Person %d <person%d@client%d.example>", i%500, i%500, i%50), To: []string{"emma@kantoor.example"},
		Received: firstReceived.Add(time.Duration(i) * time.Minute), Filed: firstReceived.Add(time.Duration(i)*time.Minute + time.Second),
		Files: []store.File{{Path: fmt.Sprintf("a/%d.eml", i), SHA256: "00", Size: int64(i)}}}
	for k := range i % 3 {
		d.Files = append(d.Files, store.File{Path: fmt.Sprintf("a/%d/%d.pdf", i, k), Name: fmt.Sprintf("scan %d-%d.pdf", i, k), Size: 5})
	}
	return d
}

// read reads the list to its end.
func (o *Office) read(tb testing.TB) {
	tb.Helper()
	var g sync.WaitGroup
	o.List(tb.Context(), g.Go, func(int, int) {})
	g.Wait()
}

func ids(f *Found) (list []string) {
	for _, d := range f.Documents {
		list = append(list, d.ID)
	}
	return list
}

func TestMailsAreFoundFilteredSortedAndPaged(t *testing.T) {
	o := listed(t, 1200)
	o.read(t)
	for _, tt := range []struct {
		name          string
		q             Query
		offset, limit int
		total         int
		first         []string
	}{
		{"all, newest first", Query{}, 0, 2, 1200, []string{"1200", "1199"}},
		{"oldest first", Query{Ascending: true}, 0, 2, 1200, []string{"1", "2"}},
		{"a page in the middle", Query{}, 600, 2, 1200, []string{"600", "599"}},
		{"beyond the end", Query{}, 5000, 2, 1200, nil},
		{"words in any order and case", Query{Text: "ünïcode INVOICE 2026-77"}, 0, 1, 11, []string{"780"}},
		{"words of an attachment's name", Query{Text: "scan 5-1.pdf"}, 0, 1, 40, []string{"1176"}},
		{"a mailbox", Query{Mailbox: "INFO@kantoor.example"}, 0, 1, 600, []string{"1200"}},
		{"a folder", Query{Folder: "Inbox/Clients/7"}, 0, 1, 30, []string{"1168"}},
		{"a sender", Query{Sender: "PERSON 499 "}, 0, 2, 2, []string{"1000", "500"}},
		{"with attachments", Query{HasAttachment: true}, 0, 1, 800, []string{"1200"}},
		{"a time", Query{From: firstReceived.Add(10 * time.Minute), To: firstReceived.Add(20 * time.Minute)}, 0, 1, 10, []string{"20"}},
		{"by size", Query{Sort: "size", Ascending: true}, 0, 1, 1200, []string{"1"}},
		{"by attachments", Query{Sort: "attachments"}, 0, 1, 1200, []string{"1200"}},
		{"by sender", Query{Sort: "sender", Ascending: true}, 0, 3, 1200, []string{"1001", "501", "1"}},
		{"by mailbox", Query{Sort: "mailbox"}, 0, 1, 1200, []string{"1170"}}, // Inbox/Clients/9 is the last name
		{"by subject", Query{Sort: "subject", Ascending: true}, 0, 1, 1200, []string{"1"}},
		{"nothing", Query{Text: "nowhere"}, 0, 5, 0, nil},
	} {
		f, err := o.Find(tt.q, tt.offset, tt.limit)
		if err != nil {
			t.Fatal(err)
		}
		if f.Total != tt.total || f.All != 1200 || !f.Ready || len(ids(f)) < len(tt.first) {
			t.Errorf("%s: %d of %d, page %v; want %d and %v", tt.name, f.Total, f.All, ids(f), tt.total, tt.first)
			continue
		}
		for i, want := range tt.first {
			if got := ids(f)[i]; got != want {
				t.Errorf("%s: the page is %v, want it to begin with %v", tt.name, ids(f), tt.first)
				break
			}
		}
	}
	if s := o.Sources(); len(s) != 2 || s["emma@kantoor.example"]["Inbox/Clients/0"] != 30 {
		t.Errorf("the sources are %v", s)
	}
}

func TestMailFiledLaterTakesItsPlaceInTheList(t *testing.T) {
	o := listed(t, 0)
	put := func(i int) {
		t.Helper()
		if err := o.db.Update(func(tx *store.Tx) error { return tx.PutDocument(filedMail(i)) }); err != nil {
			t.Fatal(err)
		}
		o.index.add(strconv.Itoa(i + 1))
	}
	put(10)
	o.read(t)
	put(20)
	put(5) // noticed earlier, filed later
	put(5) // told twice
	f, err := o.Find(Query{Ascending: true}, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(ids(f)); got != "[6 11 21]" {
		t.Errorf("the list is %s, want [6 11 21]", got)
	}
}

func TestListThatWasStoppedIsReadAgain(t *testing.T) {
	o := listed(t, 2000)
	ctx, stop := context.WithCancel(t.Context())
	var g sync.WaitGroup
	o.List(ctx, g.Go, func(done, _ int) { stop() })
	g.Wait()
	o.read(t)
	f, err := o.Find(Query{}, 0, 1)
	if err != nil || f.Total != 2000 || !f.Ready {
		t.Errorf("the list is %+v, %v", f, err)
	}
}

// BenchmarkHundredThousand measures the list that a window shows: read once, then searched at every key.
func BenchmarkHundredThousand(b *testing.B) {
	o := listed(b, 100_000)
	b.Run("read", func(b *testing.B) {
		var before, after runtime.MemStats
		for b.Loop() {
			o.index = newIndex(o)
			runtime.GC()
			runtime.ReadMemStats(&before)
			o.read(b)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/100_000, "heap-B/mail")
	})
	o.read(b)
	b.Run("words-of-the-processing-list", func(b *testing.B) {
		for b.Loop() {
			if held, ready, err := o.index.holding([]string{"invoice", "2026-77"}); err != nil || !ready || len(held.seqs) == 0 {
				b.Fatal(held, ready, err)
			}
		}
	})
	for name, q := range map[string]Query{"all": {}, "text": {Text: "invoice 2026-77"}, "sender-sorted": {Sort: "sender"}, "subject-sorted": {Sort: "subject"}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				o.index.changes++ // as after a new mail
				if _, err := o.Find(q, 5000, 100); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
