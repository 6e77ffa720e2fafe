package graph

import (
	"context"
	"net/http"
	"testing"

	"postroom/app/simulator"
)

// cursors are Emma's cursors for her folders and her inbox.
func cursors(t *testing.T, m *Mailbox, inbox string) (tree, folder string) {
	t.Helper()
	_, tree, err := m.FolderChanges(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	page, err := m.Changes(t.Context(), inbox, "")
	if err != nil || page.Delta == "" {
		t.Fatalf("the first round gave %+v, %v; want a cursor", page, err)
	}
	return tree, page.Delta
}

func TestWhatIsAskedAheadCostsOneRequest(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	m := clientOf(t, sim, nil).Mailbox(emma, true)
	inbox := folderID(t, m, "Inbox")
	tree, folder := cursors(t, m, inbox)
	if _, err := sim.Deliver(emma, "Inbox", mails(t, 1)[0], simulator.Delivery{}); err != nil {
		t.Fatal(err)
	}
	sim.ResetStats()
	if err := m.Ahead(t.Context(), tree, folder); err != nil {
		t.Fatal(err)
	}
	changes, next, err := m.FolderChanges(t.Context(), tree)
	if err != nil || len(changes) != 0 || next == "" {
		t.Errorf("changes of the folders: %v, cursor %q, %v; want none and a cursor", changes, next, err)
	}
	page, err := m.Changes(t.Context(), inbox, folder)
	if err != nil || len(page.Items) != 1 || page.Delta == "" || page.Date.IsZero() {
		t.Errorf("changes of the inbox: %+v, %v; want the mail that has come, a cursor and the service's time", page, err)
	}
	if s := sim.Stats(); s.Calls != 1 {
		t.Errorf("%d requests, want one", s.Calls)
	}
	// An answer serves once: what is asked again is asked of the service.
	if _, err := m.Changes(t.Context(), inbox, folder); err != nil || sim.Stats().Calls != 2 {
		t.Errorf("asking again: %v, %d requests in all, want 2", err, sim.Stats().Calls)
	}
}

// noBatch is a service that takes no batches.
type noBatch struct {
	next http.RoundTripper
	seen int
}

func (n *noBatch) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == http.MethodPost {
		n.seen++
		req = req.Clone(req.Context())
		req.URL.Path = "/v1.0/nothing"
	}
	return n.next.RoundTrip(req)
}

func TestServiceWithoutBatchesIsAskedOneByOne(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	line := &noBatch{next: sim.Client().Transport}
	m := clientOf(t, sim, func(c *Config) { c.Transport = line }).Mailbox(emma, true)
	inbox := folderID(t, m, "Inbox")
	tree, folder := cursors(t, m, inbox)
	for range 2 {
		if err := m.Ahead(t.Context(), tree, folder); err != nil {
			t.Fatal(err)
		}
		if page, err := m.Changes(t.Context(), inbox, folder); err != nil || page.Delta == "" {
			t.Errorf("changes: %+v, %v; want a cursor", page, err)
		}
	}
	if line.seen != 1 {
		t.Errorf("a service that refused a batch was given %d, want one", line.seen)
	}
}

func TestAskingAheadEndsWithItsContext(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	m := clientOf(t, sim, nil).Mailbox(emma, true)
	tree, folder := cursors(t, m, folderID(t, m, "Inbox"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := m.Ahead(ctx, tree, folder); err != context.Canceled {
		t.Errorf("%v, want the context's end", err)
	}
}
