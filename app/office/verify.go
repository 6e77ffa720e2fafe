package office

import (
	"context"
	"fmt"

	"postroom/app/capture"
	"postroom/app/destination/folder"
	"postroom/app/fault"
	"postroom/app/fault/disk"
	"postroom/app/register"
	"postroom/app/register/verify"
)

// Verify holds the register against what lies at the destination. progress may be nil.
func (o *Office) Verify(ctx context.Context, progress func(done, total int)) (*verify.Result, error) {
	defer o.using()()
	engine, err := o.capture()
	if fault.CodeOf(err) == disk.NotWritable {
		return o.verifyReadOnly(ctx, progress)
	}
	if err != nil {
		return nil, err
	}
	return engine.Verify(ctx, progress)
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
	return capture.Verify(ctx, o.db, register.Dir(f.Dir()), f, progress)
}

// Rebuilt is what came back from the register, and the round that followed.
type Rebuilt struct {
	Documents int    `json:"documents"`
	Folders   int    `json:"folders"`
	Round     *Round `json:"sync"`
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
	if err != nil {
		return nil, err
	}
	round, err := o.SyncOnce(ctx, true)
	if err != nil {
		return nil, err
	}
	return &Rebuilt{Documents: r.Documents, Folders: r.Folders, Round: round}, nil
}
