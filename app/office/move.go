package office

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"postroom/app/destination/folder"
	"postroom/app/fault"
	"postroom/app/fault/disk"
	"postroom/app/settings"
	"postroom/app/store"
)

// Move is what moving the documents to another folder takes, or has come to.
type Move struct {
	From, To string // absolute
	Files    int    // of documents and of Postroom's own record of them
	Bytes    int64
	Free     int64 // at the new place; -1: not known
	Missing  int   // registered, and not there to move
	Left     bool  // the old folder still holds its copies
}

// own is Postroom's own folder at a destination, and movingMark the file in it that says, while documents are being
// copied there, from where: a move that was cut off can go on with what it has copied.
const (
	own        = ".postroom"
	movingMark = "moving.json"
	spare      = 256 << 20 // what has to be free beside what is moved
)

type moving struct {
	Office string `json:"office"`
	From   string `json:"from"`
}

// PlanMove says what a move takes and whether it could be done; the Move is there with an error, too, if the path could
// be understood.
func (o *Office) PlanMove(ctx context.Context, path string) (*Move, error) {
	m, err := o.moveTo(path)
	if err != nil {
		return m, err
	}
	err = o.movedFiles(ctx, m, func(string, int64) error { return nil })
	if err != nil {
		return m, err
	}
	return m, o.movable(m)
}

func (o *Office) moveTo(path string) (*Move, error) {
	if o.Managed(settings.Destination) {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "setting-managed", Op: "move the documents",
			Args: map[string]string{"name": settings.Destination, "file": o.policy.File}}
	}
	if !filepath.IsAbs(path) {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "path-invalid", Op: "move the documents", Args: map[string]string{"path": path}}
	}
	from, err := o.destinationFolder()
	if err != nil {
		return nil, err
	}
	return &Move{From: filepath.Clean(from), To: filepath.Clean(path), Free: -1}, nil
}

// movable says why a move can't be done.
func (o *Office) movable(m *Move) error {
	refuse := func(code string, args map[string]string) error {
		return &fault.Error{Class: fault.FixSetting, Code: code, Op: "move the documents", Args: args}
	}
	from, to := real(m.From), real(m.To)
	switch {
	case from == to:
		return refuse("move-same", nil)
	case within(from, to) || within(to, from):
		return refuse("move-nested", nil)
	}
	m.Free = o.Free(m.To)
	taken, err := o.taken(m)
	if err != nil {
		return disk.Error("look at the new folder", m.To, err)
	}
	if taken {
		return refuse("move-not-empty", map[string]string{"path": m.To})
	}
	if m.Free >= 0 && m.Free < m.Bytes+spare {
		return refuse("move-room", map[string]string{"path": m.To, "needed": megabytes(m.Bytes + spare), "free": megabytes(m.Free)})
	}
	return nil
}

func megabytes(n int64) string { return fmt.Sprintf("%d MB", (n+1<<20-1)>>20) }

// real is a path without links, as far as it is there.
func real(path string) string {
	for rest := ""; ; {
		if p, err := filepath.EvalSymlinks(path); err == nil {
			return filepath.Join(p, rest)
		}
		above := filepath.Dir(path)
		if above == path {
			return filepath.Join(path, rest)
		}
		rest, path = filepath.Join(filepath.Base(path), rest), above
	}
}

func within(path, above string) bool {
	rel, err := filepath.Rel(above, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// taken says whether a folder holds anything but what an earlier attempt of this move has copied.
func (o *Office) taken(m *Move) (bool, error) {
	entries, err := os.ReadDir(m.To)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var mark moving
	text, err := os.ReadFile(filepath.Join(m.To, own, movingMark))
	if err != nil || json.Unmarshal(text, &mark) != nil {
		return true, nil
	}
	return mark.Office != o.db.Office() || mark.From != m.From, nil
}

// Free is how many bytes are free where a folder lies or would lie; -1 if that can't be told.
func (o *Office) Free(path string) int64 {
	for {
		if _, err := os.Stat(path); err == nil {
			free, err := folder.Free(path)
			if err != nil {
				return -1
			}
			return int64(min(free, 1<<62))
		}
		above := filepath.Dir(path)
		if above == path {
			return -1
		}
		path = above
	}
}

// CheckDestination says whether documents can be filed now. While the destination is being exchanged it says nothing:
// that would wait for all that goes on.
func (o *Office) CheckDestination(ctx context.Context) error {
	if !o.gate.use.TryRLock() {
		return nil
	}
	defer o.gate.use.RUnlock() // another opening of the destination would clear the file that the check writes
	dest, err := o.place()
	if err != nil {
		return err
	}
	return dest.Check(ctx)
}

// movedFiles calls fn with every file that a move takes, by its path from the root, and counts them: the documents of
// the database, then Postroom's own files. What else lies in the folder is not ours and stays.
func (o *Office) movedFiles(ctx context.Context, m *Move, fn func(path string, size int64) error) error {
	m.Files, m.Bytes, m.Missing = 0, 0, 0
	take := func(path string) error {
		info, err := os.Lstat(filepath.Join(m.From, filepath.FromSlash(path)))
		if errors.Is(err, fs.ErrNotExist) {
			m.Missing++
			return nil
		}
		if err != nil {
			return disk.Error("look at a document", m.From, err)
		}
		if !info.Mode().IsRegular() {
			return nil
		}
		m.Files++
		m.Bytes += info.Size()
		return fn(path, info.Size())
	}
	if err := o.documentPaths(ctx, take); err != nil {
		return err
	}
	root := filepath.Join(m.From, own)
	return filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return disk.Error("look at Postroom's own files", root, err)
		}
		rel, err := filepath.Rel(m.From, name)
		if err != nil {
			return err
		}
		switch rel = filepath.ToSlash(rel); {
		case rel == own+"/tmp":
			return fs.SkipDir
		case d.IsDir() || rel == own+"/"+movingMark:
			return ctx.Err()
		}
		return cmp.Or(ctx.Err(), take(rel))
	})
}

// documentPaths calls fn with the path of every filed document, a piece of the list at a time.
func (o *Office) documentPaths(ctx context.Context, fn func(string) error) error {
	for below := uint64(0); ; {
		var page []store.Document
		err := o.db.View(func(tx *store.Tx) error {
			return tx.DocumentsBelow(below, func(d store.Document) bool {
				page = append(page, d)
				return len(page) < pageOfIndex
			})
		})
		if err != nil || len(page) == 0 {
			return err
		}
		below = page[len(page)-1].Seq
		for _, d := range page {
			for _, f := range d.Files {
				if err := cmp.Or(ctx.Err(), fn(f.Path)); err != nil {
					return err
				}
			}
		}
	}
}

// MoveDestination moves all documents to another folder. Filing rests meanwhile. Everything is copied, synced and read
// back; then, in one step, the new folder becomes the destination; then the old copies go, unless keep is set. Until
// that step nothing has changed: whatever goes wrong, or is cut off, leaves the old folder in use, and the next attempt
// goes on with what was copied. A move that is stopped takes its copies away again. progress counts bytes.
func (o *Office) MoveDestination(ctx context.Context, path string, keep bool, progress func(done, total int64)) (*Move, error) {
	if err := o.permit(ctx); err != nil {
		return nil, err
	}
	m, err := o.PlanMove(ctx, path)
	if err != nil {
		return nil, err
	}
	if _, err := o.capture(); err != nil { // it has to be well, and ours
		return nil, err
	}
	if _, err := o.shapeTree(ctx, false); err != nil { // it is made anew where documents go now
		return nil, err
	}
	err = o.reopen(func() error { return o.move(ctx, m, keep, progress) })
	if err != nil {
		return nil, err
	}
	if _, err := o.capture(); err != nil {
		return nil, err
	}
	o.log.Info("documents moved", "files", m.Files, "bytes", m.Bytes, "missing", m.Missing)
	return m, nil
}

func (o *Office) move(ctx context.Context, m *Move, keep bool, progress func(done, total int64)) error {
	mark := filepath.Join(m.To, own, movingMark)
	if err := o.beginMove(m, mark); err != nil {
		return disk.Error("prepare the new folder", m.To, err)
	}
	total, done := m.Bytes, int64(0)
	var copied []string
	err := o.movedFiles(ctx, m, func(path string, size int64) error {
		if err := copyFile(ctx, m, path); err != nil {
			return err
		}
		copied = append(copied, path)
		done += size
		progress(done, total)
		return nil
	})
	if err == nil {
		err = syncFolders(m.To, copied)
	}
	if err != nil {
		if ctx.Err() != nil {
			err = errors.Join(ctx.Err(), clearAway(m.To, copied), remove(mark), removeEmpty(m.To, []string{own + "/x"}))
		}
		return err
	}
	// Here it becomes true.
	if err := errors.Join(o.rememberPlace(place{Kind: "folder", Path: m.To}), o.choices.Set(settings.Destination, m.To)); err != nil {
		return errors.Join(err, o.rememberPlace(place{Kind: "folder", Path: m.From}))
	}
	if err := remove(mark); err != nil {
		o.log.Warn("the mark of a move that is done can't be removed", "error", err)
	}
	m.Left = keep
	if !keep {
		if err := clearAway(m.From, copied); err != nil {
			m.Left = true
			o.log.Warn("documents that were moved can't be removed from the old folder", "error", err)
		}
	}
	return nil
}

func (o *Office) beginMove(m *Move, mark string) error {
	if err := os.MkdirAll(filepath.Dir(mark), 0o700); err != nil {
		return err
	}
	text, err := json.Marshal(moving{Office: o.db.Office(), From: m.From})
	if err != nil {
		return err
	}
	return os.WriteFile(mark, append(text, '\n'), 0o600)
}

// copyFile copies one file, syncs it, reads it back and gives it its name. A file that lies there already with the same
// bytes was copied by an earlier attempt.
func copyFile(ctx context.Context, m *Move, path string) error {
	from, to := filepath.Join(m.From, filepath.FromSlash(path)), filepath.Join(m.To, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return disk.Error("make a folder", m.To, err)
	}
	sum, modified, err := hashFile(from)
	if err != nil {
		return disk.Error("read a document", m.From, err)
	}
	if there, _, err := hashFile(to); err == nil && there == sum {
		return nil
	}
	temp := to + ".postroom-part"
	if err := writeCopy(ctx, from, temp); err != nil {
		return errors.Join(disk.Error("copy a document", m.To, err), remove(temp))
	}
	back, _, err := hashFile(temp)
	if err == nil && back != sum {
		err = &fault.Error{Class: fault.FixSetting, Code: "move-differs", Op: "compare a copy", Args: map[string]string{"path": m.To}}
	}
	if err == nil {
		err = errors.Join(os.Chtimes(temp, modified, modified), os.Rename(temp, to))
	}
	if err != nil {
		return errors.Join(disk.Error("copy a document", m.To, err), remove(temp))
	}
	return nil
}

func writeCopy(ctx context.Context, from, to string) error {
	r, err := os.Open(from)
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, &stoppable{ctx, r})
	if err == nil {
		err = w.Sync()
	}
	return errors.Join(err, w.Close())
}

// stoppable ends reading with its context.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

func (s *stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}
