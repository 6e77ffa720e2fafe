package vault

import (
	"testing"
)

func TestAKeyInMemoryOpensWhatItSealedAndLeavesNoFile(t *testing.T) {
	ring, dir := &Memory{}, t.TempDir()
	open := func() *Vault {
		t.Helper()
		v, err := Open(t.Context(), Options{Dir: dir, Keyring: ring})
		if err != nil {
			t.Fatal(err)
		}
		if v.Place() == InFile {
			t.Fatal("expected the key in the keyring, saw it in a file")
		}
		return v
	}
	sealed := open().Box("test").Seal([]byte("plain"), nil)
	if got, err := open().Box("test").Open(sealed, nil); err != nil || string(got) != "plain" {
		t.Errorf("expected what was sealed, saw %q, %v", got, err)
	}
	if _, err := (&Memory{}).Get("Postroom", "x"); err == nil {
		t.Error("an empty keyring: expected an error, saw none")
	}
}
