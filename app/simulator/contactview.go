package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

var readContacts = []string{"Contacts.Read", "Contacts.ReadWrite"}

// contactRoutes are those of contacts and their folders.
func contactRoutes(r map[string]route) {
	add := func(pattern string, answer func(*call)) { r["GET "+pattern] = route{answer, mailRoute, readContacts} }
	add("contactfolders", (*call).listContactFolders)
	add("contactfolders/delta", (*call).contactFolderDelta)
	add("contactfolders/{}", (*call).getContactFolder)
	add("contactfolders/{}/childfolders", (*call).listContactFolders)
	add("contacts/{}", (*call).getContact)
	for _, below := range []string{"", "contactfolders/{}/"} {
		add(below+"contacts", (*call).listContacts)
		add(below+"contacts/delta", (*call).contactDelta)
		add(below+"contacts/{}/photo/$value", (*call).contactPhoto)
	}
}

// contactFolder is the folder that the path names, by id or as "contacts", or the default one. False when the request is
// answered.
func (c *call) contactFolder(a *addressBook) (*contactFolder, bool) {
	if c.path[0].name != "contactfolders" || !c.path[0].is || strings.EqualFold(c.path[0].key, "contacts") {
		return a.top, true
	}
	named, ok, wellFormed := c.box.ids.parse(c.path[0].key)
	f := a.folders[named.serial]
	switch {
	case ok && named.class == folderID && f != nil:
		return f, true
	case wellFormed && c.path[len(c.path)-1].name == "delta":
		c.fail(http.StatusNotFound, "ErrorSyncFolderNotFound", "The specified folder could not be found in the store.")
	case wellFormed:
		c.failAs(MIMENotFound)
	default:
		c.fail(http.StatusBadRequest, "ErrorInvalidIdMalformed", "Id is malformed.")
	}
	return nil, false
}

// contact is the contact that the path names. False when the request is answered.
func (c *call) contact(a *addressBook) (*contact, bool) {
	at := slices.IndexFunc(c.path, func(p part) bool { return p.name == "contacts" })
	named, ok, wellFormed := c.box.ids.parse(c.path[at].key)
	one := a.contacts[named.serial]
	stale := ok && one != nil && named.class == normalID && named.version != one.version
	switch {
	case ok && one != nil && !one.Group && !stale:
		return one, true
	case wellFormed:
		c.failAs(MIMENotFound)
	default:
		c.fail(http.StatusBadRequest, "ErrorInvalidIdMalformed", "Id is malformed.")
	}
	return nil, false
}

func (c *call) contactFolderID(f *contactFolder) string {
	if f == nil {
		return c.box.folderID(c.box.root)
	}
	return c.box.ids.id(ref{class: folderID, serial: f.serial})
}

func (c *call) contactFolderObject(f *contactFolder) map[string]any {
	return map[string]any{"id": c.contactFolderID(f), "displayName": f.name, "parentFolderId": c.contactFolderID(f.parent)}
}

func (c *call) contactID(serial uint64, version uint32) string {
	if c.prefer.immutable {
		return c.box.ids.id(ref{class: immutableID, serial: serial})
	}
	return c.box.ids.id(ref{class: normalID, serial: serial, version: version})
}

func (c *call) contactObject(one *contact) map[string]any {
	o := map[string]any{"@odata.etag": `W/"` + strconv.FormatUint(one.serial, 36) + "." + strconv.Itoa(one.changes) + `"`,
		"changeKey": strconv.FormatUint(one.serial, 36) + "." + strconv.Itoa(one.changes),
		"id":        c.contactID(one.serial, one.version), "parentFolderId": c.contactFolderID(one.in)}
	for name, v := range one.Properties {
		o[name] = v
	}
	return o
}

// chosen leaves of an object what $select names. False when the request is answered.
func (c *call) chosen(o map[string]any, list, kind string) (map[string]any, bool) {
	if strings.TrimSpace(list) == "" {
		return o, true
	}
	few := map[string]any{"id": o["id"]}
	for _, name := range []string{"@odata.etag", "@odata.type"} {
		if v, ok := o[name]; ok {
			few[name] = v
		}
	}
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		v, ok := o[name]
		if !ok {
			c.fail(http.StatusBadRequest, "RequestBroker--ParseUri", "Could not find a property named '"+name+"' on type 'Microsoft.OutlookServices."+kind+"'.")
			return nil, false
		}
		few[name] = v
	}
	return few, true
}

// answerOne answers with what $select leaves of one object.
func (c *call) answerOne(o map[string]any, kind, context string) {
	if o, ok := c.chosen(o, c.query.Get("$select"), kind); ok {
		o["@odata.context"] = c.context(context + "/$entity")
		c.json(http.StatusOK, appendAny(nil, o))
	}
}

func (c *call) getContactFolder() {
	c.box.mu.Lock()
	defer c.box.mu.Unlock()
	f, ok := c.contactFolder(c.box.book())
	if ok {
		c.answerOne(c.contactFolderObject(f), "ContactFolder", "contactFolders")
	}
}

// listContactFolders answers contactFolders, which lists what lies in the default folder but not that itself
// (microsoft-graph-docs issue 6273), and childFolders.
func (c *call) listContactFolders() {
	c.box.mu.Lock()
	defer c.box.mu.Unlock()
	f, ok := c.contactFolder(c.box.book())
	if !ok {
		return
	}
	var list []map[string]any
	for _, child := range f.children {
		list = append(list, c.contactFolderObject(child))
	}
	c.pageOf(list, "ContactFolder", "contactFolders", 0)
}

// listContacts answers contacts, and those of a folder. The count has distribution lists in it, which the list has not
// (microsoft-graph-docs issue 11201).
func (c *call) listContacts() {
	c.box.mu.Lock()
	defer c.box.mu.Unlock()
	a := c.box.book()
	f, ok := c.contactFolder(a)
	if !ok {
		return
	}
	all, groups := a.holding(f)
	var list []map[string]any
	for _, one := range all {
		list = append(list, c.contactObject(one))
	}
	c.pageOf(list, "Contact", "contacts", groups)
}

// pageOf answers with a page of a list, by $top and $skip. hidden are counted, too.
func (c *call) pageOf(list []map[string]any, kind, context string, hidden int) {
	q, ok := c.listQuery()
	if !ok {
		return
	}
	out := map[string]any{"@odata.context": c.context(context)}
	if q.count {
		out["@odata.count"] = len(list) + hidden
	}
	end := min(q.skip+q.top, len(list))
	if c.sim.chance(c.sim.Behaviour().EmptyPages) {
		end = min(q.skip, len(list))
	}
	value := []any{}
	for i := min(q.skip, end); i < end; i++ {
		o, ok := c.chosen(list[i], c.query.Get("$select"), kind)
		if !ok {
			return
		}
		value = append(value, o)
	}
	out["value"] = value
	text := appendAny(nil, out)
	if end < len(list) {
		text = append(c.appendNext(text[:len(text)-1], end), '}')
	}
	c.json(http.StatusOK, text)
}

func (c *call) getContact() {
	c.box.mu.Lock()
	defer c.box.mu.Unlock()
	one, ok := c.contact(c.box.book())
	if ok {
		c.answerOne(c.contactObject(one), "Contact", "contacts")
	}
}

func (c *call) contactPhoto() {
	c.box.mu.Lock()
	defer c.box.mu.Unlock()
	one, ok := c.contact(c.box.book())
	switch {
	case !ok:
	case len(one.Photo) == 0:
		c.failAs(MIMENotFound)
	default:
		c.w.Header().Set("Content-Type", "image/jpeg")
		c.write(http.StatusOK, one.Photo)
	}
}

// contactFolderDelta answers contactFolders/delta: the folders below the default one at any depth, and later what became
// of them.
func (c *call) contactFolderDelta() {
	c.box.mu.Lock()
	defer c.box.mu.Unlock()
	a := c.box.book()
	c.changes(a.log, contactFoldersToken, a.generation, "contactFolder", "ContactFolder", func(e folderChange, at int) map[string]any {
		f := a.folders[e.serial]
		if e.gone != (f == nil) || f != nil && f.changedAt != at {
			return nil
		}
		if e.gone {
			return map[string]any{"id": c.contactFolderID(&contactFolder{serial: e.serial})}
		}
		return c.contactFolderObject(f)
	})
}

// contactFoldersToken marks the tokens of contactFolders/delta; those of mailFolders/delta have 0.
const contactFoldersToken = 1 << 41

// contactDelta answers contacts/delta of one folder.
func (c *call) contactDelta() {
	c.box.mu.Lock()
	defer c.box.mu.Unlock()
	a := c.box.book()
	f, ok := c.contactFolder(a)
	if !ok {
		return
	}
	c.changes(f.log, f.serial, f.generation, "contact", "Contact", func(e folderChange, at int) map[string]any {
		one := a.contacts[e.serial]
		here := one != nil && one.in == f
		if e.gone == here || here && one.changedAt != at {
			return nil
		}
		if e.gone {
			return map[string]any{"id": c.contactID(e.serial, 0)}
		}
		return c.contactObject(one)
	})
}

// changes answers a delta request from a log: show gives what an entry shows, nil if a later one tells more.
func (c *call) changes(log []folderChange, serial, generation uint64, name, kind string, show func(folderChange, int) map[string]any) {
	for _, option := range []string{"$filter", "$orderby", "$search", "$expand"} {
		if c.query.Get(option) != "" {
			c.fail(http.StatusBadRequest, "ErrorInvalidUrlQuery", "The following parameters are not supported with change tracking over the '"+kind+"s' resource: '"+option+"'.")
			return
		}
	}
	t, ok := c.token(serial, generation, func() (*token, bool) {
		return &token{fields: c.query.Get("$select"), changeType: allTypes}, true
	})
	if !ok {
		return
	}
	t.delta = false
	limit := c.pageSize()
	behaviour := c.sim.Behaviour()
	if c.sim.chance(behaviour.EmptyPages) {
		limit = 0
	}
	value := []any{}
	for ; t.pos < len(log) && len(value) < limit; t.pos++ {
		if log[t.pos].gone && t.walking {
			continue
		}
		o := show(log[t.pos], t.pos)
		if o == nil {
			continue
		}
		o["@odata.type"] = "#microsoft.graph." + name
		if log[t.pos].gone {
			o["@removed"] = map[string]any{"reason": "deleted"}
		} else if o, ok = c.chosen(o, t.fields, kind); !ok {
			return
		}
		value = append(value, o)
		if c.sim.chance(behaviour.Duplicates) {
			value = append(value, o)
		}
	}
	link := "@odata.nextLink"
	query := "$skiptoken="
	if t.pos == len(log) {
		link, query = "@odata.deltaLink", "$deltatoken="
		t.delta, t.walking = true, false
	}
	c.json(http.StatusOK, appendAny(nil, map[string]any{"@odata.context": c.base + "/v1.0/$metadata#Collection(" + name + ")", "value": value,
		link: c.base + c.r.URL.EscapedPath() + "?" + query + t.encode(c.sim.opts.Seed)}))
}
