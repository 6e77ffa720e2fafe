package processing

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"postroom/app/fault"
)

// ImportOptions say how a table of clients is read.
type ImportOptions struct {
	Map     map[string][]string // field to names of columns; what is left out is guessed, or as it was last time
	Preview bool                // say what would happen, change nothing
	Sight   *Sight              // who imports: a line that gives a role that they may not give is left out; nil: any may be given
}

// Imported is what an import has come to, or would.
type Imported struct {
	Added      int
	Updated    int
	Unchanged  int
	Duplicates int // rows about a client that another row was about
	Errors     []LineError
	Map        map[string][]string // as the columns were understood
	Ignored    []string            // columns that were not
	First      []Client            // the first few clients as they were read
	Settled    []uint64            // mails that are settled by it
}

// LineError is what is wrong in a line of the file: the line is left out.
type LineError struct {
	Line int
	Err  error
}

const shown = 5 // clients of a preview

// Import adds and updates clients from a table, CSV or XLSX. A row is about the client with the same number, else with the
// same VAT number, else with the same name; a detail that the row does not say stays, addresses and numbers are added.
func (r *Room) Import(ctx context.Context, table io.Reader, opts ImportOptions) (*Imported, error) {
	head, rows, err := readTable(table)
	if err != nil {
		return nil, err
	}
	key := fold(strings.Join(head, "\x00"))
	var before map[string][]string
	err = r.store.View(func(tx Tx) error {
		before, err = tx.Mapping(key)
		return err
	})
	if err != nil {
		return nil, err
	}
	m, err := columns(head, opts.Map, before)
	if err != nil {
		return nil, err
	}
	var v *Imported
	run := func(tx Tx) error {
		b := r.book(opts.Sight)
		for _, row := range rows {
			if !blank(row.cells) {
				b.take(m, row)
			}
		}
		v = b.result()
		if opts.Preview {
			return nil
		}
		for _, c := range b.changed() {
			if err := tx.PutClient(*c); err != nil {
				return err
			}
		}
		if len(opts.Map) > 0 {
			return tx.PutMapping(key, opts.Map)
		}
		return nil
	}
	if opts.Preview {
		err = run(nil)
	} else {
		var settled []uint64
		settled, err = r.act(ctx, ActImport, run)
		if v != nil {
			v.Settled = settled
		}
	}
	if err != nil {
		return nil, err
	}
	v.Map = m.named(head)
	for at, h := range head {
		if h != "" && !slices.ContainsFunc(slices.Collect(maps.Values(m)), func(places []int) bool { return slices.Contains(places, at) }) {
			v.Ignored = append(v.Ignored, h)
		}
	}
	return v, nil
}

// book is the clients as they are while a table is read.
type book struct {
	sight    *Sight
	team     Team
	old      map[string]*Client
	clients  map[string]*Client
	numbers  map[string][]string // own number to ids
	vats     map[string][]string
	names    map[string][]string
	order    []string // ids of those that the table is about
	seen     map[string]bool
	imported Imported
}

func (r *Room) book(sight *Sight) *book {
	x, team := r.state()
	b := &book{sight: sight, team: team, old: x.byID, clients: make(map[string]*Client, len(x.byID)), numbers: map[string][]string{}, vats: map[string][]string{}, names: map[string][]string{},
		seen: map[string]bool{}, imported: Imported{Errors: []LineError{}, Ignored: []string{}, First: []Client{}}}
	for _, c := range x.clients {
		b.clients[c.ID] = c
		b.file(c)
	}
	return b
}

// file makes a client found by its names.
func (b *book) file(c *Client) {
	put := func(m map[string][]string, key string) {
		if key != "" && !slices.Contains(m[key], c.ID) {
			m[key] = append(m[key], c.ID)
		}
	}
	put(b.numbers, ownNumber(c.Number))
	put(b.names, fold(c.Name))
	for _, v := range c.VAT {
		put(b.vats, v)
	}
}

// take takes a row; what is wrong with it is noted.
func (b *book) take(m mapping, row record) {
	c, err := b.read(m, row.cells)
	var id string
	if err == nil {
		id, err = b.owner(&c)
	}
	if err == nil {
		err = b.agrees(id, &c)
	}
	if err == nil {
		err = b.gives(b.clients[id], &c)
	}
	if err != nil {
		b.imported.Errors = append(b.imported.Errors, LineError{row.line, err})
		return
	}
	if old := b.clients[id]; id == "" {
		c.ID = newID()
	} else {
		merged := old.with(&c)
		merged.Name = c.Name
		if c.Number != "" {
			merged.Number = c.Number
		}
		if c.Ended != "" {
			merged.Ended = c.Ended
		}
		if c.Language != "" {
			merged.Language = c.Language
		}
		maps.Copy(merged.Roles, c.Roles)
		if err := merged.tooMany(); err != nil { // each of both is tidy
			b.imported.Errors = append(b.imported.Errors, LineError{row.line, err})
			return
		}
		c = merged
	}
	if b.seen[c.ID] {
		b.imported.Duplicates++
	} else {
		b.seen[c.ID] = true
		b.order = append(b.order, c.ID)
	}
	b.clients[c.ID] = &c
	b.file(&c)
}

// agrees is the error for a row with the number of a client that an earlier row calls something else: one of both is wrong, and
// one client made of them would get the other's mails. Code: "client-number".
func (b *book) agrees(id string, c *Client) error {
	if other := b.clients[id]; b.seen[id] && ownNumber(c.Number) != "" && ownNumber(c.Number) == ownNumber(other.Number) && companyOf(c.Name) != companyOf(other.Name) {
		return &fault.Error{Class: fault.FixSetting, Code: "client-number", Op: "import a client", Args: map[string]string{"value": c.Number, "name": other.Name}}
	}
	return nil
}

// gives is the error for roles that who imports may not give; old is the client that the row is about, nil for a new one.
func (b *book) gives(old, c *Client) error {
	if b.sight == nil {
		return nil
	}
	now := map[string]string{}
	if old != nil {
		now = maps.Clone(old.Roles)
	}
	before := maps.Clone(now)
	maps.Copy(now, c.Roles)
	if b.sight.GivesAll(before, now) {
		return nil
	}
	return ManagersOnly("import a role")
}

// read makes a client of a row.
func (b *book) read(m mapping, cells []string) (c Client, err error) {
	one := func(field string) string {
		if list := m.cells(field, cells); len(list) > 0 {
			return list[0]
		}
		return ""
	}
	c = Client{Name: unquoted(one(FieldName)), Number: unquoted(one(FieldNumber)), Addresses: addressesIn(m.cells(FieldAddress, cells)), Domains: several(m.cells(FieldDomain, cells), true),
		VAT: withZero(numbersOfCells(m.cells(FieldVAT, cells))), Registrations: numbersOfCells(m.cells(FieldRegistration, cells)),
		IBANs: numbersOfCells(m.cells(FieldIBAN, cells)), Roles: map[string]string{}}
	if c.Language, err = languageOf(one(FieldLanguage)); err != nil {
		return c, err
	}
	if c.Ended, err = dayOf(one(FieldEnded)); err != nil {
		return c, err
	}
	for field := range m {
		role, ok := strings.CutPrefix(field, fieldRole)
		if !ok || one(field) == "" {
			continue
		}
		member := b.team.member(one(field))
		if member == nil {
			return c, memberUnknown(one(field))
		}
		c.Roles[role] = member.Address
	}
	return c, c.tidy()
}

// numbersOfCells are the numbers in cells: what holds no digit, as "-" or "none", is none.
func numbersOfCells(cells []string) []string {
	return slices.DeleteFunc(several(cells, false), func(s string) bool { return digitsIn(s) == 0 })
}

// withZero gives Belgian VAT numbers the zero back that spreadsheets take from them.
func withZero(vat []string) []string {
	for i, s := range vat {
		if v := compact(s); len(v) == 9 && validBE("0"+v) {
			vat[i] = "BE0" + v
		}
	}
	return vat
}

// addressesIn finds the addresses in cells, also beside the names of their people.
func addressesIn(cells []string) []string {
	all := several(cells, true)
	with := slices.DeleteFunc(slices.Clone(all), func(s string) bool { return !strings.Contains(s, "@") })
	if len(with) > 0 {
		return with
	}
	return all
}

// unquoted takes away what harmless put before a text.
func unquoted(s string) string {
	if len(s) > 1 && s[0] == '\'' && harmless(s[1:]) == s {
		return s[1:]
	}
	return s
}

// owner finds the client that a row is about; "" if it is a new one. Code: "client-ambiguous".
func (b *book) owner(c *Client) (string, error) {
	if n := ownNumber(c.Number); n != "" {
		switch ids := b.numbers[n]; len(ids) {
		case 0:
		case 1:
			return ids[0], nil
		default:
			return "", clientError("client-ambiguous", c.Number)
		}
	}
	// A name or VAT number counts only between rows of which one has no number, or both the same.
	fits := func(ids []string) (list []string) {
		for _, id := range ids {
			if other := b.clients[id].Number; c.Number == "" || other == "" {
				list = append(list, id)
			}
		}
		return list
	}
	var ids []string
	for _, v := range c.VAT {
		ids = union(ids, fits(b.vats[v]))
	}
	if len(ids) == 0 {
		ids = fits(b.names[fold(c.Name)])
	}
	switch len(ids) {
	case 0:
		return "", nil
	case 1:
		return ids[0], nil
	}
	return "", clientError("client-ambiguous", c.Name)
}

// changed are the clients that the table adds or updates.
func (b *book) changed() (list []*Client) {
	for _, id := range b.order {
		if old := b.old[id]; old == nil || !old.equal(b.clients[id]) {
			list = append(list, b.clients[id])
		}
	}
	return list
}

func (b *book) result() *Imported {
	v := &b.imported
	for _, id := range b.order {
		switch old := b.old[id]; {
		case old == nil:
			v.Added++
		case old.equal(b.clients[id]):
			v.Unchanged++
		default:
			v.Updated++
		}
		if len(v.First) < shown {
			v.First = append(v.First, b.clients[id].clone())
		}
	}
	return v
}

var languageNames = map[string]string{"english": "en", "engels": "en", "anglais": "en", "englisch": "en", "dutch": "nl", "nederlands": "nl", "neerlandais": "nl",
	"niederlandisch": "nl", "ne": "nl", "french": "fr", "frans": "fr", "francais": "fr", "franzosisch": "fr", "german": "de", "duits": "de", "allemand": "de", "deutsch": "de"}

func languageOf(s string) (string, error) {
	name := fold(line(s))
	if code := languageNames[name]; code != "" {
		return code, nil
	}
	if name, _, _ = strings.Cut(strings.ReplaceAll(name, "_", "-"), "-"); name == "" || slices.Contains(languages, name) {
		return name, nil
	}
	return "", wrongDetail("language", s)
}

// dayOf reads a day as spreadsheets write it; where day and month could be exchanged, the day comes first.
func dayOf(s string) (string, error) {
	if s = line(s); s == "" {
		return "", nil
	}
	if serial, err := strconv.ParseFloat(s, 64); err == nil && serial > 20_000 && serial < 80_000 { // a workbook's days since 1900
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(serial)).Format(time.DateOnly), nil
	}
	for _, form := range []string{time.DateOnly, "2-1-2006", "2/1/2006", "2.1.2006", "2006/1/2", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "20060102"} {
		if t, err := time.Parse(form, s); err == nil {
			return t.Format(time.DateOnly), nil
		}
	}
	return "", wrongDetail("ended", s)
}

// ParseMap reads FIELD=COLUMN as the command line takes it. Code: "field-unknown".
func ParseMap(list []string) (map[string][]string, error) {
	m := map[string][]string{}
	for _, s := range list {
		field, column, ok := strings.Cut(s, "=")
		if field = line(field); !ok || field == "" || line(column) == "" {
			return nil, &fault.Error{Class: fault.FixSetting, Code: "field-unknown", Op: "map columns",
				Args: map[string]string{"value": s, "fields": strings.Join(Fields, ", ") + ", role:NAME"}, Err: fmt.Errorf("%q is not FIELD=COLUMN", s)}
		}
		m[field] = append(m[field], column)
	}
	return m, nil
}
