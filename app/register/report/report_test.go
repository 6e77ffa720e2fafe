package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"postroom/app/register"
	"postroom/app/register/verify"
)

var began = time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)

// full has every finding that there is.
func full() *Report {
	problems := []string{verify.Missing, verify.Changed, verify.NoEntry, verify.Unreadable, verify.Broken, verify.NoHead}
	var findings []verify.Finding
	for i, p := range problems {
		findings = append(findings, verify.Finding{Day: fmt.Sprintf("2026-11-%02d", i+1), Problem: p, Detail: "detail"})
	}
	return &Report{Program: "Postroom 1.0", Folder: "/srv/postroom", Began: began, Ended: began.Add(time.Minute), Result: &verify.Result{
		Checked: 1234567, OK: 1234560, Bytes: 98765432, Entries: 1200000, Head: register.Head{Seq: 1200000, Hash: strings.Repeat("ab", 32)},
		Changed: []string{"changed <script>alert(1)</script>.eml"}, Missing: []string{"gone.eml", "old name.eml"}, Unregistered: []string{"added.eml", "new name.eml"},
		Renamed: []verify.Renamed{{From: "old name.eml", To: "new name.eml"}}, Twice: []string{"twice.eml"}, Unreadable: []string{"unreadable.eml"},
		Undeleted: []string{"undeleted.eml"}, Deleted: 3, Chain: "broken at x", Breaks: []verify.Break{{File: "register-2026.jsonl", Line: 7, Reason: "it was changed"}},
		Days:   verify.Days{Checked: 10, OK: 4, Findings: findings},
		Stamps: verify.Stamps{Checked: 10, OK: 4, Findings: findings, Newest: &verify.Stamp{Day: "2026-11-22", Time: began, Authority: "Example Time Authority"}},
	}}
}

func written(t *testing.T, r *Report, format, language string) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(&b, format, language); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// read gives the text of a page, and fails if it refers to anything outside.
func read(t *testing.T, page string) string {
	t.Helper()
	var text strings.Builder
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				t.Fatal(z.Err())
			}
			return text.String()
		case html.TextToken:
			text.Write(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			if slices.Contains([]string{"script", "img", "link", "iframe"}, token.Data) {
				t.Errorf("the page holds <%s>", token.Data)
			}
			for _, a := range token.Attr {
				if a.Key == "src" || a.Key == "href" {
					t.Errorf("the page refers to %s", a.Val)
				}
			}
		}
	}
}

func TestPageTellsEveryFindingInEveryLanguage(t *testing.T) {
	for language, w := range tables() {
		page := written(t, full(), HTML, language)
		text := html.UnescapeString(read(t, page))
		for key, want := range w {
			if key == "good" || key == "trusted" || key == "thousands" {
				continue
			}
			if !strings.Contains(text, want) {
				t.Errorf("%s: the page lacks %s: %q", language, key, want)
			}
		}
		for _, want := range []string{"changed <script>", "gone.eml", "→ new name.eml", "added.eml", "twice.eml", "unreadable.eml", "undeleted.eml", "register-2026.jsonl",
			"it was changed", "/srv/postroom", "2026-11-23 05:00:00 UTC", "1" + w["thousands"] + "234" + w["thousands"] + "567", "Example Time Authority", "Postroom 1.0"} {
			if !strings.Contains(text, html.UnescapeString(want)) {
				t.Errorf("%s: the page lacks %q", language, want)
			}
		}
		if n := strings.Count(text, "old name.eml"); n != 1 {
			t.Errorf("%s: a renamed file is told %d times, want once", language, n)
		}
		if !strings.Contains(page, `lang="`+language+`"`) {
			t.Errorf("%s: the page says another language", language)
		}
	}
}

func TestLanguagesHaveTheSameWords(t *testing.T) {
	en := tables.In("en")
	for language, w := range tables() {
		if !slices.Equal(slices.Sorted(maps.Keys(w)), slices.Sorted(maps.Keys(en))) {
			t.Errorf("%s has other words than en", language)
		}
		for key, text := range w {
			if strings.TrimSpace(text) == "" && key != "thousands" {
				t.Errorf("%s: %s is empty", language, key)
			}
		}
	}
}

func TestGoodPageSaysSoAndListsNothing(t *testing.T) {
	r := &Report{Began: began, Ended: began, Result: &verify.Result{Checked: 5, OK: 5, Chain: verify.Intact}}
	page := written(t, r, HTML, "en")
	if !strings.Contains(page, "Nothing was found") || strings.Contains(page, "Something was found") || strings.Contains(page, `class="found"`) {
		t.Errorf("a good page reads\n%s", page)
	}
}

func TestJSONHoldsAll(t *testing.T) {
	var v map[string]any
	if err := json.Unmarshal([]byte(written(t, full(), JSON, "en")), &v); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"program", "folder", "began", "ended", "good", "checked", "ok", "changed", "missing", "unregistered", "renamed", "twice", "unreadable",
		"deleted", "undeleted", "chain", "breaks", "entries", "bytes", "head", "days", "timestamps"} {
		if _, ok := v[key]; !ok {
			t.Errorf("%s is missing", key)
		}
	}
	if v["good"] != false || v["checked"] != 1234567.0 {
		t.Errorf("it says good %v, checked %v", v["good"], v["checked"])
	}
}
