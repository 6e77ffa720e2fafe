package processing

import "maps"

// learnedWords say what was learned. Of numbers they speak so that one needs no plural: how many of how many.
var learnedWords = map[string]map[string]string{
	"en": {
		"learned-address": "From {0} people gave {2} of {3} to {1}.", "learned-domain": "From addresses at {0} people gave {2} of {3} to {1}.",
		"learned-sender": "From somebody called “{0}” people gave {2} of {3} to {1}.", "learned-signature": "With “{0}” in the signature people gave {2} of {3} to {1}.",
		"learned-subject": "With “{0}” in the subject people gave {2} of {3} to {1}.", "learned-file": "With “{0}” in a file’s name people gave {2} of {3} to {1}.",
		"aside-address": "From {0} people set {2} of {3} aside.", "aside-domain": "From addresses at {0} people set {2} of {3} aside.",
		"aside-sender": "From somebody called “{0}” people set {2} of {3} aside.",
		"name-subject": "The subject names {0}.", "name-file": "A file’s name names {0}.", "name-text": "The text names {0}.",
		"name-part-subject": "Of the clients for whom {1} writes, the subject fits {0} only.", "name-part-text": "Of the clients for whom {1} writes, the text fits {0} only.",
		"name-part-file": "Of the clients for whom {1} writes, a file’s name fits {0} only.", "name-signature": "The signature names {0}.",
		"name-sender": "The sender is called “{1}”, like {0}.", "name-address": "{1} is called like {0}.",
	},
	"nl": {
		"learned-address": "Van {0} ging door mensen {2} van {3} naar {1}.", "learned-domain": "Van adressen bij {0} ging door mensen {2} van {3} naar {1}.",
		"learned-sender": "Van iemand met de naam ‘{0}’ ging door mensen {2} van {3} naar {1}.", "learned-signature": "Met ‘{0}’ in de handtekening ging door mensen {2} van {3} naar {1}.",
		"learned-subject": "Met ‘{0}’ in het onderwerp ging door mensen {2} van {3} naar {1}.", "learned-file": "Met ‘{0}’ in een bestandsnaam ging door mensen {2} van {3} naar {1}.",
		"aside-address": "Van {0} legden mensen {2} van {3} opzij.", "aside-domain": "Van adressen bij {0} legden mensen {2} van {3} opzij.",
		"aside-sender": "Van iemand met de naam ‘{0}’ legden mensen {2} van {3} opzij.",
		"name-subject": "Het onderwerp noemt {0}.", "name-file": "Een bestandsnaam noemt {0}.", "name-text": "De tekst noemt {0}.",
		"name-part-subject": "Van de klanten voor wie {1} schrijft, past het onderwerp alleen bij {0}.", "name-part-text": "Van de klanten voor wie {1} schrijft, past de tekst alleen bij {0}.",
		"name-part-file": "Van de klanten voor wie {1} schrijft, past een bestandsnaam alleen bij {0}.", "name-signature": "De handtekening noemt {0}.",
		"name-sender": "De afzender heet ‘{1}’, zoals {0}.", "name-address": "{1} heet zoals {0}.",
	},
	"fr": {
		"learned-address": "De {0}, on a attribué {2} sur {3} à {1}.", "learned-domain": "Des adresses de {0}, on a attribué {2} sur {3} à {1}.",
		"learned-sender": "De quelqu'un du nom de « {0} », on a attribué {2} sur {3} à {1}.", "learned-signature": "Avec « {0} » dans la signature, on a attribué {2} sur {3} à {1}.",
		"learned-subject": "Avec « {0} » dans l'objet, on a attribué {2} sur {3} à {1}.", "learned-file": "Avec « {0} » dans un nom de fichier, on a attribué {2} sur {3} à {1}.",
		"aside-address": "De {0}, on a mis de côté {2} sur {3}.", "aside-domain": "Des adresses de {0}, on a mis de côté {2} sur {3}.",
		"aside-sender": "De quelqu'un du nom de « {0} », on a mis de côté {2} sur {3}.",
		"name-subject": "L'objet nomme {0}.", "name-file": "Un nom de fichier nomme {0}.", "name-text": "Le texte nomme {0}.",
		"name-part-subject": "Parmi les clients pour qui {1} écrit, l'objet ne convient qu'à {0}.", "name-part-text": "Parmi les clients pour qui {1} écrit, le texte ne convient qu'à {0}.",
		"name-part-file": "Parmi les clients pour qui {1} écrit, un nom de fichier ne convient qu'à {0}.", "name-signature": "La signature nomme {0}.",
		"name-sender": "L'expéditeur s'appelle « {1} », comme {0}.", "name-address": "{1} s'appelle comme {0}.",
	},
	"de": {
		"learned-address": "Von {0} gingen durch Menschen {2} von {3} an {1}.", "learned-domain": "Von Adressen bei {0} gingen durch Menschen {2} von {3} an {1}.",
		"learned-sender": "Von jemandem namens „{0}“ gingen durch Menschen {2} von {3} an {1}.", "learned-signature": "Mit „{0}“ in der Signatur gingen durch Menschen {2} von {3} an {1}.",
		"learned-subject": "Mit „{0}“ im Betreff gingen durch Menschen {2} von {3} an {1}.", "learned-file": "Mit „{0}“ in einem Dateinamen gingen durch Menschen {2} von {3} an {1}.",
		"aside-address": "Von {0} legten Menschen {2} von {3} beiseite.", "aside-domain": "Von Adressen bei {0} legten Menschen {2} von {3} beiseite.",
		"aside-sender": "Von jemandem namens „{0}“ legten Menschen {2} von {3} beiseite.",
		"name-subject": "Der Betreff nennt {0}.", "name-file": "Ein Dateiname nennt {0}.", "name-text": "Der Text nennt {0}.",
		"name-part-subject": "Von den Kunden, für die {1} schreibt, passt der Betreff nur zu {0}.", "name-part-text": "Von den Kunden, für die {1} schreibt, passt der Text nur zu {0}.",
		"name-part-file": "Von den Kunden, für die {1} schreibt, passt ein Dateiname nur zu {0}.", "name-signature": "Die Signatur nennt {0}.",
		"name-sender": "Der Absender heißt „{1}“, wie {0}.", "name-address": "{1} heißt wie {0}.",
	},
}

func init() {
	for language, words := range learnedWords {
		maps.Copy(evidenceWords[language], words)
	}
}
