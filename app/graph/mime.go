package graph

import (
	"context"
	"io"

	"postroom/app/graph/transport"
)

// MIME streams a message as Internet mail. The service makes it anew on each call. The reader holds one of the
// mailbox's slots until it is closed or read to its end; its errors are classified, and one that broke off before its
// end never looks complete. The error wraps mail.ErrNotFound if the message is gone, and has class SkipMail if the
// service can't make MIME of it.
func (m *Mailbox) MIME(ctx context.Context, id string) (io.ReadCloser, error) {
	const op = "fetch a message"
	ctx = m.with(ctx, transport.Call{Op: op, Target: transport.Message, Want: transport.Bytes})
	resp, err := m.client.get(ctx, op, m.messageURL(id)+"/$value", preferImmutable)
	if err != nil {
		return nil, err
	}
	return &mimeBody{ReadCloser: resp.Body, op: op}, nil
}

// mimeBody is a mail's stream. Nothing at all is not a mail.
type mimeBody struct {
	io.ReadCloser
	op  string
	any bool
}

func (b *mimeBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.any = b.any || n > 0
	if err == io.EOF && !b.any {
		return 0, badAnswer(b.op, "an empty message", nil)
	}
	return n, err
}
