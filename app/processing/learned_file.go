package processing

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"postroom/app/fault"
)

// learnedVersion is the version of the files that this program writes, and the newest that it reads.
const learnedVersion = 1

// maxLearned are the bytes of a file of what was learned.
const maxLearned = 256 << 20

// learnedFile is what was learned, as a file.
type learnedFile struct {
	Version int              `json:"version"`
	Bar     float64          `json:"bar"`
	Tracks  map[string]Track `json:"tracks"`
	Lessons []learnedLine    `json:"lessons"`
}

type learnedLine struct {
	Kind    string          `json:"kind"`
	Value   string          `json:"value"`
	Off     bool            `json:"off,omitempty"`
	Last    time.Time       `json:"last"`
	Clients []learnedOfFile `json:"clients"`
}

// learnedOfFile names its client in three ways: another office may have given it another id. All empty: it was set aside.
type learnedOfFile struct {
	ID     string `json:"id,omitempty"`
	Number string `json:"number,omitempty"`
	Name   string `json:"name,omitempty"`
	Tally
}

// ExportLearned writes what was learned as JSON, one lesson on a line.
func (r *Room) ExportLearned(w io.Writer) error {
	v := r.Learned()
	file := learnedFile{Version: learnedVersion, Bar: v.Bar, Tracks: map[string]Track{}, Lessons: []learnedLine{}}
	for _, t := range v.Tracks {
		if t.Track != (Track{}) {
			file.Tracks[t.Hint] = t.Track
		}
	}
	tracks, err := json.Marshal(file.Tracks)
	if err != nil {
		return fmt.Errorf("encode what was learned: %w", err)
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\"version\":%d,\"bar\":%s,\"tracks\":%s,\n\"lessons\":[", file.Version, strconv.FormatFloat(file.Bar, 'g', -1, 64), tracks)
	for i, l := range v.Lessons {
		one := learnedLine{Kind: l.Kind, Value: l.Value, Off: !l.On, Last: l.Last, Clients: []learnedOfFile{}}
		for _, c := range l.Clients {
			line := learnedOfFile{Tally: c.Tally}
			if c.Client != nil {
				line.ID, line.Number, line.Name = c.Client.ID, c.Client.Number, c.Client.Name
			}
			one.Clients = append(one.Clients, line)
		}
		data, err := json.Marshal(one)
		if err != nil {
			return fmt.Errorf("encode what was learned: %w", err)
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
		out.Write(data)
	}
	out.WriteString("\n]}\n")
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("write what was learned: %w", err)
	}
	return nil
}

// LearnedImport is what came of importing what was learned.
type LearnedImport struct {
	Added     int           `json:"added"`
	Updated   int           `json:"updated"`
	Unchanged int           `json:"unchanged"`
	Left      []LearnedLeft `json:"left"` // what could not be taken: it stays in the file
	Settled   []uint64      `json:"-"`
}

// LearnedLeft is a lesson of a file that was left out, or lost a client, and why.
type LearnedLeft struct {
	Entry int    `json:"entry"` // from 1 on
	Value string `json:"value"`
	Err   error  `json:"-"`
}

// ImportLearned adds lessons from a file, and replaces those about the same; what is not in the file stays. A second import
// changes nothing. All of it can be undone. Codes: "learned-newer", "learned-broken", and for what is left "client-unknown",
// "client-ambiguous" and "learned-entry".
func (r *Room) ImportLearned(ctx context.Context, in io.Reader) (*LearnedImport, error) {
	file, err := readLearned(in)
	if err != nil {
		return nil, err
	}
	v := &LearnedImport{Left: []LearnedLeft{}}
	v.Settled, err = r.act(ctx, ActLearned, func(tx Tx) error {
		x, _ := r.state()
		*v = LearnedImport{Left: []LearnedLeft{}}
		g := r.newLedger(x)
		for i := range file.Lessons {
			l, problems := x.lessonOf(&file.Lessons[i])
			for _, problem := range problems {
				v.Left = append(v.Left, LearnedLeft{i + 1, file.Lessons[i].Value, problem})
			}
			if l != nil {
				v.take(g, l)
			}
		}
		return g.keep(tx)
	})
	return v, err
}

func readLearned(in io.Reader) (*learnedFile, error) {
	broken := func(err error) error {
		return &fault.Error{Class: fault.FixSetting, Code: "learned-broken", Op: "read what was learned", Err: err}
	}
	data, err := io.ReadAll(io.LimitReader(in, maxLearned+1))
	if err != nil {
		return nil, fmt.Errorf("read what was learned: %w", err)
	}
	if len(data) > maxLearned {
		return nil, broken(errors.New("it is larger than 256 MB"))
	}
	var version struct{ Version *int }
	if err := json.Unmarshal(data, &version); err != nil {
		return nil, broken(err)
	}
	if version.Version != nil && *version.Version > learnedVersion {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "learned-newer", Op: "read what was learned", Args: map[string]string{"value": strconv.Itoa(*version.Version)}}
	}
	var file learnedFile
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, broken(err)
	}
	if file.Version != learnedVersion || file.Lessons == nil {
		return nil, broken(errors.New("it has no version or no lessons"))
	}
	return &file, nil
}

// lessonOf reads a lesson of a file; nil if nothing of it can be taken.
func (x *index) lessonOf(one *learnedLine) (*Lesson, []error) {
	l := &Lesson{Kind: one.Kind, Value: fold(line(one.Value)), Off: one.Off, Last: one.Last, Clients: map[string]Tally{}}
	entry := []error{&fault.Error{Class: fault.FixSetting, Code: "learned-entry", Op: "read what was learned", Args: map[string]string{"value": one.Value}}}
	if !slices.Contains(lessonKinds, l.Kind) || l.Value == "" || len(one.Value) > 1000 {
		return nil, entry
	}
	if strings.Contains(KindClient+KindVAT+KindIBAN+KindRegistration, l.Kind) {
		l.Value = line(one.Value) // numbers are compared in capitals
	}
	var problems []error
	for _, c := range one.Clients {
		const most = 1_000_000_000
		if t := c.Tally; min(t.Given, t.Used, t.Wrong) < 0 || max(t.Given, t.Used, t.Wrong) > most {
			return nil, entry
		}
		id := noClient
		if c.ID+c.Number+c.Name != "" {
			found, err := x.learnedClient(&c)
			if err != nil {
				problems = append(problems, err)
				continue
			}
			id = found.ID
		}
		t := l.Clients[id]
		l.Clients[id] = Tally{t.Given + c.Given, t.Used + c.Used, t.Wrong + c.Wrong}
	}
	if l.empty() {
		if len(problems) == 0 {
			problems = entry
		}
		return nil, problems
	}
	return l, problems
}

// learnedClient finds a client by id, else by number, else by name.
func (x *index) learnedClient(c *learnedOfFile) (found *Client, err error) {
	if known := x.byID[c.ID]; known != nil {
		return known, nil
	}
	for _, what := range []string{c.Number, c.Name} {
		if what != "" {
			if found, err = x.find(what); err == nil {
				return found, nil
			}
		}
	}
	if err == nil {
		err = clientError("client-unknown", c.ID)
	}
	return nil, err
}

// take brings a lesson of a file into the ledger.
func (v *LearnedImport) take(g *ledger, l *Lesson) {
	f := l.feature()
	was := g.lore.lessons[f]
	switch {
	case was == nil:
		v.Added++
	case sameLesson(was, l):
		v.Unchanged++
		return
	default:
		v.Updated++
	}
	g.lessons[f] = l
}

func sameLesson(a, b *Lesson) bool {
	if a.Off != b.Off || len(a.Clients) != len(b.Clients) || !a.Last.Equal(b.Last) {
		return false
	}
	for id, t := range a.Clients {
		if b.Clients[id] != t {
			return false
		}
	}
	return true
}
