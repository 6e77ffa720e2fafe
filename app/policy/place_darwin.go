package policy

// systemFile is where an administrator puts the policy of a machine.
func systemFile() string { return "/Library/Application Support/Postroom/policy.json" }
