// Package mail gives programs some of the mails that lie here: those of nodemailer's mailparser and of gluon, whose licences allow
// it (see SOURCES.md). Tests read the others from the disk.
package mail

import "embed"

// Files holds the mails by their path below this folder.
//
//go:embed nodemailer-mailparser/examples gluon/tests/testdata/*.eml
var Files embed.FS
