package office

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"

	"postroom/app/destination"
	"postroom/app/store"
)

// treePlan is where a mail's files go.
type treePlan struct {
	seq   uint64
	name  string // folder of the client; empty: nowhere
	files []store.File
	paths []string // of files, in their order
	other []string // the same, where paths are taken
	was   treed
}

func (p *treePlan) place(d *store.Document, zone *time.Location) {
	when := d.Received
	if when.IsZero() {
		when = d.Filed
	}
	dir := treeRoot + "/" + p.name + "/" + strconv.Itoa(when.In(zone).Year()) + "/"
	p.files = d.Files
	for i, f := range d.Files {
		stem := strings.TrimSuffix(path.Base(d.Files[0].Path), ".eml")
		for _, to := range []struct {
			list *[]string
			stem string
		}{{&p.paths, stem}, {&p.other, stem + " (" + strconv.FormatUint(p.seq, 10) + ")"}} {
			name := to.stem + ".eml"
			if i > 0 {
				name = to.stem + "/" + path.Base(f.Path)
			}
			*to.list = append(*to.list, dir+name)
		}
	}
}

// linkSome makes the links of some mails, and removes those that they had elsewhere.
func (o *Office) linkSome(ctx context.Context, dest destination.Destination, linker destination.Linker, seqs []uint64, want map[uint64]string) error {
	zone, _, err := o.periods()
	if err != nil {
		return err
	}
	plans := make([]treePlan, len(seqs))
	err = o.db.Update(func(tx *store.Tx) error {
		for i, seq := range seqs {
			p := treePlan{seq: seq, name: want[seq]}
			if _, err := tx.Record(store.Treed, store.SeqKey(seq), &p.was); err != nil {
				return err
			}
			d, ok, err := tx.Document(seq)
			if err != nil {
				return err
			}
			if p.name != "" && ok {
				p.place(&d, zone)
			}
			going := treed{Paths: map[string]string{}}
			for at, sum := range p.was.Paths {
				going.Paths[at] = sum
			}
			for j, f := range p.files {
				going.Paths[p.paths[j]], going.Paths[p.other[j]] = f.SHA256, f.SHA256
			}
			if err := tx.PutRecord(store.Treed, store.SeqKey(seq), going); err != nil {
				return err
			}
			plans[i] = p
		}
		return nil
	})
	if err != nil {
		return err
	}
	made := make([]treed, len(plans))
	for i := range plans {
		o.tree.have[plans[i].seq] = "" // until it is done
		if made[i], err = plans[i].link(ctx, dest, linker); err != nil {
			return err
		}
	}
	err = o.db.Update(func(tx *store.Tx) error {
		for i := range plans {
			key := store.SeqKey(plans[i].seq)
			var err error
			if len(made[i].Paths) == 0 && made[i].Folder == "" {
				err = tx.DropRecord(store.Treed, key)
			} else {
				err = tx.PutRecord(store.Treed, key, made[i])
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := range plans {
		if o.tree.have[plans[i].seq] = plans[i].name; plans[i].name == "" {
			delete(o.tree.have, plans[i].seq)
		}
	}
	return nil
}

// link makes a mail's links and removes its others.
func (p *treePlan) link(ctx context.Context, dest destination.Destination, linker destination.Linker) (treed, error) {
	made := treed{Folder: p.name, Paths: map[string]string{}}
	for i, f := range p.files {
		for _, to := range []string{p.paths[i], p.other[i]} {
			err := linker.Link(ctx, f.Path, to)
			if errors.Is(err, destination.ErrExists) && p.was.Paths[to] != "" {
				if sum, _, hashErr := dest.Hash(ctx, to); hashErr == nil && sum == f.SHA256 {
					err = nil // a copy of before
				}
			}
			if errors.Is(err, destination.ErrExists) {
				continue // something of somebody else, or another mail's of the same name
			}
			if errors.Is(err, fs.ErrNotExist) {
				break // verify tells that it is missing
			}
			if err != nil {
				return made, err
			}
			made.Paths[to] = f.SHA256
			break
		}
	}
	var gone []string
	for at, sum := range p.was.Paths {
		if made.Paths[at] != "" {
			continue
		}
		if there, _, err := dest.Hash(ctx, at); err == nil && there == sum { // not what somebody has put in its place
			gone = append(gone, at)
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return made, err
		}
	}
	if len(gone) == 0 {
		return made, nil
	}
	return made, linker.Remove(ctx, gone)
}
