package pdf

import (
	"context"
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Pages gives the text of each page, in lines from top to bottom. A page without text, a scanned one for instance, is
// an empty string. It ends early with ctx, and when a bound is reached.
func (d *Document) Pages(ctx context.Context) iter.Seq[string] {
	return func(yield func(string) bool) {
		left := maxPages
		root := d.dict(*d.ctx.Root)
		if root == nil {
			return
		}
		d.pages(ctx, root["Pages"], nil, 0, &left, yield)
	}
}

// Text is the text of all pages, at most max bytes of it, with a form feed after each page.
func (d *Document) Text(ctx context.Context, max int) string {
	var b strings.Builder
	for page := range d.Pages(ctx) {
		if page == "" {
			continue
		}
		if b.Len()+len(page) >= max {
			b.WriteString(strings.ToValidUTF8(page[:max-b.Len()], ""))
			break
		}
		b.WriteString(page)
		b.WriteByte('\f')
	}
	return b.String()
}

// pages walks the page tree; false means that it is enough.
func (d *Document) pages(ctx context.Context, o types.Object, resources types.Dict, depth int, left *int, yield func(string) bool) bool {
	node := d.dict(o)
	if node == nil || depth > maxDepth {
		return true
	}
	if r := d.dict(node["Resources"]); r != nil {
		resources = r
	}
	kids := d.array(node["Kids"])
	if kids == nil {
		if *left--; *left < 0 || ctx.Err() != nil {
			return false
		}
		return yield(d.page(ctx, node, resources))
	}
	for _, kid := range kids {
		if *left--; *left < 0 { // empty nodes count too: they may be many
			return false
		}
		if !d.pages(ctx, kid, resources, depth+1, left, yield) {
			return false
		}
	}
	return true
}

func (d *Document) page(ctx context.Context, node, resources types.Dict) (text string) {
	p := &painter{ctx: ctx, doc: d}
	defer func() {
		if recover() != nil { // a broken page; what was read until then is good
			text = p.lines()
		}
	}()
	p.run(d.contents(node["Contents"]), resources, identity, 0)
	return p.lines()
}

// contents joins the parts of a page's drawing instructions.
func (d *Document) contents(o types.Object) []byte {
	parts := d.array(o)
	if parts == nil {
		parts = types.Array{o}
	}
	var all []byte
	for _, part := range parts {
		data, ok := d.stream(part, min(maxPageContent-int64(len(all)), d.content))
		if !ok {
			continue
		}
		d.content -= int64(len(data))
		all = append(append(all, data...), '\n')
		if len(all) >= maxPageContent {
			break
		}
	}
	return all
}

// span is a piece of text at its place on the page.
type span struct {
	x, y, end, size float64
	text            string
}

// lines puts the spans of a page into lines: what stands at one height, from left to right, with a space where there is
// a gap and several where there is a wide one.
func (p *painter) lines() string {
	spans := p.spans
	slices.SortStableFunc(spans, func(a, b span) int {
		switch {
		case a.y > b.y:
			return -1
		case a.y < b.y:
			return 1
		}
		return 0
	})
	var out strings.Builder
	for len(spans) > 0 {
		n := 1
		for n < len(spans) && math.Abs(spans[n].y-spans[0].y) <= 0.4*max(spans[0].size, 1) {
			n++
		}
		line := spans[:n]
		spans = spans[n:]
		slices.SortStableFunc(line, func(a, b span) int {
			switch {
			case a.x < b.x:
				return -1
			case a.x > b.x:
				return 1
			}
			return 0
		})
		writeLine(&out, line)
	}
	return out.String()
}

func writeLine(out *strings.Builder, line []span) {
	start := out.Len()
	end := line[0].x
	for i, s := range line {
		if i > 0 && s.x < end-0.3*s.size && s.text == line[i-1].text && math.Abs(s.x-line[i-1].x) < 0.2*s.size {
			continue // printed twice to look bold
		}
		switch gap := s.x - end; {
		case i == 0:
		case gap > 1.5*s.size:
			out.WriteString("   ")
		case gap > 0.15*s.size:
			out.WriteByte(' ')
		}
		out.WriteString(s.text)
		end = max(end, s.end)
	}
	if strings.TrimSpace(out.String()[start:]) != "" {
		out.WriteByte('\n')
	}
}
