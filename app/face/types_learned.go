package face

// LearnedQuery chooses things that were learned.
type LearnedQuery struct {
	Text   string `json:"text"`  // part of the value or of a client's name
	Words  bool   `json:"words"` // lines of signatures, words of subjects and names of files, too
	Offset int    `json:"offset"`
	Limit  int    `json:"limit"` // 0: a page's usual length
}

// LearnedPage is a part of what was learned: what says most first, by its value.
type LearnedPage struct {
	Total int          `json:"total"`
	All   int          `json:"all"` // things that were learned, whatever the query says
	On    bool         `json:"on"`
	Bar   float64      `json:"bar"` // so sure it has to be to assign a mail by itself, from 0.5 to 1; with 1 it never does
	Items []LearnedOne `json:"items"`
}

// LearnedOne is one thing that was learned from what people decided.
type LearnedOne struct {
	ID    string        `json:"id"`
	Kind  string        `json:"kind"`  // address, domain, sender, signature, subject, file, client, vat, registration, iban
	Value string        `json:"value"` // that mails have in common
	On    bool          `json:"on"`
	Went  []LearnedWent `json:"went"` // who got most of them first
	Last  string        `json:"last"` // when a person decided something about it last
}

// LearnedWent is how many mails with that in common went to a client.
type LearnedWent struct {
	Client *ClientName `json:"client,omitempty"` // none: they were set aside
	Given  int         `json:"given"`            // by a person
	Used   int         `json:"used"`             // by themselves, and nobody corrected it
	Wrong  int         `json:"wrong"`            // by themselves, and a person corrected it
}

// LearnedImported is what came of importing what was learned.
type LearnedImported struct {
	Added     int          `json:"added"`
	Updated   int          `json:"updated"`
	Unchanged int          `json:"unchanged"`
	Left      []ImportLine `json:"left"` // the first of what was left out, and why
	LeftAll   int          `json:"leftAll"`
	Settled   int          `json:"settled"` // mails
	Cancelled bool         `json:"cancelled"`
}
