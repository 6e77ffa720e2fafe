package demo

import (
	"bytes"
	"testing"
	"time"

	read "postroom/app/invoice"
)

func TestInvoicesOfEveryClientAreInOrderButForThoseTypedByHand(t *testing.T) {
	for _, c := range clients {
		for _, n := range []int{3, 7} {
			i := newInvoice(c, "103", n, time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
			v, err := read.ReadXML(t.Context(), bytes.NewReader(i.ubl()))
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			if wrong := n%11 == 7; (len(v.Warnings) > 0) != wrong || v.IBAN == "" || v.Reference == "" {
				t.Errorf("%s, invoice %d: IBAN %s, reference %s, %v", c.name, n, v.IBAN, v.Reference, v.Warnings)
			}
		}
	}
}
