package simulator

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// settingsOf are the mailbox settings of a user. The kind of the mailbox shows in userPurpose.
func (c *call) settingsOf() map[string]any {
	locale := map[string][2]string{
		"nl": {"nl-BE", "Dutch (Belgium)"}, "fr": {"fr-BE", "French (Belgium)"}, "de": {"de-DE", "German (Germany)"},
	}[c.user.Language]
	if locale[0] == "" {
		locale = [2]string{"en-US", "English (United States)"}
	}
	purpose := string(c.user.Kind)
	c.box.mu.RLock()
	archive := c.box.folderID(c.box.wellKnown["archive"])
	c.box.mu.RUnlock()
	all := map[string]any{
		"archiveFolder": archive,
		"timeZone":      "UTC", "dateFormat": "dd/MM/yyyy", "timeFormat": "HH:mm", "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly", "userPurpose": purpose,
		"language": map[string]any{"locale": locale[0], "displayName": locale[1]},
		"automaticRepliesSetting": map[string]any{
			"status": "disabled", "externalAudience": "all", "internalReplyMessage": "", "externalReplyMessage": "",
			"scheduledStartDateTime": map[string]any{"dateTime": "2026-01-01T07:00:00.0000000", "timeZone": "UTC"},
			"scheduledEndDateTime":   map[string]any{"dateTime": "2026-01-02T07:00:00.0000000", "timeZone": "UTC"},
		},
		"workingHours": map[string]any{
			"daysOfWeek": []string{"monday", "tuesday", "wednesday", "thursday", "friday"},
			"startTime":  "08:00:00.0000000", "endTime": "17:00:00.0000000", "timeZone": map[string]any{"name": "Romance Standard Time"},
		},
	}
	maps.Copy(all, c.user.Settings)
	return all
}

// mailboxSettings answers mailboxSettings.
func (c *call) mailboxSettings() {
	all := c.settingsOf()
	if list := c.query.Get("$select"); list != "" {
		for name := range all {
			if !slices.ContainsFunc(strings.Split(list, ","), func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), name) }) {
				delete(all, name)
			}
		}
	}
	all["@odata.context"] = c.context("mailboxSettings")
	c.json(http.StatusOK, appendAny(nil, all))
}

// mailboxSetting answers mailboxSettings/{name}.
func mailboxSetting(name string) func(*call) {
	return func(c *call) {
		v := c.settingsOf()[name]
		object := map[string]any{"value": v}
		if properties, ok := v.(map[string]any); ok {
			object = maps.Clone(properties)
		}
		object["@odata.context"] = c.context("mailboxSettings/" + name)
		c.json(http.StatusOK, appendAny(nil, object))
	}
}

// translate answers translateExchangeIds: up to 1,000 ids from one format into another.
func (c *call) translate() {
	text, ok := c.body()
	if !ok {
		return
	}
	var in struct {
		InputIDs                   []string `json:"inputIds"`
		SourceIDType, TargetIDType string
	}
	if err := json.Unmarshal(text, &in); err != nil || in.TargetIDType == "" || in.SourceIDType == "" {
		c.fail(http.StatusBadRequest, "BadRequest", "The request body is not valid.")
		return
	}
	if len(in.InputIDs) > 1000 {
		c.fail(http.StatusBadRequest, "ErrorInvalidArgument", "The number of ids must not be above 1000.")
		return
	}
	target, ok := map[string]idClass{"restid": normalID, "restimmutableentryid": immutableID}[strings.ToLower(in.TargetIDType)]
	if !ok {
		c.fail(http.StatusBadRequest, "ErrorInvalidArgument", "The target id type is not supported.")
		return
	}
	type result struct {
		SourceID     string            `json:"sourceId"`
		TargetID     string            `json:"targetId,omitempty"`
		ErrorDetails map[string]string `json:"errorDetails,omitempty"`
	}
	out := struct {
		Context string   `json:"@odata.context"`
		Value   []result `json:"value"`
	}{Context: c.base + "/v1.0/$metadata#Collection(microsoft.graph.convertIdResult)", Value: []result{}}
	c.box.mu.RLock()
	defer c.box.mu.RUnlock()
	for _, id := range in.InputIDs {
		one := result{SourceID: id}
		if m, _, _ := c.box.byID(id); m != nil {
			w := writer{box: c.box, immutable: target == immutableID}
			one.TargetID = string(w.id(nil, m))
		} else {
			one.ErrorDetails = map[string]string{"code": "ErrorItemNotFound", "message": "The specified object was not found in the store."}
		}
		out.Value = append(out.Value, one)
	}
	c.json(http.StatusOK, appendAny(nil, out))
}

// moveMessage answers messages/{id}/move: 201 with the message where it lies now, under a new id unless immutable
// ones are asked for.
func (c *call) moveMessage() {
	text, ok := c.body()
	if !ok {
		return
	}
	var in struct {
		DestinationID string `json:"destinationId"`
	}
	if err := json.Unmarshal(text, &in); err != nil || in.DestinationID == "" {
		c.fail(http.StatusBadRequest, "ErrorInvalidRequest", "The parameter destinationId is missing.")
		return
	}
	c.box.mu.Lock()
	defer c.box.mu.Unlock()
	m, ok := c.message()
	if !ok {
		return
	}
	to := c.box.wellKnown[strings.ToLower(in.DestinationID)]
	if r, ok, _ := c.box.ids.parse(in.DestinationID); to == nil && ok && r.class == folderID {
		to = c.box.folders[r.serial]
	}
	if to == nil || to.search != nil {
		c.failAs(MIMENotFound)
		return
	}
	m = c.box.forChange(m.serial)
	c.box.move(m, to)
	w, _ := c.writer("")
	c.json(http.StatusCreated, w.message(nil, m, true, c.base+"/v1.0/$metadata#message"))
}
