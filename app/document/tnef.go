package document

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf16"
)

// TNEF is the format of winmail.dat, in which Outlook wraps attachments of mails to itself: [MS-OXTNEF]. Sections
// below are of that document.

const tnefMagic = "\x78\x9f\x3e\x22"

// Attributes (section 2.1.3.2) and properties (MS-OXPROPS) that matter for files.
const (
	tnefCodepage   = 0x00069007 // attOemCodepage
	tnefRendering  = 0x00069002 // attAttachRendData: an attachment begins
	tnefTitle      = 0x00018010 // attAttachTitle
	tnefData       = 0x0006800f // attAttachData
	tnefProperties = 0x00069005 // attAttachment

	propDisplayName  = 0x3001
	propData         = 0x3701
	propFilename     = 0x3704
	propLongFilename = 0x3707
	propMIMETag      = 0x370e

	typeMulti   = 0x1000
	typeObject  = 0x000d
	typeString8 = 0x001e
	typeUnicode = 0x001f
	typeBinary  = 0x0102
)

// iidMessage begins the data of an embedded message; a TNEF stream follows.
const iidMessage = "\x07\x03\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"

var errTNEF = errors.New("broken TNEF")

// tnefFile is a file in a TNEF stream: where its data lies and what it is called.
type tnefFile struct {
	off, size                   int64
	title, name, long, mimeType string
	display                     string
	embedded                    bool // a message, as TNEF again
}

// maxTNEFDepth bounds messages embedded in messages.
const maxTNEFDepth = 10

// unpackTNEF lists the files in a winmail.dat in place of it. If it is broken, it is listed too.
func (m *message) unpackTNEF(file *os.File, at int) error {
	r := m.r
	size := r.found[at].Size
	if !r.charge(size) {
		return nil
	}
	files, broken := readTNEF(io.NewSectionReader(file, 0, size), 0)
	container := m.container
	if broken != nil {
		if !errors.Is(broken, errTNEF) {
			return readError(broken)
		}
		r.warn("winmail.dat is broken; it is kept, beside what could be read of it")
		container = at
		r.found[at].Kind = KindOther
	} else {
		r.found[at].dropped = true
	}
	for _, f := range files {
		if len(r.found) >= maxAttachments {
			r.stop("more than %d attachments; what follows stays in the mail only", maxAttachments)
			return nil
		}
		if err := m.saveTNEF(io.NewSectionReader(file, f.off, f.size), f, container); err != nil {
			return err
		}
	}
	return nil
}

// saveTNEF copies one file out of a TNEF stream.
func (m *message) saveTNEF(data io.Reader, f tnefFile, container int) error {
	out, err := fileSink(m.r.dir)
	if err != nil {
		return err
	}
	defer out.free()
	file := out.file
	_, err = io.Copy(out, data)
	sum, head, finishing := out.finish()
	err = errors.Join(err, finishing)
	if closing := file.Close(); err == nil && closing != nil {
		err = writeError(closing)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	a := Attachment{SHA256: sum, Size: out.size, Temp: file.Name(), ContentType: "application/octet-stream", Container: container}
	if f.mimeType != "" {
		a.ContentType = mediaType(f.mimeType, a.ContentType)
	}
	for _, name := range []string{f.long, f.title, f.name, f.display} {
		if a.Name = plain(name); a.Name != "" {
			break
		}
	}
	if f.embedded && a.Name != "" {
		a.Name += ".dat"
	}
	if a.Name == "" {
		a.Name = m.r.nameFor(a.ContentType, head)
	}
	a.Kind = kindOf(head, a.Name, a.ContentType)
	m.r.found = append(m.r.found, found{Attachment: a, message: m})
	return nil
}

// readTNEF finds the files of a TNEF stream. A broken stream gives those before the break, and errTNEF. Checksums
// are not looked at: some writers get them wrong.
func readTNEF(src *io.SectionReader, depth int) ([]tnefFile, error) {
	var files []tnefFile
	codepage := ""
	pos := int64(6) // the magic number and a key
	var current *tnefFile
	done := func() {
		if current != nil && current.size > 0 {
			current.title = decodeCharset([]byte(current.title), codepage)
			files = append(files, *current)
		}
		current = nil
	}
	for pos < src.Size() {
		var head [9]byte
		if _, err := src.ReadAt(head[:], pos); err != nil {
			done()
			return files, tnefError(err)
		}
		id, size := binary.LittleEndian.Uint32(head[1:]), int64(binary.LittleEndian.Uint32(head[5:]))
		pos += int64(len(head))
		if head[0] != 1 && head[0] != 2 || pos+size > src.Size() {
			done()
			return files, errTNEF
		}
		switch id {
		case tnefCodepage:
			if b := readSmall(src, pos, size); len(b) >= 4 {
				codepage = "windows-" + strconv.Itoa(int(binary.LittleEndian.Uint32(b)))
			}
		case tnefRendering:
			done()
			if len(files) >= maxAttachments {
				return files, nil
			}
			current = &tnefFile{}
		case tnefTitle, tnefData, tnefProperties:
			if current == nil {
				current = &tnefFile{}
			}
			if err := current.attribute(src, id, pos, size, codepage); err != nil {
				done()
				return files, err
			}
		}
		pos += size + 2 // the checksum
	}
	done()
	return unpackEmbedded(src, files, depth)
}

// unpackEmbedded adds the files of embedded messages behind the messages.
func unpackEmbedded(src *io.SectionReader, files []tnefFile, depth int) ([]tnefFile, error) {
	if depth >= maxTNEFDepth {
		return files, nil
	}
	var all []tnefFile
	for _, f := range files {
		all = append(all, f)
		if !f.embedded {
			continue
		}
		// What can't be read of the message is in its own file.
		inner, err := readTNEF(io.NewSectionReader(src, f.off, f.size), depth+1)
		if err != nil && !errors.Is(err, errTNEF) {
			return all, err
		}
		for _, g := range inner {
			g.off += f.off
			all = append(all, g)
		}
	}
	return all, nil
}

// attribute takes what one attribute says about the file.
func (f *tnefFile) attribute(src *io.SectionReader, id uint32, pos, size int64, codepage string) error {
	switch id {
	case tnefTitle:
		f.title = strings.TrimRight(string(readSmall(src, pos, size)), "\x00")
	case tnefData:
		f.off, f.size = pos, size
	case tnefProperties:
		return f.properties(io.NewSectionReader(src, pos, size), pos, codepage)
	}
	return nil
}

// properties reads the MAPI properties of an attachment (section 2.1.3.4). base is where they lie in the stream.
func (f *tnefFile) properties(src *io.SectionReader, base int64, codepage string) error {
	p := &properties{src: src, br: bufio.NewReaderSize(src, 4<<10), base: base}
	for n := p.uint32(); n > 0 && p.err == nil; n-- {
		kind, id := p.uint16(), p.uint16()
		if id >= 0x8000 {
			p.skipName()
		}
		width := fixedWidth(kind &^ typeMulti)
		switch {
		case p.err != nil:
		case width == 0:
			p.err = errTNEF // an unknown type: its length isn't known either
		case width > 0:
			count := int64(1)
			if kind&typeMulti != 0 {
				count = int64(p.uint32())
			}
			p.skip(count * width)
		default:
			for values := p.uint32(); values > 0 && p.err == nil; values-- {
				f.property(p, id, kind, int64(p.uint32()), codepage)
			}
		}
	}
	return p.err
}

// property takes a value of variable length.
func (f *tnefFile) property(p *properties, id, kind uint16, size int64, codepage string) {
	if p.err != nil {
		return
	}
	if p.pos+size > p.src.Size() {
		p.err = errTNEF
		return
	}
	var text *string
	switch id {
	case propLongFilename:
		text = &f.long
	case propFilename:
		text = &f.name
	case propDisplayName:
		text = &f.display
	case propMIMETag:
		text = &f.mimeType
	case propData:
		f.data(p, kind, size)
	}
	if text != nil && (kind == typeUnicode || kind == typeString8) {
		*text = tnefText(readSmall(p.src, p.pos, size), kind, codepage)
	}
	p.skip((size + 3) &^ 3)
}

// data notes where the file's bytes lie. An object begins with the id of its interface.
func (f *tnefFile) data(p *properties, kind uint16, size int64) {
	switch {
	case kind == typeBinary && f.size == 0:
		f.off, f.size = p.base+p.pos, size
	case kind == typeObject && size > 16:
		iid := readSmall(p.src, p.pos, 16)
		f.embedded = string(iid) == iidMessage
		f.off, f.size = p.base+p.pos+16, size-16
	}
}

func tnefText(b []byte, kind uint16, codepage string) string {
	if kind == typeString8 {
		return strings.TrimRight(decodeCharset(b, codepage), "\x00")
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return strings.TrimRight(string(utf16.Decode(units)), "\x00")
}

// fixedWidth is how many bytes a value takes, padding included; -1 if it says so itself, 0 for unknown types.
func fixedWidth(kind uint16) int64 {
	switch kind {
	case 0x0002, 0x0003, 0x0004, 0x000a, 0x000b:
		return 4
	case 0x0005, 0x0006, 0x0007, 0x0014, 0x0040:
		return 8
	case 0x0048:
		return 16
	case typeString8, typeUnicode, typeObject, typeBinary:
		return -1
	}
	return 0
}

// properties reads numbers one after the other and remembers the first error.
type properties struct {
	src  *io.SectionReader
	br   *bufio.Reader
	base int64
	pos  int64 // in src
	err  error
}

func (p *properties) read(b []byte) {
	if p.err == nil {
		_, err := io.ReadFull(p.br, b)
		p.err = tnefError(err)
		p.pos += int64(len(b))
	}
}

func (p *properties) uint16() uint16 {
	var b [2]byte
	p.read(b[:])
	return binary.LittleEndian.Uint16(b[:])
}

func (p *properties) uint32() uint32 {
	var b [4]byte
	p.read(b[:])
	return binary.LittleEndian.Uint32(b[:])
}

func (p *properties) skip(n int64) {
	if p.err != nil {
		return
	}
	if p.pos += n; p.pos > p.src.Size() {
		// The padding of the last value may be missing.
		if p.pos-p.src.Size() > 3 {
			p.err = errTNEF
		}
		p.pos = p.src.Size()
	}
	if n <= int64(p.br.Buffered()) {
		_, err := p.br.Discard(int(n))
		p.err = tnefError(err)
		return
	}
	if _, err := p.src.Seek(p.pos, io.SeekStart); err != nil {
		p.err = err
		return
	}
	p.br.Reset(p.src)
}

// skipName skips the name of a named property.
func (p *properties) skipName() {
	p.skip(16)
	if p.uint32() == 0 {
		p.skip(4)
		return
	}
	p.skip((int64(p.uint32()) + 3) &^ 3)
}

// readSmall reads a text of at most a few KB, nothing if it can't.
func readSmall(src io.ReaderAt, pos, size int64) []byte {
	b := make([]byte, min(size, 4<<10))
	n, err := src.ReadAt(b, pos)
	if err != nil && err != io.EOF {
		return nil
	}
	return b[:n]
}

func tnefError(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return errTNEF
	}
	return err
}
