package face

import "postroom/app/office"

// SearchPage is a part of what a search finds.
type SearchPage struct {
	Total    int            `json:"total"`
	Items    []SearchHit    `json:"items"`
	Mistake  *QueryMistake  `json:"mistake,omitempty"` // what of the query was not understood; the rest was searched
	Progress SearchProgress `json:"progress"`
}

// SearchHit is a mail that was found, and where the words stand in it.
type SearchHit struct {
	Document  Document   `json:"document"`
	Fragments []Fragment `json:"fragments"`
}

// Fragment is a piece of a mail as plain text, with the words of the query marked.
type Fragment = office.Fragment

// Span is a piece of text.
type Span = office.Span

// QueryMistake is what could not be understood of a query.
type QueryMistake struct {
	Message string `json:"message"`
	Remedy  string `json:"remedy"`
	Start   int    `json:"start"` // characters of the query, not UTF-16 units
	Length  int    `json:"length"`
	Offer   string `json:"offer"` // what may have been meant there
}

// SearchProgress is how far the search index is.
type SearchProgress struct {
	Ready   bool     `json:"ready"`   // all that is filed can be found
	Indexed int      `json:"indexed"` // mails that can be found
	Filed   int      `json:"filed"`   // mails that there are
	Problem *Problem `json:"problem,omitempty"`
}
