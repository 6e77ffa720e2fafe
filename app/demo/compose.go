package demo

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

// compose writes a mail of a client to the mailbox, or the office's answer to a client.
func compose(c client, box string, subject, n int, when time.Time, sent bool) ([]byte, error) {
	t := subjects[c.language][subject]
	from, to := person{c.person, c.address}, person{officeNames[box], box}
	if sent {
		from, to = to, from
		t.attach = ""
	}
	number := strconv.Itoa(100 + n)
	title := strings.ReplaceAll(t.subject, "{n}", number)
	if sent && !strings.HasPrefix(title, "RE") {
		title = "RE: " + title
	}
	greeting := greetings[c.language]
	body := greeting[0] + "\n\n" + strings.ReplaceAll(t.body, "{n}", number) + "\n\n" + greeting[1] + "\n" + from.name

	var b bytes.Buffer
	header := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	header("From", from.String())
	header("To", to.String())
	header("Subject", mime.QEncoding.Encode("utf-8", title))
	header("Date", when.Format(time.RFC1123Z))
	header("Message-ID", fmt.Sprintf("<%d.%d@%s>", when.Unix(), n, domain(from.address)))
	header("MIME-Version", "1.0")
	files, err := attachments(c, t.attach, number, n, when)
	if err != nil {
		return nil, err
	}
	w := multipart.NewWriter(&b)
	header("Content-Type", fmt.Sprintf("multipart/mixed; boundary=%q", w.Boundary()))
	b.WriteString("\r\n")
	if err := bodyParts(w, body, c, from); err != nil {
		return nil, err
	}
	for _, f := range files {
		if err := f.write(w); err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return b.Bytes(), err
}

var officeNames = map[string]string{Sofie: "Sofie de Wit", Jan: "Jan van Dijk", Info: "Van Dijk Accountants",
	Invoices: "Van Dijk Accountants Facturen", Private: "Sofie de Wit", Payroll: "Van Dijk Accountants Lonen", Office: "Van Dijk Accountants Secretariaat"}

// person is somebody who writes or is written to.
type person struct{ name, address string }

func (p person) String() string {
	return mime.QEncoding.Encode("utf-8", p.name) + " <" + p.address + ">"
}

func domain(address string) string {
	_, d, _ := strings.Cut(address, "@")
	return d
}

// bodyParts writes the text, and the same as HTML with a logo in it.
func bodyParts(w *multipart.Writer, body string, c client, from person) error {
	var b bytes.Buffer
	alternative := multipart.NewWriter(&b)
	if err := quoted(alternative, "text/plain; charset=utf-8", body); err != nil {
		return err
	}
	var related bytes.Buffer
	inner := multipart.NewWriter(&related)
	if err := quoted(inner, "text/html; charset=utf-8", htmlBody(body, c, from)); err != nil {
		return err
	}
	logo, err := picture(96, 32, len(c.name))
	if err != nil {
		return err
	}
	image := file{name: "logo.png", contentType: "image/png", data: logo, id: "logo@" + domain(c.address)}
	if err := image.write(inner); err != nil {
		return err
	}
	if err := inner.Close(); err != nil {
		return err
	}
	if err := whole(alternative, "multipart/related", inner.Boundary(), related.Bytes()); err != nil {
		return err
	}
	if err := alternative.Close(); err != nil {
		return err
	}
	return whole(w, "multipart/alternative", alternative.Boundary(), b.Bytes())
}

func htmlBody(body string, c client, from person) string {
	var b strings.Builder
	b.WriteString(`<html><body style="font-family: Segoe UI, sans-serif; font-size: 14px">`)
	for _, p := range strings.Split(body, "\n\n") {
		b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(p), "\n", "<br>") + "</p>")
	}
	site := "https://www." + domain(from.address) + "/"
	fmt.Fprintf(&b, `<p><img src="cid:logo@%s" width="96" height="32" alt="%s"></p><p style="color: #666666; font-size: 12px">%s, %s<br><a href="%s">%s</a></p>`,
		domain(c.address), html.EscapeString(c.name), html.EscapeString(c.name), c.town, site, site)
	b.WriteString("</body></html>")
	return b.String()
}

func quoted(w *multipart.Writer, contentType, text string) error {
	p, err := w.CreatePart(textproto.MIMEHeader{"Content-Type": {contentType}, "Content-Transfer-Encoding": {"quoted-printable"}})
	if err != nil {
		return err
	}
	q := quotedprintable.NewWriter(p)
	if _, err := q.Write([]byte(strings.ReplaceAll(text, "\n", "\r\n"))); err != nil {
		return err
	}
	return q.Close()
}

func whole(w *multipart.Writer, contentType, boundary string, data []byte) error {
	p, err := w.CreatePart(textproto.MIMEHeader{"Content-Type": {fmt.Sprintf("%s; boundary=%q", contentType, boundary)}})
	if err != nil {
		return err
	}
	_, err = p.Write(data)
	return err
}

// file is an attachment, or with an id a picture of the HTML.
type file struct {
	name, contentType, id string
	data                  []byte
}

func (f file) write(w *multipart.Writer) error {
	h := textproto.MIMEHeader{"Content-Type": {fmt.Sprintf("%s; name=%q", f.contentType, f.name)}, "Content-Transfer-Encoding": {"base64"},
		"Content-Disposition": {fmt.Sprintf("attachment; filename=%q", f.name)}}
	if f.id != "" {
		h["Content-Disposition"], h["Content-ID"] = []string{"inline"}, []string{"<" + f.id + ">"}
	}
	p, err := w.CreatePart(h)
	if err != nil {
		return err
	}
	text := base64.StdEncoding.EncodeToString(f.data)
	for len(text) > 0 {
		n := min(76, len(text))
		if _, err := fmt.Fprintf(p, "%s\r\n", text[:n]); err != nil {
			return err
		}
		text = text[n:]
	}
	return nil
}
