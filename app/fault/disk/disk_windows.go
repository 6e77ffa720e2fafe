package disk

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// codeOf gives the code of a system error, empty if it means nothing in particular.
func codeOf(err error) string {
	errno, ok := errors.AsType[windows.Errno](err)
	if !ok {
		return ""
	}
	switch errno {
	case windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED, windows.ERROR_NOT_ENOUGH_QUOTA:
		return Full
	case windows.ERROR_ACCESS_DENIED, windows.ERROR_WRITE_PROTECT, windows.ERROR_PRIVILEGE_NOT_HELD:
		return NotWritable
	case windows.ERROR_BAD_NETPATH, windows.ERROR_BAD_NET_NAME, windows.ERROR_NETNAME_DELETED, windows.ERROR_NETWORK_UNREACHABLE,
		windows.ERROR_HOST_UNREACHABLE, windows.ERROR_UNEXP_NET_ERR, windows.ERROR_NETWORK_BUSY, windows.ERROR_REM_NOT_LIST,
		windows.ERROR_SEM_TIMEOUT, windows.ERROR_NOT_READY, windows.ERROR_DEV_NOT_EXIST, windows.ERROR_DEVICE_NOT_CONNECTED,
		windows.ERROR_CONNECTION_ABORTED, windows.ERROR_NO_NET_OR_BAD_PATH, windows.ERROR_LOGON_FAILURE:
		return Unreachable
	case windows.ERROR_CRC, windows.ERROR_IO_DEVICE, windows.ERROR_GEN_FAILURE, windows.ERROR_FILE_CORRUPT:
		return Failing
	case windows.ERROR_FILENAME_EXCED_RANGE, windows.ERROR_BUFFER_OVERFLOW:
		return NameTooLong
	case windows.ERROR_INVALID_NAME, windows.ERROR_INVALID_PARAMETER:
		return NameRefused
	case windows.ERROR_FILE_TOO_LARGE:
		return TooLarge
	case windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION, windows.ERROR_BUSY:
		return Busy
	case windows.ERROR_TOO_MANY_OPEN_FILES:
		return NoHandles
	}
	return ""
}

// SyncFolder does nothing: Windows has no such call for folders, its file systems write their own changes in order.
func SyncFolder(*os.File) error { return nil }
