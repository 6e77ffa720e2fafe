package processing

import (
	"strings"
	"testing"
)

// BenchmarkFindNumbers looks through as much text as is read of one mail.
func BenchmarkFindNumbers(b *testing.B) {
	text := strings.Repeat("Dear Sir, please find the statement of 22/11/2026 over EUR 1.234,56 below, dossier x. BE 0403.170.702 and DE12 call 0470 12 34 56.\n", 2000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		FindNumbers(text, InText)
	}
}
