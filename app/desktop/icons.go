package desktop

import (
	"embed"
	"runtime"
)

//go:embed icons/tray-*.png icons/tray-*.ico
var trayIcons embed.FS

// iconOf is the picture for a mark, in the format that the system's tray takes.
func iconOf(m mark) []byte {
	format := ".png"
	if runtime.GOOS == "windows" {
		format = ".ico"
	}
	data, err := trayIcons.ReadFile("icons/tray-" + string(m) + format)
	if err != nil {
		panic(err) // a mark without a picture: the tests look at them all
	}
	return data
}
