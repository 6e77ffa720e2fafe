//go:build !linux && !darwin && !windows

package policy

// systemFile is where an administrator puts the policy of a machine.
func systemFile() string { return "/etc/postroom/policy.json" }
