//go:build !linux && !darwin && !windows

package proxy

// systemSettings: this system has none but the environment.
func systemSettings() Settings { return Settings{} }
