package simulator

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"postroom/app/simulator/entra"
)

// route is what answers one method and pattern of path. Mail routes go through the mailbox's rights and limits.
type route struct {
	answer func(*call)
	kind   routeKind
	scopes []string // any of these permissions is enough
}

type routeKind uint8

const (
	directoryRoute routeKind = iota // about users and the organisation
	mailRoute                       // about one mailbox
	openRoute                       // anything that signs in may
)

var (
	readMail  = []string{"Mail.Read", "Mail.ReadWrite", "Mail.ReadBasic", "Mail.ReadBasic.All"}
	fullMail  = []string{"Mail.Read", "Mail.ReadWrite"}
	writeMail = []string{"Mail.ReadWrite"}
	settings  = []string{"MailboxSettings.Read", "MailboxSettings.ReadWrite"}
	allPeople = []string{"User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	people    = []string{"User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All"}
	// An application needs a permission of its own for the organisation; people may know theirs.
	organisation = []string{"User.Read", "User.ReadWrite", "User.Read.All", "Organization.Read.All", "Organization.ReadWrite.All", "Directory.Read.All"}
	myself       = []string{"User.Read", "User.ReadWrite", "User.Read.All", "User.ReadBasic.All"}
)

// graphRoutes binds "METHOD pattern" to what answers it. Patterns are relative to the user: /me and /users/{id} share
// them, the ones that start with "/" stand alone.
func (s *Simulator) graphRoutes() map[string]route {
	r := map[string]route{
		"POST /$batch":      {s.batch, openRoute, nil},
		"GET /organization": {(*call).organization, directoryRoute, organisation},
		"GET /users":        {(*call).listUsers, directoryRoute, people},
		"GET /users/delta":  {(*call).userDelta, directoryRoute, allPeople},
		"GET /users/$count": {(*call).countUsers, directoryRoute, people},
		"GET ":              {(*call).getUser, directoryRoute, myself},

		"GET calendarview":          {(*call).calendarView, mailRoute, readCalendar},
		"POST calendar/getschedule": {(*call).getSchedule, mailRoute, readSchedules},

		"POST checkmembergroups": {(*call).checkMemberGroups, directoryRoute, membership},

		"GET presence":                {(*call).getPresence, directoryRoute, readPresence},
		"POST presence/setpresence":   {(*call).setPresence, directoryRoute, writePresence},
		"POST presence/clearpresence": {(*call).clearPresence, directoryRoute, writePresence},

		"GET mailboxsettings":                         {(*call).mailboxSettings, mailRoute, settings},
		"GET mailboxsettings/automaticrepliessetting": {mailboxSetting("automaticRepliesSetting"), mailRoute, settings},
		"GET mailboxsettings/workinghours":            {mailboxSetting("workingHours"), mailRoute, settings},
		"GET mailboxsettings/timezone":                {mailboxSetting("timeZone"), mailRoute, settings},
		"GET mailboxsettings/language":                {mailboxSetting("language"), mailRoute, settings},
		"POST translateexchangeids":                   {(*call).translate, mailRoute, nil},

		"GET mailfolders":                 {(*call).listFolders, mailRoute, readMail},
		"GET mailfolders/delta":           {(*call).folderDelta, mailRoute, readMail},
		"GET mailfolders/{}":              {(*call).getFolder, mailRoute, readMail},
		"GET mailfolders/{}/childfolders": {(*call).listFolders, mailRoute, readMail},
	}
	for _, below := range []string{"", "mailfolders/{}/"} {
		r["GET "+below+"messages"] = route{(*call).listMessages, mailRoute, readMail}
		r["GET "+below+"messages/delta"] = route{(*call).delta, mailRoute, readMail}
		r["GET "+below+"messages/{}"] = route{(*call).getMessage, mailRoute, readMail}
		r["GET "+below+"messages/{}/$value"] = route{(*call).messageMIME, mailRoute, fullMail}
		r["GET "+below+"messages/{}/attachments"] = route{(*call).listAttachments, mailRoute, fullMail}
		r["GET "+below+"messages/{}/attachments/{}"] = route{(*call).getAttachment, mailRoute, fullMail}
		r["GET "+below+"messages/{}/attachments/{}/$value"] = route{(*call).attachmentValue, mailRoute, fullMail}
		r["POST "+below+"messages/{}/move"] = route{(*call).moveMessage, mailRoute, writeMail}
	}
	contactRoutes(r)
	return r
}

// call is one request to Graph, a part of a batch included.
type call struct {
	sim    *Simulator
	w      http.ResponseWriter
	r      *http.Request
	who    entra.Identity
	user   *user // whose resource it is; nil when it is nobody's
	box    *box  // nil unless it is about mail
	shared *share
	path   []part // below the user
	route  string
	target string // path and query below /v1.0, for faults and the record
	query  url.Values
	prefer prefer
	base   string // scheme and host of links
	inner  bool   // a part of a batch

	status int
	sent   int64

	cut, truncate bool
	trickle       time.Duration
	large         int
}

// share is the access of somebody who was only given folders of a mailbox.
type share struct{ folders []*folder }

// graph answers a request to Graph.
func (s *Simulator) graph(w http.ResponseWriter, r *http.Request) {
	started := time.Now()
	c := &call{sim: s, w: w, r: r, base: origin(r)}
	c.begin()
	defer func() { s.record(c, started) }()
	c.answer()
}

func origin(r *http.Request) string {
	if r.TLS == nil {
		return "http://" + r.Host
	}
	return "https://" + r.Host
}

// begin reads what every request has.
func (c *call) begin() {
	escaped := c.r.URL.EscapedPath()[len("/v1.0"):]
	c.target = escaped
	if c.r.URL.RawQuery != "" {
		c.target += "?" + c.r.URL.RawQuery
	}
	if text, err := url.PathUnescape(c.target); err == nil {
		c.target = text
	}
	c.query = readQuery(c.r.URL.RawQuery)
	c.prefer = readPrefer(c.r.Header)
	c.path = parsePath(escaped)
	c.route = c.r.Method + " /" + pattern(c.path)

	h := c.w.Header()
	id := guid(c.route + string(rune(c.sim.roll()%0x10000)) + time.Now().String())
	h.Set("request-id", id)
	h.Set("client-request-id", id)
	if own := c.r.Header.Get("client-request-id"); own != "" {
		h.Set("client-request-id", own)
	}
	h.Set("Cache-Control", "private")
	h.Set("Strict-Transport-Security", "max-age=31536000")
	for _, p := range c.prefer.applied {
		h.Add("Preference-Applied", p)
	}
}

// readQuery reads a query string. Unlike url.ParseQuery it keeps a ";" in a value.
func readQuery(raw string) url.Values {
	q := url.Values{}
	for pair := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		if err != nil || name == "" {
			continue
		}
		if text, err := url.QueryUnescape(value); err == nil {
			value = text
		}
		q.Add(name, value)
	}
	return q
}

// answer takes the request through the door, the rights, the limits and the faults to its route.
func (c *call) answer() {
	var challenge *entra.Challenge
	if c.who, challenge = c.sim.check(c.r); challenge != nil {
		if challenge.WWWAuthenticate != "" {
			c.w.Header().Set("WWW-Authenticate", challenge.WWWAuthenticate)
		}
		c.fail(challenge.Status, challenge.Code, challenge.Message)
		return
	}
	route, ok := c.find()
	if !ok {
		return
	}
	if route.kind == mailRoute && !c.enterMailbox() {
		return
	}
	if route.kind == mailRoute {
		app := c.box.limit.of(c.who.ClientID)
		if refused, after := app.enter(c.sim.now(), !c.sim.rateOff.Load()); refused != "" {
			c.w.Header().Set("Retry-After", after)
			c.fail(http.StatusTooManyRequests, "ApplicationThrottled", "Application is over its "+refused+" limit.")
			return
		}
		defer app.leave()
		defer c.sim.stats.leave(c.sim.stats.enter(c.box.own.Address))
	}
	if !c.inner {
		c.sim.wait(c.r.Context(), time.Duration(c.sim.latency.Load()))
	}
	if f := c.sim.fault(c); f != nil && c.play(f) {
		return
	}
	if !c.allowed(route) {
		return
	}
	route.answer(c)
}

// find finds the route and the user that the path names.
func (c *call) find() (route, bool) {
	method := c.r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	rest := c.path
	key := ""
	switch {
	case len(rest) > 0 && rest[0].name == "me" && !c.who.App:
		c.user = c.sim.user(c.who.UserID)
		if c.user == nil {
			c.user = c.sim.user(c.who.Address)
		}
		rest = rest[1:]
	case len(rest) > 0 && rest[0].name == "me":
		c.fail(http.StatusBadRequest, "BadRequest", "/me request is only valid with delegated authentication flow.")
		return route{}, false
	case len(rest) > 0 && rest[0].name == "users" && rest[0].is:
		key = rest[0].key
		c.user = c.sim.user(key)
		rest = rest[1:]
	default:
		if r, ok := c.sim.routes[method+" /"+pattern(rest)]; ok {
			return r, true
		}
		c.noRoute(method, "/"+pattern(rest))
		return route{}, false
	}
	c.path = rest
	p := pattern(rest)
	r, ok := c.sim.routes[method+" "+p]
	if !ok {
		c.noRoute(method, p)
		return route{}, false
	}
	if c.user == nil {
		if r.kind == mailRoute {
			c.fail(http.StatusNotFound, "ErrorInvalidUser", "The requested user '"+key+"' is invalid.")
		} else {
			c.fail(http.StatusNotFound, "Request_ResourceNotFound", "Resource '"+key+"' does not exist or one of its queried reference-property objects are not present.")
		}
		return route{}, false
	}
	return r, true
}

// noRoute tells apart a path that no method knows and one that another method knows.
func (c *call) noRoute(method, p string) {
	for _, other := range []string{http.MethodGet, http.MethodPost} {
		if _, ok := c.sim.routes[other+" "+p]; ok && other != method {
			c.fail(http.StatusMethodNotAllowed, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
			return
		}
	}
	segment := ""
	if len(c.path) > 0 {
		segment = c.path[len(c.path)-1].name
	}
	c.fail(http.StatusBadRequest, "BadRequest", "Resource not found for the segment '"+segment+"'.")
}
