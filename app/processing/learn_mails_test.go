package processing

import (
	"fmt"
	"slices"
	"strings"

	"postroom/app/mail"
)

// mail writes one of the world's mails: see world for the shares.
func (w *world) mail(month int) {
	switch n := w.IntN(100); {
	case n < 8:
		w.newsletter()
	case n < 10:
		w.misdirected()
	case n < 13:
		w.colleagues(month)
	case n < 19:
		p := w.brokers[w.IntN(len(w.brokers))]
		w.from(p, p.of[w.IntN(len(p.of))], "broker", 0.7)
	case n < 22:
		w.from(w.senders[w.IntN(len(w.senders))], w.anyClient(month), "third", 0.7)
	case n < 37 && len(w.threads) > 0:
		w.answer()
	default:
		f := w.anyClient(month)
		p := f.people[w.IntN(len(f.people))]
		if len(p.of) == 2 && w.chance(0.5) {
			f = p.of[1]
		}
		w.from(p, f, "client", 0.12)
	}
}

// anyClient chooses a client: some write much more than others.
func (w *world) anyClient(month int) *firm {
	for {
		if f := w.clients[w.IntN(len(w.clients))]; f.joins <= month && w.IntN(10) < f.activity {
			return f
		}
	}
}

func (w *world) id() string {
	w.sequence++
	return fmt.Sprintf("<%d.%d@mail.example>", w.sequence, w.IntN(1_000_000))
}

// named is a client's name as people write it in a subject.
func (w *world) named(f *firm) string {
	words := strings.Fields(f.name)
	if n := len(words) - 1; n > 0 && slices.Contains(ends, words[n]) && w.chance(0.6) {
		words = words[:n]
	}
	switch {
	case w.chance(0.2):
		if slices.Contains(trades, words[0]) && len(words) > 1 {
			return words[1] // nobody says "the bakery" of one of many
		}
		return words[0]
	case w.chance(1.0 / 12): // of the other 4 in 5
		word := []rune(words[0])
		i := w.IntN(len(word) - 1)
		word[i], word[i+1] = word[i+1], word[i]
		words[0] = string(word)
	}
	return strings.Join(words, " ")
}

// from writes a mail of a person about a client: an answer in a thread, or a new one.
func (w *world) from(p *person, f *firm, kind string, names float64) {
	m := truth{firm: f, kind: kind}
	l := &m.letter
	to := f.handler
	if w.chance(0.4) {
		to = info
	}
	l.MessageID, l.From = w.id(), mail.Address{Name: p.name, Address: p.address}
	if p.private != "" && w.chance(0.25) {
		l.From.Address = p.private
	}
	if w.chance(0.1) {
		l.From.Name = ""
	}
	told := false
	at := slices.IndexFunc(w.threads, func(t strand) bool { return t.who == p && t.firm == f })
	if at >= 0 && w.chance(0.55) {
		t := &w.threads[at]
		l.Subject, to, told = "Re: "+strings.TrimPrefix(t.subject, "Re: "), t.with, t.told
		if w.chance(5.0 / 6) {
			l.Replies, told = []string{t.last}, true
		}
		t.last, t.subject = l.MessageID, l.Subject
	} else {
		if odd := w.clients[w.IntN(len(w.clients))]; kind == "client" && w.chance(1.0/400) && odd.joins == 0 {
			m.firm, m.kind = odd, "odd"
		}
		l.Subject = w.one(topics) + " " + w.one(phrases)
		if w.chance(names) || m.kind == "odd" {
			l.Subject, told = w.one(topics)+" "+w.named(m.firm), true
			if w.chance(0.3) {
				l.Subject = w.named(m.firm) + " - " + w.one(topics)
			}
		}
		if p.phone != "" {
			w.thread(strand{l.MessageID, l.Subject, p, m.firm, to, told})
		}
	}
	l.Mailbox, l.To = to, []mail.Address{{Address: to}}
	told = w.body(&m, p, told)
	m.by, m.told = p, told
	both := func(f *firm) bool { return slices.Contains(f.listed.Addresses, l.From.Address) }
	m.tie = m.kind == "client" && len(p.of) == 2 && !told && p.of[0].joins+p.of[1].joins == 0 && both(p.of[0]) && both(p.of[1])
	w.mails = append(w.mails, m)
}

func (w *world) thread(t strand) {
	w.threads = append([]strand{t}, w.threads[:min(len(w.threads), 600)]...)
}

// body adds attachments, numbers and a signature. It says whether anything in it may tell the client.
func (w *world) body(m *truth, p *person, told bool) bool {
	l, f := &m.letter, m.firm
	var text strings.Builder
	fmt.Fprintf(&text, "Beste,\n\n%s %s.\n\n", w.one(phrases), w.one(topics))
	told = w.talk(&text, m, told)
	switch {
	case m.kind == "client" && w.chance(1.0/8):
		told = true
		other := w.IntN(9_000_000) + 1_000_000
		supplier := fmt.Sprintf("BE0%d%02d", other, 97-other%97)
		if w.chance(0.1) {
			supplier = w.clients[w.IntN(len(w.clients))].vat
		}
		fmt.Fprintf(&text, "Leverancier BTW %s\nKlant BTW %s\n\n", supplier, f.vat)
		l.Files = append(l.Files, fmt.Sprintf("factuur-%d.pdf", w.IntN(10_000)))
	case w.chance(0.25):
		l.Files = append(l.Files, fmt.Sprintf("%s %d.pdf", w.one(topics), w.IntN(2030)))
	case m.kind == "broker" && w.chance(0.3):
		l.Files = append(l.Files, w.one(topics)+" "+w.named(f)+".pdf")
	}
	if p.phone != "" {
		fmt.Fprintf(&text, "%s\n%s\n", w.one(greets), p.name)
		switch {
		case p.office != "":
			fmt.Fprintln(&text, p.office)
		case w.chance(0.6) && m.kind != "odd":
			told = true
			fmt.Fprintln(&text, f.name)
		}
		fmt.Fprintln(&text, p.phone)
		if p.office == "" && w.chance(0.1) && m.kind != "odd" {
			told = true
			fmt.Fprintln(&text, "BTW "+f.vat)
		}
	}
	w.read(l, text.String())
	return told
}

// talk is what a mail's text says of whom it is about.
func (w *world) talk(text *strings.Builder, m *truth, told bool) bool {
	say := map[string]float64{"broker": 0.8, "third": 0.7, "client": 0.1, "odd": 0.5}[m.kind]
	if told && m.kind != "client" {
		say /= 3
	}
	switch {
	case w.chance(say):
		fmt.Fprintf(text, "Het gaat om %s, dank u.\n\n", w.named(m.firm))
		return true
	case m.kind == "third" && w.chance(0.5):
		fmt.Fprintf(text, "Ondernemingsnummer %s.\n\n", m.firm.vat[2:])
		return true
	case w.chance(0.02): // somebody else is spoken of, too
		fmt.Fprintf(text, "Zoals bij %s vorig jaar.\n\n", w.named(w.clients[w.IntN(len(w.clients))]))
	}
	return told
}

// read takes from a text what the office takes from a mail's.
func (w *world) read(l *Letter, text string) {
	l.Numbers = append(FindNumbers(l.Subject, InSubject), FindNumbers(text, InText)...)
	l.Originals, l.Signature = Originals(text), Signature(text)
	l.Names = Names(text)
}

// answer is the office's own mail in a thread.
func (w *world) answer() {
	t := &w.threads[w.IntN(min(len(w.threads), 200))]
	l := Letter{Mailbox: t.with, MessageID: w.id(), From: mail.Address{Name: "Kantoor", Address: t.with}, To: []mail.Address{{Name: t.who.name, Address: t.who.address}},
		Subject: "Re: " + strings.TrimPrefix(t.subject, "Re: "), Replies: []string{t.last}}
	if w.chance(0.15) {
		l.Replies = nil
	}
	if w.chance(0.2) {
		l.Subject += " (dossier " + t.firm.number + ")"
		t.told = true
	}
	w.read(&l, "Beste,\n\nIn orde.\n\nMet vriendelijke groeten\nHet kantoor\n+32 2 555 01 01\n")
	t.last, t.subject = l.MessageID, l.Subject
	w.mails = append(w.mails, truth{letter: l, firm: t.firm, kind: "sent"})
}

func (w *world) newsletter() {
	p := w.news[w.IntN(len(w.news))]
	l := Letter{Mailbox: info, MessageID: w.id(), From: mail.Address{Name: p.name, Address: p.address}, To: []mail.Address{{Address: info}}, Bulk: w.chance(6.0 / 7),
		Subject: w.one(trades) + " " + w.one(topics) + " " + w.one(phrases)}
	w.read(&l, "Nieuws\n\nUitschrijven\n")
	w.mails = append(w.mails, truth{letter: l, kind: "newsletter"})
}

// misdirected is an offer, or a mail that was meant for somebody else.
func (w *world) misdirected() {
	if len(w.offers) < 5 || w.chance(0.3) {
		name := w.one(given1) + " " + w.one(surnames)
		domain := w.one(publics)
		if w.chance(0.6) {
			domain = fmt.Sprintf("%s%d.example", strings.ToLower(w.one(trades)), w.IntN(5000))
		}
		w.offers = append(w.offers, &person{name: name, address: fmt.Sprintf("%s%d@%s", plain(name), w.IntN(1000), domain)})
	}
	p := w.offers[w.IntN(len(w.offers))]
	l := Letter{Mailbox: info, MessageID: w.id(), From: mail.Address{Name: p.name, Address: p.address}, To: []mail.Address{{Address: info}}, Subject: w.one(topics) + " " + w.one(phrases)}
	if w.chance(0.1) {
		l.Subject = w.one(topics) + " " + w.one(surnames)
	}
	w.read(&l, "Geachte,\n\n"+w.one(phrases)+"\n\n"+w.one(greets)+"\n"+p.name+"\n")
	w.mails = append(w.mails, truth{letter: l, kind: "misdirected"})
}

// colleagues write to each other, or forward what a client wrote.
func (w *world) colleagues(month int) {
	from, to := w.one(team5)+"@kantoor.example", w.one(team5)+"@kantoor.example"
	m := truth{kind: "colleague"}
	l := &m.letter
	*l = Letter{Mailbox: to, MessageID: w.id(), From: mail.Address{Address: from}, To: []mail.Address{{Address: to}}, Subject: w.one(topics) + " " + w.one(phrases)}
	text := "Zie hieronder.\n\n"
	if w.chance(0.4) {
		m.firm, m.kind = w.anyClient(month), "forwarded"
		p := m.firm.people[w.IntN(len(m.firm.people))]
		l.Subject = "FW: " + w.one(topics) + " " + w.one(phrases)
		m.by = p
		if w.chance(0.7) {
			text += "Van: " + p.name + " <" + p.address + ">\nOnderwerp: " + l.Subject + "\n\n"
		}
		text += p.name + "\n"
		if w.chance(0.4) {
			text += m.firm.name + "\n"
			m.told = true
		}
	}
	w.read(l, text)
	w.mails = append(w.mails, m)
}
