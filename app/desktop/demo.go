package desktop

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"postroom/app/demo"
	"postroom/app/face"
	"postroom/app/office"
	"postroom/app/vault"
)

// demonstration is the simulated Microsoft 365 inside of the program, and the folder in which everything of it lies. The
// folder is gone afterwards.
type demonstration struct {
	dir     string
	log     *slog.Logger
	mu      sync.Mutex
	demo    *demo.Demo      // nil until it is started
	greeted map[string]bool // mailboxes that have had their first mail

	talking sync.Mutex
	said    int // remarks about conversations; talking guards it
}

const demoFolder = "demo-"

// pace is from one new mail of the demonstration to the next, on average; about one in three is for the person's inbox.
const pace = 8 * time.Second

// newDemonstration directs a face to a demonstration that is yet to start: of two processes the second gets this far, too.
func newDemonstration(o *face.Options, log *slog.Logger) (*demonstration, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	d := &demonstration{dir: filepath.Join(cache, "postroom", demoFolder+strconv.Itoa(os.Getpid())), log: log}
	o.Data, o.Policy = filepath.Join(d.dir, "data"), filepath.Join(d.dir, "policy.json")
	o.Keyring = &vault.Memory{} // the person's keyring is none of a demonstration's business
	o.DemoOrganisation = &face.OrganisationForm{Tenant: demo.Domain, ClientID: demo.OrganisationClient, Secret: demo.OrganisationSecret,
		Expires: time.Now().AddDate(0, 6, 0).Format(time.DateOnly)}
	o.SignInPage = func(address string) error {
		running, err := d.running()
		if err != nil {
			return err
		}
		return running.SignInPage(address)
	}
	o.EnterCode = func(code string) error {
		running, err := d.running()
		if err != nil {
			return err
		}
		return running.EnterCode(code)
	}
	return d, nil
}

func (d *demonstration) running() (*demo.Demo, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.demo == nil {
		return nil, errors.New("the demonstration is not running")
	}
	return d.demo, nil
}

// start fills the mailboxes. Folders of demonstrations that were cut off are cleared away.
func (d *demonstration) start(language string) error {
	if err := d.sweep(); err != nil {
		d.log.Info("an old demonstration can't be cleared away", "error", err)
	}
	running, err := demo.Start(demo.Options{Dir: d.dir, Language: language, Pace: pace, Log: d.log})
	if err != nil {
		return err
	}
	if err := running.LetPeople(); err != nil {
		return errors.Join(err, running.Close())
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.demo = running
	return nil
}

func (d *demonstration) sweep() error {
	parent := filepath.Dir(d.dir)
	old, err := os.ReadDir(parent)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return err
	}
	var errs []error
	for _, entry := range old {
		text, ok := strings.CutPrefix(entry.Name(), demoFolder)
		if pid, err := strconv.Atoi(text); ok && err == nil && (pid == os.Getpid() || !alive(pid)) {
			errs = append(errs, os.RemoveAll(filepath.Join(parent, entry.Name())))
		}
	}
	return errors.Join(errs...)
}

// run lets mail arrive until the context ends.
func (d *demonstration) run(ctx context.Context) {
	running, err := d.running()
	if err == nil {
		err = running.Run(ctx)
	}
	if err != nil && ctx.Err() == nil {
		d.log.Warn("no more mail arrives in the demonstration", "error", err)
	}
}

// greets says, once for each mailbox, that a mail is due in it. Rounds begin when folders have been ticked: who tries
// Postroom should see a mail arrive then, and not have to wait for the next.
func (d *demonstration) greets(e face.Event) bool {
	if e.Kind != office.EventRound {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.greeted[e.Mailbox] {
		return false
	}
	if d.greeted == nil {
		d.greeted = map[string]bool{}
	}
	d.greeted[e.Mailbox] = true
	return true
}

// greet lets a mail arrive in a ticked folder of a mailbox, and has it looked for.
func (p *program) greet(mailbox string) {
	running, err := p.demo.running()
	if err != nil {
		return // it is ending
	}
	tree, err := p.face.API().Folders(mailbox, false)
	if err != nil {
		p.log.Warn("no first mail in the demonstration", "error", err)
		return
	}
	if folder := firstFolder(tree.Folders); folder != "" {
		if err := running.Arrive(mailbox, folder); err != nil {
			p.log.Warn("no first mail in the demonstration", "error", err)
			return
		}
		p.face.Wake()
		if mailbox != demo.Sofie {
			return
		}
		if err := running.Ask(mailbox, folder); err != nil {
			p.log.Warn("no mails to decide about in the demonstration", "error", err)
		}
		if err := running.Write(mailbox, folder); err != nil {
			p.log.Warn("no conversations in the demonstration", "error", err)
		}
	}
}

// discuss has the office say something about the first conversations, one after the other as they come.
func (p *program) discuss() {
	d := p.demo
	d.talking.Lock()
	defer d.talking.Unlock()
	remarks := demo.Remarks(spoken(systemLanguage()), time.Now())
	for _, r := range remarks[min(d.said, len(remarks)):] {
		found, err := p.face.Remark(r.Note, r.Assigned, r.Due)
		if err != nil && p.ctx.Err() == nil {
			p.log.Warn("nothing is said about a conversation in the demonstration", "error", err)
		}
		if !found {
			return
		}
		d.said++
	}
}

// showPeople shows who works in the demonstration's office and who is there.
func (p *program) showPeople(account string) {
	if err := p.face.ShowPeople(p.ctx, account, demo.Colleagues); err != nil && p.ctx.Err() == nil {
		p.log.Warn("no people in the demonstration", "error", err)
	}
}

// firstFolder is a ticked folder to which clients write: the inbox, else one of the person's own; empty if there is none.
func firstFolder(folders []face.Folder) string {
	own := ""
	for _, f := range folders {
		switch {
		case !f.Selected || f.Vanished:
		case f.WellKnownName == "inbox":
			return f.WellKnownName
		case f.WellKnownName == "" && own == "":
			own = f.Path
		}
	}
	return own
}

// close ends the demonstration and clears away all that it made.
func (d *demonstration) close() error {
	running, err := d.running()
	if err != nil {
		return nil // it never began
	}
	return errors.Join(running.Close(), os.RemoveAll(d.dir))
}
