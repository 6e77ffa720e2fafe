package simulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

const (
	emma = "emma@kantoor.example"
	jan  = "jan@kantoor.example"
	info = "info@kantoor.example"
)

// office makes a simulator with two persons and a shared mailbox, to which Emma has Full Access.
func office(t testing.TB, change ...func(*Options)) *Simulator {
	t.Helper()
	o := Options{Seed: 1, Control: true}
	for _, f := range change {
		f(&o)
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for _, u := range []User{{Address: emma, Name: "Emma Janssens"}, {Address: jan, Name: "Jan Peeters", Language: "nl"}} {
		if _, err := s.AddUser(u); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.AddMailbox(info, "Info", emma); err != nil {
		t.Fatal(err)
	}
	return s
}

func mime(subject string) []byte {
	return []byte("From: Sofie Maes <sofie@client.example>\r\nTo: emma@kantoor.example\r\nSubject: " + subject +
		"\r\nDate: Mon, 02 Nov 2026 09:15:00 +0100\r\nMessage-ID: <" + strings.ReplaceAll(subject, " ", ".") + "@client.example>\r\n" +
		"Content-Type: text/plain; charset=utf-8\r\n\r\nHello " + subject + "\r\n")
}

func deliver(t testing.TB, s *Simulator, box, path, subject string) string {
	t.Helper()
	id, err := s.Deliver(box, path, mime(subject), Delivery{})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// must fails the test at an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// req is a request to make. The zero value gets as Emma.
type req struct {
	method string
	who    string // bearer token
	header []string
	body   string
	wild   bool // a fault is meant to break the form of the answer: don't hold it against the description
}

// do makes a request in process and holds it and its answer against Microsoft's description.
func do(t testing.TB, s *Simulator, url string, rs ...req) answer {
	t.Helper()
	r := req{}
	if len(rs) > 0 {
		r = rs[0]
	}
	if r.method == "" {
		r.method = http.MethodGet
	}
	if r.who == "" {
		r.who = emma
	}
	url = strings.TrimPrefix(url, "https://graph.microsoft.com")
	if !strings.HasPrefix(url, "/v1.0") {
		url = "/v1.0" + url
	}
	q := httptest.NewRequest(r.method, "https://graph.microsoft.com"+strings.ReplaceAll(url, " ", "%20"), strings.NewReader(r.body))
	q.Header.Set("Authorization", "Bearer "+r.who)
	if r.body != "" {
		q.Header.Set("Content-Type", "application/json")
	}
	for _, h := range r.header {
		name, value, _ := strings.Cut(h, ": ")
		q.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, q)
	a := answer{w.Code, w.Header(), w.Body.Bytes()}
	if !r.wild {
		plain := a.body
		if strings.Contains(a.header.Get("Content-Encoding"), "gzip") {
			plain = unzip(t, a.body)
		}
		if err := conform(q, []byte(r.body), a.status, a.header, plain); err != nil {
			t.Errorf("%s %s → %d does not conform: %v\n%.600s", r.method, url, a.status, err, plain)
		}
	}
	return a
}

// page is a list or delta answer.
type page struct {
	Context string `json:"@odata.context"`
	Next    string `json:"@odata.nextLink"`
	Delta   string `json:"@odata.deltaLink"`
	Count   *int   `json:"@odata.count"`
	Value   []item
}

type item map[string]any

func (i item) id() string    { s, _ := i["id"].(string); return s }
func (i item) removed() bool { return i["@removed"] != nil }

func (a answer) page(t testing.TB) page {
	t.Helper()
	if a.status != http.StatusOK {
		t.Fatalf("status %d, want 200: %s", a.status, a.body)
	}
	var p page
	if err := json.Unmarshal(a.body, &p); err != nil {
		t.Fatalf("%v: %s", err, a.body)
	}
	return p
}

func (a answer) object(t testing.TB) item {
	t.Helper()
	var v item
	if err := json.Unmarshal(a.body, &v); err != nil {
		t.Fatalf("%v: %s", err, a.body)
	}
	return v
}

// code is the error code of an answer.
func (a answer) code() string {
	var e struct{ Error struct{ Code string } }
	if json.Unmarshal(a.body, &e) != nil {
		return ""
	}
	return e.Error.Code
}

func (a answer) wants(t testing.TB, status int, code string) {
	t.Helper()
	if a.status != status || a.code() != code {
		t.Errorf("answered %d %s, want %d %s: %.300s", a.status, a.code(), status, code, a.body)
	}
}

var immutable = []string{`Prefer: IdType="ImmutableId"`}

// follow reads all pages from url on.
func follow(t testing.TB, s *Simulator, url string, rs ...req) (items []item, deltaLink string, pages int) {
	t.Helper()
	r := req{header: immutable}
	if len(rs) > 0 {
		r = rs[0]
	}
	for range 100000 {
		p := do(t, s, url, r).page(t)
		pages++
		items = append(items, p.Value...)
		if p.Next == "" {
			return items, p.Delta, pages
		}
		url = p.Next
	}
	t.Fatal("the pages never end")
	return nil, "", 0
}

// ids of what is not removed, each once.
func ids(items []item) []string {
	var out []string
	for _, i := range items {
		if !i.removed() && !slices.Contains(out, i.id()) {
			out = append(out, i.id())
		}
	}
	slices.Sort(out)
	return out
}

func removedIDs(items []item) []string {
	var out []string
	for _, i := range items {
		if i.removed() {
			out = append(out, i.id())
		}
	}
	slices.Sort(out)
	return out
}

func same(t testing.TB, what string, got, want []string) {
	t.Helper()
	got, want = slices.Clone(got), slices.Clone(want)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %d %.300s, want %d %.300s", what, len(got), fmt.Sprint(got), len(want), fmt.Sprint(want))
	}
}

func TestMailIsServedOverTLSAsItCame(t *testing.T) {
	s := office(t)
	must(t, s.Start("127.0.0.1:0"))
	id := deliver(t, s, emma, "Inbox", "one")
	r, err := http.NewRequest(http.MethodGet, s.URL()+"/v1.0/me/messages/"+id+"/$value", nil)
	must(t, err)
	r.Header.Set("Authorization", "Bearer "+emma)
	res, err := s.Client().Do(r)
	must(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	must(t, err)
	if !bytes.Equal(body, mime("one")) || res.Header.Get("Content-Type") != "text/plain" {
		t.Errorf("got %q of type %q, want the mail as text/plain", body, res.Header.Get("Content-Type"))
	}
	if _, err := http.Get(s.URL()); err == nil {
		t.Error("a client that does not know the CA got through")
	}
	again, err := New(Options{CA: s.CABundle()})
	must(t, err)
	if !bytes.Equal(again.CAPEM(), s.CAPEM()) {
		t.Error("a simulator with the same CA bundle has another CA")
	}
}

func TestLinksNameTheHostThatWasAsked(t *testing.T) {
	s := office(t)
	for range 3 {
		deliver(t, s, emma, "Inbox", "x")
	}
	r := httptest.NewRequest(http.MethodGet, "https://sim.example:8443/v1.0/me/mailFolders/inbox/messages/delta", nil)
	r.Header.Set("Authorization", "Bearer "+emma)
	r.Header.Set("Prefer", "odata.maxpagesize=2")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	p := answer{w.Code, w.Header(), w.Body.Bytes()}.page(t)
	if !strings.HasPrefix(p.Next, "https://sim.example:8443/v1.0/me/mailFolders('") || !strings.Contains(p.Next, "/messages/delta?$skiptoken=") {
		t.Errorf("next link is %q", p.Next)
	}
}
