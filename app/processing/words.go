package processing

import (
	"strconv"
	"strings"
)

// evidenceWords say evidence in a language; {0}, {1} … are its arguments.
var evidenceWords = map[string]map[string]string{
	"en": {
		"address": "{0} is an address of {1}.", "domain": "{0} is a domain of {1}.", "thread": "It belongs to a conversation with {0}.",
		"vat": "The VAT number {0} in the {2} is that of {1}.", "registration": "The registration number {0} in the {2} is that of {1}.",
		"iban": "The account {0} in the {2} is that of {1}.", "client": "The client number {0} in the {2} is that of {1}.",
		"hand": "Assigned by a person.", "related": "{1} writes from {0}, too.", "contact": "{0} of {1} is in the contacts.",
		"card-nameless": "It has no name.", "card-several": "{0} clients are called {1}.", "card-address": "{0} is not a mail address.",
		"card-colleague": "{0} is an address of the office itself.", "card-other": "{0} is already an address of {1}.", "card-many": "{0} has too many addresses.",
		"unknown": "{0} is not known yet.", "nobody": "It says nobody who sent it.", "forwarded": "It forwards a mail from {0}.",
		"several": "{0} clients fit.", "ended": "The work for {0} ended on {1}.",
		"no-tie": "Nobody has said who handles {0}.", "no-contact": "{0} goes to the person with that address, but nobody in the team has it.",
		"no-holder": "Nobody holds the role “{0}” for {1}.", "no-member": "Nobody is in the team “{0}”.",
		"bulk": "A mass mailing that one can unsubscribe from.", "auto": "An automatic reply.", "internal": "A mail among colleagues that names no client.",
		"aside-hand":  "Set aside by a person.",
		"rule-sender": "Your rule for the sender {0} sets it aside.", "rule-domain": "Your rule for senders at {0} sets it aside.",
		"rule-subject": "Your rule for subjects with “{0}” sets it aside.", "rule-mailbox": "Your rule for what comes to {0} sets it aside.",
		"unreadable": "The filed mail can't be read.",
		"in-subject": "subject", "in-text": "text", "in-invoice": "invoice",
		"talk-wrote": "{0} wrote last.", "talk-wrote-nobody": "Somebody wrote last.",
		"talk-sent": "{0} answered; now it is the client’s turn.", "talk-sent-nobody": "The office answered; now it is the client’s turn.",
		"talk-set": "{0} set this on {1}.", "talk-set-nobody": "It was set by hand on {0}.",
		"talk-reopened": "It was done, and {0} wrote again.", "talk-reopened-nobody": "It was done, and somebody wrote again.",
		"talk-inside": "Only colleagues have written so far.",
	},
	"nl": {
		"address": "{0} is een adres van {1}.", "domain": "{0} is een domein van {1}.", "thread": "Het hoort bij een gesprek met {0}.",
		"vat": "Het btw-nummer {0} in {2} is dat van {1}.", "registration": "Het ondernemingsnummer {0} in {2} is dat van {1}.",
		"iban": "De rekening {0} in {2} is die van {1}.", "client": "Het klantnummer {0} in {2} is dat van {1}.",
		"hand": "Door iemand toegewezen.", "related": "Ook {1} schrijft vanuit {0}.", "contact": "{0} van {1} staat in de contacten.",
		"card-nameless": "Het heeft geen naam.", "card-several": "{0} klanten heten {1}.", "card-address": "{0} is geen mailadres.",
		"card-colleague": "{0} is een adres van het kantoor zelf.", "card-other": "{0} is al een adres van {1}.", "card-many": "{0} heeft te veel adressen.",
		"unknown": "{0} is nog niet bekend.", "nobody": "Er staat niet in wie het gestuurd heeft.", "forwarded": "Het stuurt een mail van {0} door.",
		"several": "Er passen {0} klanten.", "ended": "Het werk voor {0} eindigde op {1}.",
		"no-tie": "Niemand heeft gezegd wie {0} behandelt.", "no-contact": "{0} gaat naar de persoon met dat adres, maar niemand in het team heeft het.",
		"no-holder": "Niemand heeft de rol ‘{0}’ voor {1}.", "no-member": "Er zit niemand in het team ‘{0}’.",
		"bulk": "Een massamailing waarvoor men zich kan uitschrijven.", "auto": "Een automatisch antwoord.", "internal": "Een mail onder collega's die geen klant noemt.",
		"aside-hand":  "Door iemand opzijgelegd.",
		"rule-sender": "Uw regel voor de afzender {0} legt het opzij.", "rule-domain": "Uw regel voor afzenders van {0} legt het opzij.",
		"rule-subject": "Uw regel voor onderwerpen met ‘{0}’ legt het opzij.", "rule-mailbox": "Uw regel voor wat op {0} aankomt legt het opzij.",
		"unreadable": "De opgeborgen mail kan niet gelezen worden.",
		"in-subject": "het onderwerp", "in-text": "de tekst", "in-invoice": "de factuur",
		"talk-wrote": "{0} schreef het laatst.", "talk-wrote-nobody": "Iemand schreef het laatst.",
		"talk-sent": "{0} heeft geantwoord; nu is de klant aan zet.", "talk-sent-nobody": "Het kantoor heeft geantwoord; nu is de klant aan zet.",
		"talk-set": "{0} heeft dit ingesteld op {1}.", "talk-set-nobody": "Met de hand ingesteld op {0}.",
		"talk-reopened": "Het was klaar, en {0} schreef opnieuw.", "talk-reopened-nobody": "Het was klaar, en iemand schreef opnieuw.",
		"talk-inside": "Tot nu toe schreven alleen collega's.",
	},
	"fr": {
		"address": "{0} est une adresse de {1}.", "domain": "{0} est un domaine de {1}.", "thread": "Il fait partie d'une conversation avec {0}.",
		"vat": "Le numéro de TVA {0} dans {2} est celui de {1}.", "registration": "Le numéro d'entreprise {0} dans {2} est celui de {1}.",
		"iban": "Le compte {0} dans {2} est celui de {1}.", "client": "Le numéro de client {0} dans {2} est celui de {1}.",
		"hand": "Attribué par une personne.", "related": "{1} écrit aussi depuis {0}.", "contact": "{0} de {1} est dans les contacts.",
		"card-nameless": "Il n'a pas de nom.", "card-several": "{0} clients s'appellent {1}.", "card-address": "{0} n'est pas une adresse mail.",
		"card-colleague": "{0} est une adresse du bureau lui-même.", "card-other": "{0} est déjà une adresse de {1}.", "card-many": "{0} a trop d'adresses.",
		"unknown": "{0} n'est pas encore connu.", "nobody": "Il n'indique pas qui l'a envoyé.", "forwarded": "Il transfère un mail de {0}.",
		"several": "{0} clients conviennent.", "ended": "Le travail pour {0} a pris fin le {1}.",
		"no-tie": "Personne n'a dit qui traite {0}.", "no-contact": "{0} va à la personne qui a cette adresse, mais personne dans l'équipe ne l'a.",
		"no-holder": "Personne n'a le rôle « {0} » pour {1}.", "no-member": "Il n'y a personne dans l'équipe « {0} ».",
		"bulk": "Un envoi en nombre auquel on peut se désabonner.", "auto": "Une réponse automatique.", "internal": "Un mail entre collègues qui ne nomme aucun client.",
		"aside-hand":  "Mis de côté par une personne.",
		"rule-sender": "Votre règle pour l'expéditeur {0} le met de côté.", "rule-domain": "Votre règle pour les expéditeurs de {0} le met de côté.",
		"rule-subject": "Votre règle pour les objets contenant « {0} » le met de côté.", "rule-mailbox": "Votre règle pour ce qui arrive à {0} le met de côté.",
		"unreadable": "Le mail archivé ne peut pas être lu.",
		"in-subject": "l'objet", "in-text": "le texte", "in-invoice": "la facture",
		"talk-wrote": "{0} a écrit en dernier.", "talk-wrote-nobody": "Quelqu'un a écrit en dernier.",
		"talk-sent": "{0} a répondu ; c'est au client d'agir.", "talk-sent-nobody": "Le bureau a répondu ; c'est au client d'agir.",
		"talk-set": "{0} l'a indiqué le {1}.", "talk-set-nobody": "Indiqué à la main le {0}.",
		"talk-reopened": "C'était terminé, et {0} a écrit de nouveau.", "talk-reopened-nobody": "C'était terminé, et quelqu'un a écrit de nouveau.",
		"talk-inside": "Jusqu'ici, seuls des collègues ont écrit.",
	},
	"de": {
		"address": "{0} ist eine Adresse von {1}.", "domain": "{0} ist eine Domain von {1}.", "thread": "Sie gehört zu einer Unterhaltung mit {0}.",
		"vat": "Die USt-IdNr. {0} {2} ist die von {1}.", "registration": "Die Registernummer {0} {2} ist die von {1}.",
		"iban": "Das Konto {0} {2} ist das von {1}.", "client": "Die Kundennummer {0} {2} ist die von {1}.",
		"hand": "Von einer Person zugeordnet.", "related": "Auch {1} schreibt von {0}.", "contact": "{0} von {1} steht in den Kontakten.",
		"card-nameless": "Er hat keinen Namen.", "card-several": "{0} Kunden heißen {1}.", "card-address": "{0} ist keine Mailadresse.",
		"card-colleague": "{0} ist eine Adresse des Büros selbst.", "card-other": "{0} ist schon eine Adresse von {1}.", "card-many": "{0} hat zu viele Adressen.",
		"unknown": "{0} ist noch nicht bekannt.", "nobody": "Es steht nicht darin, wer sie geschickt hat.", "forwarded": "Sie leitet eine Mail von {0} weiter.",
		"several": "{0} Kunden passen.", "ended": "Die Arbeit für {0} endete am {1}.",
		"no-tie": "Niemand hat gesagt, wer {0} bearbeitet.", "no-contact": "{0} geht an die Person mit dieser Adresse, aber niemand im Team hat sie.",
		"no-holder": "Niemand hat die Rolle „{0}“ für {1}.", "no-member": "Im Team „{0}“ ist niemand.",
		"bulk": "Eine Massensendung, die man abbestellen kann.", "auto": "Eine automatische Antwort.", "internal": "Eine Mail unter Kollegen, die keinen Kunden nennt.",
		"aside-hand":  "Von einer Person beiseitegelegt.",
		"rule-sender": "Ihre Regel für den Absender {0} legt sie beiseite.", "rule-domain": "Ihre Regel für Absender von {0} legt sie beiseite.",
		"rule-subject": "Ihre Regel für Betreffzeilen mit „{0}“ legt sie beiseite.", "rule-mailbox": "Ihre Regel für das, was an {0} kommt, legt sie beiseite.",
		"unreadable": "Die abgelegte Mail kann nicht gelesen werden.",
		"in-subject": "im Betreff", "in-text": "im Text", "in-invoice": "in der Rechnung",
		"talk-wrote": "{0} hat zuletzt geschrieben.", "talk-wrote-nobody": "Jemand hat zuletzt geschrieben.",
		"talk-sent": "{0} hat geantwortet; nun ist der Kunde am Zug.", "talk-sent-nobody": "Das Büro hat geantwortet; nun ist der Kunde am Zug.",
		"talk-set": "{0} hat das am {1} so eingestellt.", "talk-set-nobody": "Am {0} von Hand eingestellt.",
		"talk-reopened": "Sie war erledigt, und {0} hat wieder geschrieben.", "talk-reopened-nobody": "Sie war erledigt, und jemand hat wieder geschrieben.",
		"talk-inside": "Bisher haben nur Kollegen geschrieben.",
	},
}

// In says the evidence in a language, or in English.
func (e Evidence) In(language string) string {
	words, ok := evidenceWords[language]
	if !ok {
		words = evidenceWords["en"]
	}
	var pairs []string
	for i, arg := range e.Args {
		if place := words["in-"+arg]; i == 2 && place != "" {
			arg = place
		}
		pairs = append(pairs, "{"+strconv.Itoa(i)+"}", arg)
	}
	return strings.NewReplacer(pairs...).Replace(words[e.Code])
}
