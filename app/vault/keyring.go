package vault

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/zalando/go-keyring"

	"postroom/app/fault"
)

// Keyring stores small secrets. Get answers an error that is keyring.ErrNotFound for one that is not there.
type Keyring interface {
	Get(service, user string) (string, error)
	Set(service, user, secret string) error
	Delete(service, user string) error
}

const service = "Postroom"

// system is the keyring of the platform: Secret Service, Keychain, Credential Manager.
type system struct{}

func (system) Get(service, user string) (string, error) {
	if err := reachable(); err != nil {
		return "", err
	}
	return keyring.Get(service, user)
}

func (system) Set(service, user, secret string) error {
	if err := reachable(); err != nil {
		return err
	}
	return keyring.Set(service, user, secret)
}

func (system) Delete(service, user string) error {
	if err := reachable(); err != nil {
		return err
	}
	return keyring.Delete(service, user)
}

// errTimeout: the keyring did not answer, most likely because it waits for a person to unlock it.
var errTimeout = errors.New("the keyring does not answer; it may wait to be unlocked")

// limited runs a keyring call that can't be cancelled and waits for it no longer than allowed. The goroutine ends when
// the keyring answers; late is told then whether the call did something after all.
func limited[T any](ctx context.Context, limit time.Duration, call func() (T, error), late func(T)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result)
	gone := make(chan struct{})
	go func() {
		v, err := call()
		select {
		case done <- result{v, err}:
		case <-gone:
			if err == nil && late != nil {
				late(v)
			}
		}
	}()
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errTimeout)
	defer cancel()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		close(gone)
		var none T
		return none, context.Cause(ctx)
	}
}

// toKeyring stores the key and reads it back: there are keyrings that take everything and keep nothing.
func (o *Options) toKeyring(ctx context.Context, name string, v *Vault) error {
	secret := base64.StdEncoding.EncodeToString(v.key[:])
	undo := func(string) { _ = o.Keyring.Delete(service, name) } // a key that came too late is nobody's: best effort
	got, err := limited(ctx, o.Timeout, func() (string, error) {
		if err := o.Keyring.Set(service, name, secret); err != nil {
			return "", err
		}
		return o.Keyring.Get(service, name)
	}, undo)
	if err != nil {
		return err
	}
	if got != secret {
		undo("")
		return errors.New("the keyring gives back something else than it got")
	}
	return nil
}

func (o *Options) fromKeyring(ctx context.Context, name string, v *Vault) error {
	secret, err := limited(ctx, o.Timeout, func() (string, error) { return o.Keyring.Get(service, name) }, nil)
	args := map[string]string{"place": string(InKeyring), "note": o.notePath()}
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return &fault.Error{Class: fault.FixSetting, Code: "key-lost", Op: "read the key from the keyring", Args: args, Err: err}
	case err != nil && ctx.Err() != nil:
		return fmt.Errorf("read the key from the keyring: %w", ctx.Err())
	case err != nil:
		return &fault.Error{Class: fault.FixSetting, Code: "keyring-unavailable", Op: "read the key from the keyring", Args: args, Err: err}
	}
	if err := v.decode(secret); err != nil {
		return &fault.Error{Class: fault.FixSetting, Code: "key-lost", Op: "read the key from the keyring", Args: args, Err: err}
	}
	return nil
}

// decode reads a key as it is written to keyring and file: base64.
func (v *Vault) decode(text string) error {
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(key) != keySize {
		return fmt.Errorf("it is no key of %d bytes in base64", keySize)
	}
	copy(v.key[:], key)
	return nil
}
