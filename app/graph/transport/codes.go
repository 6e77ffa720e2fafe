package transport

import (
	"strings"
	"time"

	"postroom/app/fault"
)

// kind is what a code of the service comes down to.
type kind uint8

const (
	unknown     kind = iota
	auth             // the token: sign in again
	permission       // a right is missing: an administrator has to act
	gone             // the item or folder is not there any more
	goneMailbox      // the mailbox or user is not there: no statement about any mail in it
	config           // a state of mailbox or drive that a person has to change
	resync           // the cursor is lost
	passing          // time cures it
	item             // this one mail can't be had
	bug              // our request is wrong
)

// code is what is known of one code.
type code struct {
	kind kind
	// pause is how long the state lasts at least, by experience, when the service does not say. A code with a pause is
	// not repeated at once.
	pause time.Duration
}

// codes holds the codes of Microsoft Graph, Outlook and SharePoint, in lower case: Graph's documentation asks clients
// to compare without case ("Microsoft Graph error responses and resource types"), and the services differ in it.
var codes = map[string]code{
	"invalidauthenticationtoken": {kind: auth},
	"authenticationerror":        {kind: auth},
	"unauthenticated":            {kind: auth},
	"insufficient_claims":        {kind: auth},

	"authorization_requestdenied": {kind: permission},
	"erroraccessdenied":           {kind: permission},
	"accessdenied":                {kind: permission},

	"erroritemnotfound":       {kind: gone},
	"errorfoldernotfound":     {kind: gone},
	"errorsyncfoldernotfound": {kind: gone},
	"itemnotfound":            {kind: gone},

	"errorinvaliduser":         {kind: goneMailbox},
	"resourcenotfound":         {kind: goneMailbox},
	"request_resourcenotfound": {kind: goneMailbox},

	"mailboxnotenabledforrestapi": {kind: config},
	"extensionerror":              {kind: config},
	"errorquotaexceeded":          {kind: config},
	"namealreadyexists":           {kind: config},
	"resourcemodified":            {kind: config},
	"quotalimitreached":           {kind: config},
	"invalidrange":                {kind: config},
	"uploadsessionnotfound":       {kind: config},

	"syncstatenotfound":       {kind: resync},
	"syncstateinvalid":        {kind: resync},
	"resyncrequired":          {kind: resync},
	"errorinvalididmalformed": {kind: resync},

	"toomanyrequests":              {kind: passing},
	"applicationthrottled":         {kind: passing},
	"errortoomanyobjectsopened":    {kind: passing},
	"errorexceededconnectioncount": {kind: passing},
	"activitylimitreached":         {kind: passing},

	"errorserverbusy":                   {kind: passing},
	"servicenotavailable":               {kind: passing},
	"errormailboxstoreunavailable":      {kind: passing},
	"errorinternalservertransienterror": {kind: passing},
	"errortimeoutexpired":               {kind: passing},
	"unknownerror":                      {kind: passing},
	"generalexception":                  {kind: passing},
	// A mailbox that is moved between databases is away for minutes to hours, a quarantined one for days.
	"mailboxinfostale":           {kind: passing, pause: 5 * time.Minute},
	"errormailboxmoveinprogress": {kind: passing, pause: 15 * time.Minute},
	"errorapiquarantined":        {kind: passing, pause: time.Hour},

	"errorcorruptdata":                 {kind: item},
	"errorcannotopenfileattachment":    {kind: item},
	"errorinvalidrecipients":           {kind: item},
	"errormimecontentconversionfailed": {kind: item},

	"badrequest":              {kind: bug},
	"inefficientfilter":       {kind: bug},
	"requestbroker--parseuri": {kind: bug},
	"notsupported":            {kind: bug},
}

// picture is an answer whose code alone says too little. These are the only places where a message is looked at.
type picture struct {
	code, message string // in lower case; code empty: any
	kind          kind
	as            string // the code it gets from us
}

var pictures = []picture{
	// An application access policy or a role assignment leaves this mailbox out ("Limit mailbox access").
	{"erroraccessdenied", "access to odata is disabled", permission, "mailbox-not-released"},
	{"erroraccessdenied", "blocked by tenant configured apponly accesspolicy", permission, "mailbox-not-released"},
	// Somebody else's mailbox without any right to it; seen in the wild.
	{"erroritemnotfound", "default folder root not found", permission, "mailbox-no-access"},
	// Exchange can't make MIME of it: broken replies to meetings, seen in the wild.
	{"", "text does not support structured data", item, "not-convertible"},
}

// recognise says what a service's codes, outermost first, and its message stand for. The innermost known code is the
// most specific one.
func recognise(chain []string, message string) (name string, c code) {
	if len(chain) > 0 {
		name = chain[0]
	}
	for _, outer := range chain {
		if known, ok := codes[strings.ToLower(outer)]; ok {
			name, c = outer, known
		}
	}
	message = strings.ToLower(message)
	for _, p := range pictures {
		if strings.Contains(message, p.message) && (p.code == "" || strings.EqualFold(p.code, name)) {
			return p.as, code{kind: p.kind}
		}
	}
	return name, c
}

// byStatus is what a code that nobody knows yet comes down to.
func byStatus(status int) kind {
	switch {
	case status == 401:
		return auth
	case status == 402 || status == 403 || status == 507:
		return permission
	case status == 404:
		return gone
	case status == 408 || status == 423 || status == 425 || status == 429 || status >= 500:
		return passing
	}
	return bug
}

func (k kind) class() fault.Class {
	switch k {
	case auth:
		return fault.SignInAgain
	case permission, config, gone, goneMailbox:
		return fault.FixSetting
	case resync, passing:
		return fault.RetryLater
	case item:
		return fault.SkipMail
	}
	return fault.Bug
}
