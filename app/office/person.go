package office

import "os/user"

// person is who uses this machine now, by the system's name for them; empty if it knows none.
func person() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}
