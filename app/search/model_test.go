package search

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"
)

// model writes mails as an accounting office gets them: four languages whose words are as frequent as in real texts, people
// with their signatures, companies with their disclaimers, answers that quote what they answer, numbers that are nobody
// else's, attachments with a text of their own.
type model struct {
	*rand.Rand
	languages [4]language
	people    []person
	earlier   []string // bodies that an answer may quote
	written   int64    // bytes of text
}

type language struct {
	words   []string
	sums    []float64 // of their frequencies
	opening []string
	closing []string
}

type person struct{ name, address, signature string }

func newModel(seed uint64) *model {
	m := &model{Rand: rand.New(rand.NewPCG(seed, 1))}
	openings := [4][]string{{"Beste", "Geachte mevrouw, geachte heer,", "Dag Emma,"}, {"Bonjour,", "Madame, Monsieur,"}, {"Sehr geehrte Damen und Herren,", "Guten Tag,"}, {"Dear Emma,", "Hello,"}}
	closings := [4][]string{{"Met vriendelijke groeten,", "Alvast bedankt.\nMet vriendelijke groet,"}, {"Bien à vous,", "Veuillez agréer, Madame, Monsieur, l'expression de nos salutations distinguées,"}, {"Mit freundlichen Grüßen"}, {"Kind regards,", "Thank you and best regards,"}}
	for i := range m.languages {
		l := language{opening: openings[i], closing: closings[i]}
		sum := 0.0
		frequent := strings.Fields(frequent[i])
		for rank := range 40_000 {
			if rank < len(frequent) {
				l.words = append(l.words, frequent[rank])
			} else {
				l.words = append(l.words, m.word(i, rank))
			}
			sum += 1 / math.Pow(float64(rank)+2.7, 1.05) // Zipf's law as Mandelbrot put it
			l.sums = append(l.sums, sum)
		}
		m.languages[i] = l
	}
	for range 3000 {
		m.people = append(m.people, m.person())
	}
	return m
}

// frequent are the most frequent words.
var frequent = [4]string{"de van het een en in is dat op te voor met zijn die niet aan er om ook als dan maar bij of uit nog naar we heb worden ik door over was wij u hun kan deze zal",
	"de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec nous vous votre cette mais ou son ont sa être",
	"der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über",
	"the of and to a in for is on that by this with i you it not or be are from at as your all have new more an was we will can us about if my has but our one"}

var onsets = [4]string{"b d g h k l m n p r s t v w z st sch br kl gr", "b c d f g j l m n p r s t v ch pr tr qu br", "b d f g h k l m n r s t w z sch st ber ge ver ent", "b c d f g h l m n p r s t w th sh st pr tr"}
var vowels = [4]string{"a e i o u aa ee oo ij ie eu oe ui", "a e i o u é è ai ou eau on en an", "a e i o u ä ö ü ei ie au", "a e i o u ea ou ee io"}
var codas = [4]string{"n r l t s k en er ing heid", "s r t n l tion ment que x", "n r t s l en er ung keit", "n r t s l ed ing er tion"}

// word makes the word of a rank: frequent ones are short.
func (m *model) word(language, rank int) string {
	var b strings.Builder
	for range 1 + int(math.Log10(float64(rank)+1)*0.8+m.Float64()*0.9) {
		b.WriteString(m.of(onsets[language]))
		b.WriteString(m.of(vowels[language]))
		if m.IntN(2) == 0 {
			b.WriteString(m.of(codas[language]))
		}
	}
	return b.String()
}

func (m *model) of(list string) string { return pick(m, strings.Fields(list)) }

func pick[T any](m *model, list []T) T { return list[m.IntN(len(list))] }

func (m *model) person() person {
	title := func(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
	first, last := title(m.of(onsets[0])+m.of(vowels[0])+m.of(codas[0])), title(m.word(m.IntN(4), 900+m.IntN(30_000)))
	company := title(m.word(m.IntN(4), 500+m.IntN(30_000)))
	address := strings.ToLower(fmt.Sprintf("%s.%s@%s.example", foldText(first), foldText(last), foldText(company)))
	p := person{name: first + " " + last, address: address}
	p.signature = fmt.Sprintf("%s %s\n%s BV\n%s %d, %d %s\nT +32 %d %d %02d %02d\nBTW BE 0%d.%03d.%03d\nwww.%s.example\n", first, last, company, title(m.word(0, 2000)),
		1+m.IntN(200), 1000+m.IntN(9000), title(m.word(0, 3000)), 2+m.IntN(90), 100+m.IntN(900), m.IntN(100), m.IntN(100), 400+m.IntN(500), m.IntN(1000), m.IntN(1000), foldText(company))
	if m.IntN(2) == 0 {
		p.signature += "\nThis message and its attachments are confidential and intended only for the person to whom they are addressed. If you have received it in error, please tell the sender and delete it.\n"
	}
	return p
}

// text writes so many words of a language.
func (m *model) text(b *strings.Builder, l *language, words int) {
	for i := range words {
		switch {
		case m.IntN(60) == 0:
			fmt.Fprintf(b, "%d-%d", 2020+m.IntN(7), m.IntN(20_000))
		case m.IntN(60) == 0:
			fmt.Fprintf(b, "%d,%02d EUR", m.IntN(5000), m.IntN(100))
		case m.IntN(1500) == 0:
			fmt.Fprintf(b, "BE%02d %04d %04d %04d", m.IntN(100), m.IntN(10_000), m.IntN(10_000), m.IntN(10_000))
		case m.IntN(200) == 0: // a name, a typing mistake, a word nobody else uses
			b.WriteString(m.word(m.IntN(4), 40_000))
		default:
			b.WriteString(m.frequent(l))
		}
		switch {
		case i%13 == 12:
			b.WriteString(". ")
		case i%40 == 39:
			b.WriteString("\n\n")
		default:
			b.WriteByte(' ')
		}
	}
}

func (m *model) frequent(l *language) string {
	at := m.Float64() * l.sums[len(l.sums)-1]
	lo, hi := 0, len(l.sums)-1
	for lo < hi {
		if mid := (lo + hi) / 2; l.sums[mid] < at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return l.words[lo]
}

// mail writes the mail of a number.
func (m *model) mail(seq int) Document {
	l := &m.languages[m.IntN(4)]
	from := pick(m, m.people)
	var subject, body strings.Builder
	m.text(&subject, l, 3+m.IntN(5))
	body.WriteString(pick(m, l.opening) + "\n\n")
	m.text(&body, l, int(40+m.ExpFloat64()*120))
	body.WriteString("\n\n" + pick(m, l.closing) + "\n" + from.signature)
	if len(m.earlier) > 0 && m.IntN(5) < 2 {
		body.WriteString("\n-----\n" + pick(m, m.earlier))
	}
	text := body.String()
	if len(text) < 6000 {
		if len(m.earlier) < 500 {
			m.earlier = append(m.earlier, text)
		} else {
			m.earlier[m.IntN(500)] = text
		}
	}
	d := Document{Seq: uint64(seq), Mailbox: []string{"emma@kantoor.example", "info@kantoor.example"}[m.IntN(2)], Folder: fmt.Sprintf("Inbox/Clients/%d", m.IntN(40)),
		Subject: subject.String(), From: []string{from.name + " <" + from.address + ">"}, To: []string{"emma@kantoor.example"},
		Received: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(seq) * 10 * time.Minute), Text: text}
	if m.IntN(4) == 0 {
		var inside strings.Builder
		m.text(&inside, l, int(100+m.ExpFloat64()*500))
		d.Files = []File{{Name: fmt.Sprintf("factuur %d-%d.pdf", 2020+m.IntN(7), seq), Kind: "document", Text: inside.String()}}
		m.written += int64(inside.Len())
	}
	m.written += int64(len(d.Subject) + len(d.From[0]) + len(d.To[0]) + len(text))
	return d
}

// query is what somebody may look for.
func (m *model) query() string {
	l := &m.languages[m.IntN(4)]
	from := pick(m, m.people)
	first, last, _ := strings.Cut(from.name, " ")
	words := func(n int) string {
		var list []string
		for range n {
			list = append(list, m.frequent(l))
		}
		return strings.Join(list, " ")
	}
	half := func(s string) string { r := []rune(s); return string(r[:max(2, len(r)/2)]) }
	switch m.IntN(10) {
	case 0:
		return last
	case 1:
		return half(last)
	case 2:
		return words(2)
	case 3:
		return words(1) + " " + half(l.words[m.IntN(3000)])
	case 4:
		return "from:" + last + " " + words(1)
	case 5:
		return fmt.Sprintf("%d-%d", 2020+m.IntN(7), m.IntN(20_000))
	case 6:
		return `"` + words(2) + `"`
	case 7:
		return fmt.Sprintf("%s after:2024-0%d before:2025-0%d", words(1), 1+m.IntN(9), 1+m.IntN(9))
	case 8:
		return first + " " + last + " has:attachment -" + words(1)
	}
	return half(words(1))
}
