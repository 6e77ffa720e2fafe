package people

import "postroom/app/fault"

// unread is why the directory tells nothing about an address.
func unread(address, code string) error {
	return &fault.Error{Class: fault.FixSetting, Code: "people-unread", Op: "ask for schedules", Detail: code, Args: map[string]string{"address": address}}
}
