package store

import (
	"fmt"

	bolt "go.etcd.io/bbolt"
	"golang.org/x/sys/unix"
)

// Release gives back the memory into which the database's file was read: a pass over all mails leaves all of it mapped,
// and counted as the program's. It stays in the system's cache, from where it comes back as it is read (madvise(2):
// after MADV_DONTNEED, pages of a shared mapping are repopulated from the file).
func (db *DB) Release() error {
	return db.bolt.View(func(tx *bolt.Tx) error { // while one is open, the file is not mapped anew
		at := tx.DB().Info().Data
		if _, _, errno := unix.Syscall(unix.SYS_MADVISE, at, uintptr(tx.Size()), unix.MADV_DONTNEED); errno != 0 {
			return fmt.Errorf("give memory back: %w", errno)
		}
		return nil
	})
}
