package limits

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"postroom/app/simulator"
	"postroom/app/simulator/entra"
	"postroom/test/office"
)

// directoryUsers is how many users the directory of a large organisation has.
const directoryUsers = 50_000

// BenchmarkDirectory reads the directory of a large organisation, at 20 ms for every answer, and then asks for its changes.
// To make the organisation takes the simulator a minute.
func BenchmarkDirectory(b *testing.B) {
	for b.Loop() {
		readDirectory(b)
	}
}

func readDirectory(t testing.TB) {
	o := office.New(t, "", simulator.Options{NoRateLimit: true})
	o.Authority.AddApp(entra.App{ClientID: daemon, Secrets: []entra.Secret{{Value: "example-secret"}}, Roles: []string{"User.Read.All"}})
	for i := range directoryUsers {
		address := fmt.Sprintf("person%05d@kantoor.example", i)
		// Without a mailbox each, which nobody opens here.
		_, err := o.Sim.AddUser(simulator.User{Address: address, Name: fmt.Sprintf("Person %05d", i), NoMailbox: true,
			Profile: map[string]any{"mail": address, "assignedLicenses": []any{map[string]any{"disabledPlans": []any{}, "skuId": daemon}}}})
		o.Must(err)
	}
	secret := filepath.Join(o.Dir, "secret.txt")
	o.Must(os.WriteFile(secret, []byte("example-secret"), 0o600))
	o.Do(nil, "connect", "organisation", "--tenant", "kantoor.example", "--client-id", daemon, "--client-secret-file", secret)
	o.Do(nil, "people", "on", "users", "kantoor.example")
	o.Sim.SetLatency(20 * time.Millisecond)
	look := func(what string, most int) {
		t.Helper()
		o.Sim.ResetStats()
		var found []struct{ Name string }
		began := time.Now()
		usage := o.Measure(&found, "people", "users", "--query", "person49999")
		asked := o.Sim.Stats().Requests
		t.Logf("%s: %v, %d requests, %+v", what, time.Since(began).Round(10*time.Millisecond), asked, usage)
		if len(found) != 1 || asked > most {
			t.Errorf("%s: %d requests, found %+v; want at most %d, and one", what, asked, found, most)
		}
	}
	look("first look", directoryUsers/200+2)
	look("quiet look", 1)
}
