package folder

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"strings"
	"time"

	"postroom/app/fault"
)

const (
	ownerFile = own + "/destination.json"
	ownerNew  = spool + "/destination.json"
)

// owner is the content of destination.json: whose documents lie here.
type owner struct {
	Office  string    `json:"office"`
	Created time.Time `json:"created"`
}

// checkOwner says whether the folder is marked as this office's. It is an error when another one's mark is there, or
// when there is a register but no readable mark, unless the folder is known to be ours.
func (f *Folder) checkOwner(root *os.Root, known bool) (bool, error) {
	const op = "open the destination"
	data, err := root.ReadFile(ownerFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		registered, err := hasRegister(root)
		if err != nil {
			return false, f.fault(op, err)
		}
		if registered && !known {
			return false, f.owned(op, "it holds a register, but "+ownerFile+" is missing")
		}
		return false, nil
	case err != nil:
		return false, f.fault(op, err)
	}
	var o owner
	if err := json.Unmarshal(data, &o); err != nil || o.Office == "" {
		if known {
			return false, nil
		}
		return false, f.owned(op, ownerFile+" can't be read")
	}
	if o.Office != f.office {
		return false, f.owned(op, "owner "+o.Office)
	}
	return true, nil
}

func (f *Folder) owned(op, detail string) error {
	return &fault.Error{Class: fault.FixSetting, Code: "destination-owned", Op: op, Detail: detail, Args: map[string]string{"path": f.path}}
}

func hasRegister(root *os.Root) (bool, error) {
	d, err := root.Open(own)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer d.Close()
	names, err := d.Readdirnames(-1)
	for _, name := range names {
		if strings.HasPrefix(name, "register-") {
			return true, nil
		}
	}
	return false, err
}

// writeOwner marks the folder as this office's. The mark is whole or absent whatever happens in between.
func (f *Folder) writeOwner(root *os.Root, now time.Time) error {
	data, err := json.MarshalIndent(owner{Office: f.office, Created: now.UTC().Truncate(time.Second)}, "", "  ")
	if err != nil {
		return err
	}
	if err := writeSynced(root, ownerNew, append(data, '\n')); err != nil {
		return err
	}
	return root.Rename(ownerNew, ownerFile)
}

// writeSynced makes a new file whose bytes survive a power cut; its name does once its folder is synced.
func writeSynced(root *os.Root, name string, data []byte) error {
	w, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	if _, err = w.Write(data); err == nil {
		err = w.Sync()
	}
	return errors.Join(err, w.Close())
}
