package processing

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"postroom/app/mail"
)

// large is an office with many clients and many mails behind, of which a share is open.
func large(b *testing.B, clients, mails, open int) *desk {
	d := team(b)
	var table strings.Builder
	table.WriteString("name,number,email,domain\n")
	for n := range clients {
		fmt.Fprintf(&table, "Client %d,%d,person%d@client%d.example,client%d.example\n", n, n, n, n, n)
	}
	began := time.Now()
	d.imports(table.String(), ImportOptions{})
	b.Logf("importing %d clients took %v", clients, time.Since(began))
	var letters []Letter
	for n := range mails {
		from := fmt.Sprintf("person%d@client%d.example", n%clients, n%clients)
		if n < open {
			from = fmt.Sprintf("stranger%d@gmail.com", n)
		}
		letters = append(letters, d.letter(n, from))
		if len(letters) == 2000 || n == mails-1 {
			d.process(letters...)
			letters = letters[:0]
		}
	}
	d.next = uint64(mails)
	return d
}

// lessons teaches a large office what 40,000 decisions would: an address and a domain for each client, and the words of all
// subjects, which say nothing.
func (d *desk) lessons(clients int) {
	d.t.Helper()
	var file strings.Builder
	file.WriteString(`{"version":1,"lessons":[`)
	for n := range clients {
		of := fmt.Sprintf(`"clients":[{"number":"%d","given":2}]}`, n)
		fmt.Fprintf(&file, `{"kind":"address","value":"other%d@else%d.example",%s,{"kind":"domain","value":"else%d.example",%s,`, n, n, of, n, of)
	}
	for i, word := range []string{"invoice", "month", "this"} {
		if i > 0 {
			file.WriteByte(',')
		}
		fmt.Fprintf(&file, `{"kind":"subject","value":"%s","clients":[`, word)
		for n := range maxShared {
			fmt.Fprintf(&file, `{"number":"%d","given":9},`, n)
		}
		file.WriteString(`{"number":"99","given":9}]}`)
	}
	file.WriteString(`]}`)
	began := time.Now()
	v, err := d.ImportLearned(d.t.Context(), strings.NewReader(file.String()))
	d.must(err)
	if v.Added != 2*clients+3 {
		d.t.Fatalf("%d lessons were added, want %d", v.Added, 2*clients+3)
	}
	d.t.Logf("importing %d lessons took %v", v.Added, time.Since(began))
}

// letter is a mail as offices get them, the answer to the one before it that came from the same sender.
func (d *desk) letter(n int, sender string) Letter {
	answers := fmt.Sprintf("<before-%d@mail.example>", n)
	if n >= 40_000 {
		answers = fmt.Sprintf("<%d@mail.example>", n-20_000)
	}
	return Letter{Seq: uint64(n + 1), Mailbox: info, MessageID: fmt.Sprintf("<%d@mail.example>", n), Replies: []string{answers},
		From: mail.Address{Name: "A Person", Address: sender}, To: []mail.Address{{Name: "Office", Address: info}}, Subject: fmt.Sprintf("Invoice %d of this month", n),
		Received: today, Numbers: FindNumbers("IBAN BE68 5390 0754 7034, dossier 999999", InText), Files: []string{"invoice.pdf"}, Signature: []string{"Kind regards", "A Person", "+32 470 12 34 56"}}
}

// portal is an office whose clients all get mail from one address, as from the tax office's: each is told by its VAT number.
func portal(t testing.TB, clients int) (d *desk, letter func(client int) Letter) {
	d = team(t)
	vat := func(n int) string {
		base := 4_000_000 + n*37
		return fmt.Sprintf("BE%08d%02d", base, 97-base%97)
	}
	var table strings.Builder
	table.WriteString("name,number,vat\n")
	for n := range clients {
		fmt.Fprintf(&table, "Client %d,%d,%s\n", n, n, vat(n))
	}
	d.imports(table.String(), ImportOptions{})
	return d, func(client int) Letter {
		d.next++
		return Letter{Seq: d.next, Mailbox: info, MessageID: fmt.Sprintf("<%d@portal.example>", d.next), From: mail.Address{Name: "Portal", Address: "noreply@portal.example"},
			To: []mail.Address{{Name: "Office", Address: info}}, Subject: "A document is ready", Received: today, Numbers: FindNumbers("For "+vat(client), InText)}
	}
}

// BenchmarkPortal prints how many mails of a sender who has written for each of 20,000 clients are processed in a second, one by
// one as they come. Run it with: go test ./app/processing -run none -bench Portal -benchtime 1x
func BenchmarkPortal(b *testing.B) {
	const clients, more = 20_000, 200
	d, letter := portal(b, clients)
	for n := 0; n < clients; n += 1000 {
		var letters []Letter
		for i := range 1000 {
			letters = append(letters, letter(n+i))
		}
		d.process(letters...)
	}
	began := time.Now()
	for n := range more {
		d.process(letter(n))
	}
	b.ReportMetric(more/time.Since(began).Seconds(), "mails/s")
	if s := d.item(d.next); s.State != Processed {
		b.Errorf("the last mail is %+v, want it processed", s)
	}
}

// BenchmarkLargeOffice prints what issue 6 asks for: with 20,000 clients, 100,000 mails and 40,000 lessons behind, how many mails are
// processed in a second, how long a change of a client takes that has 10,000 open mails looked at again, and how long the
// lists of mails, of conversations and of what was learned take to answer. Run it with: go test ./app/processing -run none -bench LargeOffice -benchtime 1x -v
func BenchmarkLargeOffice(b *testing.B) {
	const mails, open = 100_000, 10_000
	d := large(b, 20_000, mails, open)
	d.lessons(20_000)
	began := time.Now()
	d.reopen()
	b.ReportMetric(time.Since(began).Seconds(), "s/open")
	began = time.Now()
	const more = 640
	for n := 0; n < more; n += 32 {
		var letters []Letter
		for i := range 32 {
			letters = append(letters, d.letter(mails+n+i, fmt.Sprintf("person%d@client%d.example", n+i, n+i)))
		}
		d.process(letters...)
	}
	b.ReportMetric(more/time.Since(began).Seconds(), "mails/s")
	var letters []Letter
	for n := range more {
		l := d.letter(mails+more+n, fmt.Sprintf("other%d@else%d.example", n, n))
		l.Replies = nil
		letters = append(letters, l)
	}
	began = time.Now()
	for n := 0; n < more; n += 32 {
		d.process(letters[n : n+32]...)
	}
	b.ReportMetric(more/time.Since(began).Seconds(), "learned-mails/s")
	if s := d.item(letters[0].Seq); !s.Learned {
		b.Errorf("the mail of somebody who was learned is %+v, want it assigned", s)
	}
	began = time.Now()
	d.give(1, *d.index.byID[d.item(open+1).Client.ID])
	b.ReportMetric(time.Since(began).Seconds(), "s/decision")
	began = time.Now()
	c := d.Clients("17")[0]
	c.Addresses = append(c.Addresses, "stranger5@gmail.com")
	_, settled, err := d.ChangeClient(b.Context(), c)
	d.must(err)
	if len(settled) != 1 {
		b.Errorf("the change settled %d mails, want 1", len(settled))
	}
	b.ReportMetric(time.Since(began).Seconds(), "s/change")
	an, err := d.Sight("An")
	d.must(err)
	words := &Words{List: []string{"client", "invoice", "199"}, In: func(seq uint64) uint64 { return 1 << 1 }}
	for what, q := range map[string]Query{"all": {}, "attention": {State: Attention}, "client": {Client: c.ID}, "words": {Words: words}} {
		began = time.Now()
		p, err := d.List(an, q, nil, 0, 50)
		d.must(err)
		if p.Total == 0 {
			b.Errorf("nothing is listed by %s", what)
		}
		b.ReportMetric(float64(time.Since(began).Microseconds())/1000, "ms/"+what)
	}
	for what, q := range map[string]ConversationQuery{"conversations": {}, "unread": {Unread: true}, "waiting": {State: StandsOpen, Assigned: Nobody}} {
		began = time.Now()
		p, err := d.Conversations(an, q, 0, 50)
		d.must(err)
		if p.Total == 0 {
			b.Errorf("no conversation is listed by %s", what)
		}
		b.ReportMetric(float64(time.Since(began).Microseconds())/1000, "ms/"+what)
	}
	began = time.Now()
	w, err := d.Work(an, 0, 50)
	d.must(err)
	b.ReportMetric(float64(time.Since(began).Microseconds())/1000, "ms/work")
	began = time.Now()
	if v, err := d.Conversation(an, w.Items[0].ID, -1, 50); err != nil || v.Total == 0 {
		b.Errorf("the first thing to do is %+v, %v", v, err)
	}
	b.ReportMetric(float64(time.Since(began).Microseconds())/1000, "ms/conversation")
	began = time.Now()
	_, err = d.Concerns(an, 0, 3)
	d.must(err)
	b.ReportMetric(float64(time.Since(began).Microseconds())/1000, "ms/concerns")
	_ = d.LearnedPage(LearnedQuery{}) // the first one makes the order
	for what, q := range map[string]LearnedQuery{"learned": {Words: true, Offset: 30_000}, "learned-text": {Text: "client 199"}} {
		q.Limit, began = 50, time.Now()
		if p := d.LearnedPage(q); len(p.Lessons) != q.Limit {
			b.Errorf("a page of what was learned has %d things, want %d", len(p.Lessons), q.Limit)
		}
		b.ReportMetric(float64(time.Since(began).Microseconds())/1000, "ms/"+what)
	}
	began = time.Now()
	_ = d.Clients("client 199")
	b.ReportMetric(float64(time.Since(began).Microseconds())/1000, "ms/clients")
}
