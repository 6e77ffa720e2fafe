package capture

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // Windows has no time zone files, and a small server may have none either
)

// localZone is the IANA name of the machine's time zone, "" if it can't be told.
func localZone() string {
	if tz := os.Getenv("TZ"); tz != "" {
		if _, err := time.LoadLocation(tz); err == nil {
			return tz
		}
	}
	if name := time.Local.String(); name != "Local" && name != "" {
		return name
	}
	if to, err := filepath.EvalSymlinks("/etc/localtime"); err == nil {
		if _, name, ok := strings.Cut(to, "zoneinfo/"); ok {
			return name
		}
	}
	return offsetZone(time.Now())
}

// offsetZone is the zone of whole hours that the machine is in now: close enough for names, and stable.
func offsetZone(now time.Time) string {
	_, offset := now.Zone()
	hours := offset / 3600
	switch {
	case hours == 0:
		return "UTC"
	case hours > 0:
		return "Etc/GMT-" + strconv.Itoa(hours) // the sign is the other way round in these names
	}
	return "Etc/GMT+" + strconv.Itoa(-hours)
}
