package invoice

import "strings"

// compact leaves out spaces and signs that people write between the groups of a number.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'A' && r <= 'Z':
			return r
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return -1
	}, s)
}

// ibanLengths are the countries' lengths (ISO 13616, register of SWIFT) where Postroom's people have accounts to pay to.
var ibanLengths = map[string]int{"AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
	"FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18,
	"NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27}

// looksLikeIBAN says whether a number without spaces has the form of an IBAN.
func looksLikeIBAN(s string) bool {
	if len(s) < 15 || len(s) > 34 {
		return false
	}
	return isLetter(s[0]) && isLetter(s[1]) && isDigit(s[2]) && isDigit(s[3])
}

// validIBAN checks length and check digits of an IBAN without spaces (ISO 7064, mod 97-10).
func validIBAN(s string) bool {
	if !looksLikeIBAN(s) {
		return false
	}
	if n, ok := ibanLengths[s[:2]]; ok && n != len(s) {
		return false
	}
	return mod97(s[4:]+s[:4]) == 1
}

// mod97 reads letters as 10 to 35.
func mod97(s string) (rest int) {
	for i := range len(s) {
		if isDigit(s[i]) {
			rest = (rest*10 + int(s[i]-'0')) % 97
		} else {
			rest = (rest*100 + int(s[i]-'A') + 10) % 97
		}
	}
	return rest
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' }

func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

func remainder(digits string, by int) (rest int) {
	for i := range len(digits) {
		rest = (rest*10 + int(digits[i]-'0')) % by
	}
	return rest
}

// structured says whether a payment reference has check digits, and whether they are right: the Belgian +++ form, the
// creditor reference RF (ISO 11649) and the Dutch 16 digits (Betaalvereniging Nederland, specificaties betalingskenmerk).
func structured(s string) (has, right bool) {
	c := compact(s)
	switch {
	case len(c) == 12 && allDigits(c) && (strings.Contains(s, "+++") || strings.Contains(s, "***") || strings.Count(s, "/") == 2):
		rest := remainder(c[:10], 97)
		if rest == 0 {
			rest = 97
		}
		return true, rest == remainder(c[10:], 100)
	case strings.HasPrefix(c, "RF") && len(c) >= 5 && len(c) <= 25 && isDigit(c[2]) && isDigit(c[3]):
		return true, mod97(c[4:]+c[:4]) == 1
	case len(c) == 16 && allDigits(c) && len(strings.Fields(s)) == 4: // betalingskenmerk, 4 × 4 digits
		weights := []int{2, 4, 8, 5, 10, 9, 7, 3, 6, 1}
		sum := 0
		for i := range 15 {
			sum += int(c[15-i]-'0') * weights[i%10]
		}
		check := 11 - sum%11
		switch check {
		case 10:
			check = 1
		case 11:
			check = 0
		}
		return true, check == int(c[0]-'0')
	}
	return false, false
}

// validVAT checks a VAT number without spaces by its country's rule: known says whether Postroom knows that rule.
func validVAT(s string) (valid, known bool) {
	if len(s) < 4 {
		return false, false
	}
	body := s[2:]
	switch s[:2] {
	case "BE":
		return len(body) == 10 && allDigits(body) && 97-remainder(body[:8], 97) == remainder(body[8:], 100), true
	case "NL":
		return validNL(s), true
	case "DE":
		return validDE(body), true
	case "FR":
		if len(body) != 11 || !allDigits(body[2:]) {
			return false, true
		}
		if !allDigits(body[:2]) {
			return true, false // the newer form, with letters
		}
		return (12+3*remainder(body[2:], 97))%97 == remainder(body[:2], 100), true
	case "LU":
		return len(body) == 8 && allDigits(body) && remainder(body[:6], 89) == remainder(body[6:], 100), true
	}
	return false, false
}

func validNL(s string) bool {
	body := s[2:]
	if len(body) != 12 || body[9] != 'B' || !allDigits(body[:9]) || !allDigits(body[10:]) {
		return false
	}
	sum := 0
	for i := range 8 {
		sum += int(body[i]-'0') * (9 - i)
	}
	return sum%11 == int(body[8]-'0') || mod97(s) == 1 // of a company, or of a person since 2020
}

// validDE is ISO 7064 mod 11, 10.
func validDE(body string) bool {
	if len(body) != 9 || !allDigits(body) {
		return false
	}
	product := 10
	for i := range 8 {
		sum := (int(body[i]-'0') + product) % 10
		if sum == 0 {
			sum = 10
		}
		product = sum * 2 % 11
	}
	return (11-product)%10 == int(body[8]-'0')
}
