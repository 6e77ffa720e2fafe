package invoice

import (
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"

	"postroom/app/fault"
)

var (
	errTooLarge = &fault.Error{Class: fault.SkipMail, Code: "invoice-too-large", Op: "read an invoice"}
	errDoctype  = &fault.Error{Class: fault.SkipMail, Code: "invoice-doctype", Op: "read an invoice"}
	errBroken   = &fault.Error{Class: fault.SkipMail, Code: "invoice-broken", Op: "read an invoice"}
)

// format is how one family of XML invoices is read.
type format struct {
	name   string
	rename map[string]string                      // names of elements of older versions
	values map[string]func(*parse, string, attrs) // by path below the root
	ends   map[string]func(*parse)
}

// parse is an invoice while it is read.
type parse struct {
	*Invoice
	sums   sums
	format *format

	tax     Tax // the VAT of the rate at hand
	scheme  string
	id      Value  // of the party's tax
	money   string // currency of the amount of VAT
	total   Value
	parts   []Tax
	line    string // net amount of the line at hand
	noLine  bool   // the line at hand only groups or explains others
	account Value
}

type attrs []xml.Attr

func (a attrs) get(name string) string {
	for _, one := range a {
		if one.Name.Local == name {
			return one.Value
		}
	}
	return ""
}

// ReadXML reads an invoice in XML: UBL, CII or ZUGFeRD 1. What is no such invoice gives ErrNone; one that is broken, too
// large or has entities gives a *fault.Error. An error of the reader comes back as it is.
func ReadXML(ctx context.Context, r io.Reader) (*Invoice, error) {
	src := &source{ctx: ctx, r: r}
	in, err := asUTF8(src)
	if err == nil {
		var v *Invoice
		if v, err = readXML(in); err == nil {
			return v, nil
		}
	}
	if src.err != nil {
		return nil, fmt.Errorf("read an invoice: %w", src.err)
	}
	return nil, err
}

// source remembers an error of the reader underneath: it says nothing about the invoice.
type source struct {
	ctx context.Context
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		s.err = err
		return 0, err
	}
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// asUTF8 converts a text from the encoding that its first bytes tell.
func asUTF8(r io.Reader) (io.Reader, error) {
	in := bufio.NewReaderSize(r, 4<<10)
	head, err := in.Peek(1 << 10)
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xfe\xff")), bytes.HasPrefix(head, []byte("\xff\xfe")),
		bytes.HasPrefix(head, []byte("<\x00?\x00")), bytes.HasPrefix(head, []byte("\x00<\x00?")):
		order := unicode.LittleEndian
		if head[0] == 0 {
			order = unicode.BigEndian
		}
		return unicode.UTF16(order, unicode.UseBOM).NewDecoder().Reader(in), nil
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		if _, err := in.Discard(3); err != nil {
			return nil, err
		}
		return in, nil
	}
	if name := declared(head); name != "" && !strings.EqualFold(name, "utf-8") {
		if e, _ := charset.Lookup(name); e != nil {
			return e.NewDecoder().Reader(in), nil
		}
	}
	return in, nil
}

// declared is the encoding that an XML declaration names.
func declared(head []byte) string {
	head = bytes.TrimLeft(head, " \t\r\n")
	end := bytes.Index(head, []byte("?>"))
	if !bytes.HasPrefix(head, []byte("<?xml")) || end < 0 {
		return ""
	}
	_, after, ok := bytes.Cut(head[:end], []byte("encoding"))
	if !ok {
		return ""
	}
	after = bytes.TrimLeft(after, " \t\r\n=")
	if len(after) < 2 {
		return ""
	}
	name, _, _ := bytes.Cut(after[1:], after[:1])
	return string(name)
}

// readXML reads an invoice of UTF-8.
func readXML(r io.Reader) (*Invoice, error) {
	trim := newTrimmer(r)
	dec := xml.NewDecoder(trim)
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is converted already
	p, err := root(dec)
	if err == nil {
		err = p.body(dec)
	}
	switch {
	case err == nil:
		p.check(&p.sums)
		return p.Invoice, nil
	case errors.Is(trim.err, errTooLarge):
		if p == nil {
			return nil, ErrNone
		}
		return nil, errTooLarge
	case p == nil:
		return nil, ErrNone
	}
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return nil, err
	}
	return nil, errBroken // what the parser says may quote the invoice
}

// root reads up to the first element, which tells what it is; nil if it is no invoice. In an envelope, as Peppol's access
// points put around what they pass on, it is the first one behind the envelope's own.
func root(dec *xml.Decoder) (*parse, error) {
	doctype := false
	var envelope []xml.Attr
	for elements := 0; elements <= maxEnvelope; {
		token, err := dec.RawToken()
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.Directive:
			doctype = doctype || bytes.HasPrefix(t, []byte("DOCTYPE"))
		case xml.StartElement:
			if elements++; elements == 1 && t.Name.Local == "StandardBusinessDocument" && spaceOf(t.Name, t.Attr) == envelopeSpace {
				envelope = t.Attr
				continue
			}
			p := newParse(t, envelope)
			if p == nil && envelope != nil {
				continue
			}
			if p == nil {
				return nil, ErrNone
			}
			if doctype { // entities and files from elsewhere: no invoice needs them
				return p, errDoctype
			}
			return p, nil
		}
	}
	return nil, ErrNone
}

// envelopeSpace is the namespace of a StandardBusinessDocument (StandardBusinessDocumentHeader.xsd of UN/CEFACT and GS1; Peppol's
// Business Message Envelope).
const envelopeSpace = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"

// spaceOf is the namespace of an element, as it says itself; if it says nothing, as the one around it says.
func spaceOf(name xml.Name, itself []xml.Attr, around ...xml.Attr) (space string) {
	for _, a := range append(slices.Clone(around), itself...) {
		prefixed := a.Name.Space == "xmlns" && a.Name.Local == name.Space
		if prefixed || name.Space == "" && a.Name.Space == "" && a.Name.Local == "xmlns" {
			space = a.Value
		}
	}
	return space
}

// newParse knows the roots of invoices by their namespaces.
func newParse(t xml.StartElement, around []xml.Attr) *parse {
	space := spaceOf(t.Name, t.Attr, around...)
	p := &parse{Invoice: &Invoice{Type: TypeInvoice, Taxes: []Tax{}, Warnings: []Warning{}}, sums: sums{known: true}}
	switch {
	case t.Name.Local == "Invoice" && space == "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2":
		p.format = &ubl
	case t.Name.Local == "CreditNote" && space == "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2":
		p.format, p.Type = &ubl, TypeCreditNote
	case t.Name.Local == "CrossIndustryInvoice" && strings.HasPrefix(space, "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:"):
		p.format = &cii
	case t.Name.Local == "CrossIndustryDocument" && strings.HasPrefix(space, "urn:ferd:CrossIndustryDocument:invoice:1p0"):
		p.format = &zugferd1
	default:
		return nil
	}
	p.Format = p.format.name
	return p
}

// body reads from after the root's start to its end.
func (p *parse) body(dec *xml.Decoder) error {
	var names []string
	var path, text []byte
	var at attrs
	for elements := 0; ; {
		token, err := dec.RawToken()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if elements++; elements > maxElements || len(names) >= maxDepth {
				return errTooLarge
			}
			name := t.Name.Local
			if other, ok := p.format.rename[name]; ok {
				name = other
			}
			names = append(names, t.Name.Local)
			if len(path) > 0 {
				path = append(path, '/')
			}
			path, text, at = append(path, name...), text[:0], t.Attr
		case xml.CharData:
			text = append(text, t[:min(len(t), max(0, maxValue-len(text)))]...)
		case xml.EndElement:
			if len(names) == 0 {
				return nil
			}
			if names[len(names)-1] != t.Name.Local {
				return errBroken
			}
			names = names[:len(names)-1]
			if value := p.format.values[string(path)]; value != nil {
				value(p, strings.Join(strings.Fields(strings.ToValidUTF8(string(text), "")), " "), at)
			}
			if end := p.format.ends[string(path)]; end != nil {
				end(p)
			}
			path = path[:max(bytes.LastIndexByte(path, '/'), 0)]
			text = text[:0]
		case xml.Directive:
			return errDoctype
		}
	}
}
