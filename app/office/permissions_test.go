package office

import (
	"testing"

	"postroom/app/store"
)

func TestPermissionsSayWhatAnAccountHasAndCanHave(t *testing.T) {
	base, shared := []string{"User.Read", "Mail.Read"}, []string{"User.Read", "mail.read", "Mail.Read.Shared"}
	for _, tt := range []struct {
		name            string
		account         store.Account
		wanted          []string
		mail, forShared PermissionState
	}{
		{"personal", store.Account{Kind: store.Personal, State: store.Active, Scopes: base}, base, PermissionGranted, PermissionNever},
		{"work", store.Account{Kind: store.Work, State: store.Active, Scopes: base}, base, PermissionGranted, PermissionLater},
		{"work with a shared mailbox", store.Account{Kind: store.Work, State: store.Active, Scopes: shared}, shared, PermissionGranted, PermissionGranted},
		{"work whose shared mailboxes lost it", store.Account{Kind: store.Work, State: store.Active, Scopes: base}, shared, PermissionGranted, PermissionMissing},
		{"disconnected", store.Account{Kind: store.Work, State: store.Disconnected, Scopes: shared}, base, PermissionMissing, PermissionLater},
	} {
		if got := permissionState(tt.account, "Mail.Read", tt.wanted); got != tt.mail {
			t.Errorf("%s: Mail.Read is %s, want %s", tt.name, got, tt.mail)
		}
		if got := permissionState(tt.account, SharedPermission, tt.wanted); got != tt.forShared {
			t.Errorf("%s: %s is %s, want %s", tt.name, SharedPermission, got, tt.forShared)
		}
	}
}
