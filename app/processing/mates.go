package processing

import (
	"fmt"
	"slices"
)

// openMates are the open mails of the threads that the given ones belong to, if those have others: what was found out
// about one mail of a thread is evidence for the rest.
func (r *Room) openMates(letters []Letter) (mates []uint64, err error) {
	seen := map[uint64]bool{}
	err = r.store.View(func(tx Tx) error {
		for i := range letters {
			for _, id := range letters[i].threads() {
				known, err := tx.Thread(id)
				if err != nil {
					return err
				}
				if len(known) < 2 {
					continue
				}
				for _, mate := range known {
					if !seen[mate] && r.isOpen(mate) {
						seen[mate] = true
						mates = append(mates, mate)
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for open mails of the same threads: %w", err)
	}
	slices.Sort(mates)
	return mates, nil
}

func (r *Room) isOpen(seq uint64) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	row := r.row(seq)
	return row != nil && row.state == Attention
}
