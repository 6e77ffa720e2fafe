package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// userFields are what GET user shows without $select, as the reference of the user resource lists them.
var userFields = []string{
	"businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation", "preferredLanguage", "surname",
	"userPrincipalName", "id",
}

// appendUser adds a user with the properties selected.
func appendUser(out []byte, u *user, fields []string, context string) []byte {
	out = append(out, '{')
	if context != "" {
		out = append(appendString(append(out, `"@odata.context":`...), context), ',')
	}
	for i, name := range fields {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendString(out, name), ':')
		out = appendAny(out, u.profile[name])
	}
	return append(out, '}')
}

// userSelect resolves $select for users. A name is taken when any user has it. False when the request is answered.
func (c *call) userSelect(all []*user) ([]string, bool) {
	list := c.query.Get("$select")
	if list == "" {
		return userFields, true
	}
	var fields []string
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		known := ""
		for _, u := range all {
			if known != "" {
				break
			}
			for have := range u.profile {
				if strings.EqualFold(have, name) {
					known = have
				}
			}
		}
		if known == "" {
			c.fail(http.StatusBadRequest, "BadRequest", "Parsing OData Select and Expand failed: Could not find a property named '"+name+"' on type 'microsoft.graph.user'.")
			return nil, false
		}
		fields = append(fields, known)
	}
	return fields, true
}

// getUser answers /me and /users/{id}.
func (c *call) getUser() {
	fields, ok := c.userSelect([]*user{c.user})
	if !ok {
		return
	}
	context := c.base + "/v1.0/$metadata#users"
	if s := c.query.Get("$select"); s != "" {
		context += "(" + s + ")"
	}
	c.json(http.StatusOK, appendUser(nil, c.user, fields, context+"/$entity"))
}

// found lists the users that $filter and $search leave, in the order asked for. False when the request is answered.
func (c *call) found() ([]*user, bool) {
	list := c.sim.directory()
	if f := c.query.Get("$filter"); f != "" {
		keep, ok := userFilter(f)
		if !ok {
			c.fail(http.StatusBadRequest, "Request_UnsupportedQuery", "Unsupported or invalid query filter clause.")
			return nil, false
		}
		list = slices.DeleteFunc(list, func(u *user) bool { return !keep(u) })
	}
	if q := c.query.Get("$search"); q != "" {
		if c.r.Header.Get("ConsistencyLevel") == "" {
			c.fail(http.StatusBadRequest, "Request_UnsupportedQuery", "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'")
			return nil, false
		}
		list = slices.DeleteFunc(list, func(u *user) bool { return !searches(q, u) })
	}
	if words := strings.Fields(c.query.Get("$orderby")); len(words) > 0 {
		slices.SortStableFunc(list, func(x, y *user) int {
			n := strings.Compare(strings.ToLower(x.text(words[0])), strings.ToLower(y.text(words[0])))
			if len(words) > 1 && strings.EqualFold(words[1], "desc") {
				n = -n
			}
			return n
		})
	}
	return list, true
}

// text is a property as text, whatever the case of its name.
func (u *user) text(property string) string {
	for name, v := range u.profile {
		if strings.EqualFold(name, property) {
			s, _ := v.(string)
			return s
		}
	}
	return ""
}

// listUsers answers /users. A page has 100 unless $top says otherwise; the link goes on by a token.
func (c *call) listUsers() {
	list, ok := c.found()
	if !ok {
		return
	}
	fields, ok := c.userSelect(c.sim.directory())
	if !ok {
		return
	}
	top, skip := 100, 0
	if text := c.query.Get("$top"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 999 {
			c.fail(http.StatusBadRequest, "Request_UnsupportedQuery", "Invalid page size specified: '"+text+"'. Must be between 1 and 999 inclusive.")
			return
		}
		top = n
	}
	if text := c.query.Get("$skiptoken"); text != "" {
		t, err := decodeToken(text, c.sim.opts.Seed)
		if err != nil || t.delta || t.box != 0 {
			c.fail(http.StatusBadRequest, "Directory_ExpiredPageToken", "The specified page token value has expired.")
			return
		}
		skip = min(t.pos, len(list))
	}
	context := c.base + "/v1.0/$metadata#users"
	if s := c.query.Get("$select"); s != "" {
		context += "(" + s + ")"
	}
	out := appendString([]byte(`{"@odata.context":`), context)
	if strings.EqualFold(c.query.Get("$count"), "true") {
		out = strconv.AppendInt(append(out, `,"@odata.count":`...), int64(len(list)), 10)
	}
	out = append(out, `,"value":[`...)
	end := min(skip+top, len(list))
	for i := skip; i < end; i++ {
		if i > skip {
			out = append(out, ',')
		}
		out = appendUser(out, list[i], fields, "")
	}
	out = append(out, ']')
	if end < len(list) {
		out = c.nextUsers(out, end)
	}
	c.json(http.StatusOK, append(out, '}'))
}

func (c *call) nextUsers(out []byte, at int) []byte {
	var query []string
	for pair := range strings.SplitSeq(c.r.URL.RawQuery, "&") {
		if name := strings.ReplaceAll(pair, "%24", "$"); pair != "" && !strings.HasPrefix(strings.ToLower(name), "$skiptoken=") {
			query = append(query, pair)
		}
	}
	t := token{pos: at}
	query = append(query, "$skiptoken="+t.encode(c.sim.opts.Seed))
	return appendString(append(out, `,"@odata.nextLink":`...), c.base+"/v1.0/users?"+strings.Join(query, "&"))
}

// countUsers answers /users/$count: a bare number.
func (c *call) countUsers() {
	if c.r.Header.Get("ConsistencyLevel") == "" {
		c.fail(http.StatusBadRequest, "Request_UnsupportedQuery", "$count is not currently supported without the header 'ConsistencyLevel: eventual'.")
		return
	}
	if list, ok := c.found(); ok {
		c.w.Header().Set("Content-Type", "text/plain")
		c.write(http.StatusOK, strconv.AppendInt(nil, int64(len(list)), 10))
	}
}

// organization answers /organization.
func (c *call) organization() {
	org := map[string]any{
		"id": guid("organization " + c.sim.opts.Organization), "displayName": c.sim.opts.Organization, "businessPhones": []string{"+32 2 555 01 00"},
		"city": "Brussel", "country": nil, "countryLetterCode": "BE", "postalCode": "1000", "preferredLanguage": "nl", "state": nil, "street": "Voorbeeldstraat 1",
		"createdDateTime": "2020-01-01T08:00:00Z", "tenantType": "AAD", "technicalNotificationMails": []string{}, "marketingNotificationEmails": []string{},
		"assignedPlans": []any{map[string]any{
			"assignedDateTime": "2020-01-01T08:00:00Z", "capabilityStatus": "Enabled", "service": "exchange", "servicePlanId": guid("plan exchange"),
		}},
		"verifiedDomains": []any{map[string]any{"capabilities": "Email, OfficeCommunicationsOnline", "isDefault": true, "isInitial": false, "name": c.sim.domain(), "type": "Managed"}},
	}
	if list := c.query.Get("$select"); list != "" {
		chosen := map[string]any{}
		for name := range strings.SplitSeq(list, ",") {
			if v, ok := org[strings.TrimSpace(name)]; ok {
				chosen[strings.TrimSpace(name)] = v
			}
		}
		org = chosen
	}
	out := appendString([]byte(`{"@odata.context":`), c.base+"/v1.0/$metadata#organization")
	out = append(out, `,"value":[`...)
	if !c.personal() { // a personal account belongs to none
		out = appendAny(out, org)
	}
	c.json(http.StatusOK, append(out, "]}"...))
}

// domain is the one of the first user.
func (s *Simulator) domain() string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if len(s.users) == 0 {
		return "kantoor.example"
	}
	_, domain, _ := strings.Cut(s.users[0].Address, "@")
	return domain
}
