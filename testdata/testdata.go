// Package testdata gives programs some of the mails that lie here: those of nodemailer's mailparser and of gluon, whose
// licences allow it (see mail/SOURCES.md). Tests read the others from the disk.
package testdata

import "embed"

// Mail holds the mails by their path below this folder.
//
//go:embed mail/nodemailer-mailparser/examples mail/gluon/tests/testdata/*.eml
var Mail embed.FS
