package simulator

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"time"

	"postroom/app/simulator/entra"
)

// controlApps is the part of the control API that is about applications.
func (s *Simulator) controlApps(handle handleFunc) {
	handle("POST /control/apps", s.controlAddApp)
	handle("PUT /control/apps/{client}/policy", func(r *http.Request) (any, error) {
		var in struct{ Mailboxes []string }
		if err := input(r, &in); err != nil {
			return nil, err
		}
		return nil, s.RestrictApp(r.PathValue("client"), in.Mailboxes...)
	})
	handle("POST /control/apps/{client}/roles", func(r *http.Request) (any, error) {
		var in struct {
			Role      string
			Mailboxes []string
		}
		if err := input(r, &in); err != nil {
			return nil, err
		}
		return nil, s.AssignRole(r.PathValue("client"), in.Role, in.Mailboxes...)
	})
	handle("POST /control/mailboxes/generate", func(r *http.Request) (any, error) {
		var in struct {
			Count  int
			Domain string
		}
		if err := input(r, &in); err != nil {
			return nil, err
		}
		return s.AddMailboxes(in.Count, in.Domain)
	})
}

func (s *Simulator) controlAddApp(r *http.Request) (any, error) {
	var in struct {
		ClientID, Name string
		Secrets        []struct {
			Value   string
			Expires time.Time
		}
		Certificate    string
		Roles, Tenants []string
	}
	if err := input(r, &in); err != nil {
		return nil, err
	}
	if s.opts.Authority == nil {
		return nil, errNoAuthority
	}
	app := entra.App{ClientID: in.ClientID, Name: in.Name, Roles: in.Roles, Tenants: in.Tenants}
	for _, secret := range in.Secrets {
		app.Secrets = append(app.Secrets, entra.Secret(secret))
	}
	if in.Certificate != "" {
		block, _ := pem.Decode([]byte(in.Certificate))
		if block == nil {
			return nil, fmt.Errorf("%w: certificate is no PEM", errInput)
		}
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("%w: certificate: %w", errInput, err)
		}
		app.Certificates = append(app.Certificates, cert)
	}
	s.opts.Authority.AddApp(app)
	return nil, nil
}
