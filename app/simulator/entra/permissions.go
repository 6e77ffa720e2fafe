package entra

import "strings"

// A permission of Microsoft Graph as people meet it on the consent page.
type permission struct {
	Name     string
	Words    string // userConsentDisplayName
	work     bool   // may be delegated by a work account
	personal bool   // may be delegated by a personal account
	app      bool   // may be given to an application
	admin    bool   // only an administrator may consent to the delegation
}

// permissions holds what the Microsoft Graph permissions reference (github.com/microsoftgraph/microsoft-graph-devx-content,
// permissions/new/permissions.json, MIT) says about the permissions for mail, people, calendars and files.
var permissions = []permission{
	{Name: "AgentIdUser.ReadWrite.All", Words: "", work: true, app: true, admin: true},
	{Name: "AgentIdUser.ReadWrite.IdentityParentedBy", Words: "", work: true, app: true, admin: true},
	{Name: "Calendars.Read", Words: "Read your calendars", work: true, personal: true, app: true},
	{Name: "Calendars.Read.Shared", Words: "Read calendars you can access", work: true, personal: true},
	{Name: "Calendars.ReadBasic", Words: "Read basic details of your calendars", work: true, personal: true, app: true, admin: true},
	{Name: "Calendars.ReadWrite", Words: "Have full access to your calendars", work: true, personal: true, app: true},
	{Name: "Contacts.Read", Words: "Read your contacts", work: true, personal: true, app: true},
	{Name: "Contacts.Read.Shared", Words: "Read your and shared contacts", work: true},
	{Name: "Contacts.ReadWrite", Words: "Have full access of your contacts", work: true, personal: true, app: true},
	{Name: "DeviceManagementApps.Read.All", Words: "Read Microsoft Intune apps", work: true, app: true, admin: true},
	{Name: "DeviceManagementApps.ReadWrite.All", Words: "Read and write Microsoft Intune apps", work: true, app: true, admin: true},
	{Name: "DeviceManagementConfiguration.Read.All", Words: "Read Microsoft Intune Device Configuration and Policies", work: true, app: true, admin: true},
	{Name: "DeviceManagementConfiguration.ReadWrite.All", Words: "Read and write Microsoft Intune Device Configuration and Policies", work: true, app: true, admin: true},
	{Name: "DeviceManagementManagedDevices.Read.All", Words: "Read devices Microsoft Intune devices", work: true, app: true, admin: true},
	{Name: "DeviceManagementManagedDevices.ReadWrite.All", Words: "Read and write Microsoft Intune devices", work: true, app: true, admin: true},
	{Name: "DeviceManagementServiceConfig.Read.All", Words: "Read Microsoft Intune configuration", work: true, app: true, admin: true},
	{Name: "DeviceManagementServiceConfig.ReadWrite.All", Words: "Read and write Microsoft Intune configuration", work: true, app: true, admin: true},
	{Name: "Directory.Read.All", Words: "Read directory data", work: true, app: true, admin: true},
	{Name: "Directory.ReadWrite.All", Words: "Read and write directory data", work: true, app: true, admin: true},
	{Name: "Files.Read", Words: "Read your files", work: true, personal: true},
	{Name: "Files.Read.All", Words: "Read all files that you have access to", work: true, personal: true, app: true},
	{Name: "Files.ReadWrite", Words: "Have full access to your files", work: true, personal: true},
	{Name: "Files.ReadWrite.All", Words: "Have full access to all files you have access to", work: true, personal: true, app: true},
	{Name: "Files.ReadWrite.AppFolder", Words: "Have full access to the application's folder", work: true, personal: true, app: true},
	{Name: "Mail.Read", Words: "Read your mail", work: true, personal: true, app: true},
	{Name: "Mail.Read.Shared", Words: "Read mail you can access", work: true},
	{Name: "Mail.ReadBasic", Words: "Read user basic mail", work: true, personal: true},
	{Name: "Mail.ReadBasic.All", Words: "Read basic mail in all mailboxes", app: true},
	{Name: "Mail.ReadWrite", Words: "Read and write access to your mail", work: true, personal: true, app: true},
	{Name: "Mail.ReadWrite.Shared", Words: "Read and write mail you can access", work: true},
	{Name: "MailboxSettings.Read", Words: "Read your mailbox settings", work: true, personal: true, app: true},
	{Name: "MailboxSettings.ReadWrite", Words: "Read and write to your mailbox settings", work: true, personal: true, app: true},
	{Name: "Organization.Read.All", Words: "Read organization information", work: true, app: true, admin: true},
	{Name: "Organization.ReadWrite.All", Words: "Read and write organization information", work: true, app: true, admin: true},
	{Name: "Presence.Read", Words: "Read your presence information", work: true},
	{Name: "Presence.Read.All", Words: "Read presence information of all users in your organization", work: true, app: true},
	{Name: "Presence.ReadWrite", Words: "Read and write your presence information", work: true},
	{Name: "Presence.ReadWrite.All", Words: "Read and write presence information for all users", app: true},
	{Name: "Sites.Read.All", Words: "Read items in all site collections", work: true, personal: true, app: true},
	{Name: "Sites.ReadWrite.All", Words: "Edit or delete items in all site collections", work: true, personal: true, app: true},
	{Name: "Sites.Selected", Words: "Access selected Sites, on behalf of the signed-in user", work: true, app: true},
	{Name: "User-Mail.ReadWrite.All", Words: "Update other mails property for all users", work: true, app: true, admin: true},
	{Name: "User-PasswordProfile.ReadWrite.All", Words: "Update password profile property and reset password for all users", work: true, app: true, admin: true},
	{Name: "User-Phone.ReadWrite.All", Words: "Update business phones and mobile phone properties for all users", work: true, app: true, admin: true},
	{Name: "User.DeleteRestore.All", Words: "Delete and restore user accounts", work: true, app: true, admin: true},
	{Name: "User.EnableDisableAccount.All", Words: "Enable and disable user accounts", work: true, app: true, admin: true},
	{Name: "User.ManageIdentities.All", Words: "Manage  user identities", work: true, app: true, admin: true},
	{Name: "User.Read", Words: "Sign you in and read your profile", work: true, personal: true},
	{Name: "User.Read.All", Words: "Read all users' full profiles and company properties", work: true, app: true, admin: true},
	{Name: "User.ReadBasic.All", Words: "Read all users' basic profiles", work: true, app: true},
	{Name: "User.ReadWrite", Words: "Read and update your profile", work: true, personal: true},
	{Name: "User.ReadWrite.All", Words: "Read and write all users' full profiles", work: true, app: true, admin: true},
	{Name: "User.ReadWrite.CrossCloud", Words: "", app: true},
	{Name: "email", Words: "View your email address"},
	{Name: "offline_access", Words: "Maintain access to data you have given it access to"},
	{Name: "openid", Words: "Sign in as you"},
	{Name: "profile", Words: "View your basic profile"},
}

var permissionByName = func() map[string]permission {
	byName := make(map[string]permission, len(permissions))
	for _, p := range permissions {
		byName[strings.ToLower(p.Name)] = p
	}
	return byName
}()
