package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// listing is what a plain list of messages is asked to show.
type listing struct {
	top, skip int
	oldest    bool
	bySubject bool
	count     bool
	filter    []condition
}

// condition is one comparison of a $filter; all have to hold.
type condition struct {
	property string
	op       string
	value    string
	time     int64
}

// listQuery reads the options of a list. False when the request is answered.
func (c *call) listQuery() (listing, bool) {
	q := listing{top: c.pageSize(), count: strings.EqualFold(c.query.Get("$count"), "true")}
	for name, to := range map[string]*int{"$top": &q.top, "$skip": &q.skip} {
		text := c.query.Get(name)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || (name == "$top" && (n < 1 || n > maxPage)) {
			c.fail(http.StatusBadRequest, "ErrorInvalidUrlQuery", "Invalid value '"+text+"' for "+name+" query option.")
			return q, false
		}
		*to = n
	}
	if c.query.Get("$search") != "" {
		c.fail(http.StatusBadRequest, "SearchWithOrderBy", "The query parameter '$search' is not supported here.")
		return q, false
	}
	if f := c.query.Get("$filter"); f != "" {
		var ok bool
		if q.filter, ok = parseFilter(f); !ok {
			c.fail(http.StatusBadRequest, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")
			return q, false
		}
	}
	return q, c.order(&q)
}

// order reads $orderby. A property that is sorted by has to lead in the filter too.
func (c *call) order(q *listing) bool {
	words := strings.Fields(c.query.Get("$orderby"))
	if len(words) == 0 {
		return true
	}
	property := strings.ToLower(words[0])
	switch {
	case property != "receiveddatetime" && property != "subject", len(words) > 2:
		c.fail(http.StatusBadRequest, "ErrorInvalidUrlQuery", "The query parameter '$orderby' is not supported with this value.")
		return false
	case len(q.filter) > 0 && q.filter[0].property != property:
		c.fail(http.StatusBadRequest, "InefficientFilter", "The restriction or sort order is too complex for this operation.")
		return false
	}
	q.bySubject = property == "subject"
	q.oldest = len(words) < 2 || !strings.EqualFold(words[1], "desc")
	return true
}

// parseFilter reads comparisons joined by "and".
func parseFilter(text string) ([]condition, bool) {
	var list []condition
	words := filterWords(text)
	for len(words) > 0 {
		if len(words) < 3 {
			return nil, false
		}
		one := condition{property: strings.ToLower(words[0]), op: strings.ToLower(words[1]), value: words[2]}
		switch one.property {
		case "receiveddatetime", "sentdatetime", "createddatetime", "lastmodifieddatetime":
			t, err := time.Parse(time.RFC3339, one.value)
			if err != nil {
				if t, err = time.Parse(time.DateOnly, one.value); err != nil {
					return nil, false
				}
			}
			one.time = t.Unix()
		case "isread", "isdraft", "hasattachments", "internetmessageid", "subject", "importance", "parentfolderid":
			if one.op != "eq" && one.op != "ne" {
				return nil, false
			}
		default:
			return nil, false
		}
		if !slices.Contains([]string{"eq", "ne", "ge", "gt", "le", "lt"}, one.op) {
			return nil, false
		}
		list = append(list, one)
		if words = words[3:]; len(words) > 0 {
			if !strings.EqualFold(words[0], "and") || len(words) == 1 {
				return nil, false
			}
			words = words[1:]
		}
	}
	return list, len(list) > 0
}

// filterWords splits at spaces that are not within quotes, and takes the quotes off.
func filterWords(text string) []string {
	var words []string
	var word strings.Builder
	quoted, any := false, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\'' && quoted && i+1 < len(text) && text[i+1] == '\'':
			word.WriteByte(c)
			i++
		case c == '\'':
			quoted, any = !quoted, true
		case c == ' ' && !quoted:
			if any || word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
			any = false
		default:
			word.WriteByte(c)
		}
	}
	if any || word.Len() > 0 {
		words = append(words, word.String())
	}
	return words
}

func (f condition) holds(b *box, m *message) bool {
	switch f.property {
	case "receiveddatetime":
		return f.compare(m.received)
	case "sentdatetime":
		return f.compare(m.sent)
	case "createddatetime":
		return f.compare(m.created)
	case "lastmodifieddatetime":
		return f.compare(m.modified)
	}
	var have string
	switch f.property {
	case "isread":
		have = strconv.FormatBool(m.read)
	case "isdraft":
		have = strconv.FormatBool(m.draft)
	case "hasattachments":
		have = strconv.FormatBool(m.summary().attached)
	case "internetmessageid":
		have = m.summary().messageID
	case "subject":
		have = m.summary().subject
	case "importance":
		have = m.summary().importance
	case "parentfolderid":
		have = b.folderID(m.folder)
	}
	return (have == f.value) == (f.op == "eq")
}

func (f condition) compare(t int64) bool {
	switch f.op {
	case "ge":
		return t >= f.time
	case "gt":
		return t > f.time
	case "le":
		return t <= f.time
	case "lt":
		return t < f.time
	case "ne":
		return t != f.time
	}
	return t == f.time
}

// withMail lists the folders whose messages a list of the whole mailbox shows.
func (b *box) withMail() []*folder {
	var list []*folder
	for _, f := range b.folders {
		if f.total() > 0 {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(x, y *folder) int { return int(int64(x.serial) - int64(y.serial)) })
	return list
}

// list calls yield for what a listing shows after its skip, in its order.
func (b *box) list(folders []*folder, q listing, yield func(*message) bool) {
	if len(folders) == 1 && len(q.filter) == 0 && !q.bySubject {
		folders[0].skip(q.skip, q.oldest, yield)
		return
	}
	skip := q.skip
	show := func(m *message) bool {
		for _, f := range q.filter {
			if !f.holds(b, m) {
				return true
			}
		}
		if skip > 0 {
			skip--
			return true
		}
		return yield(m)
	}
	if len(folders) == 1 && !q.bySubject {
		folders[0].walk(nil, q.oldest, show)
		return
	}
	var all []*message
	for _, f := range folders {
		f.walk(nil, q.oldest, func(m *message) bool {
			all = append(all, m)
			return true
		})
	}
	slices.SortStableFunc(all, func(x, y *message) int {
		n := x.key().compare(y.key())
		if q.bySubject {
			n = strings.Compare(x.summary().subject, y.summary().subject)
		}
		if !q.oldest {
			n = -n
		}
		return n
	})
	for _, m := range all {
		if !show(m) {
			return
		}
	}
}
