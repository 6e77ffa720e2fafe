package simulator

import (
	"bytes"
	"fmt"
	"html"
	"net/mail"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/jhillyerd/enmime/v2"
)

// meta is what listings show of a mail's content: enough without parsing it again.
type meta struct {
	subject, messageID string
	from, sender       *address
	to, cc, bcc        []address
	replyTo            []address
	preview            string
	attached           bool // hasAttachments: true only for what is not inline
	importance         string
}

type address struct{ name, addr string }

// content is a mail taken apart.
type content struct {
	meta
	html        bool
	body        string
	headers     [][2]string
	attachments []*attachment
}

// attachment is one attachment as Graph counts them: files, inline pictures and attached mails.
type attachment struct {
	name, contentType, contentID, location string
	inline                                 bool
	bytes                                  []byte
	message                                bool // an itemAttachment
	reference                              bool
	size                                   int
}

// raw is the MIME of a message.
func (m *message) raw() []byte {
	if m.mime == nil && m.block != nil {
		return m.block.bytes(m.index)
	}
	return m.mime
}

// summary is the message's meta, kept once it is known.
func (m *message) summary() *meta {
	if known := m.meta.Load(); known != nil {
		return known
	}
	if m.mime == nil && m.block != nil {
		return m.block.summary(m.index)
	}
	c := parse(m.mime)
	c.attached = c.attached || m.reference != nil
	m.meta.Store(&c.meta)
	return &c.meta
}

func (b *block) summary(i int) *meta {
	name, addr := b.sender(i)
	from := &address{name, addr}
	return &meta{
		subject: b.subject(i), messageID: b.messageID(i), from: from, sender: from, to: []address{{b.address, b.address}},
		preview: fmt.Sprintf("This is message %d.", i), attached: b.large(i), importance: "normal",
	}
}

// content takes the message apart.
func (m *message) content() *content {
	c := parse(m.raw())
	if m.reference != nil {
		c.attachments = append(c.attachments, &attachment{name: m.reference.name, contentType: m.reference.contentType, size: m.reference.size, reference: true})
		c.attached = true
	}
	return c
}

// parse takes MIME apart; what can't be read stays empty, as Exchange shows such mail.
func parse(mime []byte) (c *content) {
	c = &content{meta: meta{importance: "normal"}}
	defer func() {
		if recover() != nil { // a parser that gives up on hostile mail must not end the simulator
			c = &content{meta: meta{importance: "normal"}}
		}
	}()
	e, err := enmime.ReadEnvelope(bytes.NewReader(mime))
	if err != nil || e == nil || e.Root == nil {
		return c
	}
	c.subject, c.messageID = clean(e.GetHeader("Subject")), clean(e.GetHeader("Message-Id"))
	c.to, c.cc, c.bcc = addresses(e, "To"), addresses(e, "Cc"), addresses(e, "Bcc")
	c.replyTo = addresses(e, "Reply-To")
	c.from, c.sender = first(addresses(e, "From")), first(addresses(e, "Sender"))
	if c.sender == nil {
		c.sender = c.from
	}
	if p := strings.ToLower(e.GetHeader("Importance")); p == "high" || p == "low" {
		c.importance = p
	}
	c.html = e.HTML != ""
	if c.body = e.Text; c.html {
		c.body = e.HTML
	}
	text := e.Text
	if text == "" {
		text = plainText(e.HTML)
	}
	c.preview = cutRunes(strings.Join(strings.Fields(clean(text)), " "), 255)
	for _, key := range e.GetHeaderKeys() {
		for _, v := range e.GetHeaderValues(key) {
			c.headers = append(c.headers, [2]string{key, clean(v)})
		}
	}
	for _, p := range e.Attachments {
		c.attach(p, false)
	}
	for _, p := range e.Inlines {
		c.attach(p, true)
	}
	for _, p := range e.OtherParts {
		if p.FileName != "" || p.ContentID != "" {
			c.attach(p, p.ContentID != "")
		}
	}
	return c
}

func (c *content) attach(p *enmime.Part, inline bool) {
	a := &attachment{
		name: clean(p.FileName), contentType: p.ContentType, contentID: p.ContentID, inline: inline, bytes: p.Content, size: len(p.Content),
		location: p.Header.Get("Content-Location"), message: strings.EqualFold(p.ContentType, "message/rfc822"),
	}
	if a.message {
		if a.name = parse(a.bytes).subject; a.name == "" {
			a.name = "Attached message"
		}
	}
	if a.name == "" {
		a.name = "attachment"
	}
	c.attachments = append(c.attachments, a)
	c.attached = c.attached || !inline
}

func first(list []address) *address {
	if len(list) == 0 {
		return nil
	}
	return &list[0]
}

func addresses(e *enmime.Envelope, header string) []address {
	list, err := e.AddressList(header)
	if err != nil {
		if one := clean(e.GetHeader(header)); one != "" {
			return []address{{one, one}}
		}
		return nil
	}
	return convert(list)
}

func convert(list []*mail.Address) []address {
	out := make([]address, len(list))
	for i, a := range list {
		out[i] = address{clean(a.Name), clean(a.Address)}
		if out[i].name == "" {
			out[i].name = out[i].addr
		}
	}
	return out
}

func clean(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

var tags = regexp.MustCompile(`(?s)<style.*?</style>|<script.*?</script>|<!--.*?-->|<[^>]*>`)

func plainText(page string) string { return html.UnescapeString(tags.ReplaceAllString(page, " ")) }

func cutRunes(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n])
}
