package graph

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"postroom/app/fault"
	"postroom/app/mail"
	"postroom/app/simulator"
)

const emma = "emma@kantoor.example"

// asPerson is a token that the simulator takes without a sign-in: the address of the person.
type asPerson string

func (p asPerson) Token(context.Context, string, string) (string, error) { return string(p), nil }

// simulated starts a simulated Microsoft 365 with Emma's mailbox.
func simulated(t testing.TB, o simulator.Options) *simulator.Simulator {
	t.Helper()
	sim, err := simulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sim.AddUser(simulator.User{Address: emma, Name: "Emma"}); err != nil {
		t.Fatal(err)
	}
	if err := sim.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sim.Close(); err != nil {
			t.Error(err)
		}
	})
	return sim
}

func clientOf(t testing.TB, sim *simulator.Simulator, change func(*Config)) *Client {
	t.Helper()
	c := Config{BaseURL: sim.URL() + "/v1.0", Transport: sim.Client().Transport, Tokens: asPerson(emma), Limits: NewLimits(LimitsConfig{})}
	if change != nil {
		change(&c)
	}
	client, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// mails are some of the real mails of testdata.
func mails(t testing.TB, most int) [][]byte {
	t.Helper()
	var all [][]byte
	err := filepath.WalkDir("../../testdata/mail", func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".eml" || len(all) == most {
			return err
		}
		data, err := os.ReadFile(name)
		if len(data) > 0 {
			all = append(all, data)
		}
		return err
	})
	if err != nil || len(all) != most {
		t.Fatalf("%d mails, %v; want %d", len(all), err, most)
	}
	return all
}

// folderID finds a folder's id by its path.
func folderID(t testing.TB, m *Mailbox, path string) string {
	t.Helper()
	folders, err := m.Folders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(folders, func(f mail.Folder) bool { return f.Path.String() == path })
	if i < 0 {
		t.Fatalf("no folder %s", path)
	}
	return folders[i].ID
}

// round follows a delta round to its end: the ids that are there after it, and the cursor.
func round(ctx context.Context, m *Mailbox, folder, link string, there map[string]bool) (string, error) {
	for {
		page, err := m.Changes(ctx, folder, link)
		if err != nil {
			return "", err
		}
		for _, item := range page.Items {
			if item.Removed {
				delete(there, item.ID)
			} else {
				there[item.ID] = true
			}
		}
		if page.Delta != "" {
			return page.Delta, nil
		}
		link = page.Next
	}
}

// persist does again what time cures, as capture would, only sooner.
func persist(do func() error) error {
	err := do()
	for n := 0; n < 20 && err != nil && fault.ClassOf(err) == fault.RetryLater; n++ {
		err = do()
	}
	return err
}

// discard fetches a mail for nothing.
func discard(ctx context.Context, m *Mailbox, id string) error {
	body, err := m.MIME(ctx, id)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, body)
	return errors.Join(err, body.Close())
}
