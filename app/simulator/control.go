package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// The control API plays, over HTTP and without sign-in, the people and events around the app. Bodies and answers are
// JSON; an error is {"error":"…"} with status 400, 404 or 409. {box} is an address or user id; folders are named by
// path; messages by either kind of id.
//
//	GET    /control/mailboxes                       users and their mailboxes
//	POST   /control/mailboxes                       {"address","name","kind":"user|shared|room","personal","noMailbox","fullAccess":[address],"language"}
//	POST   /control/mailboxes/generate              {"count","domain"}: people, shared mailboxes and rooms; gives their addresses
//	POST   /control/mailboxes/{box}/grant           {"who","folder"}: Full Access, or one folder only
//	POST   /control/mailboxes/{box}/revoke          {"who"}
//	PUT    /control/mailboxes/{box}/sentcopies      {"as","behalf"}: whether its Sent Items get a copy of what others send in its name
//	POST   /control/mailboxes/{box}/send?who=address&behalf=true  body: a mail that somebody sends as, or on behalf of, the mailbox
//	GET    /control/mailboxes/{box}/folders         the tree, flat
//	POST   /control/mailboxes/{box}/folders         {"path","hidden"}
//	PATCH  /control/mailboxes/{box}/folders         {"path","name"} renames, {"path","below"} moves
//	DELETE /control/mailboxes/{box}/folders         {"path","forGood"}
//	GET    /control/mailboxes/{box}/messages?folder=…&top=50      newest first: id, subject, from, received, read, draft, size
//	POST   /control/mailboxes/{box}/messages?folder=…&draft=true&read=true&received=RFC3339    body: the mail; gives {"id"}
//	POST   /control/mailboxes/{box}/generate        {"folder","count","size"}
//	POST   /control/mailboxes/{box}/messages/{id}/move     {"folder"}
//	POST   /control/mailboxes/{box}/messages/{id}/copy     {"folder"}; gives {"id"}
//	POST   /control/mailboxes/{box}/messages/{id}/send     {"late":"5s"}: a draft; its copy in Sent Items may come late
//	PATCH  /control/mailboxes/{box}/messages/{id}          {"read","flagged"}
//	DELETE /control/mailboxes/{box}/messages/{id}?forGood=true
//	POST   /control/mailboxes/{box}/evict           {"folder"}: its sync tokens; without a folder all
//	POST   /control/mailboxes/{box}/events          an Event; gives {"id"}
//	DELETE /control/mailboxes/{box}/events/{id}
//	PATCH  /control/mailboxes/{box}/settings        properties of the mailbox settings, by their Graph names
//	PATCH  /control/users/{who}                     {"name","address"}
//	GET    /control/users/{who}/presence            how applications show the user in Teams
//	DELETE /control/users/{who}?forGood=true · POST /control/users/{id}/restore
//	GET    /control/groups · POST                   groups · {"name","id","members":[address or id]}; gives {"id"}
//	PUT    /control/groups/{id}                     {"members"}: who is in it from now on
//	GET    /control/faults                          faults and behaviour
//	POST   /control/faults                          a Fault; gives {"id"}
//	PUT    /control/faults/{name}                   {"value"}: as --fault name=value
//	DELETE /control/faults · /control/faults/{id}   all · one, or all of a kind
//	PUT    /control/behaviour                       a Behaviour
//	GET    /control/stats?last=100 · DELETE /control/stats
//	POST   /control/apps                            {"clientId","name","secrets":[{"value","expires"}],"certificate":PEM,"roles","tenants"}
//	PUT    /control/apps/{client}/policy            {"mailboxes"}: an application access policy; none lifts it
//	POST   /control/apps/{client}/roles             {"role":"Application Mail.Read","mailboxes"}: RBAC for Applications
//	GET    /control/signins                         accounts, when there is an authority
//	POST   /control/signins/expire                  every access token is old now
//	POST   /control/signins/{who}/expire            those of one user
//	POST   /control/signins/{who}/revoke            ends the sessions of a user
//	POST   /control/signins/{who}/withdraw          {"clientId","scope"}: consent to these permissions, or to all, is taken back
//	POST   /control/signins/{who}/challenge         {"claims":"{…}"}: Graph asks for these claims; "" lifts that
//	POST   /control/signins/{who}/block             {"code"}: every sign-in of the user ends with this AADSTS error; 0 lifts that
//	POST   /control/signins/fail                    {"phase","code","count"}: AADSTS errors of the authority's next requests
func (s *Simulator) controlAPI() http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, answer func(*http.Request) (any, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			r.Body = http.MaxBytesReader(w, r.Body, 256<<20)
			v, err := answer(r)
			reply(w, v, err)
		})
	}
	handle("GET /control/mailboxes", s.controlMailboxes)
	handle("POST /control/mailboxes", s.controlAddMailbox)
	handle("POST /control/mailboxes/{box}/grant", s.controlGrant)
	handle("POST /control/mailboxes/{box}/revoke", s.controlRevoke)
	handle("PUT /control/mailboxes/{box}/sentcopies", s.controlSentCopies)
	handle("POST /control/mailboxes/{box}/send", s.controlSendFor)
	handle("GET /control/mailboxes/{box}/folders", func(r *http.Request) (any, error) { return s.Folders(r.PathValue("box")) })
	handle("POST /control/mailboxes/{box}/folders", s.controlAddFolder)
	handle("PATCH /control/mailboxes/{box}/folders", s.controlChangeFolder)
	handle("DELETE /control/mailboxes/{box}/folders", s.controlDeleteFolder)
	handle("GET /control/mailboxes/{box}/messages", s.controlMessages)
	handle("POST /control/mailboxes/{box}/messages", s.controlDeliver)
	handle("POST /control/mailboxes/{box}/generate", s.controlGenerate)
	handle("POST /control/mailboxes/{box}/messages/{id}/move", s.controlMove)
	handle("POST /control/mailboxes/{box}/messages/{id}/copy", s.controlCopy)
	handle("POST /control/mailboxes/{box}/messages/{id}/send", s.controlSend)
	handle("PATCH /control/mailboxes/{box}/messages/{id}", s.controlMark)
	handle("DELETE /control/mailboxes/{box}/messages/{id}", func(r *http.Request) (any, error) {
		return nil, s.DeleteMessage(r.PathValue("box"), r.PathValue("id"), r.URL.Query().Get("forGood") == "true")
	})
	handle("POST /control/mailboxes/{box}/evict", s.controlEvict)
	handle("GET /control/groups", func(*http.Request) (any, error) { return s.Groups(), nil })
	handle("POST /control/groups", s.controlAddGroup)
	handle("PUT /control/groups/{id}", s.controlSetMembers)
	s.controlFaults(handle)
	s.controlSignIns(handle)
	s.controlApps(handle)
	s.controlPeople(handle)
	s.controlContacts(handle)
	return mux
}

// errInput is wrapped by the errors about a control request that can't be understood.
var errInput = errors.New("bad request")

func reply(w http.ResponseWriter, v any, err error) {
	status := http.StatusOK
	switch {
	case err == nil && v == nil:
		v = map[string]bool{"ok": true}
	case errors.Is(err, ErrNoUser), errors.Is(err, ErrNoMailbox), errors.Is(err, ErrNoFolder), errors.Is(err, ErrNoMessage), errors.Is(err, ErrNoGroup), errors.Is(err, ErrNoEvent), errors.Is(err, ErrNoContact):
		status = http.StatusNotFound
	case errors.Is(err, ErrExists):
		status = http.StatusConflict
	case err != nil:
		status = http.StatusBadRequest
	}
	if err != nil {
		v = map[string]string{"error": err.Error()}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v) // a client that has gone is nobody's problem
}

// input reads a JSON body strictly; an empty one leaves v as it is.
func input(r *http.Request, v any) error {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: %w", errInput, err)
	}
	return nil
}

func (s *Simulator) controlMailboxes(*http.Request) (any, error) {
	type mailbox struct {
		ID         string   `json:"id"`
		Address    string   `json:"address"`
		Name       string   `json:"name"`
		Kind       Kind     `json:"kind"`
		Mailbox    bool     `json:"mailbox"`
		Personal   bool     `json:"personal"`
		FullAccess []string `json:"fullAccess"`
		Folders    []string `json:"folders"` // people who may read single folders only
		SentCopies `json:"sentCopies"`
	}
	list := []mailbox{}
	for _, u := range s.Users() {
		one := mailbox{ID: u.ID, Address: u.Address, Name: u.Name, Kind: u.Kind, Mailbox: !u.NoMailbox, Personal: u.Personal, FullAccess: []string{}, Folders: []string{}}
		if b, err := s.mailbox(u.ID); err == nil {
			b.mu.RLock()
			for id := range b.fullAccess {
				one.FullAccess = append(one.FullAccess, s.user(id).Address)
			}
			for id := range b.shares {
				one.Folders = append(one.Folders, s.user(id).Address)
			}
			one.SentCopies = b.sentCopies
			b.mu.RUnlock()
		}
		list = append(list, one)
	}
	return list, nil
}

func (s *Simulator) controlAddMailbox(r *http.Request) (any, error) {
	var in struct {
		Address, Name, Language string
		Kind                    Kind
		NoMailbox, Personal     bool
		FullAccess              []string
	}
	if err := input(r, &in); err != nil {
		return nil, err
	}
	id, err := s.AddUser(User{Address: in.Address, Name: in.Name, Kind: in.Kind, NoMailbox: in.NoMailbox, Personal: in.Personal, Language: in.Language})
	if err != nil {
		return nil, err
	}
	for _, who := range in.FullAccess {
		if err := s.Grant(id, who); err != nil {
			return nil, err
		}
	}
	return map[string]string{"id": id}, nil
}

func (s *Simulator) controlGrant(r *http.Request) (any, error) {
	var in struct{ Who, Folder string }
	if err := input(r, &in); err != nil {
		return nil, err
	}
	if in.Folder != "" {
		return nil, s.ShareFolder(r.PathValue("box"), in.Folder, in.Who)
	}
	return nil, s.Grant(r.PathValue("box"), in.Who)
}

func (s *Simulator) controlRevoke(r *http.Request) (any, error) {
	var in struct{ Who string }
	if err := input(r, &in); err != nil {
		return nil, err
	}
	return nil, s.Revoke(r.PathValue("box"), in.Who)
}

func (s *Simulator) controlAddFolder(r *http.Request) (any, error) {
	var in struct {
		Path   string
		Hidden bool
	}
	if err := input(r, &in); err != nil {
		return nil, err
	}
	id, err := s.addFolder(r.PathValue("box"), in.Path, in.Hidden)
	return map[string]string{"id": id}, err
}

func (s *Simulator) controlChangeFolder(r *http.Request) (any, error) {
	var in struct{ Path, Name, Below string }
	if err := input(r, &in); err != nil {
		return nil, err
	}
	switch {
	case in.Name != "" && in.Below == "":
		return nil, s.RenameFolder(r.PathValue("box"), in.Path, in.Name)
	case in.Below != "" && in.Name == "":
		return nil, s.MoveFolder(r.PathValue("box"), in.Path, in.Below)
	}
	return nil, fmt.Errorf("%w: give name or below", errInput)
}

func (s *Simulator) controlDeleteFolder(r *http.Request) (any, error) {
	var in struct {
		Path    string
		ForGood bool
	}
	if err := input(r, &in); err != nil {
		return nil, err
	}
	return nil, s.DeleteFolder(r.PathValue("box"), in.Path, in.ForGood)
}

func (s *Simulator) controlEvict(r *http.Request) (any, error) {
	var in struct{ Folder string }
	if err := input(r, &in); err != nil {
		return nil, err
	}
	return nil, s.EvictTokens(r.PathValue("box"), in.Folder)
}

func (s *Simulator) controlGenerate(r *http.Request) (any, error) {
	var in struct {
		Folder      string
		Count, Size int
	}
	if err := input(r, &in); err != nil {
		return nil, err
	}
	var size func(int) int
	if in.Size > 0 {
		size = func(int) int { return in.Size }
	}
	return nil, s.AddGenerated(r.PathValue("box"), in.Folder, in.Count, size)
}

// number reads a number of the query, or takes the default.
func number(r *http.Request, name string, otherwise int) int {
	if n, err := strconv.Atoi(r.URL.Query().Get(name)); err == nil && n >= 0 {
		return n
	}
	return otherwise
}

// moment reads a time of the query; zero if it is not given.
func moment(r *http.Request, name string) (time.Time, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, fmt.Errorf("%w: %s: %w", errInput, name, err)
	}
	return t, nil
}
