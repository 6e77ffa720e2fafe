// Package autostart turns "start when I sign in to this computer" on and off for the current user, in the way that each
// system has for it. It starts nothing itself and knows nothing of Postroom.
package autostart

// App is what to start at sign-in.
type App struct {
	ID   string   // the entry's name: a file name, a registry value, a LaunchAgent's label
	Name string   // what people call it
	Exec []string // the program, as an absolute path, and its arguments
}

// Set turns starting at sign-in on or off.
func (a App) Set(on bool) error {
	if on {
		return a.enable()
	}
	return a.disable()
}
