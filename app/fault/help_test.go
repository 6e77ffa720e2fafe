package fault

import (
	"cmp"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// ours are the codes that answers without a code of Microsoft's get from us.
var ours = map[string]string{"(HTML or empty body)": "bad-answer", "(text does not support structured data)": "not-convertible"}

// microsoft lists the codes of Microsoft's two tables.
func microsoft(t *testing.T) []string {
	t.Helper()
	var list []string
	for _, name := range []string{"errors-entra.json", "errors-graph.json"} {
		data, err := os.ReadFile("../../testdata/graph/" + name)
		if err != nil {
			t.Fatal(err)
		}
		var file struct {
			Errors []struct{ Code json.RawMessage }
		}
		if err := json.Unmarshal(data, &file); err != nil {
			t.Fatal(err)
		}
		for _, e := range file.Errors {
			code := strings.Trim(string(e.Code), `"`)
			if name == "errors-entra.json" {
				code = "AADSTS" + code
			}
			list = append(list, cmp.Or(ours[code], code))
		}
	}
	return list
}

func TestEveryErrorOfMicrosoftsTablesHasHelpInEveryLanguage(t *testing.T) {
	codes := microsoft(t)
	if len(codes) < 120 {
		t.Fatalf("expected the two tables to hold 120 codes or more, saw %d", len(codes))
	}
	for _, code := range codes {
		for _, language := range languages {
			h, ok := HelpFor(language, code)
			if !ok || h.What == "" || h.Do == "" || h.Who == "" {
				t.Errorf("%s: expected help for %s, saw %+v", language, code, h)
			}
		}
	}
}

func TestHelpIsFoundByWhatPeopleHaveInHand(t *testing.T) {
	for asked, want := range map[string]string{
		"AADSTS50173": "AADSTS50173", "50173": "AADSTS50173", " aadsts50173 ": "AADSTS50173", "erroraccessdenied": "ErrorAccessDenied",
		"disk-full": "disk-full", "524": "sign-in-timeout",
	} {
		if h, ok := HelpFor("en", asked); !ok || h.Code != want {
			t.Errorf("%q: expected %s, saw %+v, %v", asked, want, h, ok)
		}
	}
	for _, asked := range []string{"", "nonsense", "check-token", "class: bug", "value: who you", "AADSTS"} {
		if h, ok := HelpFor("en", asked); ok {
			t.Errorf("%q: expected nothing, saw %+v", asked, h)
		}
	}
}

// TestHelpPagesHoldEveryEntryOnce walks the generated page of each language as a browser reads it.
func TestHelpPagesHoldEveryEntryOnce(t *testing.T) {
	english := map[string]string{}
	for _, language := range languages {
		var b strings.Builder
		if err := WritePage(&b, language); err != nil {
			t.Fatal(err)
		}
		root, err := html.Parse(strings.NewReader(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		sections := map[string]string{}
		for n := range root.Descendants() {
			if n.Type != html.ElementNode || n.Data != "section" {
				continue
			}
			code := n.Attr[0].Val
			if _, twice := sections[code]; twice {
				t.Errorf("%s: %s is on the page twice", language, code)
			}
			sections[code] = textOf(n)
		}
		all := AllHelp(language)
		if len(sections) != len(all) {
			t.Errorf("%s: expected %d entries on the page, saw %d", language, len(all), len(sections))
		}
		for _, h := range all {
			text := sections[h.Code]
			switch {
			case !strings.Contains(text, h.What) || !strings.Contains(text, h.Do) || !strings.Contains(text, Value(language, "who", h.Who)):
				t.Errorf("%s: %s is not complete on the page: %q", language, h.Code, text)
			case strings.ContainsAny(text, "{}"):
				t.Errorf("%s: %s has a place without a value: %q", language, h.Code, text)
			case language == "en":
				english[h.Code] = text
			case text == english[h.Code]:
				t.Errorf("%s: %s is the English text", language, h.Code)
			}
		}
		for _, key := range Groups {
			if Value(language, "group", key) == key {
				t.Errorf("%s: the group %s has no name", language, key)
			}
		}
	}
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
