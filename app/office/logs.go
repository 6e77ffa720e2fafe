package office

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// Log files are kept for a week, and never take more room than this in all.
const (
	logDays    = 7
	logFile    = 8 << 20  // bytes of one file
	logAll     = 64 << 20 // bytes of all files
	logPattern = "postroom-*.jsonl"
)

// logs is a writer that begins a new file every day and whenever one grows too large, and removes old ones.
type logs struct {
	dir string
	now func() time.Time

	mu   sync.Mutex
	file *os.File
	day  string
	size int64
}

func (l *logs) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	day := l.now().UTC().Format(time.DateOnly)
	if l.file == nil || day != l.day || l.size+int64(len(line)) > logFile {
		if err := l.next(day); err != nil {
			return 0, err
		}
	}
	n, err := l.file.Write(line)
	l.size += int64(n)
	return n, err
}

// next opens the file to go on with: the day's last one, or a new one if that is full.
func (l *logs) next(day string) error {
	if l.file != nil {
		l.file.Close() // nothing is buffered: what was written is written
		l.file = nil
	}
	for part := 1; ; part++ {
		name := filepath.Join(l.dir, fmt.Sprintf("postroom-%s.%03d.jsonl", day, part))
		info, err := os.Stat(name)
		if err == nil && info.Size() >= logFile-(64<<10) {
			continue
		}
		f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		if info, err = f.Stat(); err != nil {
			return errors.Join(err, f.Close())
		}
		l.file, l.day, l.size = f, day, info.Size()
		return l.prune()
	}
}

// prune removes files older than a week, and the oldest ones while all of them are too large.
func (l *logs) prune() error {
	files, err := filepath.Glob(filepath.Join(l.dir, logPattern))
	if err != nil {
		return err
	}
	slices.Sort(files) // their names sort by time
	oldest := filepath.Join(l.dir, "postroom-"+l.now().UTC().AddDate(0, 0, -logDays).Format(time.DateOnly))
	var total int64
	for _, f := range slices.Backward(files) {
		info, err := os.Stat(f)
		if err != nil {
			continue // removed by hand meanwhile
		}
		if total += info.Size(); f == l.file.Name() || (f >= oldest && total <= logAll) {
			continue
		}
		if err := os.Remove(f); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Close closes the file; a later Write opens it again.
func (l *logs) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil
	}
	err := l.file.Close()
	l.file = nil
	return err
}

// logger writes everything from Info on to the log files, and hands it to the face's handler, which may be nil.
func logger(files io.Writer, face slog.Handler) *slog.Logger {
	h := slog.Handler(slog.NewJSONHandler(files, &slog.HandlerOptions{ReplaceAttr: utc}))
	if face != nil {
		h = both{h, face}
	}
	return slog.New(h)
}

// utc writes times without a zone that would tell where the person is.
func utc(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindTime {
		a.Value = slog.TimeValue(a.Value.Time().UTC())
	}
	return a
}

// both hands each record to two handlers.
type both [2]slog.Handler

func (b both) Enabled(ctx context.Context, l slog.Level) bool {
	return b[0].Enabled(ctx, l) || b[1].Enabled(ctx, l)
}

func (b both) Handle(ctx context.Context, r slog.Record) error {
	var errs []error
	for _, h := range b {
		if h.Enabled(ctx, r.Level) {
			errs = append(errs, h.Handle(ctx, r.Clone()))
		}
	}
	return errors.Join(errs...)
}

func (b both) WithAttrs(attrs []slog.Attr) slog.Handler {
	return both{b[0].WithAttrs(attrs), b[1].WithAttrs(attrs)}
}

func (b both) WithGroup(name string) slog.Handler {
	return both{b[0].WithGroup(name), b[1].WithGroup(name)}
}
