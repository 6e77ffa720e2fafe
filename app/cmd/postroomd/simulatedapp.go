package main

import (
	"path/filepath"

	"postroom/app/simulator/entra"
)

// simulatedApp is the app registration for app-only access that the simulated Entra ID knows.
type simulatedApp struct {
	ClientID   string   `json:"clientId"`
	Tenant     string   `json:"tenant"` // a domain of the organisation
	Endpoint   string   `json:"tokenEndpoint"`
	Secret     string   `json:"secret"`
	SecretFile string   `json:"secretFile"`
	Roles      []string `json:"roles"`
}

const (
	simulatedDaemon = "5e0f1c2a-0000-4000-8000-00000000da30"
	simulatedSecret = "example-secret-of-the-simulated-organisation"
)

// simulatedRoles are the application permissions that its administrator has granted.
var simulatedRoles = []string{"User.ReadBasic.All", "Mail.Read", "MailboxSettings.Read", "Organization.Read.All"}

// register adds the app registration.
func (a *simulatedApp) register(authority *entra.Authority) {
	authority.AddApp(entra.App{ClientID: simulatedDaemon, Name: "Postroom for the organisation", Roles: simulatedRoles,
		Secrets: []entra.Secret{{Value: simulatedSecret}}})
	a.ClientID, a.Secret, a.Roles = simulatedDaemon, simulatedSecret, simulatedRoles
}

// write leaves the secret beside the policy, where connect organisation can read it.
func (a *simulatedApp) write(dir, authority string) error {
	a.Endpoint = authority + "/" + a.Tenant + "/oauth2/v2.0/token"
	a.SecretFile = filepath.Join(dir, "client-secret.txt")
	return replace(a.SecretFile, []byte(a.Secret+"\n"))
}
