package simulator

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// bound is what an example means in the fixture.
type bound struct {
	path     string        // replaces the path of the example, whose ids are not ours; the query stays
	link     func() string // replaces the whole address: a link of an answer before
	body     func() string // replaces the body
	old, new string        // a name in the query that is another one here
	set      func()        // what has to be arranged before
	who      string
	skip     map[string]string // parts of the answer that ours need not have, and why
	text     string            // what a body that is not JSON contains
}

const pageShowsMore = "the page shows properties that v1.0 only returns when selected"

var userExtras = map[string]string{".mailNickname": pageShowsMore, ".otherMails": pageShowsMore, ".proxyAddresses": pageShowsMore}

// fixture is a mailbox in which every example finds what it shows.
type fixture struct {
	*Simulator
	t            *testing.T
	mail, inner  string // a mail with attachments of all kinds; one with an attached mail that has attachments itself
	attach       map[string]string
	nested       string
	delta        []item
	next         string
	deltaLink    string
	changeType   string
	inbox, track string // folder ids
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{Simulator: office(t), t: t, attach: map[string]string{}}
	cards := strings.Replace(withAttachments, "--m--\r\n", "--m\r\nContent-Type: text/vcard; name=Alex.vcf\r\nContent-Disposition: attachment; filename=Alex.vcf\r\n\r\nBEGIN:VCARD\r\nEND:VCARD\r\n"+
		"--m\r\nContent-Type: text/calendar; name=Event.ics\r\nContent-Disposition: attachment; filename=Event.ics\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n--m--\r\n", 1)
	var err error
	f.mail, err = f.Deliver(emma, "Inbox", []byte(strings.Replace(cards, "Subject: Inner\r\n", "Subject: Inner\r\nFrom: b@x.example\r\nTo: c@x.example\r\nCc: d@x.example\r\nMessage-ID: <inner@x.example>\r\n", 1)), Delivery{Reference: "Plan.docx"})
	must(t, err)
	wrapped := "From: Emma <emma@kantoor.example>\r\nTo: jan@kantoor.example\r\nSubject: Outer\r\nDate: Mon, 02 Nov 2026 09:15:00 +0100\r\nMessage-ID: <outer@x.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=outer\r\n\r\n" +
		"--outer\r\nContent-Type: text/plain\r\n\r\nSee below\r\n--outer\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=nested.eml\r\n\r\n" + withAttachments + "\r\n--outer--\r\n"
	f.inner, err = f.Deliver(emma, "Inbox", []byte(wrapped), Delivery{})
	must(t, err)
	for _, a := range do(t, f.Simulator, "/me/messages/"+f.mail+"/attachments").page(t).Value {
		f.attach[fmt.Sprint(a["name"])] = a.id()
	}
	f.nested = do(t, f.Simulator, "/me/messages/"+f.inner+"/attachments").page(t).Value[0].id()
	for i := range 3 {
		deliver(t, f.Simulator, emma, "Inbox", fmt.Sprint("mail ", i))
	}
	_, err = f.AddFolder(emma, "Inbox/Clients")
	must(t, err)
	f.track, err = f.AddSearchFolder(emma, "MyAnalytics", "contains(subject, 'MyAnalytics')", "Inbox")
	must(t, err)
	folders, err := f.Folders(emma)
	must(t, err)
	f.inbox = folders[0].ID
	f.people()
	return f
}

// cards are a few contacts in two folders.
func (f *fixture) cards() {
	must(f.t, f.AddContactFolder(emma, "Clients/Bakers"))
	must(f.t, f.AddContactFolder(emma, "Suppliers"))
	for _, name := range []string{"An", "Bea", "Cas"} {
		_, err := f.AddContact(emma, Contact{Properties: map[string]any{"displayName": name, "givenName": name, "initials": name[:1], "fileAs": name, "birthday": "1980-05-17T11:59:00Z"}})
		must(f.t, err)
	}
}

func (f *fixture) people() {
	sku := []any{map[string]any{"disabledPlans": []any{}, "skuId": "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46"}}
	custom := map[string]any{
		"daysOfWeek": []string{"monday"}, "startTime": "09:00:00.0000000", "endTime": "18:30:00.0000000",
		"timeZone": map[string]any{"@odata.type": "#microsoft.graph.customTimeZone", "bias": -200, "name": "Customized Time Zone",
			"standardOffset": map[string]any{"time": "02:00:00.0000000", "dayOccurrence": 4, "dayOfWeek": "sunday", "month": 5, "year": 0},
			"daylightOffset": map[string]any{"daylightBias": -100, "time": "02:00:00.0000000", "dayOccurrence": 2, "dayOfWeek": "sunday", "month": 10, "year": 0}},
	}
	for _, u := range []User{
		{Address: "a@kantoor.example", Name: "a Wouters", Profile: map[string]any{"assignedLicenses": sku, "jobTitle": "Manager", "businessPhones": []any{"+32 2 555 01 09"},
			"mobilePhone": "+32 470 55 01 09", "officeLocation": "1/21", "preferredLanguage": "nl-BE", "postalCode": "1000"}, Settings: map[string]any{"workingHours": custom}},
		{Address: "to@kantoor.example", Name: "Tom Wauters"},
		{Address: "john@kantoor.example", Name: "John Smith", Profile: map[string]any{"identities": []any{map[string]any{"issuerAssignedId": "j.smith@yahoo.com", "issuer": "kantoor.example"}}}},
	} {
		_, err := f.AddUser(u)
		must(f.t, err)
	}
}

// bindings binds each exchange, by file and name, to the fixture.
func (f *fixture) bindings() map[string]bound {
	mail, attached := "/me/messages/"+f.mail, "/me/messages/"+f.mail+"/attachments/"
	deltaOf := "/me/mailfolders/" + f.inbox + "/messages/delta"
	a := "/users/a@kantoor.example"
	return map[string]bound{
		"attachment-get/get_file_attachment_v1":                {path: attached + f.attach["invoice 1.pdf"]},
		"attachment-get/get_item_attachment":                   {path: attached + f.attach["Inner"]},
		"attachment-get/get_and_expand_item_attachment":        {path: attached + f.attach["Inner"]},
		"attachment-get/get_and_expand_nested_item_attachment": {path: "/me/messages/" + f.inner + "/attachments/" + f.nested},
		"attachment-get/get_reference_attachment":              {path: attached + f.attach["Plan.docx"]},
		"attachment-get/get_value_file_attachment":             {path: attached + f.attach["invoice 1.pdf"] + "/$value", text: "%PDF-"},
		"attachment-get/get_value_contact_attachment":          {path: attached + f.attach["Alex.vcf"] + "/$value", text: "BEGIN:VCARD"},
		"attachment-get/get_value_event_attachment":            {path: attached + f.attach["Event.ics"] + "/$value", text: "BEGIN:VCALENDAR"},
		"attachment-get/get_value_message_attachment":          {path: attached + f.attach["Inner"] + "/$value", text: "Subject: Inner"},

		"concept-delta-query-messages/get_messages_delta_1": {path: deltaOf},
		"concept-delta-query-messages/get_messages_delta_2": {link: func() string { return f.next }},
		"concept-delta-query-messages/get_messages_delta_3": {link: func() string { return f.next }},
		"concept-delta-query-messages/get_messages_delta_next": {link: func() string { return f.deltaLink }, set: func() {
			must(f.t, f.DeleteMessage(emma, f.delta[0].id(), true))
			must(f.t, f.SetRead(emma, f.delta[1].id(), true))
		}, skip: map[string]string{".value[1].isRead": `the page writes isRead as the text "true"`}},
		"contrib-delta-query-messages-changetype/get_messages_delta_4": {path: deltaOf},
		"contrib-delta-query-messages-changetype/get_messages_delta_5": {link: func() string { return f.changeType }},
		"message-delta/message_delta":                                  {path: deltaOf},

		"concept-json-batching/json-batching_1": {path: "/$batch",
			body: fixed(`{"requests":[{"id":"1","method":"GET","url":"/me/drive/root:/{file}:/content"},{"id":"2","method":"GET","url":"/me/planner/tasks"}]}`),
			skip: map[string]string{".requests": "the page shows the request where the answer should be"}},

		"concept-outlook-immutable-id/outlook-immutable-id_1": {path: "/me/translateExchangeIds",
			body: f.translation},
		"user-translateexchangeids/user_translateexchangeids": {path: "/me/translateExchangeIds",
			body: f.translation},

		"contrib-errors/throttled": {path: "/me/messages", set: func() { must(f.t, f.SetFault("throttle", "1,retry-after=2.128")) },
			skip: map[string]string{".error.innerError.code": "the directory's inner error, not Outlook's", ".error.innerError.message": "as above", ".error.innerError.status": "as above"}},
		"contrib-errors/mailbox_concurrency": {path: "/users/" + info + "/messages", set: func() {
			must(f.t, f.SetFault("throttle", "1,code=ApplicationThrottled,text=Application is over its MailboxConcurrency limit."))
		}},
		"contrib-errors/sync_state_not_found": {link: func() string { return f.evicted() }},
		"contrib-errors/access_policy":        {path: "/users/" + emma + "/messages", who: "app:daemon-example", set: func() { must(f.t, f.SetFault("accesspolicy", "1")) }},
		"contrib-errors/access_denied_shared": {path: "/users/" + info + "/mailFolders('Inbox')/messages", who: emma + ";scopes=Mail.Read"},
		"contrib-errors/shared_folder_delta_without_full_access": {path: "/users/" + info + "/mailFolders/inbox/messages/delta", who: jan,
			set: func() { must(f.t, f.ShareFolder(info, "Inbox", jan)) }},

		"contrib-user-list-mailfolders/get_mailfolders":                  {path: "/me/mailFolders"},
		"user-list-mailfolders/get_mailfolders":                          {path: "/me/mailFolders"},
		"user-list-mailfolders/get_hiddenmailfolders":                    {path: "/me/mailFolders/"},
		"mailfolder-delta/mailfolder_delta":                              {path: "/me/mailFolders/delta"},
		"mailfolder-get/get_mailfolder":                                  {path: "/me/mailFolders/" + f.inbox},
		"mailfolder-get/get_mailSearchfolder":                            {path: "/me/mailFolders/" + f.track},
		"mailfolder-list-childfolders/mailfolder_get_childfolders":       {path: "/me/mailFolders/" + f.inbox + "/childFolders"},
		"mailfolder-list-childfolders/mailfolder_get_hiddenchildfolders": {path: "/me/mailFolders/" + f.inbox + "/childFolders"},
		"mailfolder-list-messages/mailfolder_get_messages":               {path: "/me/mailFolders/" + f.inbox + "/messages"},
		"user-list-messages/get_messages":                                {path: "/me/messages"},
		"message-get/get_message":                                        {path: mail},
		"message-get/get_message_headers":                                {path: mail + "/"},
		"message-get/get_message_in_text":                                {path: mail + "/"},
		"message-get/get_message_in_mime":                                {path: mail + "/$value", text: "Subject: Invoice"},
		"message-list-attachments/message-list-attachments_1":            {path: mail + "/attachments"},
		"message-move/message_move":                                      {path: mail + "/move"},

		"organization-get/get_organization_1":            {path: "/organization"},
		"user-get/get_user":                              {path: "/me", who: "a@kantoor.example"},
		"user-get/get_user_1":                            {path: a},
		"user-get/get_user_2":                            {path: a},
		"user-get-mailboxsettings/get_mailboxsettings_1": {path: "/me/mailboxSettings"},
		"user-get-mailboxsettings/get_mailboxsettings_2": {path: "/me/mailboxSettings/automaticRepliesSetting"},
		"user-get-mailboxsettings/get_mailboxsettings_3": {path: "/me/mailboxSettings/workingHours", who: "a@kantoor.example"},

		"calendar-getschedule/calendar_getSchedule":                      {path: "/me/calendar/getSchedule", skip: map[string]string{".value": "the page's people are not ours"}},
		"user-list-calendarview/user_get_calendarview":                   {path: "/me/calendarView", set: f.appointment},
		"contact-delta/contact_delta":                                    {path: "/me/contactFolders/contacts/contacts/delta", set: f.cards, skip: map[string]string{".value": "the page shows more than it selects"}},
		"contactfolder-delta/contactfolder_delta":                        {path: "/me/contactFolders/delta", set: f.cards},
		"contactfolder-list-childfolders/contactfolder_get_childfolders": {path: "/me/contactFolders/contacts/childFolders", set: f.cards},
		"contactfolder-list-contacts/contactfolder_get_contacts":         {path: "/me/contactFolders/contacts/contacts", set: f.cards},
		"user-list-contactfolders/get_contactfolders":                    {path: "/me/contactFolders", set: f.cards},
		"user-list-contacts/user_get_contacts":                           {path: "/me/contacts", set: f.cards},

		"user-delta/user_delta":                         {path: "/users/delta"},
		"user-delta/user_delta_select":                  {path: "/users/delta"},
		"user-delta/user_delta_minimal":                 {path: "/users/delta"},
		"concept-delta-query-users/delta-query-users_1": {path: "/users/delta", set: f.crowd},
		"concept-delta-query-users/delta-query-users_2": {link: func() string { return f.next }},
		"concept-delta-query-users/delta-query-users_3": {link: func() string { return f.next }},
		"concept-delta-query-users/delta-query-users_4": {link: func() string {
			_, link, _ := follow(f.t, f.Simulator, "/users/delta?$select=displayName,givenName,surname")
			return link
		}},

		"user-list/get_users_2":               {path: "/users", skip: userExtras},
		"user-list/get_signinname_users":      {path: "/users", old: "contoso.onmicrosoft.com", new: "kantoor.example"},
		"user-list/get_count_only":            {path: "/users/$count"},
		"user-list/get_a_count":               {path: "/users", skip: userExtras},
		"user-list/get_a_count_endsWith":      {path: "/users", skip: userExtras, old: "a@contoso.com", new: "a@kantoor.example"},
		"user-list/get_wa_count":              {path: "/users", skip: userExtras},
		"user-list/get_to_count":              {path: "/users", skip: userExtras},
		"user-list/get_user_assignedLicenses": {path: "/users"},
	}
}

func fixed(body string) func() string { return func() string { return body } }

func (f *fixture) translation() string {
	normal := do(f.t, f.Simulator, "/me/messages/"+f.mail).object(f.t).id()
	return `{"inputIds":["` + normal + `"],"targetIdType":"restImmutableEntryId","sourceIdType":"restId"}`
}

// crowd makes the directory three pages long.
func (f *fixture) crowd() {
	for i := range 2 * usersPage {
		_, err := f.AddUser(User{Address: fmt.Sprintf("crowd%03d@kantoor.example", i), NoMailbox: true})
		must(f.t, err)
	}
}

func (f *fixture) appointment() {
	_, err := f.AddEvent(emma, Event{Subject: "Review", Start: time.Date(2020, 1, 2, 9, 0, 0, 0, time.UTC), End: time.Date(2020, 1, 2, 10, 0, 0, 0, time.UTC)})
	must(f.t, err)
}

func (f *fixture) evicted() string {
	_, link, _ := follow(f.t, f.Simulator, "/me/mailFolders/archive/messages/delta")
	must(f.t, f.EvictTokens(emma, "Archive"))
	return link
}
