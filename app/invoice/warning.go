package invoice

import (
	"encoding/json"
	"strings"
)

// Warning says what is odd about an invoice. It is kept by code, so that it can be said in any language.
type Warning struct {
	Code string   `json:"code"`
	Args []string `json:"args,omitempty"` // amounts or numbers of the invoice, in the order of the words
}

// Codes of warnings.
const (
	WarnLines     = "lines"     // the sum of the lines, what the invoice says
	WarnNet       = "net"       // lines less allowances plus charges, what the invoice says
	WarnBases     = "bases"     // the sum of the taxed amounts, the net amount
	WarnTax       = "tax"       // the sum of VAT by rate, what the invoice says
	WarnRate      = "rate"      // rate, taxed amount, VAT that follows, VAT that the invoice says
	WarnGross     = "gross"     // net plus VAT, what the invoice says
	WarnPayable   = "payable"   // gross less prepaid plus rounding, what the invoice says
	WarnIBAN      = "iban"      // the IBAN, whose check digits are wrong
	WarnAccount   = "account"   // the account, which is no IBAN
	WarnReference = "reference" // the payment reference, whose check digits are wrong
	WarnAmount    = "amount"    // a text that should be an amount
	WarnDate      = "date"      // a text that should be a date
	WarnMissing   = "missing"   // the name of a field: number, issueDate, currency, gross, seller
	WarnSeveral   = "several"   // there is more than one invoice in the file; this is the first
	WarnText      = "text"      // found in text
)

var warnings = map[string]map[string]string{
	"en": {
		WarnLines: "The lines add up to {0}, but the invoice says {1}.", WarnNet: "The lines, discounts and charges come to {0}, but the net amount says {1}.",
		WarnBases: "The amounts by VAT rate add up to {0}, but the net amount says {1}.", WarnTax: "The VAT amounts add up to {0}, but the invoice says {1}.",
		WarnRate: "{0} % of {1} is {2}, but the invoice says {3}.", WarnGross: "Net amount and VAT come to {0}, but the total says {1}.",
		WarnPayable: "The amount to pay should be {0}, but the invoice says {1}.", WarnIBAN: "The account number {0} has a typing error: its check digits are wrong.",
		WarnAccount: "The account number {0} is not an IBAN.", WarnReference: "The payment reference {0} has a typing error: its check digits are wrong.",
		WarnAmount: "“{0}” should be an amount.", WarnDate: "“{0}” should be a date.", WarnMissing: "The invoice does not say: {0}.",
		WarnSeveral: "There is more than one invoice in this file; this is the first one.", WarnText: "Found in the text of the PDF: please check.",
	},
	"nl": {
		WarnLines: "De regels zijn samen {0}, maar de factuur zegt {1}.", WarnNet: "Regels, kortingen en toeslagen komen op {0}, maar het nettobedrag is {1}.",
		WarnBases: "De bedragen per btw-tarief zijn samen {0}, maar het nettobedrag is {1}.", WarnTax: "De btw-bedragen zijn samen {0}, maar de factuur zegt {1}.",
		WarnRate: "{0} % van {1} is {2}, maar de factuur zegt {3}.", WarnGross: "Nettobedrag en btw komen op {0}, maar het totaal is {1}.",
		WarnPayable: "Te betalen zou {0} moeten zijn, maar de factuur zegt {1}.", WarnIBAN: "In rekeningnummer {0} zit een tikfout: de controlecijfers kloppen niet.",
		WarnAccount: "Rekeningnummer {0} is geen IBAN.", WarnReference: "In de betalingsreferentie {0} zit een tikfout: de controlecijfers kloppen niet.",
		WarnAmount: "‘{0}’ zou een bedrag moeten zijn.", WarnDate: "‘{0}’ zou een datum moeten zijn.", WarnMissing: "Dit staat niet in de factuur: {0}.",
		WarnSeveral: "In dit bestand zit meer dan één factuur; dit is de eerste.", WarnText: "Gevonden in de tekst van de pdf: graag nakijken.",
	},
	"fr": {
		WarnLines: "La somme des lignes est {0}, mais la facture indique {1}.", WarnNet: "Lignes, remises et frais donnent {0}, mais le montant net est {1}.",
		WarnBases: "La somme des montants par taux de TVA est {0}, mais le montant net est {1}.", WarnTax: "La somme des montants de TVA est {0}, mais la facture indique {1}.",
		WarnRate: "{0} % de {1} font {2}, mais la facture indique {3}.", WarnGross: "Montant net et TVA donnent {0}, mais le total est {1}.",
		WarnPayable: "Le montant à payer devrait être {0}, mais la facture indique {1}.", WarnIBAN: "Le numéro de compte {0} contient une faute de frappe : ses chiffres de contrôle sont faux.",
		WarnAccount: "Le numéro de compte {0} n'est pas un IBAN.", WarnReference: "La référence de paiement {0} contient une faute de frappe : ses chiffres de contrôle sont faux.",
		WarnAmount: "« {0} » devrait être un montant.", WarnDate: "« {0} » devrait être une date.", WarnMissing: "La facture n'indique pas : {0}.",
		WarnSeveral: "Ce fichier contient plus d'une facture ; voici la première.", WarnText: "Trouvé dans le texte du PDF : à vérifier.",
	},
	"de": {
		WarnLines: "Die Positionen ergeben {0}, die Rechnung nennt aber {1}.", WarnNet: "Positionen, Abzüge und Zuschläge ergeben {0}, der Nettobetrag ist aber {1}.",
		WarnBases: "Die Beträge je Steuersatz ergeben {0}, der Nettobetrag ist aber {1}.", WarnTax: "Die Steuerbeträge ergeben {0}, die Rechnung nennt aber {1}.",
		WarnRate: "{0} % von {1} sind {2}, die Rechnung nennt aber {3}.", WarnGross: "Nettobetrag und Umsatzsteuer ergeben {0}, die Summe ist aber {1}.",
		WarnPayable: "Zu zahlen wären {0}, die Rechnung nennt aber {1}.", WarnIBAN: "Die Kontonummer {0} enthält einen Tippfehler: Die Prüfziffern stimmen nicht.",
		WarnAccount: "Die Kontonummer {0} ist keine IBAN.", WarnReference: "Der Verwendungszweck {0} enthält einen Tippfehler: Die Prüfziffern stimmen nicht.",
		WarnAmount: "„{0}“ müsste ein Betrag sein.", WarnDate: "„{0}“ müsste ein Datum sein.", WarnMissing: "Die Rechnung nennt nicht: {0}.",
		WarnSeveral: "In dieser Datei steckt mehr als eine Rechnung; dies ist die erste.", WarnText: "Im Text der PDF-Datei gefunden: bitte prüfen.",
	},
}

var fieldNames = map[string]map[string]string{
	"en": {"number": "invoice number", "issueDate": "date", "currency": "currency", "gross": "total", "seller": "seller"},
	"nl": {"number": "factuurnummer", "issueDate": "datum", "currency": "munt", "gross": "totaal", "seller": "verkoper"},
	"fr": {"number": "numéro de facture", "issueDate": "date", "currency": "monnaie", "gross": "total", "seller": "vendeur"},
	"de": {"number": "Rechnungsnummer", "issueDate": "Datum", "currency": "Währung", "gross": "Summe", "seller": "Verkäufer"},
}

// In says the warning in a language, or in English.
func (w Warning) In(language string) string {
	words, ok := warnings[language]
	if !ok {
		language, words = "en", warnings["en"]
	}
	s := words[w.Code]
	for i, arg := range w.Args {
		if w.Code == WarnMissing && fieldNames[language][arg] != "" {
			arg = fieldNames[language][arg]
		}
		s = strings.ReplaceAll(s, "{"+string(rune('0'+i))+"}", arg)
	}
	return s
}

func (w Warning) String() string { return w.In("en") }

// Words is an invoice whose warnings are written out in a language when it becomes JSON.
type Words struct {
	*Invoice
	Language string
}

// plain is an invoice without methods.
type plain Invoice

// Said is an invoice with its warnings in words, whose fields take their place among those of what it is embedded in.
type Said struct {
	*plain
	Warnings []string `json:"warnings"`
}

// Said writes the warnings out.
func (w Words) Said() Said {
	said := make([]string, len(w.Warnings))
	for i, one := range w.Warnings {
		said[i] = one.In(w.Language)
	}
	return Said{(*plain)(w.Invoice), said}
}

// MarshalJSON writes the warnings as sentences.
func (w Words) MarshalJSON() ([]byte, error) {
	if w.Invoice == nil {
		return []byte("null"), nil
	}
	return json.Marshal(w.Said())
}

func (v *Invoice) warn(code string, args ...string) {
	const most = 50
	if len(v.Warnings) < most {
		v.Warnings = append(v.Warnings, Warning{code, args})
	}
}
