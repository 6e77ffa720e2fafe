// Package desktop tests the desktop program from outside: the real binary in a real window on a display of its own, the
// tray menu and the notifications over D-Bus. Its tests need Xvfb and WebKitGTK's driver, and run with the tag desktop:
// build/desktop-test.sh.
package desktop
