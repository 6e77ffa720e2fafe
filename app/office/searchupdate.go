package office

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"postroom/app/fault"
	"postroom/app/store"
)

// UpdateSearch brings the search index up to date now. progress, which may be nil, hears how many of the mails that are
// not in it have been added.
func (o *Office) UpdateSearch(ctx context.Context, progress func(done, total int)) (*SearchProgress, error) {
	if _, err := o.capture(); err == nil {
		o.recogniseFiled(ctx, atOnce) // what that says of a mail is searched, too
	}
	if err := o.indexFiled(ctx, indexing{progress: progress}); err != nil {
		return nil, err
	}
	return o.SearchProgress()
}

// RebuildSearch throws the search index away and makes it anew.
func (o *Office) RebuildSearch(ctx context.Context, progress func(done, total int)) (*SearchProgress, error) {
	if err := o.dropSearch(); err != nil {
		return nil, err
	}
	return o.UpdateSearch(ctx, progress)
}

// RenewSearch throws the search index away; it is made anew in the background, as mail is filed.
func (o *Office) RenewSearch() error {
	if err := o.dropSearch(); err != nil {
		return err
	}
	o.searching.nudge()
	return nil
}

func (o *Office) dropSearch() error {
	s := &o.searching
	s.mu.Lock()
	if s.stop != nil {
		s.stop()
	}
	s.mu.Unlock()
	s.pass.Lock()
	defer s.pass.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	if s.index != nil {
		err = s.index.Close()
		s.index = nil
	}
	s.progress = SearchProgress{}
	dir := filepath.Join(o.data, searchFolder)
	if err := errors.Join(err, os.RemoveAll(dir)); err != nil {
		return &fault.Error{Class: fault.FixSetting, Code: "search-index", Op: "remove the search index", Args: map[string]string{"path": dir}, Err: err}
	}
	return nil
}

// SearchProgress says how far the search index is. It opens the index if need be.
func (o *Office) SearchProgress() (*SearchProgress, error) {
	x, err := o.searchIndex()
	if err != nil {
		return nil, err
	}
	s := &o.searching
	s.mu.Lock()
	p := s.progress
	s.mu.Unlock()
	p.Indexed = x.Count()
	err = o.db.View(func(tx *store.Tx) error {
		p.Filed = tx.FiledInAll()
		return nil
	})
	p.Ready = p.Indexed >= p.Filed
	return &p, err
}

// searchStatus is SearchProgress for the status: nil as long as the index was not opened.
func (o *Office) searchStatus() (*SearchProgress, error) {
	o.searching.mu.Lock()
	open := o.searching.index != nil
	o.searching.mu.Unlock()
	if !open {
		return nil, nil
	}
	return o.SearchProgress()
}
