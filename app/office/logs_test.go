package office

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return strings.Join(list, " ")
}

func write(t *testing.T, l *logs, line []byte) {
	t.Helper()
	if n, err := l.Write(line); err != nil || n != len(line) {
		t.Fatalf("writing a line: %d bytes, %v", n, err)
	}
}

func TestLogsBeginANewFileEveryDayAndKeepAWeek(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	l := &logs{dir: t.TempDir(), now: func() time.Time { return now }}
	defer l.Close()
	for range 10 {
		write(t, l, []byte("line\n"))
		write(t, l, []byte("line\n"))
		now = now.AddDate(0, 0, 1)
	}
	got := names(t, l.dir)
	want := "postroom-2026-11-24.001.jsonl"
	if !strings.HasPrefix(got, want) || strings.Count(got, "jsonl") != 8 {
		t.Errorf("after ten days there are %s, want eight files from %s on", got, want)
	}
	text, err := os.ReadFile(filepath.Join(l.dir, want))
	if err != nil || string(text) != "line\nline\n" {
		t.Errorf("a day's file holds %q (%v), want both lines", text, err)
	}
}

func TestLogsAreBoundedInSize(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	l := &logs{dir: t.TempDir(), now: func() time.Time { return now }}
	defer l.Close()
	line := append(bytes.Repeat([]byte("x"), 1<<20-1), '\n')
	for range 100 {
		write(t, l, line)
	}
	var total, largest int64
	files, _ := filepath.Glob(filepath.Join(l.dir, logPattern))
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		total, largest = total+info.Size(), max(largest, info.Size())
	}
	if total > logAll+logFile || largest > logFile || total < logAll/2 {
		t.Errorf("100 MB of lines left %d bytes in %d files, the largest of %d", total, len(files), largest)
	}
}

func TestLogGoesOnInTheLastFileOfTheDay(t *testing.T) {
	dir := t.TempDir()
	now := func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }
	for range 3 {
		l := &logs{dir: dir, now: now}
		write(t, l, []byte("line\n"))
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if got := names(t, dir); got != "postroom-2026-11-22.001.jsonl" {
		t.Errorf("three runs left %s, want one file", got)
	}
}

func TestLogsGoToTheFileAndToTheFace(t *testing.T) {
	var file, face bytes.Buffer
	log := logger(&file, slog.NewTextHandler(&face, &slog.HandlerOptions{Level: slog.LevelWarn}))
	log = log.With("part", "x").WithGroup("g")
	log.Info("quiet", "a", 1)
	log.Warn("loud", "a", 2)
	if got := file.String(); strings.Count(got, "\n") != 2 || !strings.Contains(got, `"g":{"a":2}`) || !strings.Contains(got, "Z\"") {
		t.Errorf("the file holds %s, want both lines, times in UTC", got)
	}
	if got := face.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "loud") {
		t.Errorf("the face got %s, want the warning alone", got)
	}
}
