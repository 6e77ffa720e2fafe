package face

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"testing"
)

func TestLicencesAreThoseThatTheBuildHasCollected(t *testing.T) {
	list, err := licences()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("licences/licences.json.gz")
	if os.IsNotExist(err) {
		if len(list) == 0 {
			t.Log("a test program built without modules knows no parts") // go test does not always stamp them
		}
		for _, l := range list {
			if l.Name == "" || l.Version == "" {
				t.Errorf("a part without a name or a version: %+v", l)
			}
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var want []Licence
	if err := json.NewDecoder(z).Decode(&want); err != nil {
		t.Fatal(err)
	}
	if len(list) != len(want) || len(list) < 50 {
		t.Errorf("%d parts, want the %d that were collected", len(list), len(want))
	}
}
