package processing

import (
	"slices"
	"strings"
	"unicode"

	"postroom/app/fault"
)

// Fields of a client that a column can be mapped to. A role is "role:NAME".
const (
	FieldName         = "name"
	FieldNumber       = "number"
	FieldAddress      = "address"
	FieldDomain       = "domain"
	FieldVAT          = "vat"
	FieldRegistration = "registration"
	FieldIBAN         = "iban"
	FieldLanguage     = "language"
	FieldEnded        = "ended"
	fieldRole         = "role:"
)

// Fields lists the fields that a column can be mapped to, in the order in which they are exported.
var Fields = []string{FieldName, FieldNumber, FieldAddress, FieldDomain, FieldVAT, FieldRegistration, FieldIBAN, FieldLanguage, FieldEnded}

// columnNames are how people call the columns, folded and without what is no letter.
var columnNames = map[string][]string{
	FieldName: {"name", "naam", "nom", "kunde", "klant", "client", "cliënt", "customer", "bedrijf", "bedrijfsnaam", "company", "companyname", "firma", "firmenname",
		"societe", "raisonsociale", "entreprise", "klantnaam", "clientname", "kundenname", "nomclient", "displayname", "volledigenaam", "denomination", "relatie", "mandant",
		"relatienaam", "klantnamen", "clientnaam", "mandantenname", "mandantname", "debiteur", "debiteurnaam", "debitor", "debitorenname", "organisatie", "organisatienaam", "organisation",
		"unternehmen", "unternehmensname", "kundename", "nomduclient", "nomsociete", "nomdelasociete", "nomentreprise", "nomdelentreprise", "intitule", "accountname", "customername", "organization"},
	FieldNumber: {"number", "nummer", "numero", "nr", "no", "klantnummer", "klantnr", "clientnumber", "clientno", "customernumber", "kundennummer", "kundennr", "clientid",
		"numeroclient", "numerodeclient", "noclient", "dossier", "dossiernummer", "dossiernr", "relatienummer", "mandantennummer", "mandantennr", "code", "id",
		"nclient", "nduclient", "ndeclient", "ndossier", "nodossier", "nodedossier", "ndedossier", "numerodossier", "numerodedossier", "codeclient", "codeclients", "relatienr", "relatiecode", "klantcode", "clientcode", "clientnr",
		"debiteurnummer", "debiteurennummer", "debiteurnr", "debiteurcode", "debitorennummer", "debitorennr", "debitornr", "customerno", "customernr", "customerid", "customercode",
		"mandantnr", "mandantnummer", "kundencode"},
	FieldAddress: {"address", "email", "mail", "emailadres", "mailadres", "emailaddress", "adresseemail", "courriel", "adressemail", "emailadresse", "mailadresse", "emailaddresses",
		"addresses", "emails", "emailadressen", "mailen",
		"adressedecourriel", "adressecourriel", "courriels", "adresseelectronique", "adressesemail", "adressesmail", "mailadressen", "mailaddress", "emailalgemeen", "contactemail"},
	FieldDomain: {"domain", "domains", "domein", "domeinen", "domaine", "domaines", "domane", "domanen", "website", "site", "web", "url", "siteweb", "webseite"},
	FieldVAT: {"vat", "vatnumber", "vatno", "btw", "btwnummer", "btwnr", "tva", "numerotva", "numerodetva", "notva", "ustid", "ustidnr", "umsatzsteuerid", "umsatzsteueridentifikationsnummer",
		"vatid", "ustidnummer",
		"ntva", "tvaintracommunautaire", "ntvaintracommunautaire", "numerotvaintracommunautaire", "btwidentificatienummer", "btwid", "vatregistrationnumber"},
	FieldRegistration: {"registration", "registrationnumber", "kvk", "kvknummer", "kvknr", "ondernemingsnummer", "ondernemingsnr", "numerodentreprise", "siren", "siret", "handelsregister",
		"handelsregisternummer", "hrb", "companynumber", "registernummer", "kbo", "bce", "cocnumber",
		"nentreprise", "ndentreprise", "numerobce", "nbce", "kbonummer", "kbonr", "nsiren", "nsiret", "numerosiren", "numerosiret", "handelsregisternr"},
	FieldIBAN:     {"iban", "ibans", "account", "bankaccount", "rekening", "rekeningnummer", "bankrekening", "compte", "comptebancaire", "konto", "kontonummer", "bankverbindung"},
	FieldLanguage: {"language", "taal", "langue", "sprache", "lang"},
	FieldEnded:    {"ended", "end", "enddate", "einddatum", "einde", "beeindigd", "datefin", "datedefin", "fin", "ende", "enddatum", "beendet"},
}

// fieldOf guesses the field of a column by its head; "" if it says none.
func fieldOf(head string) string {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, fold(head))
	for _, f := range Fields {
		if slices.ContainsFunc(columnNames[f], func(n string) bool { return fold(n) == letters }) {
			return f
		}
	}
	for _, prefix := range []string{"role", "rol", "rolle"} {
		if before, name, ok := strings.Cut(head, ":"); ok && fold(strings.TrimSpace(before)) == prefix && line(name) != "" {
			return fieldRole + line(name)
		}
	}
	return ""
}

// isPlace says whether a head may as well mean where somebody lives.
func isPlace(head string) bool { return slices.Contains([]string{"address", "addresses"}, fold(head)) }

// mapping says which columns, by their place, hold a field.
type mapping map[string][]int

// columns maps a table's columns: as the person said, else as they said last time for the same head, else by the names of
// the columns. said maps a field to names of columns. Codes: "column-unknown", "field-unknown", "column-name-missing".
func columns(head []string, said, before map[string][]string) (mapping, error) {
	m := mapping{}
	if len(said) == 0 {
		said = before
	}
	taken := map[int]bool{}
	for field, names := range said {
		kept := strings.ToLower(field)
		if role, ok := strings.CutPrefix(kept, fieldRole); ok && line(role) != "" {
			kept = fieldRole + line(field[len(fieldRole):])
		} else if !slices.Contains(Fields, kept) {
			return nil, &fault.Error{Class: fault.FixSetting, Code: "field-unknown", Op: "map columns",
				Args: map[string]string{"value": field, "fields": strings.Join(Fields, ", ") + ", role:NAME"}}
		}
		for _, name := range names {
			at := slices.IndexFunc(head, func(h string) bool { return fold(h) == fold(line(name)) })
			if at < 0 {
				return nil, &fault.Error{Class: fault.FixSetting, Code: "column-unknown", Op: "map columns",
					Args: map[string]string{"value": name, "columns": strings.Join(head, ", ")}}
			}
			m[kept], taken[at] = append(m[kept], at), true
		}
	}
	m.guess(head, said, taken)
	if len(m[FieldName]) == 0 {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "column-name-missing", Op: "map columns",
			Args: map[string]string{"columns": strings.Join(head, ", ")}}
	}
	return m, nil
}

// Guess says what the columns of a table mean as far as their names tell: a field to names of columns.
func Guess(head []string) map[string][]string {
	m := mapping{}
	m.guess(head, nil, map[int]bool{})
	return m.named(head)
}

// guess adds what the names of the columns tell that are not taken, of the fields of which nothing was said.
func (m mapping) guess(head []string, said map[string][]string, taken map[int]bool) {
	mails := slices.ContainsFunc(head, func(h string) bool { return fieldOf(h) == FieldAddress && !isPlace(h) })
	for at, h := range head {
		f := fieldOf(h)
		if f == FieldAddress && isPlace(h) && mails {
			continue
		}
		single := f == FieldName || f == FieldNumber || f == FieldLanguage || f == FieldEnded
		_, chosen := said[f]
		if f == "" || taken[at] || chosen || single && len(m[f]) > 0 {
			continue
		}
		m[f] = append(m[f], at)
	}
}

// named is a mapping by the names of the columns.
func (m mapping) named(head []string) map[string][]string {
	names := map[string][]string{}
	for f, places := range m {
		for _, at := range places {
			names[f] = append(names[f], head[at])
		}
	}
	return names
}

// cells are the texts of a field in a row.
func (m mapping) cells(field string, row []string) (list []string) {
	for _, at := range m[field] {
		if at < len(row) && strings.TrimSpace(row[at]) != "" {
			list = append(list, row[at])
		}
	}
	return list
}

// several splits cells that hold more than one value.
func several(cells []string, blanks bool) (list []string) {
	for _, cell := range cells {
		for _, one := range strings.FieldsFunc(cell, func(r rune) bool {
			return r == ';' || r == ',' || r == '|' || r == '\n' || r == '\r' || blanks && unicode.IsSpace(r)
		}) {
			if one = line(one); one != "" {
				list = append(list, one)
			}
		}
	}
	return list
}
