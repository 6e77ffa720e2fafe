package verify

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"postroom/app/register"
)

// findStrangers collects what lies at the destination and is not registered.
func (v *run) findStrangers(ctx context.Context) error {
	err := v.Destination.Walk(ctx, func(name string, size int64) error {
		if !v.keys.has(name) && !ofSystem(path.Base(name)) {
			v.strangers = append(v.strangers, stranger{name, size})
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("listing the destination: %w", err)
	}
	return nil
}

// ofSystem says whether a file was left by the file manager that somebody looked at the folder with. They come by
// themselves in every folder that is opened, and would hide what matters.
func ofSystem(name string) bool {
	return name == ".DS_Store" || name == "Thumbs.db" || name == "desktop.ini"
}

// lookAgain reads the register once more if there is a reason: strangers that were registered after we read it are
// none, and paths registered twice want their names, of which only the keys were kept.
func (v *run) lookAgain(ctx context.Context) error {
	if len(v.strangers) == 0 && len(v.keys.twice) == 0 {
		return nil
	}
	if err := v.Settle(ctx); err != nil { // what was found before it was registered is to be in the register now
		return err
	}
	suspects := map[key]bool{}
	for _, s := range v.strangers {
		suspects[v.keys.of(s.path)] = false
	}
	for line, err := range v.Chain.Survey() {
		if cancelled := ctx.Err(); cancelled != nil {
			return cancelled
		}
		if _, isBreak := errors.AsType[*register.Break](err); err != nil && !isBreak {
			return err
		}
		if line.Event == register.Deleted {
			continue
		}
		for _, f := range line.Files {
			k := v.keys.of(f.Path)
			if _, ok := suspects[k]; ok {
				suspects[k] = true
			}
			if _, ok := slices.BinarySearchFunc(v.keys.twice, k, compare); ok {
				v.twice = append(v.twice, f.Path)
			}
		}
	}
	v.strangers = slices.DeleteFunc(v.strangers, func(s stranger) bool { return suspects[v.keys.of(s.path)] })
	return nil
}

// matchRenamed finds missing documents among the strangers by their bytes. Only strangers of a missing document's size
// are read.
func (v *run) matchRenamed(ctx context.Context) error {
	missing := map[int64][]document{}
	for _, m := range v.tally.missing {
		missing[m.size] = append(missing[m.size], m)
	}
	slices.SortFunc(v.strangers, func(a, b stranger) int { return strings.Compare(a.path, b.path) })
	hashes := make([]string, len(v.strangers))
	var g errgroup.Group
	g.SetLimit(v.Workers)
	var mu sync.Mutex
	var failed error
	for i, s := range v.strangers {
		if len(missing[s.size]) == 0 {
			continue
		}
		g.Go(func() error {
			sum, _, err := v.Destination.Hash(ctx, s.path)
			if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
				return nil
			}
			mu.Lock()
			defer mu.Unlock()
			if hashes[i] = sum; failed == nil && err != nil {
				failed = fmt.Errorf("reading an unregistered file: %w", err)
			}
			return nil
		})
	}
	g.Wait()
	if failed != nil {
		return failed
	}
	v.pair(missing, hashes)
	return nil
}

// pair ties each missing document to one stranger at most, and the other way round.
func (v *run) pair(missing map[int64][]document, hashes []string) {
	byHash := map[string][]string{}
	for _, list := range missing {
		for _, m := range list {
			byHash[m.sha256] = append(byHash[m.sha256], m.path)
		}
	}
	for sum, paths := range byHash {
		byHash[sum] = tidy(paths)
	}
	for i, s := range v.strangers {
		if from := byHash[hashes[i]]; hashes[i] != "" && len(from) > 0 {
			v.renamed = append(v.renamed, Renamed{From: from[0], To: s.path})
			byHash[hashes[i]] = from[1:]
		}
	}
}
