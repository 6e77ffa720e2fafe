package office

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"postroom/app/capture"
	"postroom/app/destination/folder"
	"postroom/app/fault"
	"postroom/app/fault/disk"
	"postroom/app/register"
	"postroom/app/register/report"
	"postroom/app/register/verify"
)

// Verified is what a verification has found, and when.
type Verified struct {
	*verify.Result
	Began time.Time `json:"began"`
	Ended time.Time `json:"ended"`
}

// Verify holds the register against what lies at the destination. progress may be nil; it counts entries.
func (o *Office) Verify(ctx context.Context, progress func(done, total int)) (*Verified, error) {
	if err := o.forManagers("verify everything"); err != nil {
		return nil, err
	}
	v := &Verified{Began: o.opts.Now().UTC().Truncate(time.Second)}
	var err error
	if v.Result, err = o.verify(ctx, progress); err != nil {
		return nil, err
	}
	v.Ended = o.opts.Now().UTC().Truncate(time.Second)
	return v, nil
}

func (o *Office) verify(ctx context.Context, progress func(done, total int)) (*verify.Result, error) {
	defer o.using()()
	engine, err := o.capture()
	if fault.CodeOf(err) == disk.NotWritable {
		return o.verifyReadOnly(ctx, progress)
	}
	if err != nil {
		return nil, err
	}
	return engine.Verify(ctx, o.trusted(), progress)
}

// WriteReport writes what a verification has found into a file, whose ending says how: .html or .json. It replaces what
// was there, whole or not at all. An error has the code "report-write".
func (o *Office) WriteReport(name string, v *Verified) error {
	fail := func(err error) error {
		return &fault.Error{Class: fault.FixSetting, Code: "report-write", Op: "write a report", Args: map[string]string{"path": name}, Err: disk.Bare(err)}
	}
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(name)), ".")
	if format != report.HTML && format != report.JSON {
		return fail(errors.New("its name ends neither in .html nor in .json"))
	}
	root, err := o.destinationFolder()
	if err != nil {
		return err
	}
	r := report.Report{Program: strings.TrimSpace("Postroom " + o.opts.Version), Folder: root, Began: v.Began, Ended: v.Ended, Result: v.Result}
	f, err := os.CreateTemp(filepath.Dir(name), ".postroom-*."+format)
	if err != nil {
		return fail(err)
	}
	err = r.Write(f, format, o.language())
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(fail(err), os.Remove(f.Name()))
	}
	return nil
}

// verifyReadOnly verifies a destination that can't be written: an archived disk, a share that was closed.
func (o *Office) verifyReadOnly(ctx context.Context, progress func(done, total int)) (*verify.Result, error) {
	root, err := o.destinationFolder()
	if err != nil {
		return nil, err
	}
	f, err := folder.OpenToRead(folder.Options{Root: root, Office: o.db.Office(), Log: o.log})
	if err != nil {
		return nil, fmt.Errorf("open the destination: %w", err)
	}
	defer f.Close()
	return capture.Verify(ctx, o.db, verify.Options{Chain: register.Dir(f.Dir()), Destination: treeless{f, o}, Proof: &verify.Proof{Dir: f.Dir(), Roots: o.trusted()}}, progress)
}

// Rebuilt is what came back from the register, and the round that followed.
type Rebuilt struct {
	Documents int `json:"documents"`
	Folders   int `json:"folders"`
	Lost      int `json:"lost"` // mails that the destination had lost; the round files them again
	// Clients and Members are those that this database knows. The register doesn't hold them: after a loss there are none.
	Clients int    `json:"clients"`
	Members int    `json:"members"`
	Round   *Round `json:"sync"`
}

// Rebuild restores a lost database from the register beside the documents, and catches up with the mailboxes. Nothing
// is filed twice. The destination becomes this data folder's: the one that owned it is the one that was lost.
func (o *Office) Rebuild(ctx context.Context) (*Rebuilt, error) {
	if err := o.permit(ctx); err != nil {
		return nil, err
	}
	engine, err := o.openEngine(true)
	if err != nil {
		return nil, err
	}
	r, err := engine.Rebuild(ctx)
	o.looking.pending.lost()
	o.handling.pending.lost()
	if err != nil {
		return nil, err
	}
	round, err := o.SyncOnce(ctx, true)
	if err != nil {
		return nil, err
	}
	room, err := o.room()
	if err != nil {
		return nil, err
	}
	return &Rebuilt{Documents: r.Documents, Folders: r.Folders, Lost: r.Lost, Clients: len(room.Clients("")), Members: len(room.Team().Members), Round: round}, nil
}
