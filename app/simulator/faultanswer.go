package simulator

import (
	"net/http"
	"strconv"
	"time"
)

// faultAnswer is what a kind of fault answers. Kinds with status 0 change an answer instead.
type faultAnswer struct {
	status        int
	code, message string
}

var faultAnswers = map[FaultKind]faultAnswer{
	Throttle:       {429, "TooManyRequests", "Please retry again later."},
	Unavailable:    {503, "ErrorServerBusy", "The server cannot service this request right now. Try again later."},
	Internal:       {500, "ErrorInternalServerTransientError", "An internal server error occurred. Try again later."},
	BadGateway:     {502, "", ""},
	GatewayTimeout: {504, "UnknownError", ""},
	Drop:           {},
	Cut:            {},
	Truncated:      {},
	WrongType:      {200, "", ""},
	WrongJSON:      {200, "", ""},
	Expired:        {401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid."},
	Claims:         {401, "InvalidAuthenticationToken", "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp"},
	AccessPolicy:   {403, "ErrorAccessDenied", "Access to OData is disabled."},
	Denied:         {403, "ErrorAccessDenied", "Access is denied. Check credentials and try again."},
	NoRights:       {404, "ErrorItemNotFound", "Default folder Root not found."},
	NotEnabled:     {404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise."},
	FullMailbox:    {403, "ErrorQuotaExceeded", "The mailbox is over its quota."},
	MIMENotFound:   {404, "ErrorItemNotFound", "The specified object was not found in the store."},
	MIMECorrupt:    {500, "ErrorCorruptData", "Data is corrupt.,Invalid global object ID: some_id"},
	MIMESlow:       {},
	MIMELarge:      {},
	Slow:           {},
}

const (
	defaultLarge = 150 << 20
	defaultDelay = 2 * time.Second
	// claimsChallenge asks for a token issued after a moment, as continuous access evaluation does: base64 of
	// {"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}, the example of Microsoft's claims-challenge page.
	claimsChallenge = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNjA0MTA2NjUxIn19fQ=="
)

const proxyPage = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"

// play answers with the fault, or arms the call so that its answer goes wrong. It says whether the request is answered.
func (c *call) play(f *Fault) bool {
	delay := f.Delay
	if delay == 0 && (f.Kind == Slow || f.Kind == GatewayTimeout || f.Kind == MIMESlow) {
		delay = defaultDelay
	}
	switch f.Kind {
	case Drop:
		panic(http.ErrAbortHandler)
	case Cut:
		c.cut = true
		return false
	case Truncated:
		c.truncate = true
		return false
	case MIMESlow:
		c.trickle = delay
		return false
	case MIMELarge:
		if c.large = f.Size; c.large == 0 {
			c.large = defaultLarge
		}
		return false
	case WrongType, BadGateway:
		c.sim.wait(c.r.Context(), delay)
		c.w.Header().Set("Content-Type", "text/html")
		c.write(faultAnswers[f.Kind].status, []byte(proxyPage))
		return true
	case WrongJSON:
		c.json(http.StatusOK, []byte(`["unexpected"]`))
		return true
	}
	c.sim.wait(c.r.Context(), delay)
	if f.Kind == Slow {
		return false
	}
	c.playError(f)
	return true
}

func (c *call) playError(f *Fault) {
	a := faultAnswers[f.Kind]
	if f.Status != 0 {
		a.status = f.Status
	}
	if f.Code != "" {
		a.code = f.Code
	}
	if f.Text != "" {
		a.message = f.Text
	}
	after := f.RetryAfter
	if f.Kind == Throttle && after == "" {
		after = "1"
	}
	if v, ok := c.sim.retryAfter(after); ok {
		c.w.Header().Set("Retry-After", v)
	}
	switch f.Kind {
	case Expired:
		c.w.Header().Set("WWW-Authenticate", `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`)
	case Claims:
		c.w.Header().Set("WWW-Authenticate", `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000", error="insufficient_claims", claims="`+claimsChallenge+`"`)
	}
	c.fail(a.status, a.code, a.message)
}

// String is for logs: the kind and what it hits.
func (f Fault) String() string {
	return f.ID + " (" + strconv.Itoa(f.Hits) + " hits)"
}
