package office

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"

	"postroom/app/fault"
	"postroom/app/graph"
	"postroom/app/mail"
	"postroom/app/store"
)

// proof is what Microsoft says of an account, asked once for all tests that rest on it.
type proof struct {
	office  *Office
	account store.Account

	once    sync.Once
	session *session
	me      graph.Person
	token   error // why there is no sign-in
	profile error // why Microsoft 365 does not know who it is
}

// get asks, or waits for who asks already.
func (p *proof) get(ctx context.Context) {
	p.once.Do(func() {
		if p.session, p.token = p.office.session(p.account); p.token != nil {
			return
		}
		if _, p.token = p.session.Token(ctx, "", ""); p.token != nil {
			return
		}
		if p.me, p.profile = p.session.prove(ctx); p.profile != nil && fault.ClassOf(p.profile) == fault.SignInAgain {
			p.token = p.profile // there is a token, and Microsoft does not take it
		}
	})
}

// probes are the tests of the account and of the mailboxes it opens.
func (p *proof) probes(mailboxes []store.Mailbox) []probe {
	list := []probe{p.checkToken, p.checkProfile, p.rested(p.checkPermissions)}
	for _, m := range mailboxes {
		if m.Account == p.account.ID {
			b := &box{proof: p, mailbox: m}
			list = append(list, b.probes()...)
		}
	}
	return list
}

// rested makes a test that gives no result without a sign-in: nothing can be asked then.
func (p *proof) rested(test func() Check) probe {
	return func(ctx context.Context) *Check {
		if p.get(ctx); p.token != nil {
			return nil
		}
		c := test()
		return &c
	}
}

func (p *proof) checkToken(ctx context.Context) *Check {
	p.get(ctx)
	o := p.office
	args := map[string]string{"age": ""}
	code := "check-token"
	if client, err := o.signin(p.account.Kind); err == nil && p.account.Kind != store.Organisation {
		if renewed := client.Renewed(p.account.ID); !renewed.IsZero() {
			code, args["age"] = "check-token-age", span(max(0, o.opts.Now().Sub(renewed)))
		}
	}
	c := o.check("token", p.account.Address, o.well(code, args), p.token)
	c.Action = o.actionFor(p.token, p.account)
	return &c
}

// profileWords say whom Microsoft knows, by the kind of account.
var profileWords = map[store.AccountKind]string{store.Work: "check-profile-work", store.Personal: "check-profile-personal",
	store.Organisation: "check-organisation"}

func (p *proof) checkProfile(ctx context.Context) *Check {
	if p.get(ctx); p.token != nil {
		return nil
	}
	o := p.office
	well := o.well(profileWords[p.account.Kind], map[string]string{"name": cmp.Or(p.me.Name, p.account.Name)})
	c := o.check("profile", p.account.Address, well, p.profile)
	c.Action = o.actionFor(p.profile, p.account)
	return &c
}

func (p *proof) checkPermissions() Check {
	c := p.office.checkPermissions(p.account)
	if !c.OK && p.account.Kind != store.Organisation {
		c.Action = &Action{Kind: ActReauthenticate, Target: p.account.ID}
	}
	return c
}

// well are the words of a test that all is well with.
func (o *Office) well(code string, args map[string]string) string {
	return fault.Explain(o.language(), &fault.Error{Code: code, Args: args}).What
}

func (o *Office) checkPermissions(a store.Account) Check {
	var missing []string
	wanted, err := o.wantedScopes(a)
	for _, scope := range wanted {
		if !slices.ContainsFunc(a.Scopes, func(s string) bool { return strings.EqualFold(s, scope) }) {
			missing = append(missing, scope)
		}
	}
	if len(missing) > 0 {
		err = &fault.Error{Class: fault.FixSetting, Code: "permissions-missing", Op: "compare permissions",
			Args: map[string]string{"address": a.Address, "scopes": strings.Join(missing, ", ")}}
	}
	code := "check-permissions"
	if a.Kind == store.Personal {
		code = "check-permissions-personal" // it says what such an account can't do
	}
	return o.check("permissions", a.Address, o.well(code, map[string]string{"scopes": strings.Join(a.Scopes, ", ")}), err)
}

// box is a mailbox under test.
type box struct {
	proof   *proof
	mailbox store.Mailbox

	once   sync.Once
	source *graph.Mailbox
	tree   []mail.Folder
	err    error // why the folders can't be listed
}

// eachFolder is how many ticked folders get a test each; those of a mailbox with more are tested together.
const eachFolder = 40

// probes are the tests of the mailbox: can it be opened, can each ticked folder be read, what went wrong last.
func (b *box) probes() []probe {
	list := []probe{b.checkTree}
	m := b.mailbox
	switch {
	case len(m.Folders) > eachFolder || m.Kind == mail.Activated && len(m.Folders) > 0:
		list = append(list, b.checkAllFolders)
	default:
		for _, f := range m.Folders {
			list = append(list, func(ctx context.Context) *Check { return b.checkFolder(ctx, f) })
		}
	}
	return append(list, b.checkState)
}

// get reads the folder tree, or waits for who reads it already. It is false if that can't be asked.
func (b *box) get(ctx context.Context) bool {
	if b.proof.get(ctx); b.proof.token != nil {
		return false
	}
	b.once.Do(func() { b.tree, b.err = b.list(ctx) })
	return true
}

// list opens the mailbox, and reads its folder tree.
func (b *box) list(ctx context.Context) ([]mail.Folder, error) {
	a, m := b.proof.account, b.mailbox
	if m.Kind == mail.Shared {
		if err := b.proof.office.SharedAccess(ctx, a.ID, m.Address); err != nil {
			return nil, err
		}
	}
	var err error
	if b.source, err = b.proof.session.mailbox(a, m.Mailbox); err != nil {
		return nil, err
	}
	return b.source.Folders(ctx)
}

// kinds names the test of a mailbox after how it is opened.
var kinds = map[mail.Kind]string{mail.Own: "folders", mail.Shared: "shared", mail.Activated: "activated"}

func (b *box) checkTree(ctx context.Context) *Check {
	if !b.get(ctx) {
		return nil
	}
	o, kind := b.proof.office, cmp.Or(kinds[b.mailbox.Kind], "folders")
	c := o.check(kind, b.mailbox.Address, o.well("check-folders", map[string]string{"n": strconv.Itoa(len(b.tree))}), b.err)
	c.Action = b.action(b.err)
	return &c
}

// read reads the beginning of a ticked folder, and gives its path as it is now.
func (b *box) read(ctx context.Context, f store.Folder) (mail.Path, error) {
	i := slices.IndexFunc(b.tree, func(t mail.Folder) bool { return t.ID == f.ID })
	if i < 0 {
		return f.Path, &fault.Error{Class: fault.FixSetting, Code: "folder-vanished", Op: "look for a ticked folder",
			Args: map[string]string{"folder": f.Path.String(), "mailbox": b.mailbox.Address}}
	}
	_, err := b.source.Messages(ctx, f.ID, "")
	return b.tree[i].Path, err
}

func (b *box) checkFolder(ctx context.Context, f store.Folder) *Check {
	if !b.get(ctx) || b.err != nil {
		return nil
	}
	path, err := b.read(ctx, f)
	o := b.proof.office
	c := o.check("folder", b.mailbox.Address+": "+path.String(), o.well("check-folder", nil), err)
	c.Action = b.folderAction(err)
	return &c
}

func (b *box) folderAction(err error) *Action {
	if fault.CodeOf(err) == "folder-vanished" {
		return &Action{Kind: ActOpenMailbox, Target: b.mailbox.Address}
	}
	return b.action(err)
}

// action is what cures an error of the mailbox.
func (b *box) action(err error) *Action {
	a := b.proof.office.actionFor(err, b.proof.account)
	if a != nil && a.Kind == ActAddShared {
		a.Target = b.mailbox.Address
	}
	return a
}

// checkAllFolders tests the ticked folders of a mailbox with many, until one fails.
func (b *box) checkAllFolders(ctx context.Context) *Check {
	if !b.get(ctx) || b.err != nil {
		return nil
	}
	o := b.proof.office
	for _, f := range b.mailbox.Folders {
		if path, err := b.read(ctx, f); err != nil {
			c := o.check("folder", b.mailbox.Address+": "+path.String(), "", err)
			c.Action = b.folderAction(err)
			return &c
		}
	}
	c := o.check("folder", b.mailbox.Address, o.well("check-all-folders", map[string]string{"n": strconv.Itoa(len(b.mailbox.Folders))}), nil)
	return &c
}

// checkState tells what went wrong last in a mailbox, as long as it stands.
func (b *box) checkState(context.Context) *Check {
	o, m := b.proof.office, b.mailbox
	c := o.check("mailbox", m.Address, o.well("check-mailbox", nil), nil)
	problem := m.Problem
	for _, f := range m.Folders {
		if problem == nil {
			problem = f.Problem
		}
	}
	switch {
	case problem != nil:
		c = o.check("mailbox", m.Address, "", problem.Err())
		c.problem = o.problem(problem)
		if c.Action = b.action(problem.Err()); c.Action == nil {
			c.Action = &Action{Kind: ActSync, Target: m.Address}
		}
	case m.Failed > 0:
		c = o.check("mailbox", m.Address, "", &fault.Error{Class: fault.FixSetting, Code: "mails-failed", Op: "look at the journal",
			Args: map[string]string{"n": strconv.Itoa(m.Failed), "mailbox": m.Address}})
		c.Action = &Action{Kind: ActShowFailures, Target: m.Address}
	}
	return &c
}
