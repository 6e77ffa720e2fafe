package office

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"

	"postroom/app/fault"
	"postroom/app/fault/disk"
	"postroom/app/store"
)

// Action is what a person can do about a failed test right there: a button.
type Action struct {
	Kind   string `json:"kind"`
	Target string `json:"target,omitempty"` // account id, mailbox, address of a page; by kind
}

// The kinds of actions.
const (
	ActConnect        = "connect"        // connect a mailbox
	ActReauthenticate = "reauthenticate" // sign in again; target: account id
	ActOpenPage       = "openPage"       // show, or send on, a page; target: its address
	ActOpenSettings   = "openSettings"   // target: the setting
	ActOpenMailbox    = "openMailbox"    // choose folders; target: the mailbox
	ActChooseFolder   = "chooseFolder"   // another place for documents
	ActShowFailures   = "showFailures"   // the mails that failed; target: the mailbox
	ActAddShared      = "addShared"      // ask for the permission for shared mailboxes again; target: the mailbox
	ActRenew          = "renew"          // enter an organisation's new secret or certificate; target: account id
	ActSync           = "sync"           // look for mail now; target: the mailbox
	ActVerify         = "verify"         // check all documents
)

// adminCodes are the errors that an administrator's consent cures.
var adminCodes = []string{"AADSTS90094", "AADSTS90095", "AADSTS65001", "AADSTS650056", "AADSTS65005"}

// places are the errors about where documents go that another folder cures.
var places = []string{disk.NotWritable, disk.Unreachable, disk.Full, "destination-owned", "destination-blocked", "destination-split"}

// actionFor is what cures an error of an account, nil if there is no button for it.
func (o *Office) actionFor(err error, a store.Account) *Action {
	if err == nil {
		return nil
	}
	code := fault.CodeOf(err)
	for _, admin := range adminCodes {
		if code == admin {
			return &Action{Kind: ActOpenPage, Target: o.ConsentPage()}
		}
	}
	switch {
	case a.Kind == store.Organisation:
		if fault.ClassOf(err) == fault.SignInAgain { // its secret is entered, not signed in with
			return &Action{Kind: ActRenew, Target: a.ID}
		}
		return nil
	case code == "shared-permission", code == "shared-refused":
		return &Action{Kind: ActAddShared}
	case code == "no-client-id", code == "client-id-invalid", code == "AADSTS700016":
		return &Action{Kind: ActOpenSettings, Target: "clientId"}
	case code == "tenant-invalid", code == "AADSTS90002", code == "AADSTS50194":
		return &Action{Kind: ActOpenSettings, Target: "tenant"}
	case fault.ClassOf(err) == fault.SignInAgain:
		return &Action{Kind: ActReauthenticate, Target: a.ID}
	}
	return nil
}

// unheard are the ends of a sign-in behind which a page may stand that asked for an administrator's approval: Microsoft
// does not tell the app.
var unheard = []string{"sign-in-cancelled", "sign-in-timeout", "AADSTS65004", "entra-access-denied", "scopes-declined"}

// withConsentPage gives an error of a sign-in the link to send to an administrator, where their consent may cure it.
func (o *Office) withConsentPage(err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || !slices.Contains(unheard, f.Code) && !slices.Contains(adminCodes, f.Code) {
		return err
	}
	told := *f
	told.Args = maps.Clone(f.Args)
	if told.Args == nil {
		told.Args = map[string]string{}
	}
	told.Args["link"] = o.ConsentPage()
	return &told
}

// ConsentPage is where an administrator grants the permissions for the whole organisation ("Grant tenant-wide admin
// consent to an application").
func (o *Office) ConsentPage() string {
	tenant := o.Tenant()
	switch strings.ToLower(tenant) {
	case "", "common", "consumers":
		tenant = "organizations"
	}
	return o.policy.Cloud.Authority + "/" + url.PathEscape(tenant) + "/adminconsent?client_id=" + url.QueryEscape(o.ClientID())
}
