package document

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// leaf reads a part that has no parts of its own, and decides what becomes of it.
func (m *message) leaf(h *header, ctype string, at place) error {
	name := fileName(h)
	switch {
	case isBody(h, ctype, name):
		if ctype == "text/html" {
			return m.scanHTML(h)
		}
	case isSignature(ctype, name, at):
	default:
		return m.save(h, ctype, name)
	}
	m.lines.skip()
	return m.lines.readErr()
}

// fileName is the name that the mail gives a part: of its disposition, else of its type.
func fileName(h *header) string {
	name := param(h.values[fieldDisposition], "filename")
	if name == "" {
		name = param(h.values[fieldContentType], "name")
	}
	if len(name) > maxName {
		name = strings.ToValidUTF8(name[:maxName/2]+name[len(name)-maxName/2:], "")
	}
	return name
}

// isBody says whether a part is the text of the mail: every unnamed text that is not declared an attachment. Several
// of them follow each other where Apple Mail puts pictures between or a mailing list adds a footer.
func isBody(h *header, ctype, name string) bool {
	return (ctype == "text/plain" || ctype == "text/html") && name == "" && token(h.values[fieldDisposition]) != "attachment"
}

// isSignature says whether a part signs the mail itself (RFC 1847, RFC 8551): it has no use outside of it. A
// signature with a name of its own beside a document is a document.
func isSignature(ctype, name string, at place) bool {
	if at.parent == "multipart/signed" && at.index == 1 {
		return true
	}
	switch ctype {
	case "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature":
	default:
		return false
	}
	switch strings.ToLower(name) {
	case "", "smime.p7s", "signature.asc", "openpgp_digital_signature.asc", "openpgp_signature.asc", "pgp.sig":
		return true
	}
	return false
}

// isImage says whether a part can be an inline image.
func isImage(ctype, name string) bool {
	return strings.HasPrefix(ctype, "image/") ||
		ctype == "application/octet-stream" && kindOfExtension[extensionOf(name)] == KindImage
}

// scanHTML reads an HTML body for the images that it refers to.
func (m *message) scanHTML(h *header) error {
	if m.cids == nil {
		m.cids = map[string]bool{}
	}
	charset := param(h.values[fieldContentType], "charset")
	scan := &cidScanner{ids: m.cids, wide: len(charset) >= 6 && strings.EqualFold(charset[:6], "utf-16")}
	out := scanSink(scan)
	defer out.free()
	dec := newDecoder(h.values[fieldEncoding], out)
	if err := m.lines.copyTo(dec); err != nil {
		return err
	}
	if _, err := dec.close(); err != nil {
		return err
	}
	if err := out.flush(); err != nil {
		return err
	}
	scan.close()
	return nil
}

// save decodes a part into a temporary file and lists it, with what is in it if it is a container.
func (m *message) save(h *header, ctype, name string) error {
	if len(m.r.found) >= maxAttachments {
		m.r.stop("more than %d attachments; what follows stays in the mail only", maxAttachments)
		return nil
	}
	out, err := fileSink(m.r.dir)
	if err != nil {
		return err
	}
	file := out.file
	a, head, inside, err := m.decode(h, out)
	if err != nil {
		out.free()
		return errors.Join(err, file.Close(), os.Remove(file.Name()))
	}
	a.Container, a.ContentType = m.container, ctype
	if a.Name = name; name == "" {
		if a.Name = inside; inside == "" {
			a.Name = m.r.nameFor(ctype, head)
		}
	}
	a.Kind = kindOf(head, a.Name, ctype)
	f := found{Attachment: a, message: m}
	if isImage(ctype, name) {
		f.cid = strings.Trim(h.values[fieldContentID], "<> \t")
	}
	isTNEF := a.Size >= 4 && string(head[:4]) == tnefMagic
	out.free()
	m.r.found = append(m.r.found, f)
	at := len(m.r.found) - 1
	switch {
	case IsMessage(ctype):
		err = m.unpackMail(file, at, name == "")
	case isTNEF:
		err = m.unpackTNEF(file, at)
	}
	if closing := file.Close(); err == nil && closing != nil {
		err = writeError(closing)
	}
	return err
}

// decode reads the part into out. Its first bytes come back, and the name that uuencode gives it.
func (m *message) decode(h *header, out *sink) (a Attachment, head []byte, name string, err error) {
	dec := newDecoder(h.values[fieldEncoding], out)
	if err := m.lines.copyTo(dec); err != nil {
		return a, nil, "", err
	}
	complaint, err := dec.close()
	if err != nil {
		return a, nil, "", err
	}
	if complaint != "" {
		m.r.warn("%s", complaint)
	}
	if uu, ok := dec.(*uuDecoder); ok {
		name = uu.name
	}
	sum, head, err := out.finish()
	return Attachment{SHA256: sum, Size: out.size, Temp: out.file.Name()}, head, name, err
}

// nameFor makes a name for a part that has none.
func (r *reader) nameFor(ctype string, head []byte) string {
	if name := madeName(ctype); name != "" {
		return name
	}
	r.unnamed++
	return fmt.Sprintf("attachment-%d%s", r.unnamed, extensionFor(ctype, head))
}

// unpackMail lists the attachments of an attached mail.
func (m *message) unpackMail(file *os.File, at int, unnamed bool) error {
	r := m.r
	a := &r.found[at].Attachment
	a.Kind = KindMail
	if m.depth >= maxMessages {
		r.warn("mails are attached to each other more than %d deep; the innermost are not unpacked", maxMessages)
		return nil
	}
	if !r.charge(a.Size) {
		return nil
	}
	inner, err := r.message(file, a.Size, at, m.depth+1)
	if err != nil {
		return err
	}
	if unnamed {
		if subject := decodeText(inner.head.values[fieldSubject]); subject != "" {
			r.found[at].Name = cutBytes(subject, maxName) + ".eml"
		}
	}
	return nil
}

// charge takes what unpacking a container may cost at most. Each layer of containers repeats the content of those
// inside it, so that the sum can be many times the size of the mail.
func (r *reader) charge(size int64) bool {
	if size > r.budget {
		r.warn("containers in containers hold too much; this one is kept, but not unpacked")
		return false
	}
	r.budget -= size
	return true
}
