package simulator

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// What the methods of Simulator refuse.
var (
	ErrNoUser    = errors.New("no such user")
	ErrNoMailbox = errors.New("no such mailbox")
	ErrNoFolder  = errors.New("no such folder")
	ErrNoMessage = errors.New("no such message")
	ErrExists    = errors.New("exists already")
)

// Kind says what an address stands for.
type Kind string

const (
	Person Kind = "user"
	Shared Kind = "shared" // a shared mailbox: nobody signs in as it
	Room   Kind = "room"
)

// User is an entry of the directory, with a mailbox unless NoMailbox is set.
type User struct {
	ID      string // object id; made from the address if empty
	Address string // mail address and user principal name
	Name    string
	Kind    Kind
	// NoMailbox: a directory user without a mailbox. Mail requests answer 404 MailboxNotEnabledForRESTAPI.
	NoMailbox bool
	Personal  bool   // a personal Microsoft account
	Admin     bool   // may consent for the organisation
	Language  string // of the folder names: "en" (default), "nl", "fr", "de"
	// Profile holds further properties of the Graph user, by their Graph names, such as "jobTitle".
	Profile map[string]any
	// Settings replaces properties of the mailbox settings, by their Graph names, such as "workingHours".
	Settings map[string]any
}

// user is a User in the directory. It does not change: ChangeUser puts another in its place.
type user struct {
	User
	removed string         // "changed" while it can be restored, "deleted" after that; empty: it is there
	profile map[string]any // with the properties that follow from the User
}

// AddUser adds a user or shared mailbox, with its mailbox, and gives back its object id.
func (s *Simulator) AddUser(u User) (string, error) {
	if u.Kind == "" {
		u.Kind = Person
	}
	if !strings.Contains(u.Address, "@") {
		return "", fmt.Errorf("adding user %q: not an address", u.Address)
	}
	if u.ID == "" {
		u.ID = guid("user " + strings.ToLower(u.Address))
	}
	if u.Name == "" {
		u.Name, _, _ = strings.Cut(u.Address, "@")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range []string{u.Address, u.ID} {
		if s.byName[strings.ToLower(name)] != nil {
			return "", fmt.Errorf("adding user %s: %w", name, ErrExists)
		}
	}
	if err := s.enrol(u); err != nil {
		return "", fmt.Errorf("adding user %s: %w", u.Address, err)
	}
	entry := &user{User: u, profile: profileOf(u)}
	s.userLog = append(s.userLog, len(s.users))
	s.users = append(s.users, entry)
	s.byName[strings.ToLower(u.Address)] = entry
	s.byName[strings.ToLower(u.ID)] = entry
	if !u.NoMailbox {
		s.mailboxes[u.ID] = newMailbox(s, entry)
	}
	return u.ID, nil
}

// AddMailbox adds a shared mailbox to which the users named have Full Access.
func (s *Simulator) AddMailbox(address, name string, fullAccess ...string) error {
	if _, err := s.AddUser(User{Address: address, Name: name, Kind: Shared}); err != nil {
		return err
	}
	for _, who := range fullAccess {
		if err := s.Grant(address, who); err != nil {
			return err
		}
	}
	return nil
}

// Users lists the directory in the order in which it was filled.
func (s *Simulator) Users() []User {
	s.mu.RLock()
	defer s.mu.RUnlock()
	list := make([]User, 0, len(s.users))
	for _, u := range s.users {
		if u.removed == "" {
			list = append(list, u.User)
		}
	}
	return list
}

// Grant gives a user Full Access to a mailbox.
func (s *Simulator) Grant(mailbox, who string) error {
	return s.rights(mailbox, who, func(b *box, u *user) { b.fullAccess[u.ID] = true })
}

// Revoke takes all of a user's rights on a mailbox away.
func (s *Simulator) Revoke(mailbox, who string) error {
	return s.rights(mailbox, who, func(b *box, u *user) {
		delete(b.fullAccess, u.ID)
		delete(b.shares, u.ID)
	})
}

// ShareFolder lets a user read one folder of a mailbox, without Full Access: listing it works, delta answers 404 as
// seen with the service.
func (s *Simulator) ShareFolder(mailbox, path, who string) error {
	return s.rights(mailbox, who, func(b *box, u *user) {
		if f := b.folderAt(path); f != nil {
			b.shares[u.ID] = append(b.shares[u.ID], f)
		}
	})
}

func (s *Simulator) rights(mailbox, who string, change func(*box, *user)) error {
	b, err := s.mailbox(mailbox)
	if err != nil {
		return err
	}
	u := s.user(who)
	if u == nil {
		return fmt.Errorf("%s: %w", who, ErrNoUser)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	change(b, u)
	return nil
}

// user finds a directory entry by address or object id.
func (s *Simulator) user(name string) *user {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.byName[strings.ToLower(name)]
}

// mailbox finds a mailbox by address or object id.
func (s *Simulator) mailbox(name string) (*box, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	u := s.byName[strings.ToLower(name)]
	if u == nil {
		return nil, fmt.Errorf("%s: %w", name, ErrNoUser)
	}
	if b := s.mailboxes[u.ID]; b != nil {
		return b, nil
	}
	return nil, fmt.Errorf("%s: %w", name, ErrNoMailbox)
}

// profileOf makes the properties of the Graph user.
func profileOf(u User) map[string]any {
	given, surname, _ := strings.Cut(u.Name, " ")
	nick, domain, _ := strings.Cut(u.Address, "@")
	p := map[string]any{
		"businessPhones": []any{}, "displayName": u.Name, "givenName": nullable(given), "jobTitle": nil, "mail": u.Address,
		"mobilePhone": nil, "officeLocation": nil, "preferredLanguage": nil, "surname": nullable(surname),
		"userPrincipalName": u.Address, "id": u.ID,
		"accountEnabled": u.Kind == Person, "mailNickname": nick, "proxyAddresses": []any{"SMTP:" + u.Address}, "otherMails": []any{},
		"userType": "Member", "assignedLicenses": []any{}, "department": nil, "companyName": nil, "postalCode": nil, "city": nil, "country": nil,
		"identities": []any{map[string]any{"signInType": "userPrincipalName", "issuer": domain, "issuerAssignedId": u.Address}},
	}
	if u.NoMailbox {
		p["mail"] = nil
	} else if u.Kind == Person && !u.Personal {
		p["assignedLicenses"] = []any{map[string]any{"disabledPlans": []any{}, "skuId": guid("licence")}}
	}
	maps.Copy(p, u.Profile)
	p["id"] = u.ID
	return p
}

// directory is what GET /users lists: who belongs to the organisation, which no personal account does.
func (s *Simulator) directory() []*user {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.DeleteFunc(slices.Clone(s.users), func(u *user) bool { return u.removed != "" || u.Personal })
}

func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// guid makes an id that follows from the text.
func guid(text string) string {
	h := fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-8" + h[17:20] + "-" + h[20:32]
}
