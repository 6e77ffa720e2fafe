package disk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postroom/app/fault"
)

func TestEveryCodeHasWordsAndAClass(t *testing.T) {
	for code := range classes {
		if !fault.Known("en", code) {
			t.Errorf("%s has no words of its own", code)
		}
	}
	if !fault.Known("en", "disk-unknown") {
		t.Error("disk-unknown has no words of its own")
	}
}

func TestErrorNamesTheDestinationAndNoDocument(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, strings.Repeat("Jan Peeters - Secret ", 40)+".eml")
	_, err := os.Create(name)
	got := Error("file a document", dir, err)
	if code := fault.CodeOf(got); code != NameTooLong && code != NameRefused {
		t.Errorf("a name of 800 letters gave code %s, want %s: %v", code, NameTooLong, got)
	}
	if strings.Contains(got.Error(), "Secret") {
		t.Errorf("the error holds the document's name: %v", got)
	}
}

func TestWhatIsClassifiedOrCancelledStaysAsItIs(t *testing.T) {
	classified := fmt.Errorf("around: %w", &fault.Error{Class: fault.SkipMail, Code: "example"})
	for _, err := range []error{nil, context.Canceled, context.DeadlineExceeded, classified} {
		if got := Error("op", "where", err); got != err {
			t.Errorf("%v became %v", err, got)
		}
	}
	_, err := os.Open(filepath.Join(t.TempDir(), "absent"))
	if got := Error("op", "where", err); !errors.Is(got, fs.ErrNotExist) {
		t.Errorf("a missing file became %v, want fs.ErrNotExist in the chain", got)
	}
}
