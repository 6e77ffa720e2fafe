package simulator

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// send posts a batch and gives back the answers by id.
func send(t *testing.T, s *Simulator, parts string) map[string]batchAnswer {
	t.Helper()
	a := do(t, s, "/$batch", req{method: http.MethodPost, body: `{"requests":[` + parts + `]}`})
	if a.status != 200 {
		t.Fatalf("batch answered %d: %s", a.status, a.body)
	}
	var out struct{ Responses []batchAnswer }
	must(t, json.Unmarshal(a.body, &out))
	byID := map[string]batchAnswer{}
	for _, r := range out.Responses {
		byID[r.ID] = r
	}
	return byID
}

func TestBatchAnswersEachPart(t *testing.T) {
	s := office(t)
	id := deliver(t, s, emma, "Inbox", "one")
	body := base64.StdEncoding.EncodeToString([]byte(`{"destinationId":"archive"}`))
	got := send(t, s, `{"id":"1","method":"GET","url":"/me/mailFolders/inbox"},
		{"id":"2","method":"GET","url":"me/messages/`+id+`/$value"},
		{"id":"3","method":"GET","url":"/me/messages/rubbish"},
		{"id":"4","method":"GET","url":"/me","dependsOn":["3"]},
		{"id":"5","method":"POST","url":"/me/messages/`+id+`/move","headers":{"Content-Type":"application/json","Prefer":"IdType=\"ImmutableId\""},"body":{"destinationId":"archive"},"dependsOn":["2"]},
		{"id":"6","method":"POST","url":"/me/messages/`+id+`/move","headers":{"Content-Type":"application/octet-stream"},"body":"`+body+`","dependsOn":["5"]},
		{"id":"7","method":"POST","url":"/$batch","headers":{"Content-Type":"application/json"},"body":{"requests":[]}}`)
	for part, want := range map[string]int{"1": 200, "2": 200, "3": 400, "4": 424, "5": 201, "6": 201, "7": 400} {
		if got[part].Status != want {
			t.Errorf("part %s answered %d %s, want %d", part, got[part].Status, got[part].Body, want)
		}
	}
	var text string
	must(t, json.Unmarshal(got["2"].Body, &text))
	if raw, err := base64.StdEncoding.DecodeString(text); err != nil || string(raw) != string(mime("one")) {
		t.Errorf("MIME in a batch is %q, want it in base64", text)
	}
	if got["5"].Headers["Preference-Applied"] != "IdType=ImmutableId" {
		t.Errorf("headers of a part are %v", got["5"].Headers)
	}
	if n := s.Stats().ByEndpoint["POST /me/messages/{}/move"]; n != 2 {
		t.Errorf("the record has %d moves, want 2", n)
	}
}

func TestPartsOfABatchCountAgainstTheLimits(t *testing.T) {
	s := office(t)
	var parts []string
	for i := range 20 {
		parts = append(parts, fmt.Sprintf(`{"id":"%d","method":"GET","url":"/me/messages"}`, i))
	}
	for id, a := range send(t, s, strings.Join(parts, ",")) {
		if a.Status != 200 {
			t.Errorf("part %s: %d", id, a.Status)
		}
	}
	if most := s.Stats().MaxConcurrent[emma]; most < 1 || most > 4 {
		t.Errorf("a batch ran %d parts at once, want 4 at most", most)
	}
	must(t, s.SetFault("throttle", "1,retry-after=3,path=^/me/messages"))
	throttled := 0
	for _, a := range send(t, s, strings.Join(parts, ",")) {
		if a.Status == 429 {
			throttled++
			if a.Headers["Retry-After"] != "3" {
				t.Errorf("throttled part has headers %v", a.Headers)
			}
		}
	}
	if throttled != 1 {
		t.Errorf("%d parts throttled, want 1", throttled)
	}
}

func TestBrokenBatchesAreRefused(t *testing.T) {
	s := office(t)
	var many []string
	for i := range 21 {
		many = append(many, fmt.Sprintf(`{"id":"%d","method":"GET","url":"/me"}`, i))
	}
	for what, body := range map[string]string{
		"21 parts":       `{"requests":[` + strings.Join(many, ",") + `]}`,
		"no parts":       `{"requests":[]}`,
		"not JSON":       `rubbish`,
		"same id":        `{"requests":[{"id":"1","method":"GET","url":"/me"},{"id":"1","method":"GET","url":"/me"}]}`,
		"no url":         `{"requests":[{"id":"1","method":"GET"}]}`,
		"unknown parent": `{"requests":[{"id":"1","method":"GET","url":"/me","dependsOn":["9"]}]}`,
		"body, no type":  `{"requests":[{"id":"1","method":"POST","url":"/me/translateExchangeIds","body":{}}]}`,
	} {
		if a := do(t, s, "/$batch", req{method: http.MethodPost, body: body}); a.status != 400 || a.code() != "BadRequest" {
			t.Errorf("%s: %d %s", what, a.status, a.code())
		}
	}
}
