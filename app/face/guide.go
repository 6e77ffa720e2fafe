package face

import (
	"strings"

	"postroom/app/office"
)

// applications are the permissions of an organisation's app registration, and the words for what each is needed for.
var applications = []struct{ key, permission string }{
	{"list", office.ListPermission}, {"kind", office.KindPermission}, {"name", office.NamePermission},
}

// The commands of the guide, as docs/organisation.md explains them. The page puts the client id into them.
const (
	opensslCommand = `openssl req -x509 -newkey rsa:2048 -nodes -days 730 -subj "/CN=Postroom" -keyout postroom.key -out postroom.cer
cat postroom.cer postroom.key > postroom.pem && chmod 600 postroom.pem`
	windowsCommand = `$cert = New-SelfSignedCertificate -Subject "CN=Postroom" -KeyAlgorithm RSA -KeyLength 2048 -KeyExportPolicy Exportable -CertStoreLocation Cert:\CurrentUser\My -NotAfter (Get-Date).AddYears(2)
Export-Certificate -Cert $cert -FilePath postroom.cer
Export-PfxCertificate -Cert $cert -FilePath postroom.pfx -Password (Read-Host -AsSecureString "Password")`
	principalCommand = `Connect-ExchangeOnline
New-ServicePrincipal -AppId {clientId} -ObjectId {objectId} -DisplayName "Postroom"`
	scopeCommand = `Set-Mailbox {address} -CustomAttribute1 "Postroom"
New-ManagementScope -Name "Postroom mailboxes" -RecipientRestrictionFilter "CustomAttribute1 -eq 'Postroom'"`
	roleCommand = `New-ManagementRoleAssignment -Name "Postroom reads mail" -App {clientId} -Role "Application Mail.Read" -CustomResourceScope "Postroom mailboxes"`
	testCommand = `Test-ServicePrincipalAuthorization -Identity {clientId} -Resource {address} | Format-Table`
	sentCommand = `Set-Mailbox {address} -MessageCopyForSentAsEnabled $true -MessageCopyForSendOnBehalfEnabled $true`
)

func (f *Face) guide() OrganisationGuide {
	value := func(label, value, why string) GuideValue {
		return GuideValue{Label: f.Say(label, nil), Value: value, Why: why}
	}
	command := func(label, text string) GuideValue {
		text = strings.NewReplacer("{objectId}", f.Say("guide.objectId", nil), "{address}", f.Say("guide.address", nil)).Replace(text)
		return GuideValue{Label: f.Say(label, nil), Value: text, Command: true}
	}
	step := func(key string, values ...GuideValue) GuideStep {
		return GuideStep{Title: f.Say(key, nil), Text: f.Say(key+".text", nil), Values: append([]GuideValue{}, values...)}
	}
	permissions := step("guide.permissions")
	for _, p := range applications {
		permissions.Values = append(permissions.Values, value("reg.permission", p.permission, f.Say("guide.why."+p.key, nil)))
	}
	g := OrganisationGuide{Page: entraPage, Steps: []GuideStep{
		step("guide.register", value("reg.name", "Postroom", ""), value("reg.accounts", f.Say("guide.accounts", nil), "")),
		permissions,
		step("guide.credential", command("guide.openssl", opensslCommand), command("guide.windows", windowsCommand)),
		step("guide.mailboxes", command("guide.principal", principalCommand), command("guide.scope", scopeCommand), command("guide.role", roleCommand),
			command("guide.test", testCommand)),
		step("guide.sent", command("guide.sent.command", sentCommand)),
		step("guide.enter"),
	}}
	if form := f.opts.DemoOrganisation; f.opts.Demo && form != nil {
		g.Demo = form
	}
	return g
}
