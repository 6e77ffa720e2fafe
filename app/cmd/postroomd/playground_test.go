package main

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func TestSimulatorHasAPageToPlayWith(t *testing.T) {
	w := newWorld(t)
	resp, err := w.client.Get(w.sim.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		t.Fatalf("the page is answered with %s, %v", resp.Status, err)
	}
	// Each id that the script uses has its element.
	for _, m := range regexp.MustCompile(`\$\("([a-z]+)"\)`).FindAllStringSubmatch(string(page), -1) {
		if !strings.Contains(string(page), `id="`+m[1]+`"`) {
			t.Errorf("the page's script looks for %q, which is not there", m[1])
		}
	}
	// What its buttons call is there.
	w.control("POST", "mailboxes/"+emma+"/folders", `{"path":"Inbox/Clients"}`)
	w.deliver(emma, "Inbox", letter("By hand"))
	id := regexp.MustCompile(`"id":\s*"([^"]+)"`).FindStringSubmatch(w.control("GET", "mailboxes/"+emma+"/messages?top=50&folder=Inbox", ""))
	if id == nil {
		t.Fatal("the delivered mail is not listed")
	}
	w.control("POST", "mailboxes/"+emma+"/messages/"+id[1]+"/move", `{"folder":"Inbox/Clients"}`)
	if list := w.control("GET", "mailboxes/"+emma+"/messages?top=50&folder=Inbox%2FClients", ""); !strings.Contains(list, "By hand") {
		t.Errorf("the moved mail is not listed: %s", list)
	}
	w.control("PUT", "faults/throttle", `{"value":"3,retry-after=2"}`)
	if set := w.control("GET", "faults", ""); !strings.Contains(set, `"faults"`) || !strings.Contains(set, "throttle") {
		t.Errorf("the faults are %s", set)
	}
	w.control("DELETE", "faults", "")
	for _, what := range []string{"expire", "revoke"} {
		w.control("POST", "signins/"+emma+"/"+what, "")
	}
	if resp, err := w.client.Get(w.sim.URL + "/nothing-here"); err != nil || resp.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown page: %v, %v; want 404", resp, err)
	}
}
