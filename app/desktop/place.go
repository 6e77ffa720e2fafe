package desktop

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// The window's size: at first, and at least.
const (
	firstWidth, firstHeight = 1280, 832
	leastWidth, leastHeight = 760, 520
)

// place is where the window was when it was last seen.
type place struct {
	X         int    `json:"x"`
	Y         int    `json:"y"`
	Width     int    `json:"width"`
	Height    int    `json:"height"`
	Maximised bool   `json:"maximised"`
	Screens   []size `json:"screens"` // what was there then; the position means nothing elsewhere
}

type size struct {
	Width  int `json:"width"`
	Height int `json:"height"`
}

// loadPlace reads the window's last place; an unreadable one is as good as none.
func loadPlace(path string) place {
	var p place
	if data, err := os.ReadFile(path); err == nil && json.Unmarshal(data, &p) != nil {
		p = place{}
	}
	if p.Width < leastWidth || p.Height < leastHeight {
		return place{Width: firstWidth, Height: firstHeight, Maximised: p.Maximised}
	}
	return p
}

// save writes the place in one step: a broken file would put the window back to its first size.
func (p place) save(path string) error {
	data, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", data, 0o600); err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		if rmErr := os.Remove(path + ".new"); !errors.Is(rmErr, fs.ErrNotExist) {
			err = errors.Join(err, rmErr)
		}
		return err
	}
	return nil
}

// fit makes a place sane for the screens that are there now: no larger than the largest of them, and at its old
// position only if the screens are the same as then and the title bar can be grasped there.
func (p place) fit(screens []size) (fitted place, positioned bool) {
	var widest, total, highest int
	for _, s := range screens {
		widest, highest, total = max(widest, s.Width), max(highest, s.Height), total+s.Width
	}
	if widest == 0 || highest == 0 {
		return p, false
	}
	p.Width, p.Height = min(p.Width, widest), min(p.Height, highest)
	same := len(p.Screens) == len(screens)
	for i := 0; same && i < len(screens); i++ {
		same = p.Screens[i] == screens[i]
	}
	const grasp = 120 // pixels of the title bar that have to be on a screen
	return p, same && p.X > grasp-p.Width && p.X < total-grasp && p.Y >= 0 && p.Y < highest-grasp
}
