package signin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/cache"

	"postroom/app/fault"
	"postroom/app/vault"
)

// store is the token cache of one account: in memory until it is given a file, encrypted there afterwards. It is MSAL's
// cache.ExportReplace.
type store struct {
	box *vault.Box
	log *slog.Logger

	mu      sync.Mutex
	id      string // account id, once the session has a file
	path    string // empty: the session lives in memory only
	plain   []byte // the cache as MSAL wrote it last
	loaded  bool   // MSAL has what is in plain
	unsaved bool   // the file is older than plain: writing it failed
	closed  bool   // forgotten or replaced: never write again
}

func sessionName(accountID string) string {
	sum := sha256.Sum256([]byte(accountID))
	return hex.EncodeToString(sum[:]) + ".token"
}

// Replace fills MSAL's cache once. Nobody else writes the file, so what MSAL has in memory is never older.
func (s *store) Replace(_ context.Context, into cache.Unmarshaler, _ cache.ReplaceHints) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.loaded || s.plain == nil {
		return nil
	}
	if err := into.Unmarshal(s.plain); err != nil {
		return fmt.Errorf("%w: %w", errBroken, err)
	}
	s.loaded = true
	return nil
}

// Export takes MSAL's cache after it changed. A file that can't be written does not void the tokens: Microsoft keeps the
// old refresh token valid beside the new one, so the write is tried again later.
func (s *store) Export(_ context.Context, from cache.Marshaler, _ cache.ExportHints) error {
	plain, err := from.Marshal()
	if err != nil {
		return fmt.Errorf("read the token cache: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.plain, s.loaded = plain, true
	if s.path == "" || s.closed {
		return nil
	}
	if err := s.write(); err != nil {
		s.log.Warn("the session can't be written to disk; it is kept in memory", "error", err)
	}
	return nil
}

// flush writes what could not be written before.
func (s *store) flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.unsaved || s.closed {
		return nil
	}
	return s.write()
}

// keep gives the session a file and writes it.
func (s *store) keep(id, path string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.id, s.path = id, path
	return s.write()
}

func (s *store) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
}

func (s *store) write() error {
	s.unsaved = true
	if err := vault.WriteFile(s.path, s.box.Seal(s.plain, []byte(s.id))); err != nil {
		return setting("save a session", "session-file", map[string]string{"path": s.path}, err)
	}
	s.unsaved = false
	return nil
}

// errBroken: the file was opened, but it holds no token cache.
var errBroken = errors.New("not a token cache")

// load reads an account's session. A file that can't be opened is kept aside for whoever looks into it, and the person
// signs in again.
func (c *Client) load(accountID string) (*store, error) {
	const op = "read a saved session"
	path := c.path(accountID)
	sealed, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &fault.Error{Class: fault.SignInAgain, Code: "session-missing", Op: op, Err: err}
	}
	if err != nil {
		return nil, setting(op, "session-file", map[string]string{"path": path}, err)
	}
	plain, err := c.config.Box.Open(sealed, []byte(accountID))
	if err != nil {
		return nil, c.putAside(path, err)
	}
	return &store{box: c.config.Box, log: c.config.Log, id: accountID, path: path, plain: plain}, nil
}

// Renewed is when the saved session of an account was last renewed at Microsoft, zero if there is none.
func (c *Client) Renewed(accountID string) time.Time {
	info, err := os.Stat(c.path(accountID))
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// putAside moves a session that can't be read out of the way.
func (c *Client) putAside(path string, cause error) error {
	aside := path + "." + c.config.Now().UTC().Format("20060102T150405.000") + ".unreadable"
	if err := os.Rename(path, aside); err != nil {
		return setting("put a session aside that can't be read", "session-file", map[string]string{"path": path}, errors.Join(cause, err))
	}
	c.config.Log.Warn("a saved session can't be read; it is kept aside", "file", aside, "error", cause)
	return &fault.Error{Class: fault.SignInAgain, Code: "session-unreadable", Op: "read a saved session", Args: map[string]string{"path": aside}, Err: cause}
}

func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// soon is how long an answer that asks for a person is given again without asking Entra: it punishes those who ask the
// same thing over and over (AADSTS50196).
const soon = time.Minute
