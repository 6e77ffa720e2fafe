package simulator

import (
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

const jsonType = "application/json; odata.metadata=minimal; odata.streaming=true; IEEE754Compatible=false; charset=utf-8"

// buffers are reused for answers.
var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 64<<10); return &b }}

// json answers with a JSON body.
func (c *call) json(status int, body []byte) {
	h := c.w.Header()
	h.Set("Content-Type", jsonType)
	h.Set("OData-Version", "4.0")
	if c.truncate {
		body = body[:len(body)/2]
	}
	if !c.inner && len(body) >= gzipAbove && strings.Contains(c.r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		h.Set("Vary", "Accept-Encoding")
		zipped := compress(body, gzip.BestSpeed)
		c.write(status, *zipped)
		buffers.Put(zipped)
		return
	}
	c.write(status, body)
}

// gzipAbove is the size from which answers are compressed.
const gzipAbove = 256

var zippers = [2]sync.Pool{
	{New: func() any { z, _ := gzip.NewWriterLevel(io.Discard, gzip.NoCompression); return z }},
	{New: func() any { z, _ := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed); return z }},
}

// compress gives back a buffer of the pool.
func compress(body []byte, level int) *[]byte {
	out := buffers.Get().(*[]byte)
	w := sliceWriter((*out)[:0])
	z := zippers[level].Get().(*gzip.Writer)
	z.Reset(&w)
	z.Write(body) // a sliceWriter takes everything
	z.Close()
	zippers[level].Put(z)
	*out = w
	return out
}

// fail answers with Graph's error envelope.
func (c *call) fail(status int, code, message string) {
	id := c.w.Header().Get("request-id")
	b := append(make([]byte, 0, 512), `{"error":{"code":`...)
	b = appendString(b, code)
	b = append(b, `,"message":`...)
	b = appendString(b, message)
	b = append(b, `,"innerError":{"date":"`...)
	b = c.sim.now().UTC().AppendFormat(b, "2006-01-02T15:04:05")
	b = append(append(b, `","request-id":"`...), id...)
	b = append(b, `","client-request-id":`...)
	b = appendString(b, c.w.Header().Get("client-request-id"))
	b = append(b, `}}}`...)
	if status == http.StatusGone {
		// The address without its token is where a full round starts.
		c.w.Header().Set("Location", c.base+c.r.URL.Path+"?$deltatoken=")
	}
	c.w.Header().Set("Content-Type", "application/json")
	c.truncate = false
	c.write(status, b)
}

// write sends the answer at the pace asked for, with the Content-Length.
func (c *call) write(status int, body []byte) {
	h := c.w.Header()
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.head(status)
	if c.r.Method == http.MethodHead {
		return
	}
	if c.cut {
		c.send(body[:len(body)/2])
		c.abort()
	}
	c.send(body)
}

func (c *call) head(status int) {
	c.status = status
	c.w.WriteHeader(status)
}

// send writes a piece of the body; a client that has gone away is nobody's problem here.
func (c *call) send(b []byte) {
	pace := c.sim.bandwidth.Load()
	if pace <= 0 && c.trickle <= 0 {
		n, _ := c.w.Write(b)
		c.sent += int64(n)
		return
	}
	const slices = 10
	piece := max(len(b)/slices, 1)
	if pace > 0 {
		piece = int(max(pace/slices, 1))
	}
	for len(b) > 0 && c.r.Context().Err() == nil {
		n := min(piece, len(b))
		c.w.Write(b[:n])
		c.sent += int64(n)
		b = b[n:]
		if f, ok := c.w.(http.Flusher); ok {
			f.Flush()
		}
		if pace > 0 {
			c.sim.wait(c.r.Context(), time.Duration(n)*time.Second/time.Duration(pace))
		}
		c.sim.wait(c.r.Context(), c.trickle/slices)
	}
}

// abort breaks the connection after what was sent.
func (c *call) abort() {
	if f, ok := c.w.(http.Flusher); ok {
		f.Flush()
	}
	panic(http.ErrAbortHandler)
}

// sender makes send an io.Writer.
type sender struct{ c *call }

func (s sender) Write(p []byte) (int, error) {
	if err := s.c.r.Context().Err(); err != nil {
		return 0, err
	}
	s.c.send(p)
	return len(p), nil
}

// body reads the request's body, unzipped if need be. False when the request is answered.
func (c *call) body() ([]byte, bool) {
	var r io.Reader = http.MaxBytesReader(c.w, c.r.Body, 4<<20)
	switch strings.ToLower(c.r.Header.Get("Content-Encoding")) {
	case "", "identity":
	case "gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			c.fail(http.StatusBadRequest, "BadRequest", "The request body is not valid gzip.")
			return nil, false
		}
		r = io.LimitReader(z, 16<<20)
	default:
		c.fail(http.StatusUnsupportedMediaType, "UnsupportedMediaType", "The content encoding is not supported.")
		return nil, false
	}
	b, err := io.ReadAll(r)
	if err != nil {
		c.fail(http.StatusBadRequest, "BadRequest", "Unable to read the request body.")
		return nil, false
	}
	return b, true
}
