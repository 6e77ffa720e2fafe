package document

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"postroom/app/mail"
)

func TestTextOfHeadersIsDecoded(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Invoice 2026-114", "Invoice 2026-114"},
		{"=?utf-8?B?w4lsaXNl?= et =?UTF-8?Q?Zo=C3=AB?=", "Élise et Zoë"},
		{"=?iso-8859-1?q?Caf=E9?= =?iso-8859-1?q?_2?=", "Café 2"},
		{"=?utf-8?q?half=C3?= =?utf-8?q?=A9?=", "halfé"},                     // a character split between words
		{"=?utf-8?B?w4lsaXNl?==?utf-8?B?w4lsaXNl?=", "ÉliseÉlise"},           // no blank between
		{"=?utf-8?Q?with blanks =3D?=", "with blanks ="},                     // blanks inside
		{"=?utf-8?B?w4lsaXNl", "=?utf-8?B?w4lsaXNl"},                         // never ends
		{"=?no-such-set?q?a=E9?=", "aé"},                                     // unknown character set
		{"=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"},                         // not based on ASCII
		{"=?gb2312?B?1tDOxA==?= =?windows-1251?Q?=C4=E0?=", "中文Да"},          //
		{"=?utf-8*en?Q?language?=", "language"},                              // RFC 2231
		{"raw \xe9 latin", "raw é latin"},                                    //
		{"raw é utf-8", "raw é utf-8"},                                       //
		{"tab\tand\x00null\u0085", "tab andnull"},                            //
		{"=?utf-8?Q?new=0Aline=00?=", "new line"},                            // no control characters get in
		{"a =?= b =?x?= ?= =?utf-8?x?y?=", "a =?= b =?x?= ?= =?utf-8?x?y?="}, // not words
	} {
		if got := decodeText(tt.in); got != tt.want {
			t.Errorf("%q decoded as %q, expected %q", tt.in, got, tt.want)
		}
	}
}

func TestNamesOfPartsAreReadAsSendersWriteThem(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{`attachment; filename="invoice.pdf"`, "invoice.pdf"},
		{`attachment; filename=invoice.pdf`, "invoice.pdf"},
		{`attachment; filename=This is a test.txt`, "This is a test.txt"},
		{`attachment; FileName = "a;b=c.pdf" ; size=3`, "a;b=c.pdf"},
		{`attachment; filename="=?utf-8?B?w4kucGRm?="`, "É.pdf"},
		{`attachment; filename==?utf-8?B?w4kucGRm?=`, "É.pdf"},
		{`attachment; filename*=UTF-8''%C3%89%20x.pdf; filename="E x.pdf"`, "É x.pdf"},
		{`attachment; filename*0*=utf-8'nl'%C3; filename*1*=%89; filename*2=".pdf"`, "É.pdf"},
		{`attachment; filename*1="b.pdf"; filename*0="a"`, "ab.pdf"},
		{`attachment; filename*0="=?utf-8?B?w4kucG"; filename*1="Rm?="`, "É.pdf"},
		{`attachment; filename*="iso-8859-1''HasenundFr%F6sche.txt"`, "HasenundFrösche.txt"},
		{`attachment; filename*=utf-8''100%`, "100%"},
		{"attachment; filename=\"\xc9.pdf\"", "É.pdf"},
		{`attachment; filename="C:\TEMP\x.png"`, `C:\TEMP\x.png`},
		{`attachment; filename="a \"b\".pdf"`, `a "b".pdf`},
		{`attachment; filename="never closed.pdf; size=3`, "never closed.pdf"},
		{`application/pdf filename="no semicolon.pdf"`, "no semicolon.pdf"},
		{`attachment; filename=""`, ""},
		{`attachment; filename=one.pdf; filename=two.pdf`, "one.pdf"},
		{`attachment; notfilename=x`, ""},
		{`attachment; filename*x*=y; filename*-1=z`, ""},
	} {
		if got := param(tt.in, "filename"); got != tt.want {
			t.Errorf("%q: %q, expected %q", tt.in, got, tt.want)
		}
	}
}

func TestAddressesAreReadFromBrokenListsToo(t *testing.T) {
	jan := mail.Address{Name: "Jan Peeters", Address: "jan@peeters.example"}
	for _, tt := range []struct {
		in   string
		want []mail.Address
	}{
		{"Jan Peeters <jan@peeters.example>", []mail.Address{jan}},
		{`"Jan Peeters" <jan@peeters.example>, a@b.example`, []mail.Address{jan, {Address: "a@b.example"}}},
		{`"Peeters, Jan" <jan@peeters.example>`, []mail.Address{{Name: "Peeters, Jan", Address: "jan@peeters.example"}}},
		{"jan@peeters.example (Jan Peeters)", []mail.Address{jan}},
		{"=?utf-8?B?w4lsaXNl?= <e@b.example>", []mail.Address{{Name: "Élise", Address: "e@b.example"}}},
		{`"=?utf-8?B?w4lsaXNl?=" <e@b.example>`, []mail.Address{{Name: "Élise", Address: "e@b.example"}}},
		{"undisclosed-recipients:;", nil},
		{"Team: Jan Peeters <jan@peeters.example>, a@b.example;, c@d.example", []mail.Address{jan, {Address: "a@b.example"}, {Address: "c@d.example"}}},
		{"<@relay.example:jan@peeters.example>", []mail.Address{{Address: "jan@peeters.example"}}},
		{"'Jan Peeters' <jan@peeters.example>", []mail.Address{jan}},
		{"jan@peeters.example <jan@peeters.example>", []mail.Address{{Address: "jan@peeters.example"}}},
		{"a@b@c.example", []mail.Address{{Address: "a@b@c.example"}}},
		{"Mailer Daemon", []mail.Address{{Name: "Mailer Daemon"}}},
		{`"never closed <jan@peeters.example>`, []mail.Address{{Name: "never closed", Address: "jan@peeters.example"}}},
		{"Jan <jan@peeters.example", []mail.Address{{Name: "Jan", Address: "jan@peeters.example"}}},
		{",,;<>", nil},
	} {
		if got := parseAddresses(tt.in); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%q: %+v, expected %+v", tt.in, got, tt.want)
		}
	}
}

func TestDatesAreReadAsSendersWriteThem(t *testing.T) {
	want := time.Date(2026, 11, 22, 8, 15, 0, 0, time.UTC)
	for _, in := range []string{
		"Sun, 22 Nov 2026 09:15:00 +0100", "22 Nov 2026 09:15 +0100", "Sun, 22 Nov 2026 08:15:00 GMT", "Sun, 22 Nov 26 09:15:00 +0100 (CET)",
		"2026-11-22T09:15:00+01:00", "Sun, 22-Nov-2026 09:15:00 +0100", "Sun Nov 22 08:15:00 2026", "Sunday, 22 November 2026 09:15:00 +0100",
		"Sun, 22 Nov 2026 09:15:00+0100", "Sun, 22 Nov 2026 03:15:00 EST",
	} {
		if got := parseDate(in); !got.Equal(want) {
			t.Errorf("%q: %v, expected %v", in, got, want)
		}
	}
	for _, in := range []string{"", "yesterday", "Sun, 99 Nov 2026 09:15:00 +0100", "22 Nov 2026", "Fri, 01 Jan 0001 00:00:00 +0000", "<html>", strings.Repeat("9", 500)} {
		if got := parseDate(in); !got.IsZero() {
			t.Errorf("%q was read as %v", in, got)
		}
	}
}

func TestSummaryHoldsWhatTheHeaderSays(t *testing.T) {
	m := readText(t, strings.ReplaceAll(`Received: from a.example by b.example; not a date
Received: from a.example by b.example with ESMTP
 (comment; with semicolon); Sun, 22 Nov 2026 09:15:00 +0100
Received: from x; Sat, 21 Nov 2026 09:15:00 +0100
Return-Path: <bounce@peeters.example>
subject: =?utf-8?q?Invoice_=E2=82=AC?=
 =?utf-8?q?_114?=
SUBJECT: another one
From:
From: Jan Peeters
 <jan@peeters.example>
To: a@kantoor.example
To: b@kantoor.example
Cc : c@kantoor.example
Message-ID: <1@peeters.example> (comment)
In-Reply-To: Your message <0@kantoor.example>
References: <x@kantoor.example>
	<y@kantoor.example><z@
 kantoor.example>
Date: Sun, 22 Nov 2026 09:14:00 +0100

Body
`, "\n", "\r\n"))
	want := &Mail{
		MessageID: "<1@peeters.example>", Subject: "Invoice € 114",
		From:      mail.Address{Name: "Jan Peeters", Address: "jan@peeters.example"},
		To:        []mail.Address{{Address: "a@kantoor.example"}, {Address: "b@kantoor.example"}},
		Cc:        []mail.Address{{Address: "c@kantoor.example"}},
		InReplyTo: "<0@kantoor.example>", References: []string{"<x@kantoor.example>", "<y@kantoor.example>", "<z@kantoor.example>"},
	}
	if got := m.Delivered.UTC(); !got.Equal(time.Date(2026, 11, 22, 8, 15, 0, 0, time.UTC)) {
		t.Errorf("delivered %v", got)
	}
	if got := m.Date.UTC(); !got.Equal(time.Date(2026, 11, 22, 8, 14, 0, 0, time.UTC)) {
		t.Errorf("date %v", got)
	}
	m.Delivered, m.Date = time.Time{}, time.Time{}
	if !reflect.DeepEqual(m, want) {
		t.Errorf("seen %+v\nexpected %+v", m, want)
	}
}

func TestHeaderGoesOnBehindABrokenLine(t *testing.T) {
	m := readText(t, "Subject: Invoice\r\nquite broken\r\nFrom: jan@peeters.example\r\nContent-Type: application/pdf;\r\nname=a.pdf\r\nTo: emma@kantoor.example\r\n\r\n%PDF-")
	if m.From.Address != "jan@peeters.example" || len(m.To) != 1 || len(m.Attachments) != 1 || m.Attachments[0].Name != "a.pdf" || m.Attachments[0].Size != 5 {
		t.Errorf("%+v, expected a sender, a recipient and a.pdf", m)
	}
	if len(m.Warnings) == 0 {
		t.Error("there is no warning")
	}
}

func TestMailWithoutAnythingIsReadAsThat(t *testing.T) {
	for _, text := range []string{"", "\r\n", "\r\nbody", "body only\r\n", "Subject:\r\n\r\n", "From nobody Sun Nov 22 09:15:00 2026\n\nbody"} {
		m := readText(t, text)
		m.Warnings = nil
		if !reflect.DeepEqual(m, &Mail{}) {
			t.Errorf("%q: %+v, expected nothing", text, m)
		}
	}
}
