package folder

// Free is how many bytes are left for this user where a folder lies.
func Free(path string) (uint64, error) { return freeBytes(path) }
