package simulator

import (
	"encoding/base64"
	"encoding/binary"
	"net/url"
	"strings"
	"sync"
)

// writer writes messages as JSON, with the ids and the properties that a request asks for.
type writer struct {
	box       *box
	immutable bool
	text      bool // bodies as text
	fields    []field
	parsed    *content // of the message being written, once it was needed
}

// field is one property of a message.
type field struct {
	name   string
	append func(w *writer, b []byte, m *message) []byte
}

// messageFields are the properties of message in v1.0, in the order in which the service shows them. Those after body
// headers are only shown when selected.
var messageFields = []field{
	{"createdDateTime", func(_ *writer, b []byte, m *message) []byte { return appendTime(b, m.created) }},
	{"lastModifiedDateTime", func(_ *writer, b []byte, m *message) []byte { return appendTime(b, m.modified) }},
	{"changeKey", func(w *writer, b []byte, m *message) []byte { return append(w.changeKey(append(b, '"'), m), '"') }},
	{"categories", func(_ *writer, b []byte, _ *message) []byte { return append(b, "[]"...) }},
	{"receivedDateTime", func(_ *writer, b []byte, m *message) []byte { return appendTime(b, m.received) }},
	{"sentDateTime", func(_ *writer, b []byte, m *message) []byte { return appendTime(b, m.sent) }},
	{"hasAttachments", func(_ *writer, b []byte, m *message) []byte { return appendBool(b, m.summary().attached) }},
	{"internetMessageId", func(_ *writer, b []byte, m *message) []byte { return appendNullable(b, m.summary().messageID) }},
	{"subject", func(_ *writer, b []byte, m *message) []byte { return appendString(b, m.summary().subject) }},
	{"bodyPreview", func(_ *writer, b []byte, m *message) []byte { return appendString(b, m.summary().preview) }},
	{"importance", func(_ *writer, b []byte, m *message) []byte { return appendString(b, m.summary().importance) }},
	{"parentFolderId", func(w *writer, b []byte, m *message) []byte { return w.folder(b, m.folder) }},
	{"conversationId", (*writer).conversation},
	{"conversationIndex", (*writer).conversationIndex},
	{"isDeliveryReceiptRequested", func(_ *writer, b []byte, _ *message) []byte { return append(b, "false"...) }},
	{"isReadReceiptRequested", func(_ *writer, b []byte, _ *message) []byte { return append(b, "false"...) }},
	{"isRead", func(_ *writer, b []byte, m *message) []byte { return appendBool(b, m.read) }},
	{"isDraft", func(_ *writer, b []byte, m *message) []byte { return appendBool(b, m.draft) }},
	{"webLink", (*writer).webLink},
	{"inferenceClassification", func(_ *writer, b []byte, _ *message) []byte { return append(b, `"focused"`...) }},
	{"body", (*writer).body},
	{"sender", func(_ *writer, b []byte, m *message) []byte { return appendRecipient(b, m.summary().sender) }},
	{"from", func(_ *writer, b []byte, m *message) []byte { return appendRecipient(b, m.summary().from) }},
	{"toRecipients", func(_ *writer, b []byte, m *message) []byte { return appendRecipients(b, m.summary().to) }},
	{"ccRecipients", func(_ *writer, b []byte, m *message) []byte { return appendRecipients(b, m.summary().cc) }},
	{"bccRecipients", func(_ *writer, b []byte, m *message) []byte { return appendRecipients(b, m.summary().bcc) }},
	{"replyTo", func(_ *writer, b []byte, m *message) []byte { return appendRecipients(b, m.summary().replyTo) }},
	{"flag", appendFlag},
	{"internetMessageHeaders", (*writer).headers}, // from here on: only when selected
	{"uniqueBody", (*writer).body},
}

const defaultFields = 28

// knownFields caches the lists that $select asked for.
var knownFields sync.Map

// selected resolves a $select list; the empty one means the default set. What no message has is an error.
func selected(list string) (fields []field, unknown string) {
	if strings.TrimSpace(list) == "" {
		return messageFields[:defaultFields], ""
	}
	if known, ok := knownFields.Load(list); ok {
		return known.([]field), ""
	}
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		if name == "" || strings.EqualFold(name, "id") {
			continue
		}
		found := false
		for _, f := range messageFields {
			if strings.EqualFold(f.name, name) {
				fields = append(fields, f)
				found = true
			}
		}
		if !found {
			return nil, name
		}
	}
	knownFields.Store(list, fields)
	return fields, ""
}

// selectsFlags says whether a $select list shows what a change of isRead or flag changes.
func selectsFlags(list string) bool {
	if strings.TrimSpace(list) == "" {
		return true
	}
	for name := range strings.SplitSeq(strings.ToLower(list), ",") {
		switch strings.TrimSpace(name) {
		case "isread", "flag", "lastmodifieddatetime", "changekey":
			return true
		}
	}
	return false
}

// message adds m as an object. typed adds the @odata.type that delta and move answers carry.
func (w *writer) message(b []byte, m *message, typed bool, context string) []byte {
	w.parsed = nil
	b = append(b, '{')
	if context != "" {
		b = append(append(append(b, `"@odata.context":`...), appendString(nil, context)...), ',')
	}
	if typed {
		b = append(b, `"@odata.type":"#microsoft.graph.message",`...)
	}
	b = append(b, `"@odata.etag":"W/\"`...)
	b = w.changeKey(b, m)
	b = append(b, `\"","id":"`...)
	b = w.id(b, m)
	b = append(b, '"')
	for _, f := range w.fields {
		b = append(append(append(b, `,"`...), f.name...), `":`...)
		b = f.append(w, b, m)
	}
	return append(b, '}')
}

// flagOnly adds the partial item that a change of a flag may bring.
func (w *writer) flagOnly(b []byte, m *message) []byte {
	b = append(b, `{"@odata.type":"#microsoft.graph.message","id":"`...)
	b = w.id(b, m)
	b = appendBool(append(b, `","isRead":`...), m.read)
	return append(w.folder(append(b, `,"parentFolderId":`...), m.folder), '}')
}

// removed adds the entry for a message that is not in the folder any more.
func (w *writer) removed(b []byte, serial uint64, version uint32) []byte {
	b = append(b, `{"@odata.type":"#microsoft.graph.message","id":"`...)
	if w.immutable {
		b = w.box.ids.append(b, ref{class: immutableID, serial: serial})
	} else {
		b = w.box.ids.append(b, ref{class: normalID, serial: serial, version: version})
	}
	return append(b, `","@removed":{"reason":"deleted"}}`...)
}

func (w *writer) id(b []byte, m *message) []byte {
	if w.immutable {
		return w.box.ids.append(b, ref{class: immutableID, serial: m.serial})
	}
	return w.box.ids.append(b, ref{class: normalID, serial: m.serial, version: m.version})
}

func (w *writer) folder(b []byte, f *folder) []byte {
	b = append(b, '"')
	b = w.box.ids.append(b, ref{class: folderID, serial: f.serial})
	return append(b, '"')
}

// changeKey changes with every modification, moves included.
func (w *writer) changeKey(b []byte, m *message) []byte {
	var raw [24]byte
	copy(raw[:], "\x09\x00\x00\x00\x16\x00\x00\x00")
	binary.BigEndian.PutUint64(raw[8:], m.serial)
	binary.BigEndian.PutUint32(raw[16:], w.box.ids.key)
	binary.BigEndian.PutUint32(raw[20:], m.change)
	return base64.StdEncoding.AppendEncode(b, raw[:])
}

func (w *writer) conversation(b []byte, m *message) []byte {
	b = append(b, '"')
	b = w.box.ids.append(b, ref{class: conversationID, serial: m.serial})
	return append(b, '"')
}

func (w *writer) conversationIndex(b []byte, m *message) []byte {
	var raw [22]byte
	raw[0] = 1
	binary.BigEndian.PutUint64(raw[1:], uint64(m.sent))
	binary.BigEndian.PutUint64(raw[9:], m.serial)
	b = append(b, '"')
	return append(base64.StdEncoding.AppendEncode(b, raw[:]), '"')
}

func (w *writer) webLink(b []byte, m *message) []byte {
	return appendString(b, "https://outlook.office365.com/owa/?ItemID="+url.QueryEscape(string(w.id(nil, m)))+"&exvsurl=1&viewmodel=ReadMessageItem")
}

func (w *writer) content(m *message) *content {
	if w.parsed == nil {
		w.parsed = m.content()
	}
	return w.parsed
}

func (w *writer) body(b []byte, m *message) []byte {
	c := w.content(m)
	kind, text := "text", c.body
	switch {
	case c.html && w.text:
		text = plainText(text)
	case c.html:
		kind = "html"
	case !w.text:
		// Exchange shows a text mail as HTML unless text is preferred.
		kind, text = "html", "<html><head>\r\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"></head><body>"+text+"</body></html>"
	}
	b = append(append(append(b, `{"contentType":"`...), kind...), `","content":`...)
	return append(appendString(b, text), '}')
}

func (w *writer) headers(b []byte, m *message) []byte {
	b = append(b, '[')
	for i, h := range w.content(m).headers {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(append(b, `{"name":`...), h[0])
		b = append(appendString(append(b, `,"value":`...), h[1]), '}')
	}
	return append(b, ']')
}

func appendFlag(_ *writer, b []byte, m *message) []byte {
	if m.flagged {
		return append(b, `{"flagStatus":"flagged"}`...)
	}
	return append(b, `{"flagStatus":"notFlagged"}`...)
}

func appendNullable(b []byte, s string) []byte {
	if s == "" {
		return append(b, "null"...)
	}
	return appendString(b, s)
}

func appendRecipient(b []byte, a *address) []byte {
	if a == nil {
		return append(b, "null"...)
	}
	b = appendString(append(b, `{"emailAddress":{"name":`...), a.name)
	return append(appendString(append(b, `,"address":`...), a.addr), "}}"...)
}

func appendRecipients(b []byte, list []address) []byte {
	b = append(b, '[')
	for i := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendRecipient(b, &list[i])
	}
	return append(b, ']')
}
