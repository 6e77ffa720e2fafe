package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"postroom/app/mail"
)

// maxItems bounds a page, so that no answer can fill the memory; it is many times what is asked for.
const maxItems = 20 * pageSize

// message is a message as far as a listing is concerned. The service may leave out anything but the id: a change of a
// flag comes as a partial item, whatever $select said (seen in the wild).
type message struct {
	ID       text            `json:"id"`
	Received text            `json:"receivedDateTime"`
	Draft    tristate        `json:"isDraft"`
	Parent   text            `json:"parentFolderId"`
	Removed  json.RawMessage `json:"@removed"`
}

// text is a string; a value of another type counts as left out.
type text string

func (t *text) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*t = text(s)
	}
	return nil
}

// tristate is a boolean that may be left out. The documentation's own samples write booleans as strings at times.
type tristate mail.Tristate

func (t *tristate) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "true", `"true"`:
		*t = tristate(mail.Yes)
	case "false", `"false"`:
		*t = tristate(mail.No)
	}
	return nil
}

func (m message) item() mail.Item {
	item := mail.Item{ID: string(m.ID), Draft: mail.Tristate(m.Draft), Parent: string(m.Parent),
		Removed: present(m.Removed)}
	if received, err := time.Parse(time.RFC3339, string(m.Received)); err == nil && received.Year() > 1 {
		item.Received = received.UTC()
	}
	return item
}

// present says whether a property is there with a value.
func present(v json.RawMessage) bool { return len(v) > 0 && string(v) != "null" }

// page is one page of any collection.
type page struct {
	next, delta string
	items       int
}

// readPage reads a page and hands each element of its collection to add as it comes: at no time does more than one
// element lie in memory beside what add keeps.
func readPage(r io.Reader, add func(*json.Decoder) error) (p page, err error) {
	d := json.NewDecoder(r)
	if err := expect(d, '{'); err != nil {
		return p, err
	}
	var listed bool
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return p, err
		}
		switch key {
		case "value":
			listed = true
			err = p.readItems(d, add)
		case "@odata.nextLink":
			err = d.Decode(&p.next)
		case "@odata.deltaLink":
			err = d.Decode(&p.delta)
		default:
			err = d.Decode(new(json.RawMessage))
		}
		if err != nil {
			return p, err
		}
	}
	if err := expect(d, '}'); err != nil {
		return p, err
	}
	if !listed {
		return p, errors.New("a page without a collection")
	}
	return p, nil
}

func (p *page) readItems(d *json.Decoder, add func(*json.Decoder) error) error {
	if err := expect(d, '['); err != nil {
		return err
	}
	for d.More() {
		if p.items++; p.items > maxItems {
			return fmt.Errorf("a page of more than %d items", maxItems)
		}
		if err := add(d); err != nil {
			return err
		}
	}
	return expect(d, ']')
}

func expect(d *json.Decoder, want json.Delim) error {
	switch got, err := d.Token(); {
	case err == io.EOF:
		return io.ErrUnexpectedEOF
	case err != nil:
		return err
	case got != want:
		return fmt.Errorf("%v where %v was expected", got, want)
	}
	return nil
}
