package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"postroom/app/fault"
	"postroom/app/mail"

	"github.com/microsoft/kiota-abstractions-go/authentication"
	khttp "github.com/microsoft/kiota-http-go"
	kjson "github.com/microsoft/kiota-serialization-json-go"
	core "github.com/microsoftgraph/msgraph-sdk-go-core"
)

// newAdapter gives the Graph SDK our line instead of its own: no retries, no compression of requests, no limit on the
// whole of an answer, no tokens, since the line does all that. What remains of its middlewares is what its request
// builders rely on, in a fixed order.
func newAdapter(base string, line http.RoundTripper, redirects func(*http.Request, []*http.Request) error) (*core.GraphRequestAdapterBase, error) {
	client := &http.Client{CheckRedirect: redirects, Transport: khttp.NewCustomTransportWithParentTransport(line,
		khttp.NewUrlReplaceHandler(true, map[string]string{"/users/me-token-to-replace": "/me"}),
		khttp.NewParametersNameDecodingHandler(),
	)}
	adapter, err := core.NewGraphRequestAdapterBaseWithParseNodeFactoryAndSerializationWriterFactoryAndHttpClient(
		&authentication.AnonymousAuthenticationProvider{}, core.GraphClientOptions{},
		kjson.NewJsonParseNodeFactory(), kjson.NewJsonSerializationWriterFactory(), client)
	if err != nil {
		return nil, err
	}
	adapter.SetBaseUrl(base)
	return adapter, nil
}

// understood is an error of a request as callers get it. The line has classified everything that the service or the
// network did; what is left is a good answer that could not be read.
func understood(ctx context.Context, op string, err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err // net/http repeats the address, tokens of a link included
	}
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return err
	}
	return badAnswer(op, "the answer can't be read", err)
}

func badAnswer(op, detail string, err error) error {
	return &fault.Error{Class: fault.RetryLater, Code: "bad-answer", Op: op, Detail: detail, Err: err}
}

// trackingRefused is an error that says to list instead of tracking changes.
func trackingRefused(cause error) error {
	e := &fault.Error{Class: fault.FixSetting, Code: fault.CodeOf(cause), Op: "ask for changes of a folder", Err: mail.ErrDeltaUnavailable}
	if known, ok := errors.AsType[*fault.Error](cause); ok {
		e.Detail = known.Detail
	}
	return e
}
