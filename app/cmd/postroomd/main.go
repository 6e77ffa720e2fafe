// Postroomd is the office without a window: a command line for servers, administrators and tests. It reads what is
// asked, calls package office, and prints what comes back; it decides nothing.
package main

import (
	"context"
	"errors"
	"math"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// version is set when a release is built: -ldflags "-X main.version=1.2.3".
var version string

// memory is what the program aims to stay below, in bytes. It is no bound: it makes the collector work before memory
// grows, which a server that also holds a large database in its page cache is glad of. GOMEMLIMIT goes before it.
const memory = 64 << 20

func main() {
	releaseStart()
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		debug.SetMemoryLimit(memory)
	}
	ctx, stop := interruptible()
	defer stop()
	c := &cli{out: os.Stdout, err: os.Stderr, terminal: isTerminal(os.Stdout), live: isTerminal(os.Stderr)}
	os.Exit(c.main(ctx, os.Args[1:]))
}

// liftMemoryLimit is for work that keeps much in memory: the collector would be at it without end.
func liftMemoryLimit() {
	if debug.SetMemoryLimit(-1) == memory {
		debug.SetMemoryLimit(math.MaxInt64)
	}
}

// errInterrupted is the cause of the context's end when the person or the system asks the program to stop.
var errInterrupted = errors.New("interrupted")

// interruptible gives a context that the first SIGINT or SIGTERM ends; the second one ends the program on the spot.
func interruptible() (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	done := make(chan struct{})
	go func() {
		select {
		case <-signals:
			cancel(errInterrupted)
		case <-done:
			return
		}
		select {
		case <-signals:
			os.Exit(exitFailed)
		case <-done:
		}
	}()
	return ctx, func() { signal.Stop(signals); close(done); cancel(nil) }
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
