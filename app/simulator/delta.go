package simulator

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	defaultPage = 10
	maxPage     = 1000
	// filteredCap is how many messages a delta round with $filter shows at most (Microsoft Graph, "Get incremental
	// changes to messages in a folder").
	filteredCap = 5000
)

// folder is the folder that the id or well-known name in the path names; false when the request is answered.
func (c *call) folder() (*folder, bool) {
	name := c.path[0].key
	if f := c.box.wellKnown[strings.ToLower(name)]; f != nil {
		return f, c.mayOpen(f)
	}
	r, ok, wellFormed := c.box.ids.parse(name)
	switch {
	case ok && r.class == folderID:
		if f := c.box.folders[r.serial]; f != nil {
			return f, c.mayOpen(f)
		}
		fallthrough
	case wellFormed:
		if c.path[len(c.path)-1].name == "delta" {
			c.fail(http.StatusNotFound, "ErrorSyncFolderNotFound", "The specified folder could not be found in the store.")
		} else {
			c.fail(http.StatusNotFound, "ErrorItemNotFound", "The specified object was not found in the store.")
		}
	default:
		c.fail(http.StatusBadRequest, "ErrorInvalidIdMalformed", "Id is malformed.")
	}
	return nil, false
}

// mayOpen says whether somebody who was only given single folders may see this one; delta is refused in any case.
func (c *call) mayOpen(f *folder) bool {
	if c.shared == nil {
		return true
	}
	for _, given := range c.shared.folders {
		if given == f && c.path[len(c.path)-1].name != "delta" {
			return true
		}
	}
	c.failAs(MIMENotFound)
	return false
}

// delta answers messages/delta of a folder.
func (c *call) delta() {
	if c.path[0].name != "mailfolders" {
		c.fail(http.StatusBadRequest, "BadRequest", "Unsupported request: Change tracking is not supported against 'microsoft.graph.message'.")
		return
	}
	c.box.mu.RLock()
	defer c.box.mu.RUnlock()
	f, ok := c.folder()
	if !ok {
		return
	}
	t, ok := c.token(f.serial, f.generation, c.firstDelta)
	if !ok {
		return
	}
	if t.delta { // a new round
		t.delta, t.from, t.count, t.started = false, t.pos, 0, false
	}
	fields, _ := selected(t.fields)
	r := round{call: c, token: t, f: f, limit: c.pageSize(),
		writer: writer{box: c.box, immutable: c.prefer.immutable, text: c.prefer.textBody, fields: fields}}
	page := buffers.Get().(*[]byte)
	defer buffers.Put(page)
	*page = r.page((*page)[:0])
	c.json(http.StatusOK, *page)
}

func (c *call) pageSize() int {
	if c.prefer.pageSize > 0 {
		return min(c.prefer.pageSize, maxPage)
	}
	return defaultPage
}

// token reads the token of the link, or makes the one of a first request. False when the request is answered.
func (c *call) token(folder, generation uint64, first func() (*token, bool)) (*token, bool) {
	text, isDelta := c.query.Get("$deltatoken"), true
	if text == "" || strings.EqualFold(text, "latest") { // not supported for mail: everything is walked
		text, isDelta = c.query.Get("$skiptoken"), false
	}
	if text == "" {
		t, ok := first()
		if ok {
			t.box, t.folder, t.generation, t.walking = c.box.num, folder, generation, true
		}
		return t, ok
	}
	t, err := decodeToken(text, c.sim.opts.Seed)
	if err != nil || t.delta != isDelta || t.box != c.box.num || t.folder != folder {
		c.fail(http.StatusBadRequest, "SyncStateInvalid", "The sync state is invalid.")
		return nil, false
	}
	if t.generation != generation {
		c.fail(http.StatusGone, "SyncStateNotFound", "The sync state generation is not found; generation="+
			strconv.FormatUint(t.generation%1000, 10)+";[highest="+strconv.FormatUint(generation%1000, 10)+"].")
		return nil, false
	}
	return t, true
}

// firstDelta reads the options of a first request.
func (c *call) firstDelta() (*token, bool) {
	t := &token{fields: c.query.Get("$select"), changeType: allTypes}
	if _, unknown := selected(t.fields); unknown != "" {
		c.unknownProperty(unknown)
		return nil, false
	}
	var err error
	if top := c.query.Get("$top"); top != "" {
		if t.top, err = strconv.Atoi(top); err != nil || t.top < 1 {
			c.fail(http.StatusBadRequest, "RequestBroker--ParseUri", "Invalid value '"+top+"' for $top query option.")
			return nil, false
		}
	}
	if filter := c.query.Get("$filter"); filter != "" {
		if t.filter, t.since, err = parseSince(filter); err != nil {
			c.fail(http.StatusBadRequest, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")
			return nil, false
		}
	}
	if order := c.query.Get("$orderby"); order != "" {
		if t.ordered = strings.EqualFold(strings.Join(strings.Fields(order), " "), "receivedDateTime desc"); !t.ordered {
			c.fail(http.StatusBadRequest, "ErrorInvalidUrlQuery", "The query parameter '$orderby' is not supported with this value.")
			return nil, false
		}
	}
	if c.query.Get("$search") != "" {
		c.fail(http.StatusBadRequest, "ErrorInvalidUrlQuery", "The following parameters are not supported with change tracking over the 'Messages' resource: '$search'.")
		return nil, false
	}
	if kind := c.query.Get("changeType"); kind != "" {
		one, ok := map[string]changeTypes{"created": createdType, "updated": updatedType, "deleted": deletedType}[strings.ToLower(kind)]
		if t.changeType = one; !ok {
			c.fail(http.StatusBadRequest, "ErrorInvalidUrlQuery", "The value '"+kind+"' of changeType is not supported.")
			return nil, false
		}
	}
	t.oldest = c.sim.Behaviour().Shuffle && !t.ordered && c.sim.chance(0.5)
	return t, true
}

func (c *call) unknownProperty(name string) {
	c.fail(http.StatusBadRequest, "RequestBroker--ParseUri", "Could not find a property named '"+name+"' on type 'Microsoft.OutlookServices.Message'.")
}

// parseSince reads the only filter that delta takes.
func parseSince(filter string) (filterOp, int64, error) {
	words := strings.Fields(filter)
	if len(words) != 3 || !strings.EqualFold(words[0], "receivedDateTime") {
		return 0, 0, errToken
	}
	t, err := time.Parse(time.RFC3339, strings.Trim(words[2], "'"))
	if err != nil {
		if t, err = time.Parse(time.DateOnly, words[2]); err != nil {
			return 0, 0, err
		}
	}
	switch strings.ToLower(words[1]) {
	case "ge":
		return filterGE, t.Unix(), nil
	case "gt":
		return filterGT, t.Unix(), nil
	}
	return 0, 0, errToken
}
