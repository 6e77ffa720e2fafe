// Postroom is the desktop program: a window and a tray icon on the office that files mail. Here are only its options;
// what it does is in package desktop.
package main

import (
	"embed"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"

	"postroom/app/desktop"
)

// version is set when a release is built: -ldflags "-X main.version=1.2.3".
var version string

// page is what the window shows, built by "npm run build" in frontend.
//
//go:embed all:frontend/dist
var page embed.FS

func main() {
	o := desktop.Options{Version: programVersion()}
	flag.BoolVar(&o.Hidden, "hidden", false, "start in the tray, without showing the window")
	flag.BoolVar(&o.Demo, "demo", false, "try Postroom with a simulated Microsoft 365: no account, nothing is kept")
	flag.StringVar(&o.Data, "data", "", "`folder` where state is kept (default: the user's own)")
	flag.StringVar(&o.Policy, "policy", "", "the administrator's policy `file` (default: the machine's)")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "postroom: %q is not understood\n", flag.Arg(0))
		flag.Usage()
		os.Exit(2)
	}
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "postroom:", err)
		os.Exit(1)
	}
}

func run(o desktop.Options) error {
	var err error
	if o.Assets, err = fs.Sub(page, "frontend/dist"); err != nil {
		return err
	}
	return desktop.Run(o)
}

// programVersion is the release's number, else what the build knows of its sources.
func programVersion() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "development"
	}
	return info.Main.Version
}
