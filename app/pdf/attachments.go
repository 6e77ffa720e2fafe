package pdf

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"postroom/app/fault"
)

// Attachment is a file attached to a PDF, wherever in it the reference lies.
type Attachment struct {
	Name         string // as the PDF says; may be empty
	Description  string
	Relationship string // Alternative, Data, Source …; empty if the PDF does not say

	document *Document
	stream   types.Object
	object   int
}

// Attachments lists the attached files. All file specifications of the file count, also those that no list of names
// leads to: such files are common, and other readers show them.
func (d *Document) Attachments() (found []Attachment) {
	defer func() {
		if recover() != nil { // a broken object; what was found until then is good
			found = slices.Clip(found)
		}
	}()
	seen := map[int]bool{}
	add := func(a Attachment) {
		if a.object != 0 {
			if seen[a.object] {
				return
			}
			seen[a.object] = true
		}
		found = append(found, a)
	}
	for _, n := range slices.Sorted(maps.Keys(d.ctx.Table)) {
		if e := d.ctx.Table[n]; e != nil && !e.Free {
			d.specifications(types.NewIndirectRef(n, 0), 0, add)
		}
	}
	return found
}

// specifications finds file specifications in an object, but does not follow references: each object is looked at once.
func (d *Document) specifications(o types.Object, depth int, add func(Attachment)) {
	if depth > maxDepth {
		return
	}
	if ref, ok := o.(*types.IndirectRef); ok {
		o = d.get(*ref)
	}
	switch v := o.(type) {
	case types.Dict:
		if a, ok := d.specification(v); ok {
			add(a)
			return
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			d.specifications(v[key], depth+1, add)
		}
	case types.StreamDict:
		d.specifications(v.Dict, depth+1, add)
	case types.Array:
		for _, item := range v {
			d.specifications(item, depth+1, add)
		}
	}
}

// specification reads a file specification with an embedded file (ISO 32000-1, 7.11.3).
func (d *Document) specification(v types.Dict) (a Attachment, ok bool) {
	files := d.dict(v["EF"])
	if files == nil {
		return a, false
	}
	for _, key := range []string{"UF", "F", "Unix", "DOS", "Mac"} {
		stream, there := files[key]
		if !there {
			continue
		}
		if _, isStream := d.get(stream).(types.StreamDict); !isStream {
			continue
		}
		a = Attachment{Name: cmp.Or(d.text(v["UF"]), d.text(v["F"]), d.text(v["Unix"]), d.text(v["DOS"])), Description: d.text(v["Desc"]),
			Relationship: d.name(v["AFRelationship"]), document: d, stream: stream}
		if ref, ok := stream.(types.IndirectRef); ok {
			a.object = ref.ObjectNumber.Value()
		}
		return a, true
	}
	return a, false
}

// Read unpacks the attached file. One that is broken, or larger than MaxAttachment, is an error with the code
// "pdf-attachment-broken".
func (a Attachment) Read() (data []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			data, err = nil, a.broken(fmt.Sprintf("%T", p))
		}
	}()
	data, ok := a.document.stream(a.stream, a.document.largest)
	if !ok {
		return nil, a.broken("it can't be unpacked")
	}
	return data, nil
}

func (a Attachment) broken(detail string) error {
	return &fault.Error{Class: fault.SkipMail, Code: "pdf-attachment-broken", Op: "read a file attached to a PDF", Detail: detail}
}
