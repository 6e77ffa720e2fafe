package people

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postroom/app/mail"
)

// strange are contacts that are hard to write down.
func strange() []Contact {
	many := mail.Contact{ID: "AAkA3=", Name: "Fünfzig", Company: "Müller, Söhne; & Co \\ GmbH", Department: "Einkauf"}
	for i := range 50 {
		many.Emails = append(many.Emails, mail.Address{Name: "x", Address: fmt.Sprintf("a%d@mueller.example", i)})
	}
	many.Business, many.Home = []string{"+49 241 1", "+49 241 2", "+49 241 3"}, []string{"+49 1", "+49 2", "+49 3"}
	return []Contact{
		{Contact: mail.Contact{ID: "AAkA1=", Name: "Élodie d'Été", Given: "Élodie", Surname: "d'Été", Prefix: "Dr.", Job: "Comptable", Mobile: "+33 6 55 01 01 01",
			Company: "Laurent SARL", Birthday: mail.Birthday{Month: time.February, Day: 29}, Notes: "first line\r\nsecond, with; signs\\and a very long rest: " + strings.Repeat("éèà ", 60),
			Work: mail.Place{Street: "1, rue de l'Exemple\nBâtiment B", City: "Lille", Postcode: "59000", Country: "France"}, Web: "https://laurent.example/?a=1,2;3",
			Categories: []string{"VIP, Nord", "b"}, Changed: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}},
		{Contact: mail.Contact{ID: "AAkA2="}},
		{Contact: many},
		{Contact: mail.Contact{ID: "AAkA4=", Name: "=cmd|' /C calc'!A0", Nick: "@x", Emails: []mail.Address{{Address: "\x00\u202ejan@client.example"}},
			Birthday: mail.Birthday{Year: 1980, Month: time.May, Day: 17}, House: mail.Place{City: "Gent"}}},
	}
}

// python is one that has the vobject package: Debian puts it beside its own Python, of which there may be others.
func python(t *testing.T) string {
	t.Helper()
	for _, p := range []string{"/usr/bin/python3", "python3"} {
		if exec.CommandContext(t.Context(), p, "-c", "import vobject").Run() == nil {
			return p
		}
	}
	t.Fatal("there is no Python with the vobject package: run build/install.sh test")
	return ""
}

// read lets Python read a file: the vobject package, or its csv module.
func read(t *testing.T, script string, write func(*bytes.Buffer) error, into any) {
	t.Helper()
	var file bytes.Buffer
	must(t, write(&file))
	path := filepath.Join(t.TempDir(), "contacts")
	must(t, os.WriteFile(path, file.Bytes(), 0o600))
	for n, line := range strings.Split(file.String(), "\r\n") {
		if strings.Contains(script, "vobject") && len(line) > vcardLine {
			t.Errorf("line %d is %d bytes long", n+1, len(line))
		}
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(t.Context(), python(t), "-c", script, path)
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	must(t, json.Unmarshal(out, into))
}

// readVCards gives each card's properties by name: their parameters and value.
const readVCards = `
import json, sys, vobject
def plain(v):
    if isinstance(v, (str, list)): return v
    return {k: w for k, w in vars(v).items() if w}
cards = []
for card in vobject.readComponents(open(sys.argv[1], newline='', encoding='utf-8')):
    cards.append([[p.name, {k: v for k, v in p.params.items()}, plain(p.value)] for p in card.getChildren()])
print(json.dumps(cards))
`

func TestVCardsAreReadByAnotherProgram(t *testing.T) {
	var cards [][][3]any
	read(t, readVCards, func(b *bytes.Buffer) error { return WriteVCards(b, strange()) }, &cards)
	if len(cards) != 4 {
		t.Fatalf("%d cards were read, want 4", len(cards))
	}
	get := func(card int, name string) (list []string) {
		for _, p := range cards[card] {
			if p[0] == name {
				text, err := json.Marshal(p[2])
				must(t, err)
				params, err := json.Marshal(p[1])
				must(t, err)
				list = append(list, strings.TrimPrefix(string(params), "{}")+string(text))
			}
		}
		return list
	}
	for _, tt := range []struct {
		card int
		name string
		want string
	}{
		{0, "VERSION", `"4.0"`}, {0, "FN", `"Élodie d'Été"`}, {0, "N", `{"family":"d'Été","given":"Élodie","prefix":"Dr."}`}, {0, "BDAY", `"--0229"`},
		{0, "TEL", `{"TYPE":["cell"]}"+33 6 55 01 01 01"`}, {0, "TITLE", `"Comptable"`}, {0, "ORG", `["Laurent SARL"]`}, {0, "KIND", `"individual"`},
		{0, "ADR", `{"TYPE":["work"]}{"city":"Lille","code":"59000","country":"France","street":"1, rue de l'Exemple\nBâtiment B"}`},
		{0, "URL", `"https://laurent.example/?a=1%2C2%3B3"`}, {0, "CATEGORIES", `["VIP, Nord","b"]`}, {0, "REV", `"20261122T100000Z"`}, {0, "UID", `{"VALUE":["text"]}"AAkA1="`},
		{0, "NOTE", `"first line\nsecond, with; signs\\and a very long rest: ` + strings.TrimSpace(strings.Repeat("éèà ", 60)) + `"`},
		{1, "FN", `"?"`}, {1, "EMAIL", ``},
		{2, "ORG", `["Müller, Söhne; \u0026 Co \\ GmbH","Einkauf"]`},
		{3, "EMAIL", `"jan@client.example"`}, {3, "BDAY", `"19800517"`}, {3, "FN", `"=cmd|' /C calc'!A0"`},
	} {
		if got := strings.Join(get(tt.card, tt.name), " "); got != tt.want {
			t.Errorf("%s of card %d was read as %s, want %s", tt.name, tt.card, got, tt.want)
		}
	}
	if emails := get(2, "EMAIL"); len(emails) != 50 || emails[0] != `{"PREF":["1"]}"a0@mueller.example"` || emails[49] != `"a49@mueller.example"` {
		t.Errorf("the addresses were read as %v", emails)
	}
}

const readTable = `
import csv, json, sys
print(json.dumps(list(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8')))))
`

func TestTableOfContactsIsReadByAnotherProgram(t *testing.T) {
	var rows []map[string]string
	read(t, readTable, func(b *bytes.Buffer) error { return WriteContactTable(b, strange()) }, &rows)
	if len(rows) != 4 || len(rows[0]) != len(contactColumns) {
		t.Fatalf("%d rows of %d columns were read", len(rows), len(rows[0]))
	}
	for i, want := range []map[string]string{
		{"name": "Élodie d'Été", "surname": "d'Été", "mobile": "+33 6 55 01 01 01", "birthday": "--02-29", "businessCity": "Lille", "categories": "VIP, Nord; b"},
		{"name": "", "email": ""},
		{"email": "a0@mueller.example", "email3": "a2@mueller.example", "businessPhone2": "+49 241 2", "morePhones": "+49 241 3; +49 3", "company": "Müller, Söhne; & Co \\ GmbH"},
		{"name": "'=cmd|' /C calc'!A0", "nick": "'@x", "email": "jan@client.example", "birthday": "1980-05-17", "homeCity": "Gent"},
	} {
		for column, value := range want {
			if rows[i][column] != value {
				t.Errorf("%s of row %d was read as %q, want %q", column, i, rows[i][column], value)
			}
		}
	}
	if more := strings.Split(rows[2]["moreEmails"], "; "); len(more) != 47 {
		t.Errorf("%d more addresses were read, want 47", len(more))
	}
}
