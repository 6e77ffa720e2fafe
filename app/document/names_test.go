package document

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"postroom/app/mail"
)

var received = time.Date(2026, 11, 22, 8, 15, 0, 0, time.UTC)

func naming(folder ...string) Naming {
	return Naming{Mailbox: "emma@kantoor.example", Folder: folder, Received: received, Zone: time.FixedZone("CET", 3600), Key: "AAkALgAAexample"}
}

func attached(names ...string) []Attachment {
	var list []Attachment
	for _, n := range names {
		list = append(list, Attachment{Name: n, Container: -1})
	}
	return list
}

func TestNamesAreThoseThatAPersonLikes(t *testing.T) {
	jan := mail.Address{Name: "Jan Peeters", Address: "jan@peeters.example"}
	const top = "emma@kantoor.example/Inbox/2026-11-22 0915"
	for _, tt := range []struct {
		from    mail.Address
		subject string
		want    string
	}{
		{jan, "Invoice 2026-114", top + " Jan Peeters - Invoice 2026-114"},
		{jan, "Re: Invoice 2026/114?", top + " Jan Peeters - Re Invoice 2026-114"},
		{jan, "", top + " Jan Peeters"},
		{mail.Address{Address: "jan@peeters.example"}, "Hello", top + " jan@peeters.example - Hello"},
		{mail.Address{}, "Hello", top + " Hello"},
		{mail.Address{}, "", top},
		{mail.Address{}, "???", top},
		{mail.Address{Name: "<>"}, "", top},
		{jan, "../../etc/passwd", top + " Jan Peeters - -..-etc-passwd"},
		{jan, "a\x00b\u202egpj.exe\u200b", top + " Jan Peeters - abgpj.exe"},
		{jan, "  many   blanks . ", top + " Jan Peeters - many blanks"},
		{jan, `<b>"quoted" | 10:30*`, top + ` Jan Peeters - (b)'quoted' - 10-30`},
		{jan, "cafe\u0301", top + " Jan Peeters - café"},
		{jan, "report.eml", top + " Jan Peeters - report_eml"},
		{jan, "Herinnering: betaling van de openstaande facturen over het derde kwartaal van het boekjaar 2026 en de jaarrekening",
			top + " Jan Peeters - Herinnering betaling van de openstaande facturen over het derde kwartaal van het boekjaar"},
	} {
		m := &Mail{From: tt.from, Subject: tt.subject}
		if got := Names(m, naming("Inbox"), 0).EML; got != tt.want+".eml" {
			t.Errorf("%q: %q, expected %q", tt.subject, got, tt.want+".eml")
		}
		checkPlan(t, m, naming("Inbox"), 0)
	}
}

func TestNamesOfAttachmentsAreSafeAndUnique(t *testing.T) {
	m := &Mail{Subject: "x", Attachments: attached(
		"invoice.pdf", "Invoice.PDF", "invoice (2).pdf", "invoice.pdf", "../../etc/passwd", `C:\TEMP\x.png`, "CON", "con.txt", "nul.tar.gz", "COM¹.txt", "LPT0",
		".bashrc", "no extension", "", "\u202e\u0000", "e\u0301.txt", "É.TXT", "straße", "STRASSE", "a.b ", "2026/114.pdf", strings.Repeat("long ", 60)+".xlsx", "...")}
	want := []string{
		"invoice.pdf", "Invoice (2).PDF", "invoice (2) (2).pdf", "invoice (3).pdf", "passwd", "x.png", "_CON", "_con.txt", "_nul.tar.gz", "_COM¹.txt", "_LPT0",
		"bashrc", "no extension", "_", "_ (2)", "é.txt", "É (2).TXT", "straße", "STRASSE (2)", "a.b", "2026-114.pdf", "", "_ (3)"}
	plan := Names(m, naming("Inbox"), 0)
	for i, path := range plan.Attachments {
		got := strings.TrimPrefix(path, plan.Dir+"/")
		if want[i] == "" {
			if !strings.HasPrefix(got, "long long") || !strings.HasSuffix(got, "long.xlsx") {
				t.Errorf("the long name became %q", got)
			}
		} else if got != want[i] {
			t.Errorf("%q: %q, expected %q", m.Attachments[i].Name, got, want[i])
		}
	}
	checkPlan(t, m, naming("Inbox"), 0)
}

func TestAttachedMailIsNamedAsAMail(t *testing.T) {
	m := &Mail{Subject: "x", Attachments: attached("office-reply.txt", "RE: Q4", "plain.EML")}
	for i := range m.Attachments {
		m.Attachments[i].ContentType = "message/rfc822"
	}
	plan := Names(m, naming("Inbox"), 0)
	for i, want := range []string{"office-reply.txt.eml", "RE Q4.eml", "plain.eml"} {
		if got := strings.TrimPrefix(plan.Attachments[i], plan.Dir+"/"); got != want {
			t.Errorf("%q: %q, expected %q", m.Attachments[i].Name, got, want)
		}
	}
}

func TestFoldersAreShortenedWithoutCollision(t *testing.T) {
	long := strings.Repeat("Klant met een heel lange naam ", 8)
	var folders []mail.Path
	for i := range 30 {
		name := fmt.Sprintf("%s%d", long, i)
		folders = append(folders, mail.Path{name}, mail.Path{"Inbox", name, "2026"}, mail.Path{"Inbox", "Clients", "Ä", name, "2026", "Q4", name})
		deep := mail.Path{"Inbox"}
		for k := range 10 + i {
			deep = append(deep, fmt.Sprintf("Level %d", k))
		}
		folders = append(folders, deep)
	}
	seen := map[string]mail.Path{}
	for _, f := range folders {
		m := &Mail{Subject: "x", Attachments: attached("a.pdf")}
		checkPlan(t, m, naming(f...), 0)
		path := FoldKey(filepath.ToSlash(filepath.Dir(Names(m, naming(f...), 0).EML)))
		if other, ok := seen[path]; ok {
			t.Errorf("%q and %q both become %q", other, f, path)
		}
		seen[path] = f
	}
	if got, want := Names(&Mail{}, naming("Inbox", "Clients", "Bakkerij Jansen & Zonen BV", "2026", "Q4"), 0).EML,
		"emma@kantoor.example/Inbox/Clients/Bakkerij Jansen & Zonen BV/2026/Q4/2026-11-22 0915.eml"; got != want {
		t.Errorf("an ordinary folder became %q, expected %q", got, want)
	}
	parent := mail.Path{"Inbox", long}
	below := append(append(mail.Path{}, parent...), "2026")
	if a, b := folderPath(naming(parent...)), folderPath(naming(below...)); !strings.HasPrefix(b, a+"/") {
		t.Errorf("%q does not lie in %q", b, a)
	}
}

func TestVariantsDifferAndGrow(t *testing.T) {
	m := &Mail{From: mail.Address{Name: "Jan"}, Subject: strings.Repeat("lang onderwerp ", 20), Attachments: attached("a.pdf")}
	seen := map[string]int{}
	for variant := range 200 {
		for _, n := range []Naming{naming("Inbox"), naming(strings.Split(strings.Repeat("Folder/", 40), "/")...)} {
			p := Names(m, n, variant)
			checkPlan(t, m, n, variant)
			if other, ok := seen[p.EML]; ok {
				t.Errorf("variants %d and %d are both %q", other, variant, p.EML)
			}
			seen[p.EML] = variant
		}
	}
	a, b := naming("Inbox"), naming("Inbox")
	b.Key = "another"
	if Names(m, a, 1).EML == Names(m, b, 1).EML {
		t.Error("the suffix does not follow from the key")
	}
	if a, b := Names(m, a, 0), Names(m, b, 0); !reflect.DeepEqual(a, b) {
		t.Errorf("variant 0 follows from the key: %q, %q", a.EML, b.EML)
	}
}

func TestNamesWithoutTimeFallBack(t *testing.T) {
	n := naming("Inbox")
	n.Received, n.Zone = time.Time{}, nil
	m := &Mail{Subject: "x", Date: received.Add(time.Hour)}
	if got, want := Names(m, n, 0).EML, "emma@kantoor.example/Inbox/2026-11-22 0915 x.eml"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
	m.Date = time.Time{}
	if got, want := Names(m, n, 0).EML, "emma@kantoor.example/Inbox/x.eml"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
}

func TestPathsThatAFileSystemTakesForOneHaveOneKey(t *testing.T) {
	for _, same := range [][]string{
		{"Inbox/Invoice.eml", "inbox/INVOICE.EML", "Inbox./Invoice.eml", "Inbox /Invoice.eml. "},
		{"é", "É", "e\u0301", "E\u0301"},
		{"straße", "STRASSE", "STRA\u1e9eE"},
		{"ﬁx", "FIX"},
		{"ς", "σ", "Σ"},
		{"K", "\u212a"},
		{"ı", "I", "i"},
		{"ǆ", "ǅ", "Ǆ"},
	} {
		for _, s := range same {
			if got := FoldKey(s); got != FoldKey(same[0]) {
				t.Errorf("%q has key %q, %q has %q", same[0], FoldKey(same[0]), s, got)
			}
		}
	}
	if FoldKey("a/b") == FoldKey("a-b") || FoldKey("invoice.pdf") == FoldKey("invoice2.pdf") {
		t.Error("different paths have one key")
	}
}

// checkPlan checks what is true of the names of every mail.
func checkPlan(t testing.TB, m *Mail, n Naming, variant int) {
	t.Helper()
	p := Names(m, n, variant)
	if again := Names(m, n, variant); !reflect.DeepEqual(p, again) {
		t.Errorf("named twice: %+v, %+v", p, again)
	}
	if len(p.Attachments) != len(m.Attachments) || (p.Dir == "") != (len(m.Attachments) == 0) {
		t.Fatalf("%d attachments in %q, expected %d", len(p.Attachments), p.Dir, len(m.Attachments))
	}
	stem, isEML := strings.CutSuffix(p.EML, ".eml")
	if !isEML || p.Dir != "" && p.Dir != stem {
		t.Errorf("mail %q, attachments in %q", p.EML, p.Dir)
	}
	seen := map[string]bool{}
	for _, path := range append([]string{p.EML}, p.Attachments...) {
		checkPath(t, path)
		if key := FoldKey(path); seen[key] {
			t.Errorf("%q is there twice when case is ignored", path)
		} else if seen[key] = true; FoldKey(key) != key {
			t.Errorf("key %q of %q has another key %q", key, path, FoldKey(key))
		}
	}
	for _, path := range p.Attachments {
		if !strings.HasPrefix(path, p.Dir+"/") || strings.Contains(path[len(p.Dir)+1:], "/") {
			t.Errorf("%q does not lie directly in %q", path, p.Dir)
		}
	}
	parts := strings.Split(stem, "/")
	for _, dir := range parts {
		if strings.HasSuffix(strings.ToLower(dir), ".eml") {
			t.Errorf("folder %q of %q could be a mail's file", dir, p.EML)
		}
	}
	if want := 2 + min(len(n.Folder), 1); len(parts) < want || strings.EqualFold(parts[0], ".postroom") {
		t.Errorf("%q has %d components, expected at least %d", p.EML, len(parts), want)
	}
}

// checkPath checks a path by the rules of Windows, macOS and Linux, written anew here.
func checkPath(t testing.TB, path string) {
	t.Helper()
	if n := len(utf16.Encode([]rune(path))); n > 240 {
		t.Errorf("%q has %d characters", path, n)
	}
	if !utf8.ValidString(path) || !norm.NFC.IsNormalString(path) {
		t.Errorf("%q is not UTF-8 in NFC", path)
	}
	for _, r := range path {
		if unicode.In(r, unicode.C, unicode.Bidi_Control, unicode.Zl, unicode.Zp) || strings.ContainsRune("<>:\"\\|?*\uFFFD\u200b\u00a0\u3164", r) {
			t.Errorf("%q has %U", path, r)
		}
	}
	for name := range strings.SplitSeq(path, "/") {
		if name == "" || len(name) > 255 || strings.Trim(name, " .") != name {
			t.Errorf("%q has the component %q of %d bytes", path, name, len(name))
		}
		base, _, _ := strings.Cut(strings.ToLower(name), ".")
		base = strings.TrimSpace(base)
		for _, device := range strings.Fields("con prn aux nul conin$ conout$ com1 com9 com¹ com² com³ lpt1 lpt9 lpt¹ lpt³") {
			if base == device {
				t.Errorf("%q has the device %q", path, name)
			}
		}
	}
}

func FuzzNames(f *testing.F) {
	f.Add("Jan Peeters", "jan@peeters.example", "Invoice 2026-114", "emma@kantoor.example", "Inbox/Clients", "invoice.pdf\ninvoice.pdf", "key", int64(1_795_000_000), 0)
	f.Add("CON", "", "../../x\x00", ".postroom", "../..//nul/ . /.eml", "CON\n.\n..\ncon.txt\nA\nÄ\na\u0308", "", int64(-1<<62), 7)
	f.Add("\u202e", "\xff\xfe", strings.Repeat("👩‍👩‍👧", 100), strings.Repeat("x", 300), strings.Repeat("long folder name/", 50), strings.Repeat("é", 300)+".pdf", "k", int64(0), 1<<31-1)
	f.Add("", "", "e"+strings.Repeat("\u0301", 500), "", strings.Repeat("a/", 300), "x.eml\n\u0301\n"+strings.Repeat("\u0301", 300), "k", int64(1<<40), -5)
	f.Add("a", "b", "x<\u0338>\u0338=\u0338", "\u0130@\u0131.example", "\u1100\u200b\u1161/\u115f", "\u1100\u200b\u1161\nẞ.txt\nss.txt\nSS.TXT (2)", "k", int64(9), 25)
	f.Fuzz(func(t *testing.T, name, address, subject, mailbox, folder, files, key string, unix int64, variant int) {
		m := &Mail{From: mail.Address{Name: name, Address: address}, Subject: subject}
		if files != "" {
			m.Attachments = attached(strings.Split(files, "\n")...)
		}
		checkPlan(t, m, Naming{Mailbox: mailbox, Folder: strings.Split(folder, "/"), Received: time.Unix(unix, 0), Key: key}, variant)
	})
}

func BenchmarkNames(b *testing.B) {
	m := &Mail{From: mail.Address{Name: "Jan Peeters"}, Subject: "Invoice 2026-114 voor Élise", Attachments: attached("invoice.pdf", "terms.pdf")}
	b.ReportAllocs()
	for b.Loop() {
		Names(m, naming("Inbox", "Clients", "2026"), 0)
	}
}
