package office

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/store"
)

func TestPeriodEndsWhereItsLawSays(t *testing.T) {
	zone := time.FixedZone("CET", 3600)
	for _, tt := range []struct {
		rule, received, want string
	}{
		{"be-7", "2026-03-15T12:00:00Z", "2033-12-31"}, {"be-10", "2026-01-01T00:00:00Z", "2036-12-31"}, {"nl-7", "2025-12-31T22:59:59Z", "2032-12-31"},
		{"nl-7", "2025-12-31T23:00:00Z", "2033-12-31"}, {"de-6", "2026-06-01T00:00:00Z", "2032-12-31"}, {"de-8", "2026-06-01T00:00:00Z", "2034-12-31"},
		{"de-10", "2026-06-01T00:00:00Z", "2036-12-31"}, {"fr-6", "2026-03-15T12:00:00Z", "2032-03-15"}, {"fr-6", "2024-02-29T12:00:00Z", "2030-03-01"},
		{"fr-10", "2026-03-15T12:00:00Z", "2036-12-31"},
	} {
		received, err := time.Parse(time.RFC3339, tt.received)
		must(t, err)
		for _, p := range presets {
			if p.Name != tt.rule {
				continue
			}
			period := Period{p.Name, p.Years, p.YearEnd}
			for _, d := range []store.Document{{Received: received}, {Filed: received}} {
				if got := period.ends(&d, zone); got != tt.want {
					t.Errorf("%s, received %s: kept until %s, want %s", tt.rule, tt.received, got, tt.want)
				}
			}
		}
	}
}

func TestPresetsAreToldInEveryLanguage(t *testing.T) {
	o := &Office{}
	for _, language := range []string{"en", "nl", "fr", "de"} {
		o.SetLanguage(language)
		for _, p := range o.Presets() {
			if p.About == p.Name || p.Years < 6 {
				t.Errorf("%s: %+v has no words", language, p)
			}
		}
	}
}

func TestNothingGoesByItselfAndWhatGoesIsRegistered(t *testing.T) {
	b, o, c := keeping(t)
	b.deliver(emma, 3)
	b.round(o)
	list := func(until time.Time) *Retentions {
		t.Helper()
		v, err := o.Retention(t.Context(), until, 0)
		must(t, err)
		return v
	}
	if v := list(time.Time{}); len(v.Mailboxes) != 1 || v.Mailboxes[0].Period != nil || v.Mailboxes[0].Documents != 3 || v.Total != 0 {
		t.Errorf("without a period: %+v", v)
	}
	for _, p := range []Period{{Rule: Own}, {Rule: Own, Years: 101}, {Rule: "xx-3", Years: 3}} {
		if err := o.SetRetention(t.Context(), emma, &p); err == nil {
			t.Errorf("%+v is a period", p)
		}
	}
	if err := o.SetRetention(t.Context(), "nobody@kantoor.example", &Period{Rule: "be-7"}); fault.CodeOf(err) != "mailbox-unknown" {
		t.Errorf("a mailbox that nobody knows: %v", err)
	}
	must(t, o.SetRetention(t.Context(), "EMMA@kantoor.example", &Period{Rule: "fr-6"}))
	zone, _, err := o.periods()
	must(t, err)
	filed := c.now().In(zone)
	c.advance(5 * 365 * 24 * time.Hour)
	if v := list(time.Time{}); v.Total != 0 || *v.Mailboxes[0].Period != (Period{"fr-6", 6, false}) {
		t.Errorf("after five years: %+v", v)
	}
	c.advance(368 * 24 * time.Hour)
	if v := list(filed.AddDate(6, 0, -1)); v.Total != 0 {
		t.Errorf("on the last day before: %+v", v)
	}
	v := list(time.Time{})
	if v.Total != 3 || len(v.Due) != 3 || v.Due[0].Until != filed.AddDate(6, 0, 0).Format(time.DateOnly) || v.Mailboxes[0].MayGo != 3 || v.Mailboxes[0].Bytes == 0 {
		t.Errorf("after six years: %+v", v)
	}
	if got := b.verified(o); got.Checked != 3 || got.Deleted != 0 {
		t.Errorf("something has gone by itself: %+v", got)
	}
	if _, err := o.DeleteDue(t.Context(), time.Time{}, 2, nil); fault.CodeOf(err) != "retention-changed" {
		t.Errorf("another number than was shown: %v, want code retention-changed", err)
	}
	path := b.only(o, "Letter 1").Path
	if _, err := o.UpdateSearch(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	d, err := o.DeleteDue(t.Context(), time.Time{}, 3, nil)
	must(t, err)
	if *d != (Deletion{Mails: 3, Files: 3, Bytes: v.Mailboxes[0].Bytes}) {
		t.Errorf("deleted %+v", d)
	}
	if _, err := os.Stat(filepath.Join(o.root, filepath.FromSlash(path))); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a deleted mail is still there: %v", err)
	}
	if got := b.verified(o); !got.Good() || got.Deleted != 3 || got.Checked != 0 {
		t.Errorf("verify found %+v", got)
	}
	found, err := o.Search(t.Context(), SearchQuery{Query: Query{Text: "letter"}, Done: true}, 0, 10)
	must(t, err)
	if found.Total != 0 {
		t.Errorf("the search still finds %d deleted mails", found.Total)
	}
	if p, err := o.SearchProgress(); err != nil || p.Indexed != 0 || p.Filed != 0 {
		t.Errorf("the search index holds %+v, %v; want nothing", p, err)
	}
	if v := list(time.Time{}); v.Total != 0 || v.Mailboxes[0].Documents != 0 {
		t.Errorf("afterwards the list says %+v", v)
	}
	must(t, o.SetRetention(t.Context(), emma, nil))
	if v := list(time.Time{}); v.Mailboxes[0].Period != nil {
		t.Errorf("kept for ever, the list says %+v", v)
	}
}

// only is the filed mail with a subject.
func (b *bench) only(o *Office, subject string) Document {
	b.t.Helper()
	docs, err := o.Documents(subject, 0)
	must(b.t, err)
	if len(docs) != 1 {
		b.t.Fatalf("%d mails have the subject %q, want one", len(docs), subject)
	}
	return docs[0]
}
