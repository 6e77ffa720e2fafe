package search

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"
)

// opened is an index in a folder of the test's.
func opened(tb testing.TB, dir string) *Index {
	tb.Helper()
	x, err := Open(Options{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := x.Close(); err != nil {
			tb.Error(err)
		}
	})
	return x
}

func put(tb testing.TB, x *Index, docs ...Document) {
	tb.Helper()
	if err := x.Put(docs); err != nil {
		tb.Fatal(err)
	}
}

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// found are the numbers of the documents that a query finds, and fails if the query is not understood.
func found(tb testing.TB, x *Index, text string) []uint64 {
	tb.Helper()
	q, problem := Parse(text, Context{Now: now})
	if problem != nil {
		tb.Fatalf("%s: expected no problem, saw %+v", text, *problem)
	}
	r, err := x.Search(tb.Context(), Request{Query: q, ByDate: true, Oldest: true, Limit: 100})
	if err != nil {
		tb.Fatalf("%s: %v", text, err)
	}
	if r.Total != len(r.Seqs) {
		tb.Errorf("%s: expected a total of %d, saw %d", text, len(r.Seqs), r.Total)
	}
	return r.Seqs
}

func day(d int) time.Time { return time.Date(2026, 11, d, 10, 0, 0, 0, time.UTC) }

// office is a small post room in four languages.
var office = []Document{
	{Seq: 1, Mailbox: "emma@kantoor.example", Folder: "Inbox", Subject: "Factuur 2026-114", From: []string{"Jan Peeters <jan.peeters@bakkerij.example>"},
		To: []string{"emma@kantoor.example"}, Received: day(1), Text: "Beste Emma,\n\nHierbij de facturen voor de jaarrekening. Btw BE 0123.456.749, rekening BE68 5390 0754 7034.",
		Files: []File{{Name: "factuur_2026-114.pdf", Kind: "invoice", Text: "Bakkerij Peeters\nTotaal te betalen 1.210,00 EUR vóór 30 november"}}},
	{Seq: 2, Mailbox: "emma@kantoor.example", Folder: "Inbox/Clients", Subject: "Votre facture du mois", From: []string{"Zoë Müller <zoe@societe.example>"},
		To: []string{"info@kantoor.example", "Emma <emma@kantoor.example>"}, Received: day(2), Text: "Bonjour, l'entreprise n'a pas encore payé les factures. La société BE0987654394 vous remercie."},
	{Seq: 3, Mailbox: "info@kantoor.example", Folder: "Inbox", Subject: "Angebot und Häuser", From: []string{"Jürgen Groß <gross@haus.example>"},
		To: []string{"info@kantoor.example"}, Received: day(3), Text: "Sehr geehrte Frau, die Verträge für das Haus liegen bei. Die Rechnungen folgen.",
		Files: []File{{Name: "Vertrag.docx", Kind: "document", Text: "Mietvertrag zwischen den Parteien"}, {Name: "haus.png", Kind: "image"}}},
	{Seq: 4, Mailbox: "info@kantoor.example", Folder: "Archive/2025", Subject: "Annual accounts", From: []string{"Anna Smith <anna@smith.example>"},
		To: []string{"info@kantoor.example"}, Received: day(4), Text: "Please find the annual accounts attached. The accounts were approved. Bakkerij Jan, not Peeters."},
}

func TestWordsAreFoundInEveryLanguageAndForm(t *testing.T) {
	x := opened(t, t.TempDir())
	put(t, x, office...)
	for _, tt := range []struct {
		query string
		want  []uint64
	}{
		{"factuur ", []uint64{1, 2}},  // "facture" begins as "facturen" does
		{"facturen ", []uint64{1, 2}}, // in Dutch, "factures" would be a form of one word with it
		{"factures ", []uint64{1, 2}},
		{"haus ", []uint64{3}},
		{"hauser ", []uint64{3}},
		{"Häuser ", []uint64{3}},
		{"haeuser ", []uint64{3}},
		{"vertrag ", []uint64{3}},
		{"rechnung ", []uint64{3}},
		{"account ", []uint64{4}},
		{"approve ", []uint64{4}},
		{"peeters", []uint64{1, 4}},
		{"PEETERS bakkerij", []uint64{1, 4}},
		{"mueller ", []uint64{2}},
		{"muller ", []uint64{2}},
		{"gross ", []uint64{3}},
		{"zoe societe", []uint64{2}},
		{"entreprise ", []uint64{2}},
		{"l'entreprise ", []uint64{2}},
		{"de jaarrekening ", []uint64{1}},
		{"the jaarrekening ", []uint64{1}}, // "the" says nothing
		{"jaarr", []uint64{1}},
		{"jaarr ", nil},
		{"mietver", []uint64{3}}, // in an attachment
		{"nothing ", nil},
	} {
		if got := found(t, x, tt.query); !slices.Equal(got, tt.want) {
			t.Errorf("%q: expected %v, saw %v", tt.query, tt.want, got)
		}
	}
}

func TestWordsAreFoundWithoutTheirAccents(t *testing.T) {
	x := opened(t, t.TempDir())
	put(t, x, Document{Seq: 1, Received: day(1), Text: "Die Umsatzsteuererklärung liegt bei."},
		Document{Seq: 2, Received: day(2), Text: "La facture est payée, la déclaration a été envoyée."},
		Document{Seq: 3, Received: day(3), Text: "Neue Steuern in Quellen."})
	for query, want := range map[string][]uint64{
		"umsatzsteuererklaerung ": {1}, "umsatzsteuererklarungen ": {1}, "payer ": {2}, "envoyer ": {2}, "envoyées ": {2}, "steuer ": {3}, "quelle ": {3},
	} {
		if got := found(t, x, query); !slices.Equal(got, want) {
			t.Errorf("%q: expected %v, saw %v", query, want, got)
		}
	}
}

func TestFileIsFoundByWhatItIsAndByItsName(t *testing.T) {
	x := opened(t, t.TempDir())
	put(t, x, Document{Seq: 1, Received: day(1), Files: []File{{Name: "scan.bin", Kind: "document", Form: "pdf"}}},
		Document{Seq: 2, Received: day(2), Files: []File{{Name: "scan.pdf", Kind: "image", Form: "png"}}})
	for query, want := range map[string][]uint64{"kind:pdf": {1, 2}, "kind:png": {2}, "kind:bin": {1}} {
		if got := found(t, x, query); !slices.Equal(got, want) {
			t.Errorf("%q: expected %v, saw %v", query, want, got)
		}
	}
}

func TestNumbersAreFoundHoweverTheyAreWritten(t *testing.T) {
	x := opened(t, t.TempDir())
	put(t, x, office...)
	for query, want := range map[string][]uint64{
		"2026-114": {1}, "2026/114": {1}, "114 ": {1}, "2026-11": {1}, "BE0123456749": {1}, "BE 0123.456.749": {1}, "0123.456.749": {1},
		"0123456749": {1}, "BE0987654394": {2}, "BE 0987.654.394": {2}, "0987.654.394": {2}, "BE68539007547034": {1}, "BE68 5390 0754 7034": {1},
		"be68 5390 0754 7034 jaarrekening": {1}, "BE68 5390": {1}, "1.210,00": {1}, "2026-115 ": nil, "BE0123456740 ": nil,
	} {
		if got := found(t, x, query); !slices.Equal(got, want) {
			t.Errorf("%q: expected %v, saw %v", query, want, got)
		}
	}
}

func TestOperatorsNarrowWhatIsFound(t *testing.T) {
	x := opened(t, t.TempDir())
	put(t, x, office...)
	for query, want := range map[string][]uint64{
		"": {1, 2, 3, 4}, "from:peeters": {1}, "from:jan.peeters@bakkerij.example": {1}, "to:emma": {1, 2}, "to:emma -from:peeters": {2},
		"subject:factuur ": {1, 2}, "has:attachment": {1, 3}, "-has:attachment": {2, 4}, "has:invoice": {1}, "kind:invoice": {1}, "kind:pdf": {1},
		"kind:image": {3}, "kind:.docx": {3}, "before:2026-11-02": {1}, "after:2026-11-03": {3, 4}, "after:3/11/2026 before:4.11.2026": {3},
		"before:2026": nil, "after:2026": {1, 2, 3, 4}, "after:yesterday": nil, "in:inbox": {1, 2, 3}, "in:clients": {2}, "in:info@kantoor.example": {3, 4},
		"in:archive/2025": {4}, `"annual accounts"`: {4}, `"accounts annual"`: nil, `"bakkerij peeters"`: {1}, `"Bakkerij Jan"`: {4}, `-peeters`: {2, 3},
		`"te betalen"`: {1}, `subject:"annual acc`: {4}, `from:"jan peeters"`: {1}, `from: peeters`: {1}, "accounts -approved": nil,
		"peeters -in:archive": {1}, "“annual accounts”": {4}, "re: factuur": nil, "http://bakkerij.example": nil, `"l'entreprise"`: {2},
	} {
		if got := found(t, x, query); !slices.Equal(got, want) {
			t.Errorf("%q: expected %v, saw %v", query, want, got)
		}
	}
}

func TestMistakesInAQueryAreToldAndTheRestIsSearched(t *testing.T) {
	x := opened(t, t.TempDir())
	put(t, x, office...)
	for _, tt := range []struct {
		query string
		want  Problem
		hits  int
	}{
		{`peeters "annual acc`, Problem{ProblemQuote, 8, 11, `"annual acc`, ""}, 1},
		{"form:peeters", Problem{ProblemOperator, 0, 5, "form:", "from:"}, 0},
		{"bakkerij subjcet:x", Problem{ProblemOperator, 9, 8, "subjcet:", "subject:"}, 0},
		{"van:peeters", Problem{ProblemOperator, 0, 4, "van:", "from:"}, 0},
		{"Betreff:factuur", Problem{ProblemOperator, 0, 8, "Betreff:", "subject:"}, 0},
		{"peeters après:2026", Problem{ProblemOperator, 8, 6, "après:", "after:"}, 0},
		{"peeters from:", Problem{ProblemNothing, 8, 5, "from:", ""}, 2},
		{"peeters before:soon", Problem{ProblemDate, 15, 4, "soon", ""}, 2},
		{"after:31-31-2026", Problem{ProblemDate, 6, 10, "31-31-2026", ""}, 4},
		{"kind:documnet", Problem{ProblemKind, 5, 8, "documnet", "document"}, 4},
		{"has:invoic", Problem{ProblemHas, 4, 6, "invoic", "invoice"}, 4},
		{"peeters --", Problem{ProblemWord, 9, 1, "-", ""}, 2},
	} {
		q, problem := Parse(tt.query, Context{Now: now, Done: true})
		if problem == nil || *problem != tt.want {
			t.Errorf("%q: expected %+v, saw %+v", tt.query, tt.want, problem)
		}
		r, err := x.Search(t.Context(), Request{Query: q})
		if err != nil || r.Total != tt.hits {
			t.Errorf("%q: expected %d hits, saw %+v, %v", tt.query, tt.hits, r, err)
		}
	}
}

func TestWhatFitsBestComesFirst(t *testing.T) {
	x := opened(t, t.TempDir())
	body := "Over het jaarverslag van de vennootschap."
	put(t, x, Document{Seq: 1, Subject: "Allerlei", Text: body, Received: day(1)}, Document{Seq: 2, Subject: "Jaarverslag", Received: day(2)},
		Document{Seq: 3, Subject: "Allerlei", Text: body, Received: day(3)}, Document{Seq: 4, Subject: "Over jaarverslagen", Received: day(4)},
		Document{Seq: 5, Subject: "Iets", Text: "vennootschap. Een jaarverslag", Received: day(5)})
	for query, want := range map[string][]uint64{"jaarverslag ": {2, 4, 5, 3, 1}, "jaarverslag vennootschap ": {5, 3, 1}, "vennootschap jaarverslag ": {5, 3, 1}} {
		q, _ := Parse(query, Context{Now: now})
		r, err := x.Search(t.Context(), Request{Query: q, Limit: 10})
		if err != nil || !slices.Equal(r.Seqs, want) {
			t.Errorf("%q: expected %v, saw %v, %v", query, want, r, err)
		}
	}
	q, _ := Parse("allerlei", Context{Now: now})
	r, err := x.Search(t.Context(), Request{Query: q, Offset: 1, Limit: 1, ByDate: true})
	if err != nil || r.Total != 2 || !slices.Equal(r.Seqs, []uint64{1}) {
		t.Errorf("expected the second page of two, saw %+v, %v", r, err)
	}
}

func TestDocumentPutAgainIsFoundAsItIsNow(t *testing.T) {
	x := opened(t, t.TempDir())
	put(t, x, office...)
	if err := x.Forget(2); err != nil {
		t.Fatal(err)
	}
	if x.Has(2) || !x.Has(1) || x.Count() != 3 {
		t.Errorf("expected 2 alone to be forgotten, saw %d known", x.Count())
	}
	d := office[1]
	d.Invoice = []string{"F2026/0077", "Société Générale"}
	d.HasInvoice = true
	put(t, x, d)
	if got := found(t, x, "F2026/0077"); !slices.Equal(got, []uint64{2}) {
		t.Errorf("expected the mail by its invoice's number, saw %v", got)
	}
	if got := found(t, x, "has:invoice"); !slices.Equal(got, []uint64{1, 2}) {
		t.Errorf("expected both invoices, saw %v", got)
	}
	if got := found(t, x, ""); len(got) != 4 {
		t.Errorf("expected four documents, saw %v", got)
	}
}

func TestDocumentsThatAreNoLongerThereAreTakenOut(t *testing.T) {
	x := opened(t, t.TempDir())
	put(t, x, office...)
	missing, gone := x.Compare([]uint64{9, 7, 4, 3, 1})
	if !slices.Equal(missing, []uint64{9, 7}) || !slices.Equal(gone, []uint64{2}) {
		t.Fatalf("expected 9 and 7 to be missing and 2 to be gone, saw %v and %v", missing, gone)
	}
	if err := x.Remove(gone...); err != nil {
		t.Fatal(err)
	}
	if got := found(t, x, ""); !slices.Equal(got, []uint64{1, 3, 4}) || x.Has(2) {
		t.Errorf("expected the others to be left, saw %v", got)
	}
}

func TestFragmentsShowTheWordsAsPlainText(t *testing.T) {
	long := strings.Repeat("Lorem ipsum dolor sit amet. ", 50)
	for _, tt := range []struct{ query, text, want string }{
		{"factuur", "De Facturen liggen klaar", "De [Facturen] liggen klaar"},
		{"jaarr", "de jaarrekening, en jaar", "de [jaarrekening], en jaar"},
		{`"te betalen"`, "te veel te betalen, betalen", "te veel [te betalen], betalen"},
		{"BE0123456749", "Btw: BE 0123.456.749.", "Btw: [BE 0123.456.749]."},
		{"0123.456.749", "Btw: BE0123456749.", "Btw: [BE0123456749]."},
		{"peeters -jan", "Jan <b>Peeters</b>\n\n\u202eclient", "Jan <b>[Peeters]</b> client"},
		{"zoe", "Zoë é", "[Zoë] é"},
		{"2026-114", "nr 2026/114 2026", "nr [2026/114] 2026"},
		{"absent ", "nothing", ""},
		{"special ", long + "something special here " + long, "… dolor sit amet. Lorem ipsum dolor sit amet. something [special] here Lorem ipsum dolor sit amet. Lorem ipsum dolor sit amet. Lorem ipsum dolor sit amet. Lorem ipsum dolor sit amet. …"},
	} {
		q, _ := Parse(tt.query, Context{Now: now})
		f := q.Marker().Find(Text, tt.text)
		got := ""
		if f != nil {
			for _, s := range f.Spans {
				if s.Hit {
					got += "[" + s.Text + "]"
				} else {
					got += s.Text
				}
			}
		}
		if got != tt.want {
			t.Errorf("%q: expected %q, saw %q", tt.query, tt.want, got)
		}
	}
}

func TestRangesAreASet(t *testing.T) {
	var r ranges
	want := map[uint64]bool{}
	n := uint64(1)
	for i := range 5000 {
		n = (n*6364136223846793005 + 1442695040888963407)
		v := n >> 40 % 300
		if i%3 == 2 {
			r = r.without(v)
			delete(want, v)
		} else {
			r = r.with(v)
			want[v] = true
		}
		if r.count() != len(want) {
			t.Fatalf("expected %d, saw %d in %v", len(want), r.count(), r)
		}
	}
	for v := range uint64(300) {
		if r.has(v) != want[v] {
			t.Errorf("%d: expected %v, saw %v", v, want[v], r.has(v))
		}
	}
	back, ok := decodeRanges(r.encode())
	if !ok || fmt.Sprint(back) != fmt.Sprint(r) {
		t.Errorf("expected %v, saw %v", r, back)
	}
}
