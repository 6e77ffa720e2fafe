package simulator

import (
	"encoding/base64"
	"fmt"
	"io"
	"math/bits"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"
)

// block is a run of messages that exist as a rule only: their MIME is made when asked for, always the same for the
// same seed. A message that is changed, moved or deleted leaves the block and becomes an ordinary one.
type block struct {
	first     uint64 // serial of message 0
	n         int
	start     int64 // received time of message 0, Unix seconds; they are generatedStep apart
	seed      uint64
	sizeOf    func(i int) int
	folder    *folder
	address   string // of the mailbox
	gone      []uint64
	goneCount int
	loggedAt  int
}

// generatedStep is the time between two generated messages, in seconds.
const generatedStep = 60

func (b *block) left() int { return b.n - b.goneCount }

func (b *block) isGone(i int) bool { return b.gone != nil && b.gone[i/64]&(1<<(i%64)) != 0 }

func (b *block) take(i int) {
	if b.gone == nil {
		b.gone = make([]uint64, (b.n+63)/64)
	}
	b.gone[i/64] |= 1 << (i % 64)
	b.goneCount++
}

func (b *block) received(i int) int64 { return b.start + int64(i)*generatedStep }
func (b *block) key(i int) key        { return key{b.received(i), b.first + uint64(i)} }

// beyond is the index of the first message after from, in the direction asked for.
func (b *block) beyond(from key, oldest bool) int {
	i := int((from.received - b.start) / generatedStep)
	i = min(max(i, -1), b.n) // near enough; the loops correct it
	if oldest {
		for i = max(i, 0); i < b.n && b.key(i).compare(from) <= 0; i++ {
		}
		for i > 0 && b.key(i-1).compare(from) > 0 {
			i--
		}
		return i
	}
	for i = min(i, b.n-1); i >= 0 && b.key(i).compare(from) >= 0; i-- {
	}
	for i < b.n-1 && b.key(i+1).compare(from) < 0 {
		i++
	}
	return i
}

func (b *block) message(i int) *message {
	t := b.received(i)
	return &message{
		serial: b.first + uint64(i), folder: b.folder, block: b, index: i, read: true,
		received: t, sent: t - 2, created: t, modified: t, addedAt: b.loggedAt, flaggedAt: -1, updatedAt: -1,
	}
}

func (b *block) size(i int) int {
	n := 0
	if b.sizeOf != nil {
		n = b.sizeOf(i)
	}
	if n > attachAbove {
		return n
	}
	return max(n, len(b.head(i))+len(b.tail(i)))
}

// hash is a number that follows from the seed and the message alone.
func (b *block) hash(i int) uint64 {
	x := b.seed + uint64(i)*0x9e3779b97f4a7c15
	hi, lo := bits.Mul64(x^0xbf58476d1ce4e5b9, 0x94d049bb133111eb)
	return hi ^ lo
}

var (
	senders  = []string{"Jan Peeters", "Sofie Maes", "Luc Wouters", "Nora Claes", "Tom De Smet", "Hanne Willems", "Bram Jacobs", "Lies Goossens"}
	subjects = []string{"Invoice", "Quotation", "Annual accounts", "VAT return", "Meeting", "Payroll", "Question about", "Reminder"}
)

func (b *block) sender(i int) (name, address string) {
	n := b.hash(i)
	name = senders[n%uint64(len(senders))]
	return name, fmt.Sprintf("sender%d@client%d.example", n%uint64(len(senders)), n/8%500)
}

func (b *block) subject(i int) string {
	return subjects[b.hash(i)>>8%uint64(len(subjects))] + " " + strconv.Itoa(i)
}

func (b *block) messageID(i int) string { return fmt.Sprintf("<%d.%d@generated.example>", b.seed, i) }

const (
	generatedBoundary = "=_generated"
	// attachAbove: a generated message above this size carries its bulk as an attachment, as real ones do.
	attachAbove = 64 << 10
)

func (b *block) large(i int) bool { return b.sizeOf != nil && b.sizeOf(i) > attachAbove }

// head is everything up to the filler, or to the attachment.
func (b *block) head(i int) []byte {
	name, address := b.sender(i)
	date := time.Unix(b.received(i)-2, 0).UTC().Format(time.RFC1123Z)
	h := make([]byte, 0, 700)
	h = append(h, "Received: from mail.client.example by mx.kantoor.example with ESMTPS; "...)
	h = append(append(h, time.Unix(b.received(i), 0).UTC().Format(time.RFC1123Z)...), "\r\nMIME-Version: 1.0\r\nFrom: "...)
	h = fmt.Appendf(h, "%s <%s>\r\nTo: <%s>\r\nSubject: %s\r\nDate: %s\r\nMessage-ID: %s\r\n", name, address, b.address, b.subject(i), date, b.messageID(i))
	if !b.large(i) {
		return fmt.Appendf(h, "Content-Type: text/plain; charset=utf-8\r\n\r\nThis is message %d.\r\n\r\n", i)
	}
	return fmt.Appendf(h, "Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n--%s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThis is message %d.\r\n", generatedBoundary, generatedBoundary, i)
}

// attached is the head of the attachment of a large message.
func (b *block) attached(i int) []byte {
	return fmt.Appendf(nil, "\r\n--%s\r\nContent-Type: application/octet-stream; name=\"scan-%d.bin\"\r\nContent-Disposition: attachment; filename=\"scan-%d.bin\"\r\nContent-Transfer-Encoding: base64\r\n\r\n", generatedBoundary, i, i)
}

func (b *block) tail(i int) []byte {
	if b.large(i) {
		return []byte("\r\n--" + generatedBoundary + "--\r\n")
	}
	return []byte("\r\n")
}

// fillers are texts of 78-byte lines (76 characters and CRLF) that messages are filled up with.
var fillers = sync.OnceValue(func() (f struct{ text, base64 []byte }) {
	rng := rand.New(rand.NewPCG(1, 2))
	const letters = "abcdefghijklmnopqrstuvwxyz       "
	var raw [57]byte
	for range 1024 {
		for range 76 {
			f.text = append(f.text, letters[rng.IntN(len(letters))])
		}
		f.text = append(f.text, "\r\n"...)
		for i := range raw {
			raw[i] = byte(rng.Uint32())
		}
		f.base64 = append(base64.StdEncoding.AppendEncode(f.base64, raw[:]), "\r\n"...)
	}
	return f
})

const fillerLine = 78

// writeTo writes the MIME of message i, in pieces.
func (b *block) writeTo(w io.Writer, i int) error {
	head, tail := b.head(i), b.tail(i)
	rest := b.size(i) - len(head) - len(tail)
	filler := fillers().text
	var attached []byte
	if b.large(i) {
		// The attachment takes whole lines only, so that it is valid base64; what is left over lengthens the text.
		attached = b.attached(i)
		rest -= len(attached)
		slack := rest % fillerLine
		rest -= slack
		head = append(head, filler[:slack]...)
		head = append(head, attached...)
		filler = fillers().base64
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	for at := int(b.hash(i)%1024) * fillerLine; rest > 0; at = 0 {
		piece := filler[at:]
		piece = piece[:min(len(piece), rest)]
		if _, err := w.Write(piece); err != nil {
			return err
		}
		rest -= len(piece)
	}
	_, err := w.Write(tail)
	return err
}

// bytes is the MIME as a whole.
func (b *block) bytes(i int) []byte {
	w := sliceWriter(make([]byte, 0, b.size(i)))
	if err := b.writeTo(&w, i); err != nil {
		return nil // can't happen: the writer takes everything
	}
	return w
}

type sliceWriter []byte

func (w *sliceWriter) Write(p []byte) (int, error) {
	*w = append(*w, p...)
	return len(p), nil
}
