package pdf

import (
	"context"
	"math"
	"strings"
	"unicode"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// matrix maps places as PDF does: x' = ax + cy + e, y' = bx + dy + f.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

// times applies m first, then n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

// state is what q saves and Q brings back.
type state struct {
	ctm                                           matrix
	font                                          *font
	size, charSpace, wordSpace, scale, lead, rise float64
}

// painter goes through drawing instructions and notes the text that they show.
type painter struct {
	ctx        context.Context
	doc        *Document
	state      state
	stack      []state
	line, text matrix
	spans      []span
	letters    int // bytes of text noted
	forms      int // forms drawn
}

// What bounds the reading of one page.
const (
	maxSpans   = 200_000
	maxLetters = 4 << 20
	maxForms   = 2000
	maxStack   = 500
	maxArgs    = 4096
)

func (p *painter) full() bool { return len(p.spans) >= maxSpans || p.letters >= maxLetters }

// run goes through the instructions of a page or of a form.
func (p *painter) run(data []byte, resources types.Dict, at matrix, depth int) {
	p.state = state{ctm: at, scale: 1}
	p.line, p.text = identity, identity
	outer := len(p.stack)
	l := &lexer{data: data}
	var args []token
	for n := 0; ; n++ {
		if n%4096 == 0 && p.ctx.Err() != nil {
			return
		}
		t := l.next()
		if t.kind == tokenEnd || p.full() {
			break
		}
		if t.kind != tokenOperator {
			if len(args) < maxArgs {
				args = append(args, t)
			}
			continue
		}
		switch op := string(t.text); op {
		case "ID":
			l.skipInlineImage()
		case "Do":
			if len(args) > 0 {
				p.form(string(args[len(args)-1].text), resources, depth)
			}
		case "Tf":
			p.setFont(args, resources)
		case "Q":
			if len(p.stack) > outer {
				p.state, p.stack = p.stack[len(p.stack)-1], p.stack[:len(p.stack)-1]
			}
		default:
			p.do(op, args)
		}
		args = args[:0]
	}
	p.stack = p.stack[:outer]
}

// form draws a form: instructions of their own, used like a stamp (ISO 32000-1, 8.10).
func (p *painter) form(name string, resources types.Dict, depth int) {
	if p.forms++; p.forms > maxForms || depth >= maxDepth/2 {
		return
	}
	o := p.doc.dict(resources["XObject"])[name]
	d := p.doc.dict(o)
	if d == nil || p.doc.name(d["Subtype"]) != "Form" {
		return
	}
	inner := resources
	if r := p.doc.dict(d["Resources"]); r != nil {
		inner = r
	}
	at := p.state.ctm
	if m := p.doc.array(d["Matrix"]); len(m) == 6 {
		var v [6]float64
		for i := range v {
			v[i], _ = p.doc.number(m[i])
		}
		at = matrix{v[0], v[1], v[2], v[3], v[4], v[5]}.times(at)
	}
	kept, line, text := p.state, p.line, p.text
	p.run(p.doc.contents(o), inner, at, depth+1)
	p.state, p.line, p.text = kept, line, text
}

func (p *painter) setFont(args []token, resources types.Dict) {
	if len(args) < 2 {
		return
	}
	name, size := args[len(args)-2], args[len(args)-1]
	p.state.size = size.value
	p.state.font = nil
	if o, ok := p.doc.dict(resources["Font"])[string(name.text)]; ok {
		p.state.font = p.doc.font(o)
	}
}

// do obeys an instruction that needs nothing but its operands.
func (p *painter) do(op string, args []token) {
	num := func(fromEnd int) float64 {
		if i := len(args) - fromEnd; i >= 0 {
			return args[i].value
		}
		return 0
	}
	m := matrix{num(6), num(5), num(4), num(3), num(2), num(1)}
	switch op {
	case "q":
		if len(p.stack) < maxStack {
			p.stack = append(p.stack, p.state)
		}
	case "cm":
		p.state.ctm = m.times(p.state.ctm)
	case "BT":
		p.line, p.text = identity, identity
	case "Tc":
		p.state.charSpace = num(1)
	case "Tw":
		p.state.wordSpace = num(1)
	case "Tz":
		p.state.scale = num(1) / 100
	case "TL":
		p.state.lead = num(1)
	case "Ts":
		p.state.rise = num(1)
	case "Td":
		p.move(num(2), num(1))
	case "TD":
		p.state.lead = -num(1)
		p.move(num(2), num(1))
	case "Tm":
		p.line, p.text = m, m
	case "T*":
		p.move(0, -p.state.lead)
	case "Tj":
		p.show(args)
	case "'":
		p.move(0, -p.state.lead)
		p.show(args)
	case "\"":
		p.state.wordSpace, p.state.charSpace = num(3), num(2)
		p.move(0, -p.state.lead)
		p.show(args)
	case "TJ":
		p.show(args)
	}
}

func (p *painter) move(x, y float64) {
	p.line = matrix{1, 0, 0, 1, x, y}.times(p.line)
	p.text = p.line
}

// show notes the strings among the operands; numbers between them move the pen.
func (p *painter) show(args []token) {
	f := p.state.font
	if f == nil {
		f = p.doc.font(nil)
	}
	s := &p.state
	var b strings.Builder
	var start matrix
	begin := func() { start = matrix{a: s.size * s.scale, d: s.size, f: s.rise}.times(p.text).times(s.ctm) }
	flush := func() {
		if b.Len() > 0 {
			p.note(start, b.String())
			b.Reset()
		}
	}
	for _, t := range args {
		switch t.kind {
		case tokenNumber:
			shift := -t.value / 1000 * s.size * s.scale
			if math.Abs(t.value) > 120 { // a gap: what follows is a word of its own
				flush()
			}
			p.text = matrix{1, 0, 0, 1, shift, 0}.times(p.text)
		case tokenString:
			f.each(t.text, func(text string, width float64, space bool) {
				if b.Len() == 0 {
					begin()
				}
				b.WriteString(clean(text))
				shift := width/1000*s.size + s.charSpace
				if space {
					shift += s.wordSpace
				}
				p.text = matrix{1, 0, 0, 1, shift * s.scale, 0}.times(p.text)
			})
		}
	}
	flush()
}

// note keeps a piece of text that began at a place and ends at the pen.
func (p *painter) note(start matrix, text string) {
	end := p.text.times(p.state.ctm)
	size := math.Hypot(start.c, start.d)
	if p.full() || math.IsNaN(size) || math.IsInf(size, 0) {
		return
	}
	p.letters += len(text)
	p.spans = append(p.spans, span{x: start.e, y: start.f, end: max(end.e, start.e), size: size, text: text})
}

// clean leaves out what can't be shown: control characters, and code points for private use, which stand for what only
// the font knows.
func clean(s string) string {
	for _, r := range s {
		if unicode.IsControl(r) || unicode.Is(unicode.Co, r) || r == unicode.ReplacementChar {
			return strings.Map(func(r rune) rune {
				switch {
				case r == '\t' || r == '\n' || r == '\r':
					return ' '
				case unicode.IsControl(r), unicode.Is(unicode.Co, r), r == unicode.ReplacementChar:
					return -1
				}
				return r
			}, s)
		}
	}
	return s
}
