package simulator

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// discard is a client that throws bodies away and counts them.
type discard struct {
	sim    *Simulator
	header http.Header
	status int
	n      int64
	most   int
}

func newDiscard(s *Simulator) *discard { return &discard{sim: s} }

func (d *discard) Header() http.Header    { return d.header }
func (d *discard) WriteHeader(status int) { d.status = status }
func (d *discard) Write(p []byte) (int, error) {
	d.n += int64(len(p))
	d.most = max(d.most, len(p))
	return len(p), nil
}

func (d *discard) get(t testing.TB, path string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "https://graph.microsoft.com/v1.0"+path, nil)
	r.Header.Set("Authorization", "Bearer "+emma)
	r.Header.Set("Prefer", `IdType="ImmutableId", odata.maxpagesize=500`)
	r.Header.Set("Accept-Encoding", "gzip")
	if d.header = (http.Header{}); d.status != 0 {
		d.status = 0
	}
	d.sim.ServeHTTP(d, r)
	if d.status != http.StatusOK {
		t.Fatalf("%s answered %d", path, d.status)
	}
}
