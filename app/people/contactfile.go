package people

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"postroom/app/mail"
)

// vcardLine is the longest line of a vCard in bytes, without its end (RFC 6350, 3.2).
const vcardLine = 75

// nameless stands for the name of a contact that has nothing to be called by: a vCard has to have one.
const nameless = "?"

// WriteVCards writes contacts as vCard 4.0 (RFC 6350).
func WriteVCards(w io.Writer, contacts []Contact) error {
	var out strings.Builder
	for i := range contacts {
		out.Reset()
		vcard(&out, contacts[i].Contact)
		if _, err := io.WriteString(w, out.String()); err != nil {
			return fmt.Errorf("write contacts: %w", err)
		}
	}
	return nil
}

func vcard(out *strings.Builder, c mail.Contact) {
	// put writes a property from the parts of its value; one whose parts are all empty is left out.
	put := func(property, separator string, parts ...string) {
		said := false
		for i, p := range parts {
			parts[i] = escapeVCard.Replace(printable(p))
			said = said || parts[i] != ""
		}
		if said {
			fold(out, property+":"+strings.Join(parts, separator))
		}
	}
	kind := "individual"
	if c.Company != "" && foldName(c) == "" {
		kind = "org"
	}
	fold(out, "BEGIN:VCARD")
	fold(out, "VERSION:4.0")
	put("UID;VALUE=text", "", c.ID)
	put("KIND", "", kind)
	put("FN", "", cmp.Or(printable(NameOf(c)), nameless))
	put("N", ";", c.Surname, c.Given, c.Middle, c.Prefix, c.Suffix)
	put("NICKNAME", "", c.Nick)
	org := []string{c.Company, c.Department}
	if c.Department == "" {
		org = org[:1]
	}
	put("ORG", ";", org...)
	put("TITLE", "", c.Job)
	for i, e := range c.Emails {
		property := "EMAIL"
		if i == 0 && len(c.Emails) > 1 {
			property += ";PREF=1"
		}
		put(property, "", e.Address)
	}
	for _, p := range c.Business {
		put("TEL;TYPE=work", "", p)
	}
	for _, p := range c.Home {
		put("TEL;TYPE=home", "", p)
	}
	put("TEL;TYPE=cell", "", c.Mobile)
	for _, a := range []struct {
		property string
		mail.Place
	}{{"ADR;TYPE=work", c.Work}, {"ADR;TYPE=home", c.House}, {"ADR", c.Other}} {
		put(a.property, ";", "", "", a.Street, a.City, a.State, a.Postcode, a.Country)
	}
	if web := strings.Join(strings.Fields(printable(c.Web)), ""); web != "" {
		fold(out, "URL:"+encodeURI.Replace(web))
	}
	if b := c.Birthday; b.Day > 0 {
		year := "--"
		if b.Year > 0 {
			year = fmt.Sprintf("%04d", b.Year)
		}
		fold(out, fmt.Sprintf("BDAY:%s%02d%02d", year, b.Month, b.Day))
	}
	put("NOTE", "", c.Notes)
	put("CATEGORIES", ",", append([]string{}, c.Categories...)...)
	if !c.Changed.IsZero() {
		fold(out, "REV:"+c.Changed.UTC().Format("20060102T150405Z"))
	}
	fold(out, "END:VCARD")
}

var escapeVCard = strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// encodeURI writes the signs of a URI that readers take for separators, though a vCard need not escape them there.
var encodeURI = strings.NewReplacer(",", "%2C", ";", "%3B")

// printable is a text without what no text of a contact holds.
func printable(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r != '\n' && r != '\r' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

// fold writes a line, cut into several where it is too long; no character is cut.
func fold(out *strings.Builder, line string) {
	for room := vcardLine; len(line) > room; room = vcardLine - 1 {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		out.WriteString(line[:cut] + "\r\n ")
		line = line[cut:]
	}
	out.WriteString(line + "\r\n")
}

// contactColumns are those of WriteContactTable. Of addresses and telephone numbers the first few have columns of their
// own, as other programs expect it; what there is beyond is in the last ones.
var contactColumns = []string{"name", "given", "middle", "surname", "nick", "company", "department", "job", "email", "email2", "email3", "businessPhone",
	"businessPhone2", "homePhone", "homePhone2", "mobile", "businessStreet", "businessPostcode", "businessCity", "businessState", "businessCountry",
	"homeStreet", "homePostcode", "homeCity", "homeState", "homeCountry", "web", "birthday", "notes", "categories", "moreEmails", "morePhones"}

// WriteContactTable writes contacts as CSV (UTF-8).
func WriteContactTable(w io.Writer, contacts []Contact) error {
	records := [][]string{contactColumns}
	for _, c := range contacts {
		var emails []string
		for _, e := range c.Emails {
			emails = append(emails, e.Address)
		}
		at := func(list []string, n int) string {
			if n < len(list) {
				return list[n]
			}
			return ""
		}
		rest := func(list []string, n int) []string { return list[min(n, len(list)):] }
		row := []string{NameOf(c.Contact), c.Given, c.Middle, c.Surname, c.Nick, c.Company, c.Department, c.Job, at(emails, 0), at(emails, 1), at(emails, 2),
			at(c.Business, 0), at(c.Business, 1), at(c.Home, 0), at(c.Home, 1), c.Mobile,
			c.Work.Street, c.Work.Postcode, c.Work.City, c.Work.State, c.Work.Country, c.House.Street, c.House.Postcode, c.House.City, c.House.State,
			c.House.Country, c.Web, "", c.Notes, strings.Join(c.Categories, "; "), strings.Join(rest(emails, 3), "; "),
			strings.Join(append(append([]string{}, rest(c.Business, 2)...), rest(c.Home, 2)...), "; ")}
		for i := range row {
			row[i] = harmless(printable(row[i]))
		}
		row[slices.Index(contactColumns, "birthday")] = c.Birthday.String() // which begins with a sign without a year
		records = append(records, row)
	}
	if err := csv.NewWriter(w).WriteAll(records); err != nil {
		return fmt.Errorf("write contacts: %w", err)
	}
	return nil
}

// harmless keeps a spreadsheet from taking a text for a formula. A telephone number stays as it is.
func harmless(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t", rune(s[0])) {
		return s
	}
	if s[0] == '+' && strings.Trim(s[1:], "0123456789 ()/.-;+") == "" {
		return s
	}
	return "'" + s
}
