package face

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReportAndExportAreSavedWhereThePersonSays(t *testing.T) {
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	w.file(invoiceMail)
	w.desk.save = t.TempDir()
	if _, err := w.api.SaveReport("html"); problemIn(err) != "nothing-checked" {
		t.Errorf("a report before anything was checked: %v, want nothing-checked", err)
	}
	v, err := w.api.Verify()
	w.must(err)
	if !v.Sound || !v.Reportable {
		t.Errorf("the check says %+v", v)
	}
	for format, want := range map[string]string{"html": "Nothing was found", "json": `"chain": "intact"`} {
		to, err := w.api.SaveReport(format)
		w.must(err)
		if text, err := os.ReadFile(to); err != nil || !strings.Contains(string(text), want) || filepath.Ext(to) != "."+format {
			t.Errorf("%s reads %q, %v", to, text, err)
		}
	}
	e, err := w.api.Export(Query{}, true)
	w.must(err)
	if info, err := os.Stat(e.Path); err != nil || info.Size() == 0 || e.Mails != 1 || e.Changed+e.Missing > 0 {
		t.Errorf("exported %+v, %v", e, err)
	}
	if _, err := w.api.Export(Query{}, true); problemIn(err) != "export-exists" {
		t.Errorf("an export over another: %v, want export-exists", err)
	}
	w.desk.save = ""
	if e, err := w.api.Export(Query{}, false); err != nil || e.Path != "" {
		t.Errorf("a person who cancels exports %+v, %v", e, err)
	}
}

func TestPeriodsAreSetAndNothingMayGoBeforeTheirEnd(t *testing.T) {
	w := newWorld(t, nil)
	w.connect()
	w.tick()
	mailbox := w.file(invoiceMail).Mailbox
	w.must(w.api.SetKeeping(mailbox, "be-10", 0, false))
	k, err := w.api.Keeping()
	w.must(err)
	found := false
	for _, m := range k.Mailboxes {
		if m.Mailbox == mailbox {
			found = m.Rule == "be-10" && m.Years == 10 && m.YearEnd && m.Documents == 1 && m.MayGo == 0
		}
	}
	if !found || k.Total != 0 || len(k.Presets) != 8 {
		t.Errorf("documents are kept so: %+v", k)
	}
	if _, err := w.api.DeleteDue(1); problemIn(err) != "retention-changed" {
		t.Errorf("a mail that nobody listed: %v, want retention-changed", err)
	}
	w.must(w.api.SetKeeping(mailbox, "", 0, false))
}
