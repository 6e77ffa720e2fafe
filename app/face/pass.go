package face

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/people"
)

// passes are the webhook and the command; the status in Teams is one of the features of an account.
func (f *Face) passes(o *office.Office) ([]Pass, error) {
	list, err := o.Passes()
	v := []Pass{}
	for i := range list {
		if list[i].Kind != office.PassTeams {
			v = append(v, passView(&list[i]))
		}
	}
	return v, err
}

func passView(p *office.Pass) Pass {
	return Pass{Kind: p.Kind, On: p.On, Host: p.Host, Program: p.Program, Args: append([]string{}, p.Args...), Team: p.Team, Inside: p.Inside, OwnCA: p.OwnCA, Passed: when(p.Passed),
		Problem: problemView(p.Error), Secret: p.Secret}
}

func (f *Face) passToWebhook(o *office.Office, form WebhookForm) (Pass, error) {
	ca, err := authorityIn(form.CA)
	if err != nil {
		return Pass{}, err
	}
	p, err := o.PassToWebhook(f.ctx, office.WebhookForm{URL: form.URL, Secret: form.Secret, NewSecret: form.NewSecret, CA: ca, KeepCA: !form.DropCA, Inside: form.Inside,
		Team: form.Team})
	if err != nil {
		return Pass{}, err
	}
	return passView(p), nil
}

// authorityIn reads the certificates of an authority from a file; nothing for no file. What they are worth is found out when
// they are taken.
func authorityIn(path string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	unreadable := func(err error) error {
		return &fault.Error{Class: fault.FixSetting, Code: "certificate-unreadable", Op: "read a certificate", Args: map[string]string{"path": path}, Err: err}
	}
	r, err := os.Open(path)
	if err != nil {
		return nil, unreadable(err)
	}
	defer func() { _ = r.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(r, largestCertificate))
	if err != nil {
		return nil, unreadable(err)
	}
	if len(data) == 0 {
		return nil, refuse("ca-file", "read a certificate", nil)
	}
	return data, nil
}

// chooseAuthority asks for the certificates of an authority.
func (f *Face) chooseAuthority() (CertificateFile, error) {
	path, err := f.opts.Host.ChooseFile(f.Say("dialog.authority", nil), home(), f.Say("dialog.authority.files", nil), "*.pem;*.crt;*.cer")
	if err != nil || path == "" {
		return CertificateFile{}, err
	}
	return CertificateFile{Path: path, Name: filepath.Base(path)}, nil
}

func (f *Face) passToCommand(o *office.Office, form CommandForm) error {
	args := []string{}
	for _, a := range form.Args {
		if a != "" {
			args = append(args, a)
		}
	}
	_, err := o.PassToCommand(f.ctx, strings.TrimSpace(form.Program), args, form.Team)
	return err
}

func (f *Face) tryPassing(o *office.Office, kind string) error {
	ctx, done := f.task("pass")
	defer done()
	return o.TryPassing(ctx, kind)
}

func (f *Face) chooseProgram() (string, error) {
	return f.opts.Host.ChooseFile(f.Say("dialog.program", nil), home(), f.Say("dialog.program.files", nil), "*")
}

// teamStatus is how the members of the team show now, as far as anything is known.
func (f *Face) teamStatus(o *office.Office) ([]MemberStatus, error) {
	team, err := o.Team()
	if err != nil {
		return nil, err
	}
	addresses, called := []string{}, map[string]int{}
	for _, m := range team.Members {
		addresses = append(addresses, m.Address)
		called[m.Name]++
	}
	list, err := o.Availability(addresses...)
	v := []MemberStatus{}
	for _, a := range list {
		one := MemberStatus{Address: a.Address, Name: nameOf(&team, a.Address), Status: string(a.Status), Words: a.Words}
		if called[one.Name] > 1 {
			one.Name = ""
		}
		v = append(v, one)
	}
	return v, err
}

func (f *Face) teamProposals(o *office.Office, text string, offset, limit int) (TeamProposals, error) {
	v := TeamProposals{Items: []TeamProposal{}}
	reads, err := o.UsersRead()
	if err != nil || len(reads) == 0 {
		return v, err
	}
	mode, err := o.TeamFromUsers()
	if err != nil {
		return v, err
	}
	v.On, v.Mode = true, string(mode)
	list, err := o.TeamProposals(text, max(offset, 0), pageOf(limit))
	if err != nil {
		return v, err
	}
	v.Total = list.Total
	for _, p := range list.Proposals {
		v.Items = append(v.Items, TeamProposal{ID: p.ID, Kind: string(p.Kind), Name: p.Name, Address: p.Address, Member: p.Member, Accept: p.Accept, Message: p.Message})
	}
	return v, nil
}

func (f *Face) decideProposal(o *office.Office, id, kind string, accept bool) (int, error) {
	if accept {
		return o.AcceptTeamProposal(f.ctx, id, people.StepKind(kind))
	}
	return 0, o.DismissTeamProposal(f.ctx, id, people.StepKind(kind))
}
