// Package pdf reads two things of a PDF, within bounded time and memory: the files attached to it and its text layer.
// It is lenient, since many files in daily use break the standard; it shows nothing and changes nothing.
package pdf

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"postroom/app/fault"
)

// What bounds the reading of one file.
const (
	MaxSize       = 64 << 20  // bytes of a file; its streams are held in memory
	MaxAttachment = 64 << 20  // bytes of an attached file, unpacked
	maxObjects    = 1_000_000 // objects in a file
	maxDepth      = 40        // dictionaries in dictionaries, page trees, forms in forms
	rereading     = 4         // how many times its size may be read of a file: objects may lie on top of each other

	objectStreams  = 256 << 20 // bytes that all object streams may unpack to
	leastOfStream  = 128 << 10 // bytes that each of them may unpack to in any case
	mostOfStream   = 16 << 20  // bytes that each may unpack to at most
	maxOfStreams   = 4096      // object streams in a file
	maxPages       = 20_000    // pages looked at
	maxPageContent = 16 << 20  // bytes of a page's drawing instructions
	maxContent     = 128 << 20 // bytes of all drawing instructions
)

// Document is an open PDF. It is for one goroutine at a time.
type Document struct {
	ctx     *model.Context
	content int64 // bytes of drawing instructions that may still be unpacked
	largest int64 // bytes that an attached file may unpack to
	fonts   map[int]*font
}

// pdfcpu would write a folder with settings and fonts of its own into the person's home.
var configure = sync.OnceFunc(func() { model.ConfigPath = "disable" })

// Open reads the structure of a file. Its errors are *fault.Error with the codes "pdf-encrypted", "pdf-broken" and
// "pdf-too-large"; an error of ctx or of the reader comes back as it is.
func Open(ctx context.Context, r io.ReaderAt, size int64) (_ *Document, err error) {
	if size > MaxSize {
		return nil, tooLarge(fmt.Sprintf("%d bytes", size))
	}
	streams, err := countObjectStreams(io.NewSectionReader(r, 0, size))
	if err != nil {
		return nil, fmt.Errorf("read a PDF: %w", err)
	}
	if streams > maxOfStreams {
		return nil, tooLarge(fmt.Sprintf("%d object streams", streams))
	}
	configure()
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationRelaxed
	conf.Limits.MaxStreamBytes = MaxSize
	conf.Limits.MaxDecodeBytes = min(max(objectStreams/int64(streams+1), leastOfStream), mostOfStream)
	conf.Limits.MaxObjectCount, conf.Limits.MaxXRefEntries = maxObjects, maxObjects
	conf.Limits.MaxObjectStreamCount = maxObjects / 10
	conf.Limits.MaxRecursionDepth = maxDepth
	source := &bounded{ctx: ctx, r: io.NewSectionReader(r, 0, size), left: rereading*size + 1<<20}
	defer func() {
		if p := recover(); p != nil {
			err = broken(fmt.Errorf("the reader panicked: %T", p))
		}
	}()
	c, err := pdfcpu.ReadWithContext(ctx, source, conf)
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case source.failed != nil:
		return nil, source.failed
	case errors.Is(err, pdfcpu.ErrWrongPassword):
		return nil, &fault.Error{Class: fault.SkipMail, Code: "pdf-encrypted", Op: "read a PDF"}
	case err != nil:
		return nil, broken(err)
	}
	return &Document{ctx: c, content: maxContent, largest: MaxAttachment, fonts: map[int]*font{}}, nil
}

// broken leaves out what the reader says in detail, since it may quote the file.
func broken(err error) error {
	detail := "its structure can't be read"
	if errors.Is(err, pdfcpu.ErrEmptyInput) {
		detail = "it is empty"
	}
	return &fault.Error{Class: fault.SkipMail, Code: "pdf-broken", Op: "read a PDF", Detail: detail}
}

func tooLarge(detail string) error {
	return &fault.Error{Class: fault.SkipMail, Code: "pdf-too-large", Op: "read a PDF", Detail: detail}
}

// countObjectStreams tells how many streams of packed objects a file has, so that what they unpack to can be bounded
// together.
func countObjectStreams(r io.Reader) (n int, err error) {
	const longest = len("/#4F#62#6A#53#74#6D") + 1 // its name, if every letter is written as a number
	in := bufio.NewReaderSize(r, 256<<10)
	for {
		chunk, err := in.Peek(256 << 10)
		if err != nil && err != io.EOF {
			return n, err
		}
		end := len(chunk)
		if err == nil {
			end -= longest // what may go on in the next chunk is looked at then
		}
		for at := 0; ; at++ {
			i := bytes.IndexByte(chunk[at:end], '/')
			if i < 0 {
				break
			}
			at += i
			l := &lexer{data: chunk[:min(at+longest, len(chunk))], at: at + 1}
			if string(unescapeName(l.word())) == "ObjStm" {
				n++
			}
		}
		if err == io.EOF {
			return n, nil
		}
		if _, err := in.Discard(end); err != nil {
			return n, err
		}
	}
}

// bounded ends reading with its context, or when much more was read than there is: an endless loop in a broken file
// ends there.
type bounded struct {
	ctx    context.Context
	r      *io.SectionReader
	left   int64
	failed error // what the file underneath said, or the bound
}

func (b *bounded) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		b.failed = tooLarge("its objects overlap")
		return 0, b.failed
	}
	if err != nil && err != io.EOF {
		b.failed = fmt.Errorf("read a PDF: %w", err)
	}
	return n, err
}

func (b *bounded) Seek(offset int64, whence int) (int64, error) { return b.r.Seek(offset, whence) }

// get follows a reference; nil for what is not there.
func (d *Document) get(o types.Object) types.Object {
	for range maxDepth {
		if _, ok := o.(types.IndirectRef); !ok {
			return o
		}
		var err error
		if o, err = d.ctx.Dereference(o); err != nil {
			return nil
		}
	}
	return nil
}

func (d *Document) dict(o types.Object) types.Dict {
	switch v := d.get(o).(type) {
	case types.Dict:
		return v
	case types.StreamDict:
		return v.Dict
	}
	return nil
}

func (d *Document) array(o types.Object) types.Array {
	a, _ := d.get(o).(types.Array)
	return a
}

func (d *Document) name(o types.Object) string {
	n, _ := d.get(o).(types.Name)
	return string(n)
}

func (d *Document) number(o types.Object) (float64, bool) {
	switch v := d.get(o).(type) {
	case types.Integer:
		return float64(v), true
	case types.Float:
		return float64(v), true
	}
	return 0, false
}

// text reads a string for people, in whichever of a PDF's encodings.
func (d *Document) text(o types.Object) string {
	var s string
	var err error
	switch v := d.get(o).(type) {
	case types.StringLiteral:
		s, err = types.StringLiteralToString(v)
	case types.HexLiteral:
		s, err = types.HexLiteralToString(v)
	}
	if err != nil {
		return ""
	}
	return s
}

// stream unpacks a stream of at most limit bytes.
func (d *Document) stream(o types.Object, limit int64) ([]byte, bool) {
	sd, ok := d.get(o).(types.StreamDict)
	if !ok {
		return nil, false
	}
	sd.Content = nil // it is unpacked into a copy, so that it does not stay in memory
	if err := sd.DecodeWithLimit(limit); err != nil || int64(len(sd.Content)) > limit {
		return nil, false
	}
	return sd.Content, true
}
