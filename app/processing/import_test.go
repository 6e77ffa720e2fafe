package processing

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"postroom/app/fault"
)

func (d *desk) imports(text string, opts ImportOptions) *Imported {
	d.t.Helper()
	v, err := d.Import(d.t.Context(), strings.NewReader(text), opts)
	d.must(err)
	return v
}

func (d *desk) counts(what string, v *Imported, added, updated, unchanged int, lines ...int) {
	d.t.Helper()
	var wrong []int
	for _, e := range v.Errors {
		wrong = append(wrong, e.Line)
	}
	if v.Added != added || v.Updated != updated || v.Unchanged != unchanged || !slices.Equal(wrong, lines) {
		d.t.Errorf("%s: %d added, %d updated, %d unchanged, errors in lines %v (%v); want %d, %d, %d, %v", what, v.Added, v.Updated, v.Unchanged, wrong, v.Errors, added, updated, unchanged, lines)
	}
}

const table = "E-mail;Klantnummer;Naam;BTW-nummer;Taal;Einddatum\r\n" +
	"jan@peeters.example;1001;Café Peeters;BE0403.170.701;Frans;\r\n" +
	"\"bakker@gmail.com, info@bakker.example\";1002;\"Bakker; en zoon\";;nl-BE;31/12/2025\r\n"

func TestSecondImportUpdatesAndNeverDoubles(t *testing.T) {
	d := newDesk(t)
	d.counts("the first", d.imports(table, ImportOptions{}), 2, 0, 0)
	got := d.Clients("cafe 1001")
	if len(got) != 1 || got[0].Name != "Café Peeters" || got[0].VAT[0] != "BE0403170701" || got[0].Language != "fr" {
		t.Fatalf("the client is %+v", got)
	}
	if b := d.Clients("zoon"); len(b) != 1 || len(b[0].Addresses) != 2 || b[0].Ended != "2025-12-31" {
		t.Errorf("the other is %+v", b)
	}
	d.counts("the second", d.imports(table, ImportOptions{}), 0, 0, 2)
	v := d.imports("Name,Number,Website\nPeeters,1001,https://www.peeters.example/contact\nNew,,\nNew,,\n", ImportOptions{Preview: true})
	if d.counts("a preview", v, 1, 1, 0); len(d.Clients("")) != 2 || len(v.First) != 2 || v.Duplicates != 1 {
		t.Errorf("the preview changed something, or shows %+v", v)
	}
	v = d.imports("Name,Number,Website\nPeeters,1001,https://www.peeters.example/contact\nNew,,\nNew,,\n", ImportOptions{})
	d.counts("an update", v, 1, 1, 0)
	got = d.Clients("1001")
	if len(got) != 1 || got[0].Name != "Peeters" || !slices.Equal(got[0].Domains, []string{"peeters.example"}) || len(got[0].Addresses) != 1 {
		t.Errorf("updated to %+v, want what the table does not say kept", got)
	}
	var out bytes.Buffer
	if err := Export(&out, d.Clients("")); err != nil {
		t.Fatal(err)
	}
	d.counts("what was exported", d.imports(out.String(), ImportOptions{}), 0, 0, 3)
	if _, err := d.Undo(t.Context(), true); err != nil || d.Clients("1001")[0].Name != "Café Peeters" || len(d.Clients("")) != 2 {
		t.Errorf("undoing the update left %+v, %v", d.Clients(""), err)
	}
}

func TestTablesOfAllKindsAreRead(t *testing.T) {
	encoded := func(e interface{ Bytes([]byte) ([]byte, error) }) string {
		b, err := e.Bytes([]byte(table))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	book := excelize.NewFile()
	for n, row := range strings.Split(strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(table, "\"Bakker; en zoon\"", "Bakker en zoon"), "\"", "")), "\r\n") {
		cells := strings.Split(row, ";")
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", n+1), &cells); err != nil {
			t.Fatal(err)
		}
	}
	var xlsx bytes.Buffer
	if err := book.Write(&xlsx); err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string]string{
		"UTF-8 with a mark": "\xef\xbb\xbf" + table, "Windows-1252": encoded(charmap.Windows1252.NewEncoder()), "told separator": "sep=;\r\n" + table,
		"UTF-16":     encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()),
		"UTF-16, BE": encoded(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder()),
		"a workbook": xlsx.String(), "tabs": strings.ReplaceAll(strings.ReplaceAll(table, "Bakker; en", "Bakker en"), ";", "\t"),
	} {
		d := newDesk(t)
		d.counts(what, d.imports(text, ImportOptions{}), 2, 0, 0)
		if got := d.Clients("1001"); len(got) != 1 || got[0].Name != "Café Peeters" || len(got[0].Addresses) != 1 {
			t.Errorf("%s: %+v", what, d.Clients(""))
		}
	}
	for text, code := range map[string]string{"": "table-empty", "\n\n": "table-empty", "PK\x03\x04broken": "table-unreadable", "\x00\x01\x02\x03\x00": "table-unreadable",
		"a;b\n1;2\n": "column-name-missing", "name;email\nA;\n\"B;\nC;\nD;\n": "table-quote"} {
		_, err := newDesk(t).Import(t.Context(), strings.NewReader(text), ImportOptions{})
		if err == nil || fault.CodeOf(err) != code {
			t.Errorf("%q: %v, want the code %s", text, err, code)
		}
	}
}

func TestColumnsAreKnownAsOfficesCallThem(t *testing.T) {
	for head, want := range map[string]string{
		"Relatienaam;Relatienr.;E-mailadres;BTW-nr.;KvK-nummer":                            "name number address vat registration",
		"N° client;Nom du client;Adresse e-mail;N° TVA;N° d'entreprise;Téléphone":          "number name address vat registration ",
		"Nº dossier;Raison sociale;Courriel;TVA intracommunautaire;N° SIREN;Compte;Langue": "number name address vat registration iban language",
		"Mandanten-Nr.;Mandantenname;E-Mail-Adresse;USt-IdNr.;Ort":                         "number name address vat ",
		"Customer No.;Customer name;Email address;VAT no.;Role: payroll":                   "number name address vat role:payroll",
		"Debiteurnummer;Debiteur;Adres;Mail":                                               "number name  address",
	} {
		var got []string
		for h := range strings.SplitSeq(head, ";") {
			got = append(got, fieldOf(h))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q are %q, want %q", head, got, want)
		}
	}
}

func TestDaysOfAWorkbookAreRead(t *testing.T) {
	d := newDesk(t)
	book := excelize.NewFile()
	for cell, v := range map[string]any{"A1": "Name", "B1": "End date", "C1": "Number", "A2": "Peeters", "B2": today, "C2": 1001, "A3": "Five \" inch", "C3": "1002"} {
		if err := book.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var xlsx bytes.Buffer
	if err := book.Write(&xlsx); err != nil {
		t.Fatal(err)
	}
	d.counts("a workbook", d.imports(xlsx.String(), ImportOptions{}), 2, 0, 0)
	if c, err := d.Client("1001"); err != nil || c.Ended != "2026-11-23" {
		t.Errorf("the client is %+v, %v", c, err)
	}
	d.counts("a sign for inches", d.imports("name,number\nFive \" inch,1002\nPeeters,1001\n", ImportOptions{}), 0, 0, 2)
}

func TestMappingIsRememberedAndErrorsAreToldByLine(t *testing.T) {
	d := newDesk(t)
	d.member("An", "an@kantoor.example", nil)
	text := "A,B,C,D\nPeeters,1,jan@peeters.example,An\n,2,,\nBakker,3,\"not an\naddress\",\nClaes,4,,Zoe\n\nDirks,5,piet@gmail.com,an@kantoor.example\n"
	_, err := d.Import(t.Context(), strings.NewReader(text), ImportOptions{Map: map[string][]string{"name": {"X"}}})
	d.code("no such column", err, "column-unknown")
	_, err = d.Import(t.Context(), strings.NewReader(text), ImportOptions{Map: map[string][]string{"title": {"A"}}})
	d.code("no such field", err, "field-unknown")
	said, err := ParseMap([]string{"name=A", "Number=b", "address=C", "role:Payroll=D"})
	d.must(err)
	d.counts("mapped", d.imports(text, ImportOptions{Map: said}), 2, 0, 0, 3, 4, 6)
	if got := d.Clients("dirks"); len(got) != 1 || got[0].Roles["Payroll"] != "an@kantoor.example" {
		t.Errorf("the client is %+v", got)
	}
	d.counts("as last time", d.imports(text, ImportOptions{}), 0, 0, 2, 3, 4, 6)
}

func TestAMistakeOfManyCharactersIsToldInFew(t *testing.T) {
	d := team(t)
	v := d.imports("name,number\n"+strings.Repeat("é", 3000)+",7\n", ImportOptions{})
	if said := fault.Explain("en", v.Errors[0].Err).What; len([]rune(said)) > 200 || !strings.Contains(said, "ééé…") {
		t.Errorf("it is told in %d characters: %.300s", len([]rune(said)), said)
	}
}

// A client's line for each of its 5,000 people took minutes once: each looked at all before it again.
func TestClientWithALineForEachOfItsPeopleIsOne(t *testing.T) {
	d := team(t)
	var table strings.Builder
	table.WriteString("name;email\n")
	for n := range maxDetail + 2 {
		fmt.Fprintf(&table, "Big NV;person%d@big.example\n", n)
	}
	for _, want := range [][3]int{{1, 0, 0}, {0, 0, 1}} {
		v := d.imports(table.String(), ImportOptions{})
		if d.counts("people of one client", v, want[0], want[1], want[2], maxDetail+2, maxDetail+3); len(d.Clients("")[0].Addresses) != maxDetail {
			t.Errorf("the client has %d addresses, want %d", len(d.Clients("")[0].Addresses), maxDetail)
		}
	}
}

func TestAddressBookWithDuplicatesMakesEachClientOnce(t *testing.T) {
	d := newDesk(t)
	var b strings.Builder
	b.WriteString("name,email\n")
	for n := range 5000 {
		fmt.Fprintf(&b, "Client %d,a%d@client%d.example\n", n%10, n%20, n%10)
	}
	v := d.imports(b.String(), ImportOptions{})
	if d.counts("5,000 rows", v, 10, 0, 0); v.Duplicates != 4990 || len(d.Clients("")[0].Addresses) != 2 {
		t.Errorf("%d duplicates, the first client is %+v", v.Duplicates, d.Clients("")[0])
	}
}

func TestTablesAsSpreadsheetsAndProgramsLeaveThem(t *testing.T) {
	for what, text := range map[string]string{
		"lines of a Mac":           "Name;Number;VAT\rPeeters BV;1001;BE0403170701\rSmit;1002;\r",
		"a title":                  "Clients of 2026;;\r\n;;\r\nName;Number;VAT\r\nPeeters BV;1001;BE0403170701\r\nSmit;1002;\r\n",
		"a title by itself":        "All clients\n\nName\tNumber\tVAT\nPeeters BV\t1001\tBE0403170701\nSmit\t1002\n",
		"a number that lost zeros": "Name;Number;VAT\nPeeters BV;1001;403170701\nSmit;1002;-\n",
		"words for none":           "Name;Number;VAT\nPeeters BV;1001;0403.170.701\nSmit;1002;niet btw-plichtig\n",
	} {
		d := newDesk(t)
		d.counts(what, d.imports(text, ImportOptions{}), 2, 0, 0)
		if c, err := d.Client("1001"); err != nil || c.Name != "Peeters BV" || !slices.Equal(c.VAT, []string{"BE0403170701"}) {
			t.Errorf("%s: the client is %+v, %v", what, c, err)
		}
	}
	d := newDesk(t)
	d.counts("one column", d.imports("Name\nPeeters\nSmit; Name; Number\n", ImportOptions{}), 2, 0, 0)
}

func TestNumberThatATableGivesToTwoClientsIsTold(t *testing.T) {
	d := newDesk(t)
	v := d.imports("name,number,email\nPeeters BV,1001,jan@peeters.example\nHartog,1001,h@hartog.example\nPeeters B.V.,1001,lies@peeters.example\n", ImportOptions{})
	if d.counts("a number twice", v, 1, 0, 0, 3); fault.CodeOf(v.Errors[0].Err) != "client-number" {
		t.Errorf("told is %+v, want that the number of line 3 belongs to another", v.Errors)
	}
	if c := d.Clients("")[0]; len(c.Addresses) != 2 || slices.Contains(c.Addresses, "h@hartog.example") {
		t.Errorf("the client is %+v", c)
	}
	d.counts("another name later", d.imports("name,number\nPeeters en Zoon,1001\n", ImportOptions{}), 0, 1, 0)
}

func TestNumbersAreFoundWithTheirCheckDigits(t *testing.T) {
	for text, want := range map[string]string{
		"BE 0403.170.701, FR 40 303 265 045 and DE136695976":                                        "vat:BE0403170701 vat:FR40303265045 vat:DE136695976",
		"NL004495445B01 / NL 004495445 B 02":                                                        "vat:NL004495445B01 vat:NL004495445B02",
		"BE68 5390 0754 7034 due now":                                                               "iban:BE68539007547034",
		"IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFF":                                             "iban:DE89370400440532013000",
		"FR14 2004 1010 0505 0001 3M02 606":                                                         "iban:FR1420041010050500013M02606",
		"KvK-nummer: 12345678, HRB 98765":                                                           "registration:12345678 registration:98765",
		"klantnr. 2024-017, dossier: A/12":                                                          "client:2024-017 client:a/12",
		"BE0403170702 NL004495446B01 DE136695977 FR41303265045 BE68539007547035 call 0470 12 34 56": "",
	} {
		var got []string
		for _, n := range FindNumbers(text, InText) {
			got = append(got, n.Kind+":"+n.Value)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: found %q, want %q", text, strings.Join(got, " "), want)
		}
	}
}

func FuzzFindNumbers(f *testing.F) {
	f.Add("BE 0403.170.701 klantnr. 12 [x1234] NL91ABNA0417164300")
	f.Fuzz(func(t *testing.T, text string) {
		for _, n := range FindNumbers(text, InSubject) {
			if n.Kind == KindVAT && !ValidVAT(n.Value) || n.Kind == KindIBAN && !ValidIBAN(n.Value) {
				t.Errorf("found %+v in %q, whose check digits are wrong", n, text)
			}
		}
		if _, _, err := readTable(strings.NewReader(text)); err != nil && fault.CodeOf(err) == "bug" {
			t.Errorf("%q is a table that gives %v", text, err)
		}
	})
}
