package face

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/settings"
)

// largestCertificate is more than any file with a certificate and its key has.
const largestCertificate = 1 << 20

func (f *Face) chooseCertificate() (CertificateFile, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // the dialog begins wherever it likes
	}
	file, err := f.opts.Host.ChooseFile(f.Say("dialog.certificate", nil), home, f.Say("dialog.certificate.files", nil), "*.pfx;*.p12;*.pem")
	if err != nil || file == "" {
		return CertificateFile{}, err
	}
	return CertificateFile{Path: file, Name: filepath.Base(file)}, nil
}

func (f *Face) connectOrganisation(o *office.Office, v OrganisationForm) (string, error) {
	form := office.OrganisationForm{ClientID: v.ClientID, Secret: v.Secret, Password: v.Password}
	if strings.Contains(v.Tenant, "/") {
		form.TokenEndpoint = v.Tenant
	} else {
		form.Tenant = v.Tenant
	}
	var err error
	if v.Expires != "" {
		if form.SecretExpires, err = time.Parse(time.DateOnly, v.Expires); err != nil {
			return "", refuse("secret-date", "read the form", map[string]string{"date": v.Expires})
		}
	}
	if v.Certificate != "" {
		form.Secret, form.SecretExpires = "", time.Time{}
		if form.Certificate, err = certificate(v.Certificate); err != nil {
			return "", err
		}
	}
	a, err := o.ConnectOrganisation(f.ctx, form)
	if err != nil {
		return "", err
	}
	f.emit(Event{Kind: "account", Account: a.ID})
	f.changed()
	if err := o.Wake(); err != nil {
		f.emit(Event{Kind: "problem", Problem: f.problem(err)})
	}
	return a.ID, nil
}

func certificate(path string) ([]byte, error) {
	unreadable := func(err error) error {
		return &fault.Error{Class: fault.FixSetting, Code: "certificate-unreadable", Op: "read a certificate", Args: map[string]string{"path": path}, Err: err}
	}
	r, err := os.Open(path)
	if err != nil {
		return nil, unreadable(err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, largestCertificate+1))
	if err != nil {
		return nil, unreadable(err)
	}
	if len(data) == 0 || len(data) > largestCertificate {
		return nil, refuse("certificate-no-key", "read a certificate", nil)
	}
	return data, nil
}

func organisationView(a *office.Account) *Organisation {
	o := a.Organisation
	if o == nil {
		return nil
	}
	v := &Organisation{ClientID: o.ClientID, Tenant: o.Tenant, Credential: o.Credential, Expires: when(o.Expires), Warning: problemView(o.Warning), On: o.On,
		Listed: o.Listed, Active: len(a.Mailboxes)}
	return v
}

func (f *Face) addresses(o *office.Office, account string, q AddressQuery) (AddressPage, error) {
	r, err := o.Addresses(f.ctx, account, office.AddressQuery{Text: q.Text, Active: q.Active, Offset: q.Offset, Limit: q.Limit, Refresh: q.Refresh, ByAddress: true})
	if err != nil {
		return AddressPage{}, err
	}
	p := AddressPage{Items: []Address{}, Total: r.Total, Active: r.Active, Read: when(r.Read), Kinds: r.Kinds}
	for _, a := range r.Addresses {
		p.Items = append(p.Items, addressView(a))
	}
	return p, nil
}

func addressView(a office.Address) Address {
	return Address{Address: a.Address, Name: a.Name, Kind: a.Kind, Active: a.Active, State: a.State, Problem: problemView(a.Error)}
}

func (f *Face) activate(o *office.Office, account string, addresses []string) ([]Address, error) {
	results, err := o.Activate(f.ctx, account, addresses...)
	f.changed()
	list := []Address{}
	for _, r := range results {
		v := addressView(r.Address)
		v.Before = r.Before
		list = append(list, v)
	}
	return list, err
}

func (f *Face) deactivate(o *office.Office, account string, addresses []string) ([]Address, error) {
	results, err := o.Deactivate(f.ctx, account, addresses...)
	f.changed()
	list := []Address{}
	for _, a := range results {
		list = append(list, addressView(a))
	}
	return list, err
}

// expiring tells the person that a secret or certificate ends: the office announces that once each, 30, 7 and 1 days
// before and when it has ended.
func (f *Face) expiring(e office.Event) {
	if f.Setting(settings.NotifySignIn) != "true" || e.Problem == nil {
		return
	}
	n := Notification{ID: "signIn:" + e.Account, Title: f.Say("notify.expiry", nil), Text: e.Problem.Message, Room: "mailboxes", Target: "organisation:" + e.Account}
	f.background(func() { f.opts.Host.Notify(n) })
}
