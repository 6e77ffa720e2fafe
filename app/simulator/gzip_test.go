package simulator

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"testing"
)

func unzip(t testing.TB, b []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	must(t, err)
	out, err := io.ReadAll(z)
	must(t, err)
	return out
}

func zip(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(text))
	must(t, err)
	must(t, z.Close())
	return b.String()
}

func TestAnswersAreZippedWhenAskedFor(t *testing.T) {
	s := office(t)
	id := deliver(t, s, emma, "Inbox", "a subject that is not short at all, so that the mail is above the limit of compression, which is a few hundred bytes")
	for _, url := range []string{"/me/mailFolders", "/me/messages/" + id + "/$value"} {
		plain, zipped := do(t, s, url), do(t, s, url, req{header: []string{"Accept-Encoding: gzip, deflate"}})
		if zipped.header.Get("Content-Encoding") != "gzip" || plain.header.Get("Content-Encoding") != "" {
			t.Errorf("%s: Content-Encoding is %q when asked, %q when not", url, zipped.header.Get("Content-Encoding"), plain.header.Get("Content-Encoding"))
			continue
		}
		if got := unzip(t, zipped.body); !bytes.Equal(got, plain.body) {
			t.Errorf("%s: zipped body is %q, want %q", url, got, plain.body)
		}
	}
}

func TestZippedRequestIsRead(t *testing.T) {
	s := office(t)
	id := deliver(t, s, emma, "Inbox", "one")
	r := req{method: http.MethodPost, header: []string{"Content-Encoding: gzip", "Content-Type: application/json"}, body: zip(t, `{"destinationId":"archive"}`), wild: true}
	if a := do(t, s, "/me/messages/"+id+"/move", r); a.status != http.StatusCreated {
		t.Errorf("zipped move answered %d: %s", a.status, a.body)
	}
	r.body = "not gzip"
	do(t, s, "/me/messages/"+id+"/move", r).wants(t, 400, "BadRequest")
	r.header[0] = "Content-Encoding: br"
	do(t, s, "/me/messages/"+id+"/move", r).wants(t, 415, "UnsupportedMediaType")
}
