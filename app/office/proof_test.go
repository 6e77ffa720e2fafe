package office

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/register"
	"postroom/app/register/stamp"
	"postroom/app/register/stamp/stamptest"
	"postroom/app/settings"
	"postroom/app/simulator/entra"
)

// keeping is an office at work under a clock of the test's, with Emma connected.
func keeping(t *testing.T) (*bench, *Office, *clock) {
	t.Helper()
	b := newBenchOf(t, entra.Config{Life: entra.Life{Access: 90 * 24 * time.Hour}}) // MSAL's clock can't be set
	c := &clock{t: time.Now()}
	b.options.Now = c.now
	o := b.open()
	t.Cleanup(func() { must(t, o.Close()) })
	b.connect(o, emma)
	return b, o, c
}

func (b *bench) verified(o *Office) *Verified {
	b.t.Helper()
	v, err := o.Verify(b.t.Context(), nil)
	must(b.t, err)
	return v
}

func TestDaysAreTimestampedOnceAnAuthorityIsNamedAndFilingNeverWaitsForIt(t *testing.T) {
	b, o, c := keeping(t)
	authority := stamptest.New(t)
	b.deliver(emma, 2)
	b.round(o)
	c.advance(24 * time.Hour)
	b.round(o)
	if v := b.verified(o); v.Days.OK == 0 || v.Stamps.Checked != 0 || authority.Asked() != 0 {
		t.Errorf("without an authority: %+v, %+v", v.Days, v.Stamps)
	}
	if s, err := o.Timestamps(); err != nil || s.On || s.Last != "" || s.Problem != nil {
		t.Errorf("without an authority timestamps stand so: %+v, %v", s, err)
	}
	authority.Answer(func(w http.ResponseWriter, _ []byte) bool { w.WriteHeader(http.StatusServiceUnavailable); return true })
	must(t, o.SetSetting(settings.TSAURL, authority.URL))
	b.deliver(emma, 1)
	if r, filed := b.round(o); filed != 3 || r.Partial() {
		t.Errorf("while the authority fails %d mails are filed in the round %+v, want 3", filed, r)
	}
	if s, err := o.Timestamps(); err != nil || !s.On || s.Problem == nil || s.Problem.Code != stamp.Unreachable {
		t.Errorf("while the authority fails timestamps stand so: %+v, %v", s, err)
	}
	authority.Answer(nil)
	b.round(o)
	c.advance(24 * time.Hour)
	b.round(o)
	v := b.verified(o)
	if !v.Good() || v.Days.OK != 2 || v.Stamps.OK != 2 || v.Stamps.Newest.Authority != "Example Time Authority" || v.Stamps.Newest.Trusted {
		t.Errorf("with an authority: good %v, %+v, %+v, %+v", v.Good(), v.Days, v.Stamps, v.Stamps.Newest)
	}
	if s, err := o.Timestamps(); err != nil || s.Problem != nil || s.Last != v.Stamps.Newest.Day {
		t.Errorf("with an authority timestamps stand so: %+v, %v", s, err)
	}
	asked := authority.Asked()
	if b.round(o); authority.Asked() != asked {
		t.Error("a day that has a timestamp is timestamped again")
	}
	must(t, os.Remove(filepath.Join(registerIn(o.root), register.StampFile(v.Stamps.Newest.Day))))
	if v := b.verified(o); v.Good() || len(v.Stamps.Findings) != 1 {
		t.Errorf("a timestamp that was removed is not found: %+v", v.Stamps)
	}
}

func TestReportIsWrittenAsPageAndJSONWholeOrNotAtAll(t *testing.T) {
	b, o, _ := keeping(t)
	b.deliver(emma, 2)
	b.round(o)
	v := b.verified(o)
	dir := t.TempDir()
	o.SetLanguage("de")
	for _, name := range []string{"report.html", "report.JSON"} {
		must(t, o.WriteReport(filepath.Join(dir, name), v))
	}
	page, err := os.ReadFile(filepath.Join(dir, "report.html"))
	must(t, err)
	if !strings.Contains(string(page), "Nichts gefunden") || !strings.Contains(string(page), o.root) {
		t.Errorf("the page reads\n%s", page)
	}
	var said struct {
		Good    bool
		Checked int
		Chain   string
	}
	text, err := os.ReadFile(filepath.Join(dir, "report.JSON"))
	must(t, err)
	must(t, json.Unmarshal(text, &said))
	if !said.Good || said.Checked != 2 || said.Chain != "intact" {
		t.Errorf("the JSON says %+v", said)
	}
	for _, name := range []string{filepath.Join(dir, "report.pdf"), filepath.Join(dir, "nowhere", "report.html")} {
		if err := o.WriteReport(name, v); fault.CodeOf(err) != "report-write" {
			t.Errorf("%s: %v, want code report-write", name, err)
		}
	}
	left, err := os.ReadDir(dir)
	must(t, err)
	if len(left) != 2 {
		t.Errorf("the folder holds %v, want the two reports", left)
	}
}

func TestExportHoldsWhatWasChosen(t *testing.T) {
	b, o, _ := keeping(t)
	b.deliver(emma, 5)
	b.round(o)
	docs, err := o.Documents("", 0)
	must(t, err)
	for name, tt := range map[string]struct {
		e    Export
		want []string
	}{
		"all":           {Export{}, []string{"Letter 0", "Letter 1", "Letter 2", "Letter 3", "Letter 4"}},
		"search":        {Export{Query: Query{Text: `subject:"letter 3"`}}, []string{"Letter 3"}},
		"mailbox":       {Export{Query: Query{Mailbox: "EMMA@kantoor.example"}}, []string{"Letter 0", "Letter 1", "Letter 2", "Letter 3", "Letter 4"}},
		"other mailbox": {Export{Query: Query{Mailbox: "jan@kantoor.example"}}, nil},
		"period":        {Export{Query: Query{From: time.Now().Add(24 * time.Hour)}}, nil},
		"one by one":    {Export{IDs: []string{docs[0].ID}}, []string{docs[0].Subject}},
	} {
		tt.e.Path, tt.e.Bag = filepath.Join(t.TempDir(), "bag"), true
		r, err := o.Export(t.Context(), tt.e, nil)
		must(t, err)
		text, err := os.ReadFile(filepath.Join(tt.e.Path, "register.jsonl"))
		must(t, err)
		var got []string
		for line := range strings.Lines(string(text)) {
			var entry register.Entry
			must(t, json.Unmarshal([]byte(line), &entry))
			got = append(got, entry.Subject)
		}
		slices.Sort(got)
		if !reflect.DeepEqual(got, tt.want) || r.Mails != len(tt.want) || r.Files != len(tt.want) {
			t.Errorf("%s: exported %+v with the register's lines of %q, want %q", name, r, got, tt.want)
		}
	}
	inside := filepath.Join(o.root, "export")
	link := filepath.Join(t.TempDir(), "link")
	must(t, os.Symlink(o.root, link))
	for _, path := range []string{inside, inside + ".zip", o.root, filepath.Join(link, "x")} {
		if _, err := o.Export(t.Context(), Export{Path: path}, nil); fault.CodeOf(err) != "export-inside" {
			t.Errorf("%s: %v, want code export-inside", path, err)
		}
	}
	if _, err := o.Export(t.Context(), Export{Query: Query{Text: "before:soon"}, Path: filepath.Join(t.TempDir(), "x")}, nil); err == nil {
		t.Error("a query that is not understood is exported")
	}
	if v := b.verified(o); !v.Good() {
		t.Errorf("exports have left something in the archive: %+v", v)
	}
}
