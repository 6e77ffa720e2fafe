package office

import (
	"slices"
	"testing"

	"postroom/app/processing"
)

func TestClientIsDraftedFromAMailAndSettlesWhatWaited(t *testing.T) {
	a := newArchive(t)
	_, err := a.PutMember(t.Context(), processing.Member{Name: "Emma", Address: emma})
	a.must(err)
	_, err = a.Tie(t.Context(), emma, "contact")
	a.must(err)
	mime := "From: Jan Peeters <jan@peeters.example>\r\nTo: emma@kantoor.example\r\nSubject: Hello\r\n\r\nHi\r\n\r\nMet vriendelijke groet,\r\nJan\r\nPeeters Installaties BV\r\nBTW BE 0403.170.701\r\n"
	first, second := a.receive([]byte(mime)), a.receive([]byte(mime+"PS\r\n"))
	if e, err := a.Entry(first); err != nil || e.State != processing.New || e.From != "Jan Peeters <jan@peeters.example>" {
		t.Errorf("the new mail is %+v, %v", e, err)
	}
	a.processed()
	e, err := a.Entry(first)
	a.must(err)
	if e.Why.Code != "unknown" || e.Waiting != 1 {
		t.Errorf("it waits for %v with %d others, want the unknown sender and 1", e.Why, e.Waiting)
	}
	d, err := a.Prefill(second)
	a.must(err)
	if d.Client.Name != "Peeters Installaties BV" || !slices.Equal(d.Client.VAT, []string{"BE0403170701"}) || !slices.Equal(d.Client.Domains, []string{"peeters.example"}) {
		t.Errorf("the draft is %+v", d.Client)
	}
	_, settled, err := a.AddClient(t.Context(), d.Client)
	a.must(err)
	if settled != 2 {
		t.Errorf("%d mails are settled, want 2", settled)
	}
	if _, err := a.Entry("999"); err == nil {
		t.Error("a mail that is not there has an entry")
	}
	if _, err := a.Prefill("999"); err == nil {
		t.Error("a mail that is not there has a draft")
	}
}
