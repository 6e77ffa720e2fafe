//go:build !linux

package main

// releaseStart does nothing: other systems trim what is not used by themselves.
func releaseStart() {}
