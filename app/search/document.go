package search

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// Document is a filed mail as it is made findable.
type Document struct {
	Seq             uint64 // its number
	Mailbox, Folder string
	Subject         string
	From            []string // names and addresses
	To              []string // and of those who got a copy
	Received        time.Time
	Text            string // of the mail itself
	Files           []File
	Invoice         []string // numbers, names and references of the invoices in it
	HasInvoice      bool
}

// File is an attachment of a mail.
type File struct {
	Name string
	Kind string // invoice, document, image, calendar, mail, other
	Form string // how names of such files end, by the file's content, such as pdf; empty if that is not known
	Text string // empty if it has none that can be read
}

// The fields of the index. fieldAll holds the words of all others.
const (
	fieldAll     = "a"
	fieldSubject = "s"
	fieldFrom    = "f"
	fieldTo      = "t"
	fieldFiles   = "n"
	fieldInvoice = "i"
	fieldPlace   = "p" // words of mailbox and folder
	fieldTag     = "k" // kinds, endings of files, what the mail has, its mailbox and its folder
	fieldDay     = "d" // 20261122
	fieldMoment  = "m" // when it was received, 12 hexadecimal digits that sort as time does
	fieldPrint   = "o"
)

// maxWords is how many words of one document are kept.
const maxWords = 400_000

// builder makes a document of the index.
type builder struct {
	print  []byte
	hashes []uint32
	words  int
	all    *field
	fields map[string]*field
	rarity *rarity
}

// field is a field of a document whose words are known already. Nothing but which document holds which word is kept:
// neither how often, nor where, nor the text.
type field struct {
	name    string
	options index.FieldIndexingOptions
	words   index.TokenFrequencies
	value   []byte
}

func (f *field) Name() string                                     { return f.name }
func (f *field) Value() []byte                                    { return f.value }
func (f *field) ArrayPositions() []uint64                         { return nil }
func (f *field) EncodedFieldType() byte                           { return 't' }
func (f *field) Analyze()                                         {}
func (f *field) Size() int                                        { return len(f.value) }
func (f *field) Options() index.FieldIndexingOptions              { return f.options }
func (f *field) AnalyzedLength() int                              { return 1 }
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.words }
func (f *field) NumPlainTextBytes() uint64                        { return 0 }

// rarity says which words only one mail may have. Zap keeps such a word without a list of documents, if its frequency is
// kept, which is 1 then; for other words a frequency is a byte too many in each document. It is a guess that changes
// nothing but the index's size, made from how often words with the same hash have been seen.
type rarity [1 << 20]uint8

const seldom = 6 // a word that was seen so often is not rare

func (r *rarity) rare(term []byte) bool {
	h := hash(term)
	n := &r[(h^h>>12)%uint32(len(r))]
	if *n >= seldom {
		return false
	}
	*n++
	return true
}

// add takes a word into a field.
func (f *field) add(term []byte, r *rarity) {
	if _, ok := f.words[string(term)]; ok {
		return
	}
	if f.words == nil {
		f.words = index.TokenFrequencies{}
	}
	t := &index.TokenFreq{Term: append([]byte(nil), term...)}
	if r.rare(term) {
		t.SetFrequency(1)
	}
	f.words[string(term)] = t
}

// build makes what the index keeps of a document.
func (d *Document) build(zone *time.Location, r *rarity) *document.Document {
	b := &builder{fields: map[string]*field{}, rarity: r}
	b.all = b.field(fieldAll)
	b.part(fieldSubject, d.Subject)
	b.part(fieldFrom, d.From...)
	b.part(fieldTo, d.To...)
	names := make([]string, len(d.Files))
	for i, f := range d.Files {
		names[i] = f.Name
	}
	b.part(fieldFiles, names...)
	b.part(fieldInvoice, d.Invoice...)
	b.part("", d.Text)
	for _, f := range d.Files {
		b.part("", f.Text)
	}
	b.wordsOf(fieldPlace, d.Mailbox, d.Folder)
	for _, t := range d.tags() {
		b.field(fieldTag).add([]byte(t), r)
	}
	b.field(fieldDay).add([]byte(d.Received.In(zone).Format("20060102")), r)
	received := b.field(fieldMoment)
	received.add([]byte(moment(d.Received)), r)
	received.options |= index.DocValues

	doc := document.NewDocument(strconv.FormatUint(d.Seq, 10))
	for _, f := range b.fields {
		doc.AddField(f)
	}
	doc.AddField(&field{name: fieldPrint, options: index.StoreField, value: b.print})
	return doc
}

// field gives a field by its name, made when it is first asked for.
func (b *builder) field(name string) *field {
	f := b.fields[name]
	if f == nil {
		f = &field{name: name, options: index.IndexField}
		b.fields[name] = f
	}
	return f
}

// part adds texts to a field, if it has a name, to all words and to the print. Words of different texts don't stand next
// to each other.
func (b *builder) part(field string, texts ...string) {
	b.hashes = b.hashes[:0]
	for i, text := range texts {
		if i > 0 {
			b.hashes = append(b.hashes, hash(nil))
		}
		terms(text, func(term []byte, order bool) {
			if b.words >= maxWords {
				return
			}
			b.words++
			if order {
				b.hashes = append(b.hashes, hash(term))
			}
			b.take(field, term)
		})
	}
	b.print = appendPart(b.print, b.hashes)
}

// wordsOf adds texts to a field and to all words.
func (b *builder) wordsOf(field string, texts ...string) {
	for _, text := range texts {
		terms(text, func(term []byte, _ bool) { b.take(field, term) })
	}
}

func (b *builder) take(field string, term []byte) {
	if len(term) > maxWord {
		return
	}
	b.all.add(term, b.rarity)
	if field != "" {
		b.field(field).add(term, b.rarity)
	}
}

// tags are what can be asked for by kind:, has: and the like.
func (d *Document) tags() []string {
	tags := []string{mailboxTag(d.Mailbox), folderTag(d.Folder)}
	if len(d.Files) > 0 {
		tags = append(tags, "has:attachment")
	}
	invoice := d.HasInvoice
	for _, f := range d.Files {
		invoice = invoice || f.Kind == "invoice"
		if f.Kind != "" {
			tags = append(tags, "kind:"+f.Kind)
		}
		if f.Form != "" {
			tags = append(tags, "kind:"+f.Form)
		}
		if i := strings.LastIndexByte(f.Name, '.'); i >= 0 && len(f.Name)-i-1 <= maxEnding {
			tags = append(tags, "kind:"+foldText(f.Name[i+1:]))
		}
	}
	if invoice {
		tags = append(tags, "has:invoice", "kind:invoice")
	}
	return tags
}

const maxEnding = 8 // of a file's name

func mailboxTag(address string) string { return "mailbox:" + foldText(address) }
func folderTag(path string) string     { return "folder:" + path }

// stamp is a time as a number that grows with it; 0 for none.
func stamp(t time.Time) uint64 {
	if t.IsZero() {
		return 0
	}
	return uint64(t.Unix() + 1<<40)
}

// moment is a time as text that sorts as it does.
func moment(t time.Time) string { return fmt.Sprintf("%012x", stamp(t)&(1<<48-1)) }
