package processing

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestClientsComeInPagesByName(t *testing.T) {
	d := newDesk(t)
	_, err := d.PutMember(t.Context(), Member{Name: "An", Address: "an@kantoor.example", Roles: []string{"payroll"}})
	d.must(err)
	for _, c := range []Client{{Name: "Éclair", Number: "3"}, {Name: "alfa", Number: "1"}, {Name: "Beta", Number: "2", Ended: "2026-01-31"}, {Name: "Zeta", Number: "4", Addresses: []string{"z@beta.example"}, Roles: map[string]string{"Payroll": "an@kantoor.example", "tax": "an@kantoor.example"}}} {
		_, _, err := d.AddClient(t.Context(), c)
		d.must(err)
	}
	for _, test := range []struct {
		query, state  string
		offset, limit int
		want          string
		total         int
	}{
		{"", "", 0, 10, "alfa Beta Éclair Zeta", 4},
		{"", "", 1, 2, "Beta Éclair", 4},
		{"", Active, 1, 10, "Éclair Zeta", 3},
		{"", Ended, 0, 10, "Beta", 1},
		{"BETA", "", 0, 10, "Beta Zeta", 2},
		{"eclair 3", "", 0, 10, "Éclair", 1},
		{"", "", 9, 10, "", 4},
	} {
		list, total := d.Browse(test.query, test.state, test.offset, test.limit)
		var names []string
		for _, c := range list {
			names = append(names, c.Name)
		}
		if got := strings.Join(names, " "); got != test.want || total != test.total {
			t.Errorf("%q %s from %d: %s of %d, want %s of %d", test.query, test.state, test.offset, got, total, test.want, test.total)
		}
	}
	if roles := d.Roles(); !slices.Equal(roles, []string{"payroll", "tax"}) || d.Count() != 4 {
		t.Errorf("roles %v of %d clients, want payroll and tax of 4", roles, d.Count())
	}
}

func TestHeadOfATableIsShownWithSamples(t *testing.T) {
	head, samples, err := Head(strings.NewReader("Relatie;E-mail;\nPeeters BV;jan@peeters.example;x\nPeeters BV;;y;z\nSmit;post@smit.example\n"))
	if err != nil || len(head) < 2 || head[0] != "Relatie" || !slices.Equal(samples[0], []string{"Peeters BV", "Smit"}) || !slices.Equal(samples[1], []string{"jan@peeters.example", "post@smit.example"}) {
		t.Errorf("%q with %q, %v", head, samples, err)
	}
}

// BenchmarkBrowse finds a page among 20,000 clients.
func BenchmarkBrowse(b *testing.B) {
	d := newDesk(b)
	var rows strings.Builder
	rows.WriteString("name;number;address;vat\n")
	for i := range 20_000 {
		fmt.Fprintf(&rows, "Client %d BV;%d;post@client%d.example;\n", i, i, i)
	}
	_, err := d.Import(b.Context(), strings.NewReader(rows.String()), ImportOptions{})
	d.must(err)
	began := time.Now()
	d.Browse("", "", 0, 100)
	b.ReportMetric(float64(time.Since(began).Milliseconds()), "ms/first")
	for b.Loop() {
		if list, total := d.Browse("client 19", Active, 100, 100); len(list) != 100 || total < 1000 {
			b.Fatalf("%d of %d", len(list), total)
		}
	}
}
