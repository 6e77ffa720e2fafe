package vault

import (
	"sync"

	"github.com/zalando/go-keyring"
)

// Memory is a keyring that is gone with the process, for the demonstration and for tests.
type Memory struct {
	mu      sync.Mutex
	secrets map[entryName]string
}

type entryName struct{ service, user string }

// Get gives a secret, or an error that is keyring.ErrNotFound.
func (m *Memory) Get(service, user string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s, ok := m.secrets[entryName{service, user}]; ok {
		return s, nil
	}
	return "", keyring.ErrNotFound
}

// Set keeps a secret.
func (m *Memory) Set(service, user, secret string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.secrets == nil {
		m.secrets = map[entryName]string{}
	}
	m.secrets[entryName{service, user}] = secret
	return nil
}

// Delete forgets a secret, if there is one.
func (m *Memory) Delete(service, user string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.secrets, entryName{service, user})
	return nil
}
