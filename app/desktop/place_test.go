package desktop

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTheWindowsPlaceIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "window.json")
	want := place{X: 40, Y: 60, Width: 1100, Height: 700, Screens: []size{{1920, 1080}}}
	if err := want.save(path); err != nil {
		t.Fatal(err)
	}
	got := loadPlace(path)
	if got.X != want.X || got.Y != want.Y || got.Width != want.Width || got.Height != want.Height || len(got.Screens) != 1 {
		t.Errorf("expected %+v, saw %+v", want, got)
	}
}

func TestAPlaceThatMakesNoSenseIsTheFirstSize(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"empty": "", "broken": `{"width":`, "tiny": `{"width":1,"height":1}`, "text": `{"width":"x"}`} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := loadPlace(path); got.Width != firstWidth || got.Height != firstHeight {
			t.Errorf("%s: saw %+v", name, got)
		}
	}
	if got := loadPlace(filepath.Join(dir, "missing")); got.Width != firstWidth {
		t.Errorf("missing: saw %+v", got)
	}
}

func TestTheWindowFitsTheScreensThatAreThere(t *testing.T) {
	one, two := []size{{1920, 1080}}, []size{{1920, 1080}, {1280, 1024}}
	for _, c := range []struct {
		name          string
		p             place
		screens       []size
		width, height int
		positioned    bool
	}{
		{"as it was", place{X: 100, Y: 50, Width: 1200, Height: 800, Screens: one}, one, 1200, 800, true},
		{"second screen", place{X: 2000, Y: 50, Width: 1200, Height: 800, Screens: two}, two, 1200, 800, true},
		{"second screen gone", place{X: 2000, Y: 50, Width: 1200, Height: 800, Screens: two}, one, 1200, 800, false},
		{"smaller screen", place{X: 0, Y: 0, Width: 1900, Height: 1060, Screens: one}, []size{{1024, 600}}, 1024, 600, false},
		{"beyond the edge", place{X: 1900, Y: 50, Width: 1200, Height: 800, Screens: one}, one, 1200, 800, false},
		{"above the edge", place{X: 10, Y: -30, Width: 1200, Height: 800, Screens: one}, one, 1200, 800, false},
		{"partly left", place{X: -300, Y: 30, Width: 1200, Height: 800, Screens: one}, one, 1200, 800, true},
		{"nothing known", place{X: 10, Y: 10, Width: 1200, Height: 800, Screens: one}, nil, 1200, 800, false},
	} {
		got, positioned := c.p.fit(c.screens)
		if got.Width != c.width || got.Height != c.height || positioned != c.positioned {
			t.Errorf("%s: expected %d × %d, positioned %v; saw %d × %d, %v", c.name, c.width, c.height, c.positioned, got.Width, got.Height, positioned)
		}
	}
}
