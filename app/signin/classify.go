package signin

import (
	"context"
	"errors"
	"html"
	"regexp"
	"strconv"
	"strings"
	"time"

	"postroom/app/fault"
)

// answer is an error of Entra's token endpoint.
type answer struct {
	Error       string `json:"error"`
	Description string `json:"error_description"`
	Suberror    string `json:"suberror"`
	Codes       []int  `json:"error_codes"`
	Claims      string `json:"claims"`
}

// classes says what cures an OAuth error. Microsoft asks apps to react to it and not to AADSTS numbers, which may change
// (identity platform documentation, reference-error-codes.md, "Handling error codes in your application").
var classes = map[string]fault.Class{
	"invalid_grant":           fault.SignInAgain,
	"interaction_required":    fault.SignInAgain,
	"consent_required":        fault.SignInAgain,
	"login_required":          fault.SignInAgain,
	"access_denied":           fault.SignInAgain, // the person, or a policy, said no
	"authorization_declined":  fault.SignInAgain,
	"bad_verification_code":   fault.SignInAgain,
	"expired_token":           fault.SignInAgain, // of a device code
	"authorization_pending":   fault.RetryLater,
	"slow_down":               fault.RetryLater,
	"temporarily_unavailable": fault.RetryLater,
	"server_error":            fault.RetryLater,
	"invalid_client":          fault.FixSetting,
	"unauthorized_client":     fault.FixSetting,
	"invalid_resource":        fault.FixSetting,
	"invalid_scope":           fault.FixSetting,
	"invalid_tenant":          fault.FixSetting,
	"invalid_request":         fault.FixSetting,
}

// usual is the OAuth error that an AADSTS number comes with, for the one place where only text arrives: MSAL's loopback
// passes on the description and drops the error. Numbers that are not here are taken for a lost session.
var usual = map[int]string{
	50011: "invalid_client", 500011: "invalid_resource", 500208: "invalid_client", 50194: "invalid_client",
	50059: "invalid_request", 65005: "invalid_resource", 650056: "invalid_client", 650057: "invalid_resource",
	70001: "unauthorized_client", 70002: "invalid_client", 70011: "invalid_scope", 70012: "server_error",
	700016: "unauthorized_client", 700027: "invalid_client", 7000112: "unauthorized_client", 7000215: "invalid_client",
	7000218: "invalid_client", 7000222: "invalid_client", 90002: "invalid_tenant", 9001023: "invalid_request",
	9002332: "invalid_client", 9002313: "invalid_request", 90006: "temporarily_unavailable", 90024: "temporarily_unavailable",
	90033: "temporarily_unavailable", 90055: "temporarily_unavailable", 90094: "unauthorized_client", 90095: "unauthorized_client",
	65004: "access_denied",
}

// loop is the one number that changes the class: Entra saw the same request too often and wants a pause. A person who
// signs in again would only add to it.
const loop = 50196

var aadsts = regexp.MustCompile(`AADSTS(\d{4,9})\b`)

// classify turns an error answer into a classified error.
func classify(op string, a answer) *fault.Error {
	f := &fault.Error{Class: fault.Bug, Code: "entra-error", Op: op, Detail: detail(a)}
	if class, ok := classes[a.Error]; ok {
		f.Class = class
		f.Code = "entra-" + strings.ReplaceAll(a.Error, "_", "-")
	}
	if n := number(a); n != 0 && a.Error != "authorization_declined" { // its number speaks of a saved session
		f.Code = "AADSTS" + strconv.Itoa(n)
		if n == loop {
			f.Class = fault.RetryLater
		}
	}
	return f
}

// number chooses the AADSTS number: the first that has words, else the first.
func number(a answer) int {
	numbers := a.Codes
	for _, m := range aadsts.FindAllStringSubmatch(a.Description, -1) {
		if n, err := strconv.Atoi(m[1]); err == nil {
			numbers = append(numbers, n)
		}
	}
	for _, n := range numbers {
		if fault.Known("en", "AADSTS"+strconv.Itoa(n)) {
			return n
		}
	}
	if len(numbers) > 0 {
		return numbers[0]
	}
	return 0
}

// detail is the service's own text, in one line, with the ids that Microsoft's support asks for.
func detail(a answer) string {
	text := strings.Join(strings.Fields(a.Description), " ")
	if len(text) > 600 {
		text = strings.ToValidUTF8(text[:600], "") + "…"
	}
	if a.Suberror != "" {
		text = a.Suberror + ": " + text
	}
	return strings.TrimSpace(a.Error + " " + text)
}

// FromText explains a message that only a person can pass on: what Microsoft's page shows when a sign-in ends there. It
// is nil if the text holds no AADSTS number.
func FromText(text string) *fault.Error {
	text = html.UnescapeString(text)
	a := answer{Description: text}
	n := number(a)
	if n == 0 {
		return nil
	}
	if a.Error = usual[n]; a.Error == "" {
		a.Error = "invalid_grant"
	}
	return classify("sign in", a)
}

// explain makes a classified error of what MSAL returned. MSAL's own text never gets through: it may quote an answer.
func explain(ctx context.Context, op string, err error) error {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f
	}
	if cause := ctx.Err(); cause != nil {
		return cause
	}
	text := err.Error()
	switch {
	case strings.Contains(text, "declined scopes"):
		_, list, _ := strings.Cut(text, "present: ")
		return setting(op, "scopes-declined", map[string]string{"scopes": strings.ReplaceAll(list, ",", ", ")}, nil)
	case strings.Contains(text, "no token found"), errors.Is(err, errBroken):
		return &fault.Error{Class: fault.SignInAgain, Code: "session-missing", Op: op}
	case strings.Contains(text, "issuer"):
		return setting(op, "authority-wrong", nil, nil)
	case strings.Contains(text, "via a GET operation"), strings.Contains(text, "OAuth state"), strings.Contains(text, "authorization code missing"):
		return &fault.Error{Class: fault.SignInAgain, Code: "sign-in-disturbed", Op: op}
	}
	if f := FromText(text); f != nil {
		f.Op = op
		return f
	}
	return &fault.Error{Class: fault.Bug, Code: "sign-in-failed", Op: op}
}

// ended explains a context that ended during a sign-in that waits for a person. A person who gave up is told so; a
// deadline may mean that the browser shows an error that Microsoft tells nobody else.
func ended(op string, err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return &fault.Error{Class: fault.SignInAgain, Code: "sign-in-cancelled", Op: op, Err: context.Canceled}
	case errors.Is(err, context.DeadlineExceeded):
		return &fault.Error{Class: fault.SignInAgain, Code: "sign-in-timeout", Op: op, Err: context.DeadlineExceeded}
	}
	return err
}

// pause is how long to wait before asking again after an error.
func pause(err error, now time.Time) time.Time {
	f, ok := errors.AsType[*fault.Error](err)
	switch {
	case !ok:
		return time.Time{}
	case f.Class == fault.SignInAgain, f.Class == fault.FixSetting && f.Code != "session-file":
		return now.Add(soon)
	case f.Code == "AADSTS"+strconv.Itoa(loop):
		return now.Add(5 * time.Minute)
	}
	return f.After
}
