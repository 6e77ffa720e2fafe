package demo

// text is what somebody writes: {n} is a number, {client} the client's name, {office} the office's.
type text struct {
	subject, body string
	attach        string // invoice, statement, photo, calendar, "" for nothing
}

// subjects are the mails of a language; the same place in each is the same mail.
var subjects = map[string][]text{
	"nl": {
		{"Factuur 2026-{n} en werkbon", "Bijgaand vindt u onze factuur 2026-{n} met de getekende werkbon.\nWilt u die verwerken in het lopende kwartaal?", "invoice"},
		{"Bankafschrift {n}", "Hierbij het afschrift van onze zakelijke rekening.", "statement"},
		{"Vraag over de btw-aangifte", "Wij hebben uw vragenlijst gekregen, maar begrijpen rubriek 1e niet helemaal. Kunt u ons bellen?", ""},
		{"RE: loonstroken", "De loonstroken kloppen, op één na: de overuren van vorige maand ontbreken nog.", ""},
		{"Foto's van de bouwplaats", "Zoals gevraagd een foto van de bouwplaats voor het dossier.", "photo"},
		{"Bespreking jaarrekening", "Past deze afspraak voor de bespreking van de jaarrekening?", "calendar"},
		{"Factuur {n}", "Onze factuur {n} vindt u in de bijlage, ook als UBL.", "invoice"},
		{"Voorlopige aanslag", "Wij kregen deze week een voorlopige aanslag. Moeten we daar bezwaar tegen maken?", ""},
		{"Nieuwe medewerker vanaf de eerste", "Vanaf de eerste begint er iemand bij ons, 32 uur in de week. Welke gegevens heeft u nodig?", ""},
		{"Leasecontract getekend", "Het leasecontract is getekend; een scan zit erbij.", "statement"},
	},
	"fr": {
		{"Facture 2026-{n} et bon de travail", "Veuillez trouver ci-joint notre facture 2026-{n} avec le bon de travail signé.\nMerci de la comptabiliser ce trimestre.", "invoice"},
		{"Extrait de compte n° {n}", "Voici l'extrait de notre compte professionnel.", "statement"},
		{"Question sur la déclaration TVA", "Nous avons bien reçu votre questionnaire, mais la grille 47 n'est pas claire. Pouvez-vous nous appeler ?", ""},
		{"RE : fiches de paie", "Les fiches de paie sont correctes, sauf une : il manque les heures supplémentaires du mois dernier.", ""},
		{"Photos du chantier", "Comme demandé, une photo du chantier pour le dossier.", "photo"},
		{"Réunion comptes annuels", "Ce rendez-vous vous convient-il pour parler des comptes annuels ?", "calendar"},
		{"Facture {n}", "Vous trouverez notre facture {n} en annexe, aussi en UBL.", "invoice"},
		{"Avis d'imposition provisoire", "Nous avons reçu cette semaine un avis provisoire. Faut-il le contester ?", ""},
		{"Nouvelle collaboratrice dès le premier", "Une collaboratrice commence chez nous le premier, à 32 heures par semaine. De quelles données avez-vous besoin ?", ""},
		{"Contrat de leasing signé", "Le contrat de leasing est signé ; en voici une copie.", "statement"},
	},
	"de": {
		{"Rechnung 2026-{n} mit Arbeitsnachweis", "Anbei erhalten Sie unsere Rechnung 2026-{n} mit dem unterschriebenen Arbeitsnachweis.\nBitte buchen Sie sie noch in diesem Quartal.", "invoice"},
		{"Kontoauszug {n}", "Hier der Auszug unseres Geschäftskontos.", "statement"},
		{"Frage zur Umsatzsteuervoranmeldung", "Wir haben Ihren Fragebogen bekommen, verstehen Zeile 41 aber nicht ganz. Können Sie uns anrufen?", ""},
		{"AW: Lohnabrechnungen", "Die Abrechnungen stimmen bis auf eine: Es fehlen die Überstunden des letzten Monats.", ""},
		{"Fotos von der Baustelle", "Wie gewünscht ein Foto von der Baustelle für die Akte.", "photo"},
		{"Besprechung Jahresabschluss", "Passt Ihnen dieser Termin für den Jahresabschluss?", "calendar"},
		{"Rechnung {n}", "Unsere Rechnung {n} finden Sie im Anhang, auch als XML.", "invoice"},
		{"Vorauszahlungsbescheid", "Diese Woche kam ein Vorauszahlungsbescheid. Sollen wir Einspruch einlegen?", ""},
		{"Neue Mitarbeiterin ab dem Ersten", "Ab dem Ersten fängt bei uns jemand mit 32 Stunden an. Welche Daten brauchen Sie?", ""},
		{"Leasingvertrag unterschrieben", "Der Leasingvertrag ist unterschrieben, eine Kopie liegt bei.", "statement"},
	},
}

// withInvoice is the place of a mail that brings an invoice, in every language.
const withInvoice = 0

// greetings open and close a mail.
var greetings = map[string][2]string{
	"nl": {"Beste,", "Met vriendelijke groet,"},
	"fr": {"Madame, Monsieur,", "Bien cordialement,"},
	"de": {"Guten Tag,", "Mit freundlichen Grüßen"},
}
