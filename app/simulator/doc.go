// Package simulator is a simulated Microsoft 365 for tests and demos: users, mailboxes and their mail behind Microsoft
// Graph v1.0 over HTTPS, with the service's limits, odd habits and faults. It holds no part of the app and imports
// nothing of it; whoever talks to it does so over HTTP, as with Microsoft, while the methods of Simulator (and the
// control API under /control/) play the people who send, move and delete mail.
//
// # In a test
//
//	sim, err := simulator.New(simulator.Options{})
//	emma, err := sim.AddUser(simulator.User{Address: "emma@kantoor.example", Name: "Emma"})
//	sim.AddFolder("emma@kantoor.example", "Inbox/Clients/2026")
//	id, err := sim.Deliver("emma@kantoor.example", "Inbox/Clients/2026", mime, simulator.Delivery{})
//	err = sim.Start("127.0.0.1:0")      // HTTPS; sim.URL() + "/v1.0", sim.CAPEM() or sim.Client() to trust it
//	defer sim.Close()
//
// Without Options.Authority a bearer token is the address of the person who is signed in, or "app:CLIENT-ID" for an
// application: no sign-in is needed to test a Graph client. A Simulator is an http.Handler too, for use without a port.
//
// Folder paths are display names joined by "/" (a "/" in a name is written `\/`); the first may be a well-known name
// such as "inbox". Message ids that the methods take and give are immutable ids; both kinds are accepted.
//
// # Faults
//
// SetFault("throttle", "3,retry-after=2.5") is what `--fault throttle=3,retry-after=2.5` calls; AddFault takes the same
// as a struct, and Hostile(seed) turns on everything that the service may do within its contract: random order,
// duplicates, replays, partial items, empty pages. See Fault and Behaviour.
//
// A request meets faults once its token is accepted and before permissions and rights are looked at; the parts of a batch
// meet them one by one. FaultNames lists all the names.
//
// # Limits
//
// Four requests at once and 10,000 in ten minutes for each application and mailbox, parts of batches included, answer
// 429 ApplicationThrottled beyond that. Options.NoRateLimit lifts the second for benchmarks. Stats tells what was asked,
// how it was answered and how many requests ran at once.
//
// # Control API
//
// Only with Options.Control; it plays everything above over HTTP. The comment of controlAPI lists its paths.
package simulator
