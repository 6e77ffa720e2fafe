package office

import (
	"testing"

	"postroom/app/processing"
)

func TestMailOfAThreadSettlesWhatWasOpenInItAtOnce(t *testing.T) {
	a := newArchive(t)
	handled(a)
	first := a.receive([]byte("From: somebody@elsewhere.example\r\nTo: emma@kantoor.example\r\nMessage-ID: <first@elsewhere.example>\r\nSubject: Annual accounts\r\n\r\nHello\r\n"))
	other := a.receive([]byte("From: nobody@elsewhere.example\r\nTo: emma@kantoor.example\r\nMessage-ID: <other@elsewhere.example>\r\nSubject: Something else\r\n\r\nHello\r\n"))
	a.processed()
	a.wantState(first, processing.Attention, string(processing.UnknownSender))
	a.receive([]byte("From: Jan <jan@peeters.example>\r\nTo: emma@kantoor.example\r\nMessage-ID: <second@peeters.example>\r\nIn-Reply-To: <first@elsewhere.example>\r\n" +
		"Subject: Re: Annual accounts\r\n\r\nThat is about us.\r\n"))
	if !a.recogniseFiled(t.Context(), atOnce) || !a.processFiled(t.Context(), false, atOnce) { // without everything that is open
		t.Fatal("processing did not come to its end")
	}
	a.wantState(first, processing.Processed, "")
	a.wantState(other, processing.Attention, string(processing.UnknownSender))
}
