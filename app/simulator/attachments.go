package simulator

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
)

// attachmentType are the three types of Graph.
func (a *attachment) odataType() string {
	switch {
	case a.reference:
		return "#microsoft.graph.referenceAttachment"
	case a.message:
		return "#microsoft.graph.itemAttachment"
	}
	return "#microsoft.graph.fileAttachment"
}

// attachmentID is the id of a message's n-th attachment, of the kind asked for.
func (c *call) attachmentID(b []byte, m *message, n int) []byte {
	if c.prefer.immutable {
		return c.box.ids.append(b, ref{class: immutablePartID, serial: m.serial, part: uint16(n)})
	}
	return c.box.ids.append(b, ref{class: normalPartID, serial: m.serial, version: m.version, part: uint16(n)})
}

// expandsItem says whether the attached item is asked for too.
func (c *call) expandsItem() bool {
	return strings.EqualFold(c.query.Get("$expand"), "microsoft.graph.itemattachment/item")
}

// appendAttachment adds an attachment; list answers carry the type, and contentBytes too.
func (c *call) appendAttachment(b []byte, m *message, n int, a *attachment, context string) []byte {
	fields := map[string]bool{}
	for name := range strings.SplitSeq(strings.ToLower(c.query.Get("$select")), ",") {
		if name = strings.TrimSpace(name); name != "" {
			fields[name[strings.LastIndex(name, "/")+1:]] = true
		}
	}
	shows := func(name string) bool { return len(fields) == 0 || fields[strings.ToLower(name)] }
	b = append(b, '{')
	if context != "" {
		b = append(appendString(append(b, `"@odata.context":`...), context), ',')
	}
	b = appendString(append(b, `"@odata.type":`...), a.odataType())
	b = append(c.attachmentID(append(b, `,"id":"`...), m, n), '"')
	if !a.message && !a.reference {
		b = appendString(append(b, `,"@odata.mediaContentType":`...), a.contentType)
	}
	if shows("lastModifiedDateTime") {
		b = appendTime(append(b, `,"lastModifiedDateTime":`...), m.modified)
	}
	if shows("name") {
		b = appendString(append(b, `,"name":`...), a.name)
	}
	if shows("contentType") {
		kind := a.contentType
		if a.message {
			kind = "" // the service shows null for items
		}
		b = appendNullable(append(b, `,"contentType":`...), kind)
	}
	if shows("size") {
		b = strconv.AppendInt(append(b, `,"size":`...), int64(a.size), 10)
	}
	if shows("isInline") {
		b = appendBool(append(b, `,"isInline":`...), a.inline)
	}
	if !a.message && !a.reference {
		if shows("contentId") {
			b = appendNullable(append(b, `,"contentId":`...), a.contentID)
		}
		if shows("contentLocation") {
			b = appendNullable(append(b, `,"contentLocation":`...), a.location)
		}
		if shows("contentBytes") {
			b = append(base64.StdEncoding.AppendEncode(append(b, `,"contentBytes":"`...), a.bytes), '"')
		}
	}
	if a.message && c.expandsItem() {
		b = appendString(append(b, `,"item@odata.context":`...), c.context("messages('id')/attachments('id')/microsoft.graph.itemAttachment/item/$entity"))
		b = c.appendItem(append(b, `,"item":`...), m, a)
	}
	return append(b, '}')
}

// appendItem adds the attached mail as the message that it is, without an id of its own.
func (c *call) appendItem(b []byte, m *message, a *attachment) []byte {
	item := message{mime: a.bytes, folder: m.folder, received: m.received, sent: m.sent, created: m.created, modified: m.modified}
	if t, err := headerDate(a.bytes); err == nil {
		item.sent, item.received = t.Unix(), t.Unix()
	}
	list, _ := selected("createdDateTime,lastModifiedDateTime,receivedDateTime,sentDateTime,hasAttachments,internetMessageId,subject,bodyPreview,importance,conversationId,conversationIndex,isDeliveryReceiptRequested,isReadReceiptRequested,isRead,isDraft,webLink,internetMessageHeaders,body,sender,from,toRecipients,ccRecipients,flag")
	w := writer{box: c.box, immutable: c.prefer.immutable, text: c.prefer.textBody, fields: list}
	b = append(b, `{"@odata.type":"#microsoft.graph.message","id":""`...)
	for _, f := range w.fields {
		b = append(append(append(b, `,"`...), f.name...), `":`...)
		b = f.append(&w, b, &item)
	}
	if inner := parse(a.bytes).attachments; len(inner) > 0 {
		b = appendString(append(b, `,"attachments@odata.context":`...), c.context("messages('id')/attachments('id')/microsoft.graph.itemAttachment/item/microsoft.graph.message/attachments"))
		b = append(b, `,"attachments":[`...)
		for i, one := range inner {
			if i > 0 {
				b = append(b, ',')
			}
			b = c.appendAttachment(b, m, 1000+i, one, "")
		}
		b = append(b, ']')
	}
	return append(b, '}')
}

// listAttachments answers messages/{id}/attachments. The list does not page.
func (c *call) listAttachments() {
	c.box.mu.RLock()
	defer c.box.mu.RUnlock()
	m, ok := c.message()
	if !ok {
		return
	}
	w := writer{box: c.box, immutable: c.prefer.immutable}
	out := appendString([]byte(`{"@odata.context":`), c.context("messages('"+string(w.id(nil, m))+"')/attachments"))
	out = append(out, `,"value":[`...)
	for i, a := range m.content().attachments {
		if i > 0 {
			out = append(out, ',')
		}
		out = c.appendAttachment(out, m, i, a, "")
	}
	c.json(http.StatusOK, append(out, "]}"...))
}

// attachment finds the attachment that the path names. False when the request is answered.
func (c *call) attachment() (*message, *attachment, int, bool) {
	m, ok := c.message()
	if !ok {
		return nil, nil, 0, false
	}
	for _, p := range c.path {
		if p.name != "attachments" {
			continue
		}
		r, ok, wellFormed := c.box.ids.parse(p.key)
		if !wellFormed {
			c.fail(http.StatusBadRequest, "ErrorInvalidIdMalformed", "Id is malformed.")
			return nil, nil, 0, false
		}
		all := m.content().attachments
		if ok && (r.class == normalPartID || r.class == immutablePartID) && r.serial == m.serial && int(r.part) < len(all) {
			return m, all[r.part], int(r.part), true
		}
	}
	c.failAs(MIMENotFound)
	return nil, nil, 0, false
}

// getAttachment answers messages/{id}/attachments/{id}.
func (c *call) getAttachment() {
	c.box.mu.RLock()
	defer c.box.mu.RUnlock()
	m, a, n, ok := c.attachment()
	if !ok {
		return
	}
	w := writer{box: c.box, immutable: c.prefer.immutable}
	c.json(http.StatusOK, c.appendAttachment(nil, m, n, a, c.context("messages('"+string(w.id(nil, m))+"')/attachments/$entity")))
}

// attachmentValue answers messages/{id}/attachments/{id}/$value: the bytes of a file, the MIME of an attached mail.
func (c *call) attachmentValue() {
	c.box.mu.RLock()
	_, a, _, ok := c.attachment()
	c.box.mu.RUnlock()
	switch {
	case !ok:
		return
	case a.reference:
		c.fail(http.StatusMethodNotAllowed, "ErrorInvalidRequest", "The $value of a referenceAttachment can't be read.")
		return
	}
	c.w.Header().Set("Content-Type", "application/octet-stream")
	c.write(http.StatusOK, a.bytes)
}
