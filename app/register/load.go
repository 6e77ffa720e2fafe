package register

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"

	"postroom/app/fault"
)

// load opens the newest file, cuts off a last line that is not whole, and finds the end of the chain, beginning at what
// is known. After an error the register has no file, and its head is what was known.
func (r *Register) load(known Head) error {
	if r.file != nil {
		r.file.Close() // all of ours in it was synced
	}
	r.file, r.name, r.size, r.repair, r.damaged = nil, "", 0, false, nil
	names, err := list(r.dir)
	if err != nil {
		return err
	}
	if len(names) > 0 {
		name := names[len(names)-1]
		f, err := os.OpenFile(filepath.Join(r.dir, name), os.O_RDWR, 0)
		if err != nil {
			return classify(opRead, r.dir, err)
		}
		size, err := cutTorn(f)
		if err != nil {
			f.Close()
			return classify(opRead, r.dir, err)
		}
		r.file, r.name, r.size = f, name, size
	}
	if err := r.follow(names, known); err != nil {
		if r.file != nil {
			r.file.Close()
		}
		r.file, r.head = nil, known
		return err
	}
	return nil
}

// cutTorn removes what lies behind the last line feed and gives the size that is left.
func cutTorn(f *os.File) (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	size, err := lastLine(f, info.Size())
	if err != nil || size == info.Size() {
		return size, err
	}
	slog.Warn("the register's last line was cut off, as a crash does: it is removed", "file", filepath.Base(f.Name()), "bytes", info.Size()-size)
	if err := f.Truncate(size); err != nil {
		return 0, err
	}
	return size, f.Sync()
}

// lastLine gives the offset behind the last line feed before end.
func lastLine(f io.ReaderAt, end int64) (int64, error) {
	buf := make([]byte, near)
	for end > 0 {
		n := min(end, near)
		if _, err := f.ReadAt(buf[:n], end-n); err != nil {
			return 0, err
		}
		if i := bytes.LastIndexByte(buf[:n], '\n'); i >= 0 {
			return end - n + int64(i) + 1, nil
		}
		end -= n
	}
	return 0, nil
}

// follow goes from what is known to the end of the chain and sets head and damaged. The head's hash is that of the last
// line that follows from what is known, its number the highest that any line has: no number is given twice.
func (r *Register) follow(names []string, known Head) error {
	r.head = known
	highest, found := known.Seq, known.Seq == 0
	var damage error
	for line, err := range after(r.dir, names, known.Seq, limit{r.name, r.size}) {
		if _, isBreak := errors.AsType[*Break](err); err != nil && !isBreak {
			return err
		}
		highest = max(highest, line.Seq)
		switch {
		case line.Seq > 0 && line.Seq < known.Seq: // verify's matter
		case line.Seq > 0 && line.Seq == known.Seq:
			if found = true; line.Hash != known.Hash {
				damage = first(damage, behind(known.Seq, "it differs from the one that the database knows"))
			}
		case line.Seq == r.head.Seq+1 && line.Prev == r.head.prev():
			// Even if lines before are lost: a register that went on after a damage wrote this one.
			r.head = Head{line.Seq, line.Hash}
		case err != nil:
			damage = first(damage, err)
		default:
			damage = first(damage, behind(line.Seq, "it does not follow from what the database knows"))
		}
	}
	if !found {
		damage = first(damage, behind(known.Seq, "it is missing"))
	}
	r.head.Seq = max(r.head.Seq, highest)
	r.damaged = damage
	return nil
}

func first(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// behind says that an entry which the database knows is not, or not so, in the register.
func behind(seq uint64, what string) error {
	return &fault.Error{Class: fault.FixSetting, Code: "register-behind", Op: "open the register",
		Args: map[string]string{"entry": strconv.FormatUint(seq, 10)}, Err: fmt.Errorf("entry %d: %s", seq, what)}
}
