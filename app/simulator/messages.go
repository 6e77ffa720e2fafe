package simulator

import (
	"compress/gzip"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// message finds the message that the path names, in the folder that it names if any. The caller holds the mailbox's
// lock. False when the request is answered.
func (c *call) message() (*message, bool) {
	at := 0
	var in *folder
	if c.path[0].name == "mailfolders" {
		at = 1
		var ok bool
		if in, ok = c.folder(); !ok {
			return nil, false
		}
	}
	m, _, wellFormed := c.box.byID(c.path[at].key)
	switch {
	case !wellFormed:
		c.fail(http.StatusBadRequest, "ErrorInvalidIdMalformed", "Id is malformed.")
	case m == nil || (in != nil && m.folder != in):
		c.failAs(MIMENotFound)
		return nil, false
	}
	return m, m != nil
}

// context is the @odata.context of an answer about the mailbox.
func (c *call) context(rest string) string {
	return c.base + "/v1.0/$metadata#users('" + c.box.own.ID + "')/" + rest
}

func (c *call) writer(fields string) (writer, bool) {
	list, unknown := selected(fields)
	if unknown != "" {
		c.unknownProperty(unknown)
		return writer{}, false
	}
	return writer{box: c.box, immutable: c.prefer.immutable, text: c.prefer.textBody, fields: list}, true
}

// getMessage answers messages/{id}.
func (c *call) getMessage() {
	w, ok := c.writer(c.query.Get("$select"))
	if !ok {
		return
	}
	c.box.mu.RLock()
	defer c.box.mu.RUnlock()
	m, ok := c.message()
	if !ok {
		return
	}
	c.json(http.StatusOK, w.message(nil, m, false, c.context("messages/$entity")))
}

// messageMIME answers messages/{id}/$value: the mail as it came, or made on demand.
func (c *call) messageMIME() {
	c.box.mu.RLock()
	m, ok := c.message()
	if !ok {
		c.box.mu.RUnlock()
		return
	}
	blk, index, mime := m.block, m.index, m.mime
	c.box.mu.RUnlock() // MIME does not change in place

	var head []byte
	if c.sim.Behaviour().MIMEVaries {
		head = fmt.Appendf(nil, "X-MS-Exchange-Organization-Network-Message-Id: %016x\r\n", c.sim.roll())
	}
	c.w.Header().Set("Content-Type", "text/plain")
	if mime == nil && blk != nil && c.large == 0 && !c.cut && blk.large(index) {
		c.streamMIME(head, blk, index)
		return
	}
	if mime == nil && blk != nil {
		mime = blk.bytes(index)
	}
	if c.large > len(mime) {
		c.streamLarge(head, mime)
		return
	}
	if head != nil {
		mime = append(head, mime...)
	}
	if strings.Contains(c.r.Header.Get("Accept-Encoding"), "gzip") && len(mime) >= gzipAbove && !c.inner {
		c.w.Header().Set("Content-Encoding", "gzip")
		zipped := compress(mime, gzip.NoCompression) // the form without the cost
		c.write(http.StatusOK, *zipped)
		buffers.Put(zipped)
		return
	}
	c.write(http.StatusOK, mime)
}

// streamMIME sends a large generated mail without holding it.
func (c *call) streamMIME(head []byte, b *block, i int) {
	c.w.Header().Set("Content-Length", strconv.Itoa(len(head)+b.size(i)))
	c.head(http.StatusOK)
	c.send(head)
	if err := b.writeTo(sender{c}, i); err != nil {
		c.abort()
	}
}

// streamLarge sends a mail that is padded at its end up to the size asked for.
func (c *call) streamLarge(head, mime []byte) {
	c.w.Header().Set("Content-Length", strconv.Itoa(len(head)+c.large))
	c.head(http.StatusOK)
	c.send(head)
	c.send(mime)
	stop := c.large - len(mime)
	if c.cut {
		stop /= 2
	}
	for left := stop; left > 0 && c.r.Context().Err() == nil; {
		piece := fillers().text
		piece = piece[:min(len(piece), left)]
		c.send(piece)
		left -= len(piece)
	}
	if c.cut {
		c.abort()
	}
}

// listMessages answers messages of the mailbox or of a folder.
func (c *call) listMessages() {
	q, ok := c.listQuery()
	if !ok {
		return
	}
	w, ok := c.writer(c.query.Get("$select"))
	if !ok {
		return
	}
	c.box.mu.RLock()
	defer c.box.mu.RUnlock()
	folders := c.box.withMail()
	if c.path[0].name == "mailfolders" {
		f, ok := c.folder()
		if !ok {
			return
		}
		folders = []*folder{f}
	}
	rest := "messages"
	if s := c.query.Get("$select"); s != "" {
		rest += "(" + s + ")"
	}
	page := buffers.Get().(*[]byte)
	defer buffers.Put(page)
	out := append((*page)[:0], `{"@odata.context":`...)
	out = append(appendString(out, c.context(rest)), ',')
	if q.count {
		n := 0
		c.box.list(folders, listing{filter: q.filter, oldest: q.oldest, bySubject: q.bySubject}, func(*message) bool { n++; return true })
		out = append(strconv.AppendInt(append(out, `"@odata.count":`...), int64(n), 10), ',')
	}
	out = append(out, `"value":[`...)
	shown, more := 0, false
	if c.sim.chance(c.sim.Behaviour().EmptyPages) {
		more = true
	} else {
		c.box.list(folders, q, func(m *message) bool {
			if shown == q.top {
				more = true
				return false
			}
			if shown > 0 {
				out = append(out, ',')
			}
			out = w.message(out, m, false, "")
			shown++
			return true
		})
	}
	out = append(out, ']')
	if more {
		out = c.appendNext(out, q.skip+shown)
	}
	out = append(out, '}')
	*page = out
	c.json(http.StatusOK, out)
}

// appendNext adds a nextLink: the request's own address, going on after skip items.
func (c *call) appendNext(out []byte, skip int) []byte {
	var query []string
	for pair := range strings.SplitSeq(c.r.URL.RawQuery, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if pair != "" && !strings.EqualFold(strings.ReplaceAll(name, "%24", "$"), "$skip") {
			query = append(query, pair)
		}
	}
	query = append(query, "$skip="+strconv.Itoa(skip))
	return appendString(append(out, `,"@odata.nextLink":`...), c.base+c.r.URL.EscapedPath()+"?"+strings.Join(query, "&"))
}
