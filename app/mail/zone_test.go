package mail

import (
	"testing"
	"time"
)

func TestZonesAreKnownByTheirWindowsAndTheirIANAName(t *testing.T) {
	summer := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	for name, want := range map[string]int{"Romance Standard Time": 2, "W. Europe Standard Time": 2, "GMT Standard Time": 1, "Europe/Brussels": 2,
		"Pacific Standard Time": -7, "UTC": 0, "UTC-11": -11, "UTC+12": 12, "Tokyo Standard Time": 9} {
		zone, err := Zone(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, offset := summer.In(zone).Zone(); offset != want*3600 {
			t.Errorf("%s is %d s ahead of UTC in summer, want %d hours", name, offset, want)
		}
	}
	for windows := range windowsZones {
		if _, err := Zone(windows); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"", "Local", "Customized Time Zone", "../../etc/passwd"} {
		if zone, err := Zone(name); err == nil {
			t.Errorf("%q was taken for %s", name, zone)
		}
	}
}
