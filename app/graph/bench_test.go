package graph

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"postroom/app/simulator"
)

// BenchmarkDeltaPage decodes a page of 500 messages as Changes does.
func BenchmarkDeltaPage(b *testing.B) {
	var page strings.Builder
	page.WriteString(`{"@odata.context":"https://graph.example/v1.0/$metadata#Collection(message)","value":[`)
	for i := range pageSize {
		if i > 0 {
			page.WriteByte(',')
		}
		fmt.Fprintf(&page, `{"@odata.type":"#microsoft.graph.message","@odata.etag":"W/\"CQAAABYAAAD%04d\"","id":"AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A%036d","receivedDateTime":"2026-11-22T09:15:00Z","isDraft":false,"parentFolderId":"AQMkADAwATM0MDAAMS1iNTcwLWI2NTEtMDACLTAwCgAuAAAD"}`, i, i)
	}
	page.WriteString(`],"@odata.deltaLink":"https://graph.example/v1.0/me/x"}`)
	b.SetBytes(int64(page.Len()))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		_, err := readPage(strings.NewReader(page.String()), func(d *json.Decoder) error {
			var in message
			err := d.Decode(&in)
			if in.item().ID != "" {
				n++
			}
			return err
		})
		if err != nil || n != pageSize {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(b.N)*pageSize/b.Elapsed().Seconds(), "messages/s")
}

// BenchmarkMIME fetches mails from a simulated Microsoft 365 over TLS with as many workers as a mailbox has slots.
func BenchmarkMIME(b *testing.B) {
	for _, latency := range []time.Duration{0, 20 * time.Millisecond, 40 * time.Millisecond} {
		b.Run(latency.String(), func(b *testing.B) {
			sim := simulated(b, simulator.Options{NoRateLimit: true})
			if err := sim.AddGenerated(emma, "Inbox", 1000, nil); err != nil {
				b.Fatal(err)
			}
			ids, err := sim.Messages(emma, "Inbox")
			if err != nil {
				b.Fatal(err)
			}
			m := clientOf(b, sim, func(c *Config) { c.Limits = NewLimits(LimitsConfig{Requests: 1 << 30}) }).Mailbox(emma, true)
			sim.SetLatency(latency)
			sim.ResetStats()
			b.ResetTimer()
			next := make(chan string)
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() {
					for id := range next {
						if err := discard(b.Context(), m, id); err != nil {
							b.Error(err)
						}
					}
				})
			}
			for i := range b.N {
				next <- ids[i%len(ids)]
			}
			close(next)
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
			b.ReportMetric(float64(sim.Stats().Requests)/float64(b.N), "requests/mail")
			b.ReportMetric(float64(sim.Stats().ByStatus[429]), "refused")
		})
	}
}

// BenchmarkLargeMIME streams mails of 150 MB.
func BenchmarkLargeMIME(b *testing.B) {
	sim := simulated(b, simulator.Options{})
	if err := sim.AddGenerated(emma, "Inbox", 1, func(int) int { return 150 << 20 }); err != nil {
		b.Fatal(err)
	}
	ids, err := sim.Messages(emma, "Inbox")
	if err != nil {
		b.Fatal(err)
	}
	m := clientOf(b, sim, nil).Mailbox(emma, true)
	b.SetBytes(150 << 20)
	b.ReportAllocs()
	for b.Loop() {
		if err := discard(b.Context(), m, ids[0]); err != nil {
			b.Fatal(err)
		}
	}
}
