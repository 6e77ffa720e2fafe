package folder

import (
	"fmt"
	"strings"
	"testing"

	"postroom/app/destination"
)

// BenchmarkPut puts groups of 64 small mails into one folder, synced to disk; the figure to watch is files/s.
func BenchmarkPut(b *testing.B) {
	for _, group := range []int{1, 16, 64} {
		for _, own := range []bool{false, true} {
			b.Run(fmt.Sprintf("group=%d,folderEach=%v", group, own), func(b *testing.B) { benchmarkPut(b, group, own) })
		}
	}
}

func benchmarkPut(b *testing.B, group int, folderEach bool) {
	f := openAt(b, b.TempDir())
	content := strings.Repeat("a line of a mail that is not long\r\n", 300)
	n := 0
	for b.Loop() {
		b.StopTimer()
		files := make([]destination.File, group)
		for i := range files {
			path := fmt.Sprintf("emma/Inbox/Clients/2026/%d.eml", n)
			if folderEach {
				path = fmt.Sprintf("emma/Inbox/Clients/2026/%d/invoice.pdf", n)
			}
			files[i] = spooled(b, f, path, content)
			n++
		}
		b.StartTimer()
		for _, err := range f.Put(b.Context(), files) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "files/s")
}
