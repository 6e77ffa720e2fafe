// Package entra simulates Microsoft Entra ID: tenants, users, applications, sign-in pages, the token endpoint and its
// errors, and the check of the tokens it issued. It is a server that speaks HTTP over TLS and knows nothing of Microsoft
// Graph or of the app that signs in.
//
// An authority is an http.Handler; serve it with TLS at the root of a host, since MSAL accepts nothing else:
//
//	a := entra.New(entra.Config{})
//	tenant := a.AddTenant(entra.Tenant{Name: "Kantoor Janssens", Domains: []string{"kantoor.example"}})
//	a.AddApp(entra.App{ClientID: "…", Public: true})
//	emma, err := a.AddUser(entra.User{Name: "Emma Janssens", Address: "emma@kantoor.example", TenantID: tenant})
//	server := httptest.NewTLSServer(a)
//
// Where the same host serves Graph too, Owns says which paths belong to the authority. Graph's bearer check is Check.
//
// What happens at Microsoft without the app's doing is done by methods: Revoke ends a user's sessions, ExpireTokens
// makes every access token old, Challenge asks for claims, Block turns a user away, Fail plays any AADSTS error, SetLife
// changes how long tokens last, Approve enters a device code for a user. Addresses and object ids both name a user.
// Person is somebody in front of a browser: tests let it visit the page that an app opens.
package entra
