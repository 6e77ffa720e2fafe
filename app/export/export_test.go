package export

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"postroom/app/fault"
)

// shelf is an archive in memory.
type shelf struct {
	*testing.T
	files map[string]string
	mails []Mail
}

var at = time.Date(2026, 11, 22, 9, 15, 0, 0, time.UTC)

func newShelf(t *testing.T) *shelf {
	s := &shelf{T: t, files: map[string]string{}}
	s.add("Invoice 2026-114", "emma/Inbox/2026-11-22 Invoice.eml", "emma/Inbox/2026-11-22 Invoice/invoice.pdf")
	s.add(`=HYPERLINK("http://evil.example")`, "emma/Inbox/100% sure? #1 & <b>.eml", "emma/Inbox/100% sure/=1+1.csv")
	s.add("Größe, été, 請求書", "emma/Größe été/請求書.eml")
	return s
}

func (s *shelf) add(subject string, paths ...string) {
	m := Mail{ID: fmt.Sprint(len(s.mails) + 1), Mailbox: "emma@kantoor.example", Folder: "Inbox", Subject: subject, From: "Jan <jan@peeters.example>",
		To: []string{"emma@kantoor.example", "info@kantoor.example"}, Received: at, Filed: at, Entry: uint64(10 + len(s.mails))}
	for i, p := range paths {
		text := strings.Repeat("content of "+p+"\n", 1+i*1000)
		s.files[p] = text
		sum := sha256.Sum256([]byte(text))
		f := File{Path: p, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(text))}
		if i > 0 {
			f.Name = filepath.Base(p)
		}
		m.Files = append(m.Files, f)
	}
	s.mails = append(s.mails, m)
}

func (s *shelf) options(to string, bag bool) Options {
	return Options{To: to, Bag: bag, Language: "en", Program: "Postroom test", About: "All mails of emma@kantoor.example\nof 2026", Now: at, Total: len(s.mails),
		Mails: func(yield func(Mail, error) bool) {
			for _, m := range s.mails {
				if !yield(m, nil) {
					return
				}
			}
		},
		Open: func(_ context.Context, path string) (io.ReadCloser, error) {
			text, ok := s.files[path]
			if !ok {
				return nil, fs.ErrNotExist
			}
			return io.NopCloser(strings.NewReader(text)), nil
		},
		Lines: func(wanted func(uint64) bool) iter.Seq2[[]byte, error] {
			return func(yield func([]byte, error) bool) {
				for n := uint64(1); n < 100; n++ {
					if wanted(n) && !yield(fmt.Appendf(nil, `{"seq":%d}`, n), nil) {
						return
					}
				}
			}
		}}
}

func (s *shelf) run(o Options) *Result {
	s.Helper()
	r, err := Run(s.Context(), o)
	if err != nil {
		s.Fatalf("exporting: %v", err)
	}
	return r
}

// unpacked gives the folder that a zip holds.
func unpacked(t *testing.T, name string) string {
	t.Helper()
	z, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	dir := t.TempDir()
	for _, f := range z.File {
		// Info-ZIP's unzip reads names as UTF-8 only of what Unix made, and can't read what nobody may.
		mode := fs.FileMode(0o600)
		if strings.HasSuffix(f.Name, "/") {
			mode = fs.ModeDir | 0o700
		}
		if f.CreatorVersion>>8 != 3 || f.Mode() != mode || !f.Modified.Equal(at) {
			t.Errorf("%s was made by system %d, with the mode %v, at %v", f.Name, f.CreatorVersion>>8, f.Mode(), f.Modified)
		}
	}
	if err := os.CopyFS(dir, z); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || !entries[0].IsDir() {
		t.Fatalf("the zip holds %v (%v), want one folder", entries, err)
	}
	return filepath.Join(dir, entries[0].Name())
}

func read(t *testing.T, name ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(name...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestBagIsValidAsFolderAndZip(t *testing.T) {
	for _, name := range []string{"bag", "bag.zip"} {
		s := newShelf(t)
		to := filepath.Join(t.TempDir(), name)
		r := s.run(s.options(to, true))
		if r.Mails != 3 || r.Files != 5 || !r.Complete() {
			t.Errorf("%s: exported %+v, want 3 mails with 5 files", name, r)
		}
		dir := to
		if strings.HasSuffix(name, ".zip") {
			dir = unpacked(t, to)
		}
		validate(t, dir)
		for p, text := range s.files {
			if got := read(t, dir, "data", strings.ReplaceAll(p, "%", "％")); got != text {
				t.Errorf("%s: %s has %d bytes, want the %d that were filed", name, p, len(got), len(text))
			}
		}
		if got, want := read(t, dir, "register.jsonl"), "{\"seq\":10}\n{\"seq\":11}\n{\"seq\":12}\n"; got != want {
			t.Errorf("%s: the register's lines are %q, want %q", name, got, want)
		}
		if got := read(t, dir, "bag-info.txt"); !strings.Contains(got, fmt.Sprintf("Payload-Oxum: %d.5\n", r.Bytes)) || !strings.Contains(got, "External-Description: All mails of emma@kantoor.example of 2026\n") {
			t.Errorf("%s: the bag says of itself\n%s", name, got)
		}
	}
}

func TestBagOfNothingIsValid(t *testing.T) {
	for _, name := range []string{"bag", "bag.zip"} {
		s := newShelf(t)
		to := filepath.Join(t.TempDir(), name)
		o := s.options(to, true)
		o.Mails = func(func(Mail, error) bool) {}
		s.run(o)
		if strings.HasSuffix(name, ".zip") {
			to = unpacked(t, to)
		}
		validate(t, to)
	}
}

func TestValidatorFindsFault(t *testing.T) {
	s := newShelf(t)
	for name, harm := range map[string]func(dir string) error{
		"changed": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "data/emma/Größe été/請求書.eml"), []byte("x"), 0o600)
		},
		"removed": func(dir string) error { return os.Remove(filepath.Join(dir, "data/emma/Größe été/請求書.eml")) },
		"added":   func(dir string) error { return os.WriteFile(filepath.Join(dir, "data/added"), nil, 0o600) },
		"tag":     func(dir string) error { return os.WriteFile(filepath.Join(dir, "index.csv"), nil, 0o600) },
		"a version": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "bagit.txt"), []byte("BagIt-Version: 9\n"), 0o600)
		},
	} {
		to := filepath.Join(t.TempDir(), "bag")
		s.run(s.options(to, true))
		if err := harm(to); err != nil {
			t.Fatal(err)
		}
		if problems := faults(t, to); len(problems) == 0 {
			t.Errorf("%s: the validator finds nothing wrong", name)
		}
	}
}

func TestPlainZipHasDocumentsAndIndex(t *testing.T) {
	s := newShelf(t)
	to := filepath.Join(t.TempDir(), "for the auditor.zip")
	s.run(s.options(to, false))
	dir := unpacked(t, to)
	if filepath.Base(dir) != "for the auditor" {
		t.Errorf("its folder is %q", filepath.Base(dir))
	}
	if got := read(t, dir, "documents/emma/Inbox/2026-11-22 Invoice.eml"); got != s.files["emma/Inbox/2026-11-22 Invoice.eml"] {
		t.Errorf("a document reads %q", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "bagit.txt")); err == nil {
		t.Error("a plain zip says that it is a bag")
	}
}

func TestIndexLinksToEveryDocument(t *testing.T) {
	for _, language := range []string{"en", "nl", "fr", "de"} {
		s := newShelf(t)
		to := filepath.Join(t.TempDir(), "bag")
		o := s.options(to, true)
		o.Language = language
		s.run(o)
		linked := map[string]bool{}
		z := html.NewTokenizer(strings.NewReader(read(t, to, "index.html")))
		for z.Next() != html.ErrorToken {
			token := z.Token()
			if token.Type == html.StartTagToken && (token.Data == "script" || token.Data == "b") {
				t.Errorf("%s: a mail's text has become <%s>", language, token.Data)
			}
			for _, a := range token.Attr {
				if token.Data == "a" && a.Key == "href" {
					u, err := url.Parse(a.Val)
					if err != nil || u.IsAbs() || u.RawQuery != "" || u.Fragment != "" {
						t.Fatalf("%s: the link %q leads elsewhere (%v)", language, a.Val, err)
					}
					if _, err := os.Stat(filepath.Join(to, u.Path)); err != nil {
						t.Errorf("%s: the link %q leads nowhere: %v", language, a.Val, err)
					}
					linked[u.Path] = true
				}
			}
		}
		if len(linked) != 5 {
			t.Errorf("%s: links to %v, want all five files", language, linked)
		}
	}
}

func TestTableHoldsNoFormula(t *testing.T) {
	s := newShelf(t)
	to := filepath.Join(t.TempDir(), "bag")
	s.run(s.options(to, true))
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(read(t, to, "index.csv"), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 6 {
		t.Fatalf("the table has %d rows, %v; want 6", len(rows), err)
	}
	for _, row := range rows[1:] {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
				t.Errorf("a cell begins a formula: %q", cell)
			}
		}
	}
	if want := []string{"2026-11-22 09:15", "Jan <jan@peeters.example>", "emma@kantoor.example; info@kantoor.example", "Invoice 2026-114", "emma@kantoor.example", "Inbox",
		"invoice.pdf", "data/emma/Inbox/2026-11-22 Invoice/invoice.pdf"}; !reflect.DeepEqual(rows[2][:8], want) {
		t.Errorf("a row reads %q, want %q", rows[2][:8], want)
	}
}

func TestChangedAndMissingDocumentsAreTold(t *testing.T) {
	s := newShelf(t)
	to := filepath.Join(t.TempDir(), "bag")
	s.files["emma/Inbox/2026-11-22 Invoice/invoice.pdf"] = "tampered with"
	delete(s.files, "emma/Größe été/請求書.eml")
	r := s.run(s.options(to, true))
	if r.Complete() || !reflect.DeepEqual(r.Changed, []string{"emma/Inbox/2026-11-22 Invoice/invoice.pdf"}) || !reflect.DeepEqual(r.Missing, []string{"emma/Größe été/請求書.eml"}) {
		t.Errorf("told %+v", r)
	}
	validate(t, to) // what is in it is in it
	for _, want := range []string{"changed since it was filed", "missing from the archive"} {
		if !strings.Contains(read(t, to, "index.html"), want) || !strings.Contains(read(t, to, "index.csv"), want) {
			t.Errorf("the index does not say %q", want)
		}
	}
}

func TestNothingIsLeftOfAnExportThatFailsOrIsCancelled(t *testing.T) {
	for _, name := range []string{"bag", "bag.zip"} {
		s := newShelf(t)
		dir := t.TempDir()
		o := s.options(filepath.Join(dir, name), true)
		ctx, cancel := context.WithCancel(t.Context())
		o.Progress = func(done, _ int) {
			if done == 2 {
				cancel()
			}
		}
		if _, err := Run(ctx, o); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: a cancelled export gives %v", name, err)
		}
		o.Progress = nil
		o.Open = func(context.Context, string) (io.ReadCloser, error) { return nil, errors.New("the drive is gone") }
		if _, err := Run(t.Context(), o); fault.CodeOf(err) != Failed {
			t.Errorf("%s: a failed export gives %v, want code %s", name, err, Failed)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%s: left behind is %v, %v", name, left, err)
		}
	}
}

func TestNothingThatIsThereIsReplaced(t *testing.T) {
	s := newShelf(t)
	dir := t.TempDir()
	for _, name := range []string{"full", "file", "bag.zip"} {
		to := filepath.Join(dir, name)
		var err error
		if name == "full" {
			err = errors.Join(os.Mkdir(to, 0o700), os.WriteFile(filepath.Join(to, "kept"), []byte("kept"), 0o600))
		} else {
			err = os.WriteFile(to, []byte("kept"), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Run(t.Context(), s.options(to, true)); fault.CodeOf(err) != Exists {
			t.Errorf("%s: %v, want code %s", name, err, Exists)
		}
	}
	to := filepath.Join(dir, "empty")
	if err := errors.Join(os.Mkdir(to, 0o700), os.Mkdir(to+unfinished, 0o700), os.WriteFile(filepath.Join(to+unfinished, "old"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	s.run(s.options(to, true)) // over an empty folder, and what a killed export left
	validate(t, to)
	if _, err := os.Stat(filepath.Join(to, "old")); err == nil {
		t.Error("what a killed export left is in the next one")
	}
}

func TestPathThatLeadsOutIsRefused(t *testing.T) {
	for _, path := range []string{"../out.eml", "/etc/out", "a/../../out", `a\..\..\out`, ""} {
		s := newShelf(t)
		s.mails[1].Files[0].Path = path
		s.files[path] = "x"
		dir := t.TempDir()
		if _, err := Run(t.Context(), s.options(filepath.Join(dir, "bag"), true)); err == nil {
			t.Errorf("%q: exported", path)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%q: left behind is %v, %v", path, left, err)
		}
	}
}

func TestNamesOfManifestsAreEncoded(t *testing.T) {
	if got, want := manifestName.Replace("data/100%\r\n.eml"), "data/100%25%0D%0A.eml"; got != want {
		t.Errorf("encoded as %q, want %q", got, want)
	}
}

func TestNamesWithPercentSignsAreValidForEveryValidatorAndStayApart(t *testing.T) {
	s := newShelf(t)
	s.add("The same but for the sign", "emma/Inbox/100％ sure? #1 & <b>.eml", "emma/Inbox/100% sure/=1+1.csv") // the second of these is shared
	for _, bag := range []bool{true, false} {
		to := filepath.Join(t.TempDir(), "export")
		if r := s.run(s.options(to, bag)); r.Files != 6 || !r.Complete() {
			t.Errorf("exported %+v, want 6 files", r)
		}
		if !bag {
			if got, want := read(t, to, "documents/emma/Inbox/100% sure? #1 & <b>.eml"), s.files["emma/Inbox/100% sure? #1 & <b>.eml"]; got != want {
				t.Errorf("a plain export has a document of %d bytes, want %d", len(got), len(want))
			}
			continue
		}
		validate(t, to)
		for place, path := range map[string]string{"100％ sure? #1 & <b>.eml": "100% sure? #1 & <b>.eml", "100％ sure? #1 & <b> (2).eml": "100％ sure? #1 & <b>.eml"} {
			if got, want := read(t, to, "data/emma/Inbox", place), s.files["emma/Inbox/"+path]; got != want {
				t.Errorf("%s has %d bytes, want the %d of %s", place, len(got), len(want), path)
			}
			if index := read(t, to, "index.csv"); !strings.Contains(index, place) {
				t.Errorf("the index does not name %s", place)
			}
		}
	}
}
