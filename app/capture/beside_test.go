package capture_test

import (
	"fmt"
	"testing"

	"postroom/app/capture"
	"postroom/app/simulator"
)

func TestFilingGoesOnWhileEverythingIsVerified(t *testing.T) {
	w := newWorld(t)
	w.file3()
	again := false
	v, err := w.engine.Verify(w.Context(), nil, func(int, int) {
		if !again {
			again = true
			w.must2(w.sim.Deliver(emma, "Inbox", withAttachments("meanwhile"), simulator.Delivery{}))
			w.sync()
		}
	})
	w.must(err)
	if !again || !v.Good() {
		t.Errorf("verify found %+v, want nothing", v)
	}
	w.wantFiled("first", "meanwhile", "second", "third")
}

func TestWhatIsBeingFiledIsNoFinding(t *testing.T) {
	w := newWorld(t)
	w.file3()
	want := []string{"first", "second", "third"}
	filed := make(chan error, 1)
	go func() {
		for n := range 25 {
			if _, err := w.sim.Deliver(emma, "Inbox", withAttachments(fmt.Sprint("number ", n)), simulator.Delivery{}); err != nil {
				filed <- err
				return
			}
			if _, err := w.engine.SyncOnce(w.Context(), capture.Options{}); err != nil {
				filed <- err
				return
			}
		}
		filed <- nil
	}()
	for n := range 25 {
		want = append(want, fmt.Sprint("number ", n))
	}
	for end := false; !end; {
		select {
		case err := <-filed:
			w.must(err)
			end = true
		default:
		}
		v, err := w.engine.Verify(w.Context(), nil, nil)
		w.must(err)
		if !v.Good() {
			t.Fatalf("verify found %+v while mails were filed, want nothing", v)
		}
	}
	w.wantFiled(want...)
}

func TestDeletionWaitsUntilEverythingIsVerified(t *testing.T) {
	w := newWorld(t)
	w.file3()
	seqs := w.numbered("second")
	deleted := make(chan error, 1)
	began := false
	v, err := w.engine.Verify(w.Context(), nil, func(int, int) {
		if !began {
			began = true
			go func() {
				_, err := w.engine.Delete(w.Context(), seqs, nil, nil)
				deleted <- err
			}()
		}
	})
	w.must(err)
	if !v.Good() || v.Deleted != 0 || v.Checked != 9 {
		t.Errorf("verify found %+v, want nothing, of nine files", v)
	}
	w.must(<-deleted)
	w.wantFiled("first", "third")
	w.wantDeleted(3)
}
