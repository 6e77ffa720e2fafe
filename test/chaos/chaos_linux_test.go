// Package chaos kills postroomd at random instants, in storms and on a full disk, and counts afterwards.
package chaos

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"postroom/app/simulator"
	"postroom/test/office"
)

const (
	mails = 400
	kills = 20
)

func TestKilledTwentyTimesWhileMailArrivesFilesEachMailOnce(t *testing.T) {
	chaos(t, 1, func(*storm, int) {})
}

func TestKilledInStormsAndOnAFullDiskFilesEachMailOnce(t *testing.T) {
	for seed := range uint64(2) {
		chaos(t, 100+seed, (*storm).mix)
	}
}

// storm is a run of the office in bad weather.
type storm struct {
	*office.Office
	rng  *rand.Rand
	disk string // of its own if mounting is allowed
}

// chaos lets mails arrive while postroomd is killed again and again; weather is changed before each start.
func chaos(t *testing.T, seed uint64, weather func(*storm, int)) {
	t.Logf("seed %d", seed)
	disk := smallDisk(t)
	o := office.New(t, disk, simulator.Options{Seed: seed})
	s := &storm{Office: o, rng: rand.New(rand.NewPCG(seed, 0)), disk: disk}
	for i := range 50 {
		o.Deliver("Inbox", office.Message(fmt.Sprintf("old %03d", i)))
	}
	o.Connect()
	o.Do(nil, "select", office.Emma, "--add", "inbox", "--add", "archive")
	var want []string
	for round := range kills {
		weather(s, round)
		want = append(want, s.untilKilled(len(want), mails/kills)...)
	}
	s.calm()
	s.settle(want)
}

// untilKilled starts postroomd, lets mails arrive and kills it at a random instant. It returns their subjects.
func (s *storm) untilKilled(from, n int) []string {
	s.Helper()
	var log bytes.Buffer
	cmd := s.Command(context.Background(), "run")
	cmd.Stderr = &log
	s.Must(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	kill := time.NewTimer(time.Duration(20+s.rng.IntN(700)) * time.Millisecond)
	defer kill.Stop()
	var subjects []string
	for i := range n {
		subject := fmt.Sprintf("mail %03d", from+i)
		folder := []string{"Inbox", "Inbox", "Archive"}[s.rng.IntN(3)]
		s.Deliver(folder, office.Message(subject))
		subjects = append(subjects, subject)
		if i == n/2 {
			select { // the other half arrives while it works, if it still does
			case <-time.After(time.Duration(s.rng.IntN(300)) * time.Millisecond):
			case <-kill.C:
				kill.Reset(0)
			}
		}
	}
	<-kill.C
	if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		s.Fatal(err)
	}
	<-ended
	return subjects
}

// mix makes bad weather: what it is follows from the seed.
func (s *storm) mix(round int) {
	s.calm()
	s.Sim.Hostile(s.rng.Uint64())
	faults := []simulator.Fault{
		{Kind: simulator.Throttle, Probability: 0.1, RetryAfter: "0.2"},
		{Kind: simulator.Throttle, Probability: 0.05, RetryAfter: "none"},
		{Kind: simulator.Unavailable, Probability: 0.1, RetryAfter: "none"},
		{Kind: simulator.BadGateway, Probability: 0.1},
		{Kind: simulator.Drop, Probability: 0.1},
		{Kind: simulator.Cut, Probability: 0.1},
		{Kind: simulator.Truncated, Path: "/delta", Probability: 0.05},
		{Kind: simulator.WrongType, Probability: 0.05},
		{Kind: simulator.Expired, Probability: 0.05},
	}
	s.rng.Shuffle(len(faults), func(i, j int) { faults[i], faults[j] = faults[j], faults[i] })
	for _, f := range faults[:3] {
		_, err := s.Sim.AddFault(f)
		s.Must(err)
	}
	if round%4 == 1 {
		s.Must(s.Sim.EvictTokens(office.Emma, ""))
	}
	if round%5 == 3 {
		s.fillDisk()
	}
}

// calm ends all faults.
func (s *storm) calm() {
	s.Sim.ClearFaults()
	s.Sim.SetBehaviour(simulator.Behaviour{})
	if err := os.Remove(s.ballast()); err != nil && !errors.Is(err, os.ErrNotExist) {
		s.Fatal(err)
	}
}

func (s *storm) ballast() string { return filepath.Join(s.Dir, "ballast") }

// fillDisk leaves no room at all.
func (s *storm) fillDisk() {
	s.Helper()
	if s.disk == "" {
		return
	}
	f, err := os.Create(s.ballast())
	s.Must(err)
	defer f.Close()
	for block := bytes.Repeat([]byte("full"), 4096); ; {
		n, err := f.Write(block)
		if errors.Is(err, syscall.ENOSPC) && n == 0 {
			if len(block) == 1 {
				return
			}
			block = block[:max(1, len(block)/2)]
			continue
		}
		if err != nil && !errors.Is(err, syscall.ENOSPC) {
			s.Fatal(err)
		}
	}
}

// settle lets the office come to rest and counts.
func (s *storm) settle(want []string) {
	s.Helper()
	s.Run("retry")
	var r office.Synced
	for range 10 {
		s.Run("retry")
		s.Do(&r, "sync", "--once", "--true-up")
		if r.Waiting == 0 && r.Failed == 0 {
			break
		}
	}
	if r.Waiting != 0 || r.Failed != 0 {
		s.Errorf("in calm weather the round still gives %+v", r)
	}
	var docs []office.Document
	s.Do(&docs, "documents", "--limit", "0")
	var got []string
	for _, d := range docs {
		got = append(got, d.Subject)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		s.Errorf("%d mails are filed, want %d; filed and not wanted, or wanted and not filed: %q", len(got), len(want), difference(got, want))
	}
	v := s.WantVerified()
	s.Logf("%d mails arrived in %d runs that were killed: %d filed, none lost, none twice; %d files verified", len(want), kills, len(got), v.OK)
}

func difference(a, b []string) []string {
	count := map[string]int{}
	for _, x := range a {
		count[x]++
	}
	for _, x := range b {
		count[x]--
	}
	var odd []string
	for x, n := range count {
		if n != 0 {
			odd = append(odd, fmt.Sprintf("%s (%+d)", x, n))
		}
	}
	slices.Sort(odd)
	return odd
}

// smallDisk mounts a file system of its own, which can be filled; where that is not allowed the disk is not filled.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64m")
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		t.Log("mounting is not allowed here: the disk is never full in this run")
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}
