//go:build desktop

package desktop

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"postroom/app/simulator"
	"postroom/test/office"
)

// archived is how many mails have been filed before these measurements.
const archived = 100_000

// archive is an office that has filed many mails, whose data folder the desktop program can open. Environment for it and
// for the program's arguments.
func archive(b *testing.B, policy map[string]any) (*office.Office, []string) {
	b.Helper()
	o := office.New(b, "", simulator.Options{})
	args := []string{"select", office.Emma}
	for i := range 20 {
		path := fmt.Sprintf("Inbox/Client %02d", i)
		_, err := o.Sim.AddFolder(office.Emma, path)
		o.Must(err)
		args = append(args, "--add", path)
	}
	o.Connect()
	o.Do(nil, args...)
	o.Fill(archived)
	o.Policy(policy)
	return o, []string{"--data", o.Data(), "--policy", filepath.Join(o.Dir, "policy.json")}
}

// BenchmarkStart prints how long it takes from the start of the program until its window shows how things stand, and
// until the list of 100,000 documents is there:
//
//	CGO_ENABLED=0 go test -tags desktop -run - -bench Start -benchtime 5x ./test/desktop
func BenchmarkStart(b *testing.B) {
	_, args := archive(b, nil)
	var shown, listed, used []float64
	for b.Loop() {
		s := newSession(b)
		newPanel(s)
		began := time.Now()
		a, page := s.drive(args...)
		page.shows("Overzicht")
		var at struct{ Origin, Painted, Usable float64 }
		s.eventually("an overview", func() bool {
			page.mustRun(timeline, &at)
			return at.Usable > 0
		})
		start := at.Origin - float64(began.UnixMicro())/1000
		b.Logf("the page is asked for after %.0f ms, painted first after %.0f, usable after %.0f", start, start+at.Painted, start+at.Usable)
		shown = append(shown, start+at.Usable)
		used = append(used, float64(a.processor().Milliseconds()))
		opened := time.Now()
		page.press("Documenten")
		page.shows("100.000")
		listed = append(listed, float64(time.Since(opened))/1e6)
		if err := a.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			b.Fatal(err)
		}
		a.end()
	}
	b.ReportMetric(median(shown), "usable-ms")
	b.ReportMetric(slices.Max(shown), "usable-worst-ms")
	b.ReportMetric(median(used), "processor-ms") // of the program and its web process until then
	b.ReportMetric(median(listed), "documents-ms")
}

// timeline tells when the page was begun, in milliseconds since 1970, and what followed, in milliseconds since then.
const timeline = `const at = name => performance.getEntriesByName(name)[0]?.startTime ?? 0;
	return {origin: performance.timeOrigin, painted: at("first-contentful-paint"), usable: at("usable")}`

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}

// hiddenFor says for how long BenchmarkHidden looks on: the first measurement of memory comes after a sixth of it.
const hiddenFor = "POSTROOM_BENCH_HIDDEN"

// BenchmarkHidden prints what the hidden program and its web process need of memory while they look for mail every second
// and a mail comes in every five, after a sixth of the time and at its end; and what they need of the processor in a
// minute in which nothing happens, at the poll interval that everybody has.
//
//	POSTROOM_BENCH_HIDDEN=1h CGO_ENABLED=0 go test -tags desktop -timeout 2h -run - -bench Hidden -benchtime 1x ./test/desktop
func BenchmarkHidden(b *testing.B) {
	long := 4 * time.Minute
	if text := os.Getenv(hiddenFor); text != "" {
		var err error
		if long, err = time.ParseDuration(text); err != nil {
			b.Fatalf("%s: %v", hiddenFor, err)
		}
	}
	o, args := archive(b, nil)
	for b.Loop() {
		s := newSession(b)
		newPanel(s)
		a := s.app(nil, append(args, "--hidden")...)
		began := time.Now()
		arrive := time.NewTicker(5 * time.Second)
		tell := time.NewTicker(long / 6)
		var early map[string]usage
		for n := 0; time.Since(began) < long; n++ {
			select {
			case <-arrive.C:
				_, err := o.Sim.Deliver(office.Emma, fmt.Sprintf("Inbox/Client %02d", n%20), letter(n), simulator.Delivery{})
				o.Must(err)
			case <-tell.C:
				b.Logf("after %v: %s", time.Since(began).Round(time.Second), tellMemory(a))
			}
			if early == nil && time.Since(began) >= long/6 {
				early = a.memory()
			}
		}
		arrive.Stop()
		tell.Stop()
		late := a.memory()
		b.ReportMetric(sum(early).share/1000, "early-MB")
		b.ReportMetric(sum(late).share/1000, "late-MB")
		b.ReportMetric(sum(early).own/1000, "early-own-MB")
		b.ReportMetric(sum(late).own/1000, "late-own-MB")
		if err := a.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			b.Fatal(err)
		}
		a.end()
	}
}

// BenchmarkIdle prints how much of a processor the hidden program and its web process need while nothing happens, with
// 100,000 documents, 20 ticked folders and the poll interval that everybody has.
//
//	CGO_ENABLED=0 go test -tags desktop -timeout 1h -run - -bench Idle -benchtime 1x ./test/desktop
func BenchmarkIdle(b *testing.B) {
	_, args := archive(b, map[string]any{"pollSeconds": 60})
	for b.Loop() {
		s := newSession(b)
		newPanel(s)
		a := s.app(nil, append(args, "--hidden")...)
		wait(s, time.Minute) // the start is over
		before := a.processor()
		wait(s, 5*time.Minute)
		used := a.processor() - before
		b.ReportMetric(100*used.Seconds()/(5*time.Minute).Seconds(), "%-of-a-core")
		b.Logf("memory: %s", tellMemory(a))
		if err := a.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			b.Fatal(err)
		}
		a.end()
	}
}

// wait lets time pass while the program does what it does.
func wait(s *session, d time.Duration) {
	select {
	case <-time.After(d):
	case <-s.t.Context().Done():
	}
}

func letter(n int) []byte {
	return fmt.Appendf(nil, "From: Jan Peeters <jan@peeters.example>\r\nTo: %s\r\nSubject: Question %d\r\nMessage-ID: <%d@peeters.example>\r\n"+
		"Date: Mon, 23 Nov 2026 09:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n", office.Emma, n, n, strings.Repeat("When does the return have to be in?\r\n", 50))
}

// processes are the program and all that it has started, by process id with its name.
func (a *app) processes() map[int]string {
	a.t.Helper()
	entries, err := os.ReadDir("/proc")
	if err != nil {
		a.t.Fatal(err)
	}
	parents, names := map[int]int{}, map[int]string{}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		text, err := os.ReadFile(filepath.Join("/proc", e.Name(), "stat"))
		if err != nil {
			continue // it has ended
		}
		open, shut := bytes.IndexByte(text, '('), bytes.LastIndexByte(text, ')')
		fields := strings.Fields(string(text[shut+1:]))
		names[pid] = string(text[open+1 : shut])
		parents[pid], _ = strconv.Atoi(fields[1])
	}
	found := map[int]string{}
	for pid := range parents {
		for at := pid; at != 0; at = parents[at] {
			if at == a.cmd.Process.Pid {
				found[pid] = names[pid]
				break
			}
		}
	}
	return found
}

// usage is what a process needs of memory, in kilobytes.
type usage struct {
	share float64 // what several processes share is split among them: it grows as well when another one ends
	own   float64 // of that, what no file can give back: heaps, stacks
}

func (u usage) plus(v usage) usage { return usage{u.share + v.share, u.own + v.own} }

func (u usage) String() string {
	return fmt.Sprintf("%.0f MB, %.0f of it its own", u.share/1000, u.own/1000)
}

// memory is what each of the program's processes needs, by name.
func (a *app) memory() map[string]usage {
	a.t.Helper()
	used := map[string]usage{}
	for pid, name := range a.processes() {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
		if err != nil {
			a.t.Fatal(err)
		}
		var u usage
		for line := range strings.Lines(string(text)) {
			what, size, _ := strings.Cut(line, ":")
			into := map[string]*float64{"Pss": &u.share, "Anonymous": &u.own}[what]
			if into == nil {
				continue
			}
			if *into, err = strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(size), "kB")), 64); err != nil {
				a.t.Fatal(err)
			}
		}
		used[name] = used[name].plus(u)
	}
	return used
}

func tellMemory(a *app) string {
	used := a.memory()
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(used)) {
		fmt.Fprintf(&b, "%s %v; ", name, used[name])
	}
	fmt.Fprintf(&b, "together %v", sum(used))
	return b.String()
}

func sum(used map[string]usage) (all usage) {
	for _, u := range used {
		all = all.plus(u)
	}
	return all
}

// processor is the time of it that the program's processes have used.
func (a *app) processor() time.Duration {
	a.t.Helper()
	const tick = 10 * time.Millisecond // of /proc's clock, on every Linux that Go runs on
	var used time.Duration
	for pid := range a.processes() {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			a.t.Fatal(err)
		}
		fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		for _, at := range []int{11, 12} { // utime and stime (proc(5)), counted from the state
			n, err := strconv.Atoi(fields[at])
			if err != nil {
				a.t.Fatal(err)
			}
			used += time.Duration(n) * tick
		}
	}
	return used
}
