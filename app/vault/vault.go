// Package vault keeps the one secret that protects all others: a 32-byte master key in the system's keyring or, where
// there is none, in a file that only its owner can read. What is sealed with it, and where that lies, is others' business.
package vault

import (
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"postroom/app/fault"
)

// Place is where the master key lies.
type Place string

const (
	InKeyring Place = "keyring"
	InFile    Place = "file"
)

// Options of Open.
type Options struct {
	Dir     string        // data folder; made with mode 0700 if it does not exist
	Keyring Keyring       // nil: the system's
	Timeout time.Duration // how long the keyring may take, a question to the person included; default 10 s
	Log     *slog.Logger
}

// Vault holds the master key in memory.
type Vault struct {
	key   [keySize]byte
	place Place
}

const keySize = 32

// note is vault.json: where the key was put when it was made. It is no secret.
type note struct {
	Version int    `json:"version"`
	Place   Place  `json:"place"`
	Name    string `json:"name,omitempty"` // account name in the keyring
	Check   string `json:"check"`          // tells the right key from another one
}

const noteVersion = 1

// Open finds the master key, or makes one the first time. A key that was made and can't be had now is an error of class
// FixSetting and never replaced: what it sealed would be lost.
func Open(ctx context.Context, o Options) (*Vault, error) {
	if o.Keyring == nil {
		o.Keyring = system{}
	}
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if err := ownDir(o.Dir, o.Log); err != nil {
		return nil, broken("make the data folder", o.Dir, err)
	}
	data, err := os.ReadFile(o.notePath())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return o.create(ctx)
	case err != nil:
		return nil, broken("read where the key is", o.notePath(), err)
	}
	var n note
	if err := json.Unmarshal(data, &n); err != nil {
		return nil, broken("read where the key is", o.notePath(), err)
	}
	if n.Version != noteVersion {
		return nil, broken("read where the key is", o.notePath(), fmt.Errorf("version %d is not known", n.Version))
	}
	return o.find(ctx, n)
}

// Place says where the master key lies.
func (v *Vault) Place() Place { return v.place }

func (o *Options) notePath() string { return filepath.Join(o.Dir, "vault.json") }
func (o *Options) keyPath() string  { return filepath.Join(o.Dir, "key") }

// create makes a key and puts it away. A key file that lies there already is taken over: an interrupted first start, or
// an administrator who provided it.
func (o *Options) create(ctx context.Context) (*Vault, error) {
	v := &Vault{place: InFile}
	err := o.readKeyFile(v)
	if err == nil {
		return v, o.remember(v, "")
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if _, err := rand.Read(v.key[:]); err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	name := "postroom-" + rand.Text()
	err = o.toKeyring(ctx, name, v)
	if err == nil {
		v.place = InKeyring
		return v, o.remember(v, name)
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("put the key into the keyring: %w", ctx.Err())
	}
	o.Log.Warn("no keyring: the key that protects the sign-ins is kept in a file", "file", o.keyPath(), "reason", err)
	if err := o.writeKeyFile(v); err != nil {
		return nil, err
	}
	return v, o.remember(v, "")
}

func (o *Options) remember(v *Vault, name string) error {
	data, err := json.Marshal(note{Version: noteVersion, Place: v.place, Name: name, Check: v.check()})
	if err != nil {
		return fmt.Errorf("note where the key is: %w", err)
	}
	if err := WriteFile(o.notePath(), append(data, '\n')); err != nil {
		return broken("note where the key is", o.notePath(), err)
	}
	return nil
}

// find gets the key from where it was put.
func (o *Options) find(ctx context.Context, n note) (*Vault, error) {
	v := &Vault{place: n.Place}
	switch n.Place {
	case InKeyring:
		if err := o.fromKeyring(ctx, n.Name, v); err != nil {
			return nil, err
		}
	case InFile:
		err := o.readKeyFile(v)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, &fault.Error{Class: fault.FixSetting, Code: "key-lost", Op: "read the key file",
				Args: map[string]string{"place": o.keyPath(), "note": o.notePath()}, Err: err}
		}
		if err != nil {
			return nil, err
		}
	default:
		return nil, broken("read where the key is", o.notePath(), fmt.Errorf("place %q is not known", n.Place))
	}
	if subtle.ConstantTimeCompare([]byte(v.check()), []byte(n.Check)) != 1 {
		return nil, &fault.Error{Class: fault.FixSetting, Code: "key-lost", Op: "check the key", Detail: "another key lies in its place",
			Args: map[string]string{"place": string(n.Place), "note": o.notePath()}}
	}
	return v, nil
}

// Reset forgets a key that is lost for good: the next Open makes a new one, and everybody has to sign in again. The old
// note is kept beside it.
func Reset(dir string) error {
	o := Options{Dir: dir}
	aside := fmt.Sprintf("%s.%s.old", o.notePath(), time.Now().UTC().Format("20060102T150405"))
	if err := os.Rename(o.notePath(), aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return broken("forget the old key", o.notePath(), err)
	}
	if err := os.Rename(o.keyPath(), o.keyPath()+filepath.Ext(aside)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return broken("forget the old key", o.keyPath(), err)
	}
	return nil
}

// check is a fingerprint of the key that says nothing about it.
func (v *Vault) check() string { return hex.EncodeToString(v.derive("check")[:8]) }

// derive makes a subkey, RFC 5869 with SHA-256.
func (v *Vault) derive(purpose string) []byte {
	key, err := hkdf.Key(sha256.New, v.key[:], nil, "postroom/"+purpose, keySize)
	if err != nil {
		panic(err) // only lengths could be wrong, and they are fixed
	}
	return key
}

// broken is an error about a file of the data folder that a person has to look at.
func broken(op, path string, err error) error {
	return &fault.Error{Class: fault.FixSetting, Code: "vault-file", Op: op, Args: map[string]string{"path": path}, Err: err}
}
