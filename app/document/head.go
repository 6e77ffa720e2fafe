package document

import (
	"bufio"
	"context"
	"io"
)

// Head reads only a mail's header: a Mail without attachments and warnings. The error is one of the reader.
func Head(ctx context.Context, r io.Reader) (*Mail, error) {
	l := newLines(ctx, bufio.NewReaderSize(r, bufferSize))
	h := readHeader(l)
	if l.err != nil {
		return nil, readError(l.err)
	}
	return h.summary(), nil
}
