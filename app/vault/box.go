package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
)

// ErrUnreadable is wrapped when something can't be opened: it was sealed with another key, for another purpose or
// context, or it is damaged. Which of these can't be told.
var ErrUnreadable = errors.New("sealed with another key, or damaged")

// Box seals with a key of its own, derived from the master key.
type Box struct{ aead cipher.AEAD }

const boxVersion = 1

// Box gives the box for a purpose, such as "tokens". What one box sealed, no other opens.
func (v *Vault) Box(purpose string) *Box {
	block, err := aes.NewCipher(v.derive("box/" + purpose))
	if err != nil {
		panic(err) // the key's length is fixed
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // AES has the block size that GCM needs
	}
	return &Box{aead}
}

// Seal encrypts with AES-256-GCM. The context, such as an account's id, is not stored: who opens has to know it.
func (b *Box) Seal(plain, context []byte) []byte {
	out := make([]byte, 1, 1+len(plain)+b.aead.Overhead())
	out[0] = boxVersion
	return b.aead.Seal(out, nil, plain, bound(context))
}

// Open gives back what Seal got. Its errors wrap ErrUnreadable.
func (b *Box) Open(sealed, context []byte) ([]byte, error) {
	if len(sealed) == 0 || sealed[0] != boxVersion {
		return nil, fmt.Errorf("%w: not a sealed box of version %d", ErrUnreadable, boxVersion)
	}
	plain, err := b.aead.Open(nil, nil, sealed[1:], bound(context))
	if err != nil {
		return nil, ErrUnreadable
	}
	return plain, nil
}

// bound ties the version to the context, so that neither can be exchanged.
func bound(context []byte) []byte { return append([]byte{boxVersion}, context...) }
