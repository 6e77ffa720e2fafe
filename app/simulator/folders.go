package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// folderFields are the properties of mailFolder in v1.0; there is no wellKnownName.
var folderFields = []string{"displayName", "parentFolderId", "childFolderCount", "unreadItemCount", "totalItemCount", "isHidden"}

// folderSelect resolves $select for folders. False when the request is answered.
func (c *call) folderSelect(list string) ([]string, bool) {
	if strings.TrimSpace(list) == "" {
		return folderFields, true
	}
	fields := []string{}
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		i := slices.IndexFunc(folderFields, func(f string) bool { return strings.EqualFold(f, name) })
		switch {
		case i >= 0:
			fields = append(fields, folderFields[i])
		case !strings.EqualFold(name, "id") && name != "":
			c.fail(http.StatusBadRequest, "RequestBroker--ParseUri", "Could not find a property named '"+name+"' on type 'Microsoft.OutlookServices.MailFolder'.")
			return nil, false
		}
	}
	return fields, true
}

// appendFolder adds a folder as an object. The caller holds the lock.
func (b *box) appendFolder(out []byte, f *folder, fields []string, typed bool, context string) []byte {
	out = append(out, '{')
	if context != "" {
		out = append(appendString(append(out, `"@odata.context":`...), context), ',')
	}
	switch {
	case f.search != nil:
		out = append(out, `"@odata.type":"#microsoft.graph.mailSearchFolder",`...)
	case typed:
		out = append(out, `"@odata.type":"#microsoft.graph.mailFolder",`...)
	}
	out = append(b.ids.append(append(out, `"id":"`...), ref{class: folderID, serial: f.serial}), '"')
	for _, name := range fields {
		out = append(append(append(out, `,"`...), name...), `":`...)
		switch name {
		case "displayName":
			out = appendString(out, f.name)
		case "parentFolderId":
			parent := f.parent
			if parent == nil {
				parent = f // the service shows the store's own root, which it never lists
			}
			out = append(b.ids.append(append(out, '"'), ref{class: folderID, serial: parent.serial}), '"')
		case "childFolderCount":
			out = strconv.AppendInt(out, int64(len(visible(f.children, false))), 10)
		case "unreadItemCount":
			out = strconv.AppendInt(out, int64(f.unread), 10)
		case "totalItemCount":
			out = strconv.AppendInt(out, int64(f.total()), 10)
		case "isHidden":
			out = appendBool(out, f.hidden)
		}
	}
	if f.search != nil && len(fields) == len(folderFields) {
		out = appendString(append(out, `,"isSupported":true,"includeNestedFolders":true,"filterQuery":`...), f.search.query)
		out = append(out, `,"sourceFolderIds":[`...)
		for i, src := range f.search.sources {
			if i > 0 {
				out = append(out, ',')
			}
			out = append(b.ids.append(append(out, '"'), ref{class: folderID, serial: src.serial}), '"')
		}
		out = append(out, ']')
	}
	return append(out, '}')
}

func visible(list []*folder, hidden bool) []*folder {
	if hidden {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(f *folder) bool { return f.hidden })
}

func (c *call) includesHidden() bool {
	for name, values := range c.query {
		if strings.EqualFold(name, "includeHiddenFolders") {
			return strings.EqualFold(values[0], "true")
		}
	}
	return false
}

// getFolder answers mailFolders/{id or well-known name}.
func (c *call) getFolder() {
	fields, ok := c.folderSelect(c.query.Get("$select"))
	if !ok {
		return
	}
	c.box.mu.RLock()
	defer c.box.mu.RUnlock()
	f, ok := c.folder()
	if !ok {
		return
	}
	c.json(http.StatusOK, c.box.appendFolder(nil, f, fields, false, c.context("mailFolders/$entity")))
}

// listFolders answers mailFolders, which are the children of the root, and mailFolders/{id}/childFolders: one level.
func (c *call) listFolders() {
	fields, ok := c.folderSelect(c.query.Get("$select"))
	if !ok {
		return
	}
	q, ok := c.listQuery()
	if !ok {
		return
	}
	c.box.mu.RLock()
	defer c.box.mu.RUnlock()
	f, context := c.box.root, "mailFolders"
	if c.path[0].is {
		if f, ok = c.folder(); !ok {
			return
		}
		context = "mailFolders('" + c.box.folderID(f) + "')/childFolders"
	}
	list := visible(f.children, c.includesHidden())
	slices.SortStableFunc(list, func(x, y *folder) int { return strings.Compare(strings.ToLower(x.name), strings.ToLower(y.name)) })
	out := appendString([]byte(`{"@odata.context":`), c.context(context))
	if q.count {
		out = strconv.AppendInt(append(out, `,"@odata.count":`...), int64(len(list)), 10)
	}
	out = append(out, `,"value":[`...)
	end := min(q.skip+q.top, len(list))
	if c.sim.chance(c.sim.Behaviour().EmptyPages) {
		end = min(q.skip, len(list))
	}
	for i := q.skip; i < end; i++ {
		if i > q.skip {
			out = append(out, ',')
		}
		out = c.box.appendFolder(out, list[i], fields, false, "")
	}
	out = append(out, ']')
	if end < len(list) {
		out = c.appendNext(out, end)
	}
	c.json(http.StatusOK, append(out, '}'))
}

// folderDelta answers mailFolders/delta: all folders, flat, and later what became of them.
func (c *call) folderDelta() {
	b := c.box
	b.mu.RLock()
	defer b.mu.RUnlock()
	t, ok := c.token(0, b.generation, func() (*token, bool) {
		return &token{fields: c.query.Get("$select"), hidden: c.includesHidden(), changeType: allTypes}, true
	})
	if !ok {
		return
	}
	fields, ok := c.folderSelect(t.fields)
	if !ok {
		return
	}
	if t.delta {
		t.delta, t.from = false, t.pos
	}
	if !t.started {
		t.started = true
		if t.walking {
			t.pos = 0
		}
	}
	out := appendString([]byte(`{"@odata.context":`), c.base+"/v1.0/$metadata#Collection(mailFolder)")
	out = append(out, `,"value":[`...)
	shown, limit := 0, c.pageSize()
	for ; t.pos < len(b.folderLog) && shown < limit; t.pos++ {
		e := b.folderLog[t.pos]
		f := b.folders[e.serial]
		switch {
		case e.gone && t.walking, !e.gone && (f == nil || f.changedAt != t.pos || f.hidden && !t.hidden):
			continue
		}
		if shown > 0 {
			out = append(out, ',')
		}
		if shown++; e.gone {
			out = append(b.ids.append(append(out, `{"@odata.type":"#microsoft.graph.mailFolder","id":"`...), ref{class: folderID, serial: e.serial}), `","@removed":{"reason":"deleted"}}`...)
			continue
		}
		out = b.appendFolder(out, f, fields, true, "")
	}
	name, query := `],"@odata.nextLink":"`, "$skiptoken="
	if t.pos == len(b.folderLog) {
		name, query = `],"@odata.deltaLink":"`, "$deltatoken="
		t.delta, t.walking = true, false
	}
	out = append(append(append(out, name...), c.base...), c.r.URL.EscapedPath()...)
	out = append(append(out, '?'), query...)
	out = append(out, t.encode(c.sim.opts.Seed)...)
	c.json(http.StatusOK, append(out, `"}`...))
}
