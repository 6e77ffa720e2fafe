package entra

import "strings"

// Phase is the moment of a sign-in at which a request is made or an error comes.
type Phase string

const (
	Discovery   Phase = "discovery"   // the request for the openid-configuration
	Interactive Phase = "interactive" // the pages in the browser
	Redeem      Phase = "redeem"      // an authorization code is exchanged for tokens
	Silent      Phase = "silent"      // a refresh token is exchanged for tokens
	DeviceCode  Phase = "devicecode"  // the request that starts a device code sign-in
	Device      Phase = "device"      // a poll of a device code sign-in
	Application Phase = "application" // client credentials
)

// Code is an AADSTS error as Entra ID reports it.
type Code struct {
	Number   int
	Name     string   // the name in Microsoft's list of error codes, may be empty
	Errors   []string // OAuth errors it comes with, the usual one first; empty if it is only ever shown on a page
	Suberror string
	Status   int
	Page     bool   // in the browser it stays on Microsoft's page: the app is not called back
	Text     string // what is wrong, in words of our own
}

// codes follows the list of AADSTS error codes in Microsoft's identity platform documentation (reference-error-codes.md).
var codes = []Code{
	{Number: 16000, Name: "InteractionRequired", Errors: []string{"interaction_required"}, Status: 400, Text: "The account is not known in the target tenant."},
	{Number: 50011, Name: "InvalidReplyTo", Status: 400, Page: true, Text: "Redirect URI http://localhost not registered for the app."},
	{Number: 500011, Name: "InvalidResourceServicePrincipalNotFound", Errors: []string{"invalid_resource"}, Status: 400, Text: "The resource (Graph / own API) is not present in the tenant, or wrong tenant."},
	{Number: 50020, Name: "UserUnauthorized", Errors: []string{"invalid_grant"}, Status: 400, Page: true, Text: "Account of another identity provider (e.g. personal account) is not in this tenant."},
	{Number: 500208, Status: 400, Page: true, Text: "Account type not allowed (personal account at a work-only app)."},
	{Number: 50034, Name: "UserAccountNotFound", Errors: []string{"invalid_grant"}, Status: 400, Text: "User not in the directory."},
	{Number: 50053, Name: "IdsLocked", Errors: []string{"invalid_grant"}, Status: 400, Text: "Account locked or malicious IP."},
	{Number: 50055, Name: "InvalidPasswordExpiredPassword", Errors: []string{"invalid_grant"}, Status: 400, Text: "Password expired."},
	{Number: 50057, Name: "UserDisabled", Errors: []string{"invalid_grant"}, Status: 400, Text: "Account disabled."},
	{Number: 50058, Name: "UserInformationNotProvided", Errors: []string{"login_required", "interaction_required"}, Status: 400, Text: "Nobody is signed in in this session."},
	{Number: 50059, Name: "MissingTenantRealmAndNoUserInformationProvided", Errors: []string{"invalid_request"}, Status: 400, Text: "Tenant cannot be determined (e.g. client credentials at /common)."},
	{Number: 50072, Name: "UserStrongAuthEnrollmentRequiredInterrupt", Errors: []string{"interaction_required", "invalid_grant"}, Status: 400, Text: "Second factor must be registered."},
	{Number: 50074, Name: "UserStrongAuthClientAuthNRequiredInterrupt", Errors: []string{"interaction_required", "invalid_grant"}, Status: 400, Text: "Second factor required and not passed."},
	{Number: 50076, Name: "UserStrongAuthClientAuthNRequired", Errors: []string{"interaction_required", "invalid_grant"}, Status: 400, Text: "Policy or new location demands MFA."},
	{Number: 50078, Name: "UserStrongAuthExpired", Errors: []string{"invalid_grant"}, Status: 400, Text: "MFA result expired by policy."},
	{Number: 50079, Name: "UserStrongAuthEnrollmentRequired", Errors: []string{"interaction_required", "invalid_grant"}, Status: 400, Text: "MFA must be registered."},
	{Number: 50089, Errors: []string{"invalid_grant"}, Status: 400, Text: "Flow token expired."},
	{Number: 50097, Name: "DeviceAuthenticationRequired", Errors: []string{"invalid_grant"}, Status: 400, Text: "Device authentication required."},
	{Number: 50105, Name: "EntitlementGrantsNotFound", Errors: []string{"invalid_grant"}, Status: 400, Page: true, Text: "User not assigned to the enterprise app."},
	{Number: 50126, Name: "InvalidUserNameOrPassword", Errors: []string{"invalid_grant"}, Status: 400, Text: "Wrong user name or password."},
	{Number: 50129, Name: "DeviceIsNotWorkplaceJoined", Errors: []string{"invalid_grant"}, Status: 400, Text: "Device not registered."},
	{Number: 50131, Name: "ConditionalAccessFailed", Errors: []string{"invalid_grant"}, Status: 400, Text: "Conditional access failed (device state, suspicious activity)."},
	{Number: 50132, Name: "SsoArtifactInvalidOrExpired", Errors: []string{"invalid_grant"}, Status: 400, Text: "Session invalid after password expiry/change."},
	{Number: 50133, Name: "SsoArtifactRevoked", Errors: []string{"invalid_grant"}, Status: 400, Text: "Session revoked after password expiry/change."},
	{Number: 50158, Name: "ExternalSecurityChallenge", Errors: []string{"interaction_required"}, Status: 400, Text: "Third-party MFA not satisfied."},
	{Number: 50173, Name: "FreshTokenNeeded", Errors: []string{"invalid_grant"}, Suberror: "bad_token", Status: 400, Text: "Grant revoked (password changed, administrator revoked sessions)."},
	{Number: 50194, Status: 400, Page: true, Text: "Single-tenant app used with /common."},
	{Number: 50196, Name: "LoopDetected", Errors: []string{"invalid_grant", "invalid_request"}, Status: 400, Text: "The app asked for the same token too often."},
	{Number: 53000, Name: "DeviceNotCompliant", Errors: []string{"invalid_grant"}, Status: 400, Text: "Conditional access wants a compliant device."},
	{Number: 53001, Name: "DeviceNotDomainJoined", Errors: []string{"invalid_grant"}, Status: 400, Text: "Conditional access wants a domain-joined device."},
	{Number: 53002, Name: "ApplicationUsedIsNotAnApprovedApp", Errors: []string{"invalid_grant"}, Status: 400, Text: "App is not on the list of approved apps."},
	{Number: 53003, Name: "BlockedByConditionalAccess", Errors: []string{"invalid_grant", "access_denied"}, Status: 400, Text: "Conditional access blocks."},
	{Number: 530035, Name: "BlockedBySecurityDefaults", Errors: []string{"invalid_grant"}, Status: 400, Text: "Security defaults block (legacy or unsafe)."},
	{Number: 54005, Errors: []string{"invalid_grant"}, Status: 400, Text: "Authorization code already redeemed."},
	{Number: 65001, Name: "DelegationDoesNotExist", Errors: []string{"invalid_grant", "consent_required"}, Suberror: "consent_required", Status: 400, Text: "User or administrator has not consented to these permissions."},
	{Number: 65004, Name: "UserDeclinedConsent", Errors: []string{"access_denied"}, Status: 400, Text: "User pressed Cancel on the consent page."},
	{Number: 65005, Name: "MisconfiguredApplication", Errors: []string{"invalid_resource"}, Status: 400, Text: "App asks for permissions that are not in its registration."},
	{Number: 650056, Status: 400, Page: true, Text: "Misconfigured application (no permissions listed / no consent)."},
	{Number: 650057, Errors: []string{"invalid_resource"}, Status: 400, Text: "Resource not in the registration."},
	{Number: 70000, Name: "InvalidGrant", Errors: []string{"invalid_grant"}, Status: 400, Text: "Refresh token not valid."},
	{Number: 70001, Name: "UnauthorizedClient", Errors: []string{"unauthorized_client"}, Status: 400, Text: "Application disabled."},
	{Number: 70002, Name: "InvalidClient", Errors: []string{"invalid_client"}, Status: 401, Text: "Secret does not match."},
	{Number: 70008, Name: "ExpiredOrRevokedGrant", Errors: []string{"invalid_grant"}, Suberror: "token_expired", Status: 400, Text: "Refresh token or code expired/inactive."},
	{Number: 700082, Name: "ExpiredOrRevokedGrantInactiveToken", Errors: []string{"invalid_grant"}, Suberror: "token_expired", Status: 400, Text: "Refresh token expired by inactivity (90 days)."},
	{Number: 700084, Errors: []string{"invalid_grant"}, Status: 400, Text: "Refresh token of a SPA redirect URI (24 h)."},
	{Number: 70011, Name: "InvalidScope", Errors: []string{"invalid_scope"}, Status: 400, Text: "Scope does not exist (or for personal accounts not available)."},
	{Number: 70012, Name: "MsaServerError", Errors: []string{"server_error"}, Status: 500, Text: "Error while authenticating a personal account."},
	{Number: 70016, Name: "AuthorizationPending", Errors: []string{"authorization_pending"}, Status: 400, Text: "User has not finished yet."},
	{Number: 70018, Name: "BadVerificationCode", Errors: []string{"bad_verification_code"}, Status: 400, Text: "Wrong code."},
	{Number: 70019, Name: "CodeExpired", Errors: []string{"expired_token"}, Status: 400, Text: "Code expired (15 minutes)."},
	{Number: 70043, Name: "BadTokenDueToSignInFrequency", Errors: []string{"invalid_grant"}, Suberror: "bad_token", Status: 400, Text: "Sign-in frequency policy."},
	{Number: 700016, Name: "UnauthorizedClient_DoesNotMatchRequest", Errors: []string{"unauthorized_client"}, Status: 400, Text: "Application id not found in this tenant."},
	{Number: 700027, Errors: []string{"invalid_client"}, Status: 401, Text: "Client assertion signature invalid (wrong certificate)."},
	{Number: 7000112, Name: "UnauthorizedClientApplicationDisabled", Errors: []string{"unauthorized_client"}, Status: 400, Text: "Application disabled."},
	{Number: 7000215, Errors: []string{"invalid_client"}, Status: 401, Text: "Invalid client secret (often: secret id entered instead of the value)."},
	{Number: 7000218, Errors: []string{"invalid_client"}, Status: 401, Text: "App registration is not a public client (\"Allow public client flows\" off, or redirect under Web)."},
	{Number: 7000222, Name: "InvalidClientSecretExpiredKeysProvided", Errors: []string{"invalid_client"}, Status: 401, Text: "Client secret expired."},
	{Number: 90002, Name: "InvalidTenantName", Errors: []string{"invalid_tenant", "invalid_request"}, Status: 400, Text: "Tenant not found."},
	{Number: 9001023, Errors: []string{"invalid_request"}, Status: 400, Text: "Grant type not allowed at /common or /consumers."},
	{Number: 9002332, Status: 400, Page: true, Text: "App for Entra users only used with /consumers."},
	{Number: 9002313, Errors: []string{"invalid_request"}, Status: 400, Text: "Malformed request."},
	{Number: 90006, Name: "ExternalServerRetryableError", Errors: []string{"temporarily_unavailable"}, Status: 400, Text: "Transient."},
	{Number: 90024, Name: "RequestBudgetExceededError", Errors: []string{"temporarily_unavailable"}, Status: 400, Text: "Transient."},
	{Number: 90033, Name: "MsodsServiceUnavailable", Errors: []string{"temporarily_unavailable"}, Status: 400, Text: "Directory service unavailable."},
	{Number: 90055, Name: "TenantThrottlingError", Errors: []string{"temporarily_unavailable"}, Status: 429, Text: "Tenant throttled."},
	{Number: 90072, Name: "PassThroughUserMfaError", Errors: []string{"invalid_grant"}, Status: 400, Text: "External account not in this tenant."},
	{Number: 90094, Name: "AdminConsentRequired", Errors: []string{"consent_required"}, Status: 400, Page: true, Text: "Only an administrator may consent."},
	{Number: 90095, Name: "AdminConsentRequiredRequestAccess", Status: 400, Page: true, Text: "Admin consent workflow: request was sent."},
}

var codeByNumber = func() map[int]Code {
	byNumber := make(map[int]Code, len(codes))
	for _, c := range codes {
		byNumber[c.Number] = c
	}
	return byNumber
}()

// Codes lists the errors that can be played by number.
func Codes() []Code { return append([]Code(nil), codes...) }

// oauth is the OAuth error that a code usually comes with.
func (c Code) oauth() string {
	if len(c.Errors) > 0 {
		return c.Errors[0]
	}
	return "invalid_request"
}

// title names a code on a page, as a person would read it out.
func (c Code) title() string {
	if c.Name == "" {
		return "Sign-in failed"
	}
	return strings.TrimSuffix(c.Name, "Error")
}
