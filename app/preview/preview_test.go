package preview

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

func read(t *testing.T, mime string) *Mail {
	t.Helper()
	m, err := Read(strings.NewReader(strings.ReplaceAll(mime, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestHeadersAreDecodedAndTextsOfAnyCharacterSetAreRead(t *testing.T) {
	m := read(t, "From: =?iso-8859-1?Q?J=FCrgen?= <j@x.example>\nCc: \"An, B\" <an@x.example>, c@x.example\nDate: Mon, 23 Nov 2026 09:38:00 +0100\nSubject: =?utf-8?B?w4lsb2RpZQ==?=\n"+
		"Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=iso-8859-1\n\ncaf\xe9\n--b\nContent-Type: text/html\n\n<meta charset=windows-1252><p>caf\xe9</p>\n--b--\n")
	if !strings.Contains(fmt.Sprint(m.Headers), "Jürgen") || !strings.Contains(fmt.Sprint(m.Headers), "Élodie") {
		t.Errorf("the headers are %v", m.Headers)
	}
	if len(m.Cc) != 2 || m.Cc[0] != "An, B <an@x.example>" || m.Date.UTC() != time.Date(2026, 11, 23, 8, 38, 0, 0, time.UTC) {
		t.Errorf("Cc is %q, the date %v", m.Cc, m.Date)
	}
	if strings.TrimSpace(m.Text) != "café" || !strings.Contains(m.HTML, "<p>café</p>") {
		t.Errorf("the text is %q, the HTML %q", m.Text, m.HTML)
	}
	if m = read(t, "Subject: x\n\nplain caf\xe9"); m.Text != "plain café" {
		t.Errorf("a text that does not say its character set is %q", m.Text)
	}
	if m = read(t, "Content-Type: text/plain; charset=x-unheard-of\n\nhello"); m.Text != "hello" {
		t.Errorf("a text of an unknown character set is %q", m.Text)
	}
}

func TestOnlyPicturesOfTheMailItselfAreShown(t *testing.T) {
	png := base64.StdEncoding.EncodeToString([]byte("\x89PNG\r\n\x1a\nexample"))
	m := read(t, `Content-Type: multipart/related; boundary=b

--b
Content-Type: text/html

<img src="cid:logo%40x.example" alt="logo"><img src="cid:lost"><img src="https://t.example/p.gif" width=1><img srcset="https://t.example/2.gif 2x">
<img src="data:image/png;base64,`+png+`"><img src="data:image/svg+xml;base64,`+png+`"><table background="https://t.example/b.png"><tr><td style="background-image:url(https://t.example/c.png);color:red">x</td></tr></table>
--b
Content-Type: image/png
Content-ID: <logo@x.example>
Content-Transfer-Encoding: base64

`+png+`
--b
Content-Type: image/svg+xml
Content-ID: <lost>

<svg onload="steal()"/>
--b--
`)
	if n := strings.Count(m.HTML, `src="data:image/png;base64,`+png+`"`); n != 2 {
		t.Errorf("%d pictures of the mail are shown, want 2: %s", n, m.HTML)
	}
	if strings.Contains(m.HTML, "t.example") || strings.Contains(m.HTML, "svg") || m.Remote != 4 {
		t.Errorf("left out are %d, want 4: %s", m.Remote, m.HTML)
	}
	if !strings.Contains(m.HTML, "color: red") {
		t.Errorf("harmless styles are lost: %s", m.HTML)
	}
}

// hostile are tricks that have worked somewhere.
var hostile = []string{
	`<script>steal()</script>`, `<img src=x onerror=steal()>`, `<svg/onload=steal()>`, `<a href="javascript:steal()">x</a>`, `<a href=" java&#x09;script:steal()">x</a>`,
	`<a href="data:text/html,<script>steal()</script>">x</a>`, `<iframe src="https://t.example"></iframe>`, `<iframe srcdoc="<script>steal()</script>"></iframe>`,
	`<object data="https://t.example/x.swf"></object>`, `<embed src="https://t.example/x">`, `<form action="https://t.example"><input name=password><button>ok</button></form>`,
	`<meta http-equiv="refresh" content="0;url=https://t.example">`, `<base href="https://t.example/">`, `<link rel=stylesheet href="https://t.example/x.css">`,
	`<style>@import "https://t.example/x.css"; body{background:url(https://t.example)}</style>`, `<div style="background:url(https://t.example/x)">x</div>`,
	`<div style="width:expression(steal())">x</div>`, `<div style="color:red;position:fixed;top:0">x</div>`, `<div style="font-family:'x';background:u\72l(https://t.example)">x</div>`,
	`<video src="https://t.example/v" poster="https://t.example/p"></video>`, `<math><mtext><table><mglyph><style><img src=x onerror=steal()></style></mglyph></table></mtext></math>`,
	`<noscript><p title="</noscript><img src=x onerror=steal()>"></noscript>`, `<a data-href="javascript:steal()" href="https://ok.example">x</a>`, `<p data-href="https://t.example" role=link>x</p>`,
	`<template><script>steal()</script></template>`, `<x onclick=steal()>x`, `<b onmouseover="steal()">x</b>`, `<img src="x" style="border:url(https://t.example)">`,
	`<a href="file:///etc/passwd">x</a>`, `<a href="ms-msdt:/id PCWDiagnostic">x</a>`, `<a href="//t.example/x">x</a>`, `<!--[if mso]><script>steal()</script><![endif]-->`,
	`<title></title><script>steal()</script>`, `<textarea></textarea><script>steal()</script>`, `<plaintext><script>steal()</script>`, `<xmp><script>steal()</script></xmp>`,
	`<img src="data:image/png;base64,AAAA" onload="steal()">`, `<a href="https://ok.example" target=_top ping="https://t.example">x</a>`, `<div id=root class=app>x</div>`,
}

func TestHostileHTMLCanDoNothing(t *testing.T) {
	for _, source := range hostile {
		safe, _ := clean(source, nil)
		for z := html.NewTokenizer(strings.NewReader(safe)); z.Next() != html.ErrorToken; {
			checkToken(t, source, safe, z.Token())
		}
	}
}

// checkToken fails for an element or an attribute by which a page acts or loads.
func checkToken(t *testing.T, source, safe string, token html.Token) {
	t.Helper()
	switch token.Data {
	case "script", "style", "iframe", "object", "embed", "form", "input", "button", "meta", "base", "link", "svg", "math", "video", "audio", "template", "textarea", "plaintext", "xmp":
		if token.Type != html.TextToken {
			t.Errorf("%s\nleaves <%s>: %s", source, token.Data, safe)
		}
	}
	for _, a := range token.Attr {
		bad := strings.HasPrefix(a.Key, "on") || a.Key == "href" || a.Key == "id" || a.Key == "class" || a.Key == "target" || a.Key == "ping" || a.Key == "srcdoc" ||
			a.Key == "src" && !strings.HasPrefix(a.Val, "data:image/") || a.Key == "style" && (strings.Contains(a.Val, "url") || strings.Contains(a.Val, "position") ||
			strings.Contains(a.Val, `\`) || strings.Contains(a.Val, "expression")) || a.Key == "data-href" && (token.Data != "a" || !strings.HasPrefix(a.Val, "https://ok.example"))
		if bad {
			t.Errorf("%s\nleaves %s=%q: %s", source, a.Key, a.Val, safe)
		}
	}
}

func TestEveryMailOfTheSuitesCanBeLookedAt(t *testing.T) {
	n := 0
	err := filepath.WalkDir("../../testdata/mail", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".eml" && filepath.Ext(name) != ".raw" {
			return err
		}
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		n++
		m, err := Read(f)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return nil
		}
		for z := html.NewTokenizer(strings.NewReader(m.HTML)); z.Next() != html.ErrorToken; {
			token := z.Token()
			for _, a := range token.Attr {
				if a.Key == "href" || strings.HasPrefix(a.Key, "on") || a.Key == "src" && !strings.HasPrefix(a.Val, "data:image/") {
					t.Errorf("%s leaves %s=%.60q", name, a.Key, a.Val)
				}
			}
			if token.Type == html.StartTagToken && (token.Data == "script" || token.Data == "style" || token.Data == "iframe") {
				t.Errorf("%s leaves <%s>", name, token.Data)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 300 {
		t.Errorf("only %d mails were looked at", n)
	}
}

// endless is a mail that goes on for some bytes more.
type endless struct {
	begin string
	left  int
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.begin) > 0 {
		n := copy(p, e.begin)
		e.begin = e.begin[n:]
		return n, nil
	}
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	for i := range p[:n] {
		p[i] = 'x'
		if i%70 == 69 {
			p[i] = '\n'
		}
	}
	e.left -= n
	return n, nil
}

func TestLargeMailTakesLittleMemory(t *testing.T) {
	for kind, begin := range map[string]string{
		"text":       "Subject: x\r\n\r\n",
		"HTML":       "Content-Type: text/html\r\n\r\n<p>",
		"attachment": "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\n",
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		m, err := Read(&endless{begin, 150 << 20})
		if err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		if grown := after.Sys - before.Sys; grown > 64<<20 {
			t.Errorf("%s: 150 MB take %d MB of memory", kind, grown>>20)
		}
		if len(m.Text) > maxText || len(m.HTML) > 2*maxText || kind != "attachment" && !m.Shortened {
			t.Errorf("%s: text %d, HTML %d bytes, shortened %v", kind, len(m.Text), len(m.HTML), m.Shortened)
		}
	}
}

func TestHostileStructureIsBounded(t *testing.T) {
	deep := "Content-Type: multipart/mixed; boundary=b0\r\n\r\n"
	for i := range 200 {
		deep += fmt.Sprintf("--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n", i, i+1)
	}
	wide := "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n\r\nx\r\n", 5000)
	for name, mime := range map[string]string{"deep": deep, "wide": wide} {
		m, err := Read(strings.NewReader(mime))
		if err != nil {
			t.Fatal(err)
		}
		if !m.Shortened {
			t.Errorf("%s: nothing is said of what is not shown", name)
		}
	}
	tags := strings.Repeat("<div>", 200_000)
	if safe, _ := clean(tags, nil); len(safe) > 2*len(tags) {
		t.Errorf("nested elements grow from %d to %d bytes", len(tags), len(safe))
	}
}

func TestFailureOfTheDiskIsAnError(t *testing.T) {
	bad := errors.New("the disk")
	for _, begin := range []string{"Subj", "Subject: x\r\n\r\nhello"} {
		if _, err := Read(io.MultiReader(strings.NewReader(begin), failing{bad})); !errors.Is(err, bad) {
			t.Errorf("after %q the error is %v, want the disk's", begin, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
