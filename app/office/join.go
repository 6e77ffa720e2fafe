package office

import (
	"context"
	"slices"
	"strings"

	"postroom/app/fault"
	"postroom/app/people"
	"postroom/app/processing"
	"postroom/app/store"
)

const joinOp = "take users into the team"

// TeamProposal is something about a user of the organisation and the team that a person may decide, or should know.
type TeamProposal struct {
	ID      string          `json:"id"`   // object id of the user
	Kind    people.StepKind `json:"kind"` // add, tie, moved, left, two-members, other-user
	Name    string          `json:"name"`
	Address string          `json:"address"`
	Member  string          `json:"member"`  // address of the member it is about; empty: none yet
	Others  []string        `json:"others"`  // of two-members: the other members; of other-user: the id of the other user
	Accept  bool            `json:"accept"`  // it can be done with one click; the others are done by hand
	Message string          `json:"message"` // in words
}

// acceptable says whether AcceptTeamProposal does a step.
func acceptable(k people.StepKind) bool {
	return k == people.StepAdd || k == people.StepTie || k == people.StepLeft || k == people.StepMoved
}

// TeamFromUsers says what becomes of the organisation's users in the team.
func (o *Office) TeamFromUsers() (people.JoinMode, error) {
	j, err := o.book().Joining()
	return j.Mode, err
}

// SetTeamFromUsers changes it: off, propose, or add, which adds those who are new from now on and proposes the others. The
// code is "team-mode" for another word.
func (o *Office) SetTeamFromUsers(ctx context.Context, mode people.JoinMode) error {
	if err := o.mayTeam(ctx); err != nil {
		return err
	}
	if !slices.Contains([]people.JoinMode{people.JoinOff, people.JoinPropose, people.JoinAdd}, mode) {
		return &fault.Error{Class: fault.FixSetting, Code: "team-mode", Op: joinOp, Args: map[string]string{"value": string(mode)}}
	}
	was, err := o.book().Joining()
	if err != nil || was.Mode == mode {
		return err
	}
	if err := o.book().SetJoining(people.Joining{Mode: mode, Since: o.opts.Now().UTC()}); err != nil {
		return err
	}
	o.log.Info("what becomes of users in the team was changed", "mode", string(mode))
	return o.joinTeam(ctx)
}

// TeamProposalList is a page of what is to be decided or known about users and the team.
type TeamProposalList struct {
	Total     int            `json:"total"` // all that the text finds
	Proposals []TeamProposal `json:"proposals"`
}

// TeamProposals lists what is to be decided or known about users and the team, by name, whose user or member mentions a
// text: from offset on, at most limit; 0 is all. An organisation may have very many users.
func (o *Office) TeamProposals(text string, offset, limit int) (*TeamProposalList, error) {
	steps, err := o.teamSteps()
	if err != nil {
		return nil, err
	}
	text = strings.ToLower(strings.TrimSpace(text))
	v := &TeamProposalList{Proposals: []TeamProposal{}}
	for _, s := range steps {
		if s.ByRule || !strings.Contains(strings.ToLower(s.User.Name+"\n"+s.User.Address+"\n"+s.Member), text) {
			continue
		}
		if v.Total++; v.Total > offset && (limit <= 0 || len(v.Proposals) < limit) {
			v.Proposals = append(v.Proposals, TeamProposal{ID: s.User.ID, Kind: s.Kind, Name: s.User.Name, Address: s.User.Address, Member: s.Member,
				Others: append([]string{}, s.Others...), Accept: acceptable(s.Kind), Message: s.In(o.language())})
		}
	}
	return v, nil
}

// teamSteps are all steps about users and the team.
func (o *Office) teamSteps() ([]people.Step, error) {
	j, err := o.book().Joining()
	if err != nil || j.Mode == people.JoinOff {
		return nil, err
	}
	users, err := o.allUsers()
	if err != nil {
		return nil, err
	}
	ties, err := o.book().Ties()
	if err != nil {
		return nil, err
	}
	joined, err := o.book().Joined()
	if err != nil {
		return nil, err
	}
	room, err := o.room()
	if err != nil {
		return nil, err
	}
	var members []people.TeamMember
	for _, m := range room.Team().Members {
		members = append(members, people.TeamMember{Name: m.Name, Address: m.Address, Also: m.Also})
	}
	return people.Plan(users, ties, members, joined, j), nil
}

// joinTeam does what is to be done about users and the team without asking anybody, and notes who is who.
func (o *Office) joinTeam(ctx context.Context) error {
	o.joining.Lock()
	defer o.joining.Unlock()
	done, first := 0, error(nil)
	for again := true; again; {
		steps, err := o.teamSteps()
		if err != nil {
			return err
		}
		again = false
		for _, s := range steps {
			if !s.ByRule {
				continue
			}
			if err := ctx.Err(); err != nil {
				return context.Cause(ctx)
			}
			if _, err := o.takeStep(ctx, s); err == nil {
				done++
				again = again || s.Kind == people.StepGiven // somebody else may come in with that address
			} else if first == nil { // one whom the team can't take keeps nobody else out
				first = err
			}
		}
	}
	if done > 0 {
		o.log.Info("the team follows the organisation's users", "changes", done)
		o.tell(Event{Kind: EventProcessing})
	}
	return first
}

// takeStep does one step, and tells how many mails were settled by it.
func (o *Office) takeStep(ctx context.Context, s people.Step) (int, error) {
	room, err := o.room()
	if err != nil {
		return 0, err
	}
	var settled []uint64
	member := s.Member
	switch s.Kind {
	case people.StepAdd:
		member = strings.ToLower(s.User.Address)
		settled, err = room.PutMember(ctx, processing.Member{Name: s.User.Name, Address: member})
	case people.StepRename, people.StepMoved, people.StepGiven:
		team := room.Team()
		i := slices.IndexFunc(team.Members, func(m processing.Member) bool { return m.Address == member })
		if i < 0 {
			return 0, proposalGone()
		}
		m := team.Members[i]
		switch address := strings.ToLower(s.User.Address); {
		case s.Kind == people.StepRename:
			m.Name = s.User.Name
		case s.Kind == people.StepGiven:
			m.Also = slices.DeleteFunc(append([]string{}, m.Also...), func(a string) bool { return slices.Contains(s.Others, a) })
		case !m.Has(address):
			m.Also = append(slices.Clone(m.Also), address)
		}
		settled, err = room.PutMember(ctx, m)
	case people.StepLeft:
		settled, err = room.DropMember(ctx, member)
	}
	if err != nil {
		return 0, err
	}
	if s.Kind == people.StepAdd || s.Kind == people.StepTie {
		if err := o.tieMember(member, s.User.ID); err != nil {
			return len(settled), err
		}
	}
	switch s.Kind {
	case people.StepLeft, people.StepGiven:
		return len(settled), nil
	case people.StepRename: // an address that has changed, too, is still to be followed
		return len(settled), o.book().ChangeJoined(s.User.ID, func(j *people.Joined) { j.Name = s.User.Name })
	case people.StepMoved:
		return len(settled), o.book().ChangeJoined(s.User.ID, func(j *people.Joined) {
			j.Address, j.Moved = s.User.Address, strings.ToLower(s.User.Address)
		})
	}
	return len(settled), o.book().Follow(s.User, member)
}

// tieMember ties a member's address to a user. A user who is tied already, by another address, stays so.
func (o *Office) tieMember(address, id string) error {
	accounts, err := o.userAccounts()
	if err != nil {
		return err
	}
	if err := o.book().Tie(address, id, accounts); err != nil && fault.CodeOf(err) != "people-tie-taken" {
		return err
	}
	return nil
}

// userAccounts are the accounts through which users are known.
func (o *Office) userAccounts() (accounts []string, err error) {
	err = o.peopleAccounts(people.UsersFeature, func(a store.Account, _ people.Setting) error {
		accounts = append(accounts, a.ID)
		return nil
	})
	return accounts, err
}

func proposalGone() error {
	return &fault.Error{Class: fault.FixSetting, Code: "team-proposal", Op: joinOp}
}

// proposal finds a step that is proposed now.
func (o *Office) proposal(id string, kind people.StepKind) (people.Step, error) {
	steps, err := o.teamSteps()
	if err != nil {
		return people.Step{}, err
	}
	i := slices.IndexFunc(steps, func(s people.Step) bool {
		return !s.ByRule && strings.EqualFold(s.User.ID, id) && (kind == "" || s.Kind == kind)
	})
	if i < 0 {
		return people.Step{}, proposalGone()
	}
	return steps[i], nil
}

// AcceptTeamProposal does what is proposed about a user; an empty kind is the first. It tells how many mails were settled
// by it. Codes: "team-proposal" if that is not proposed any more, "team-by-hand" if somebody has to decide more.
func (o *Office) AcceptTeamProposal(ctx context.Context, id string, kind people.StepKind) (int, error) {
	if err := o.mayTeam(ctx); err != nil {
		return 0, err
	}
	o.joining.Lock()
	defer o.joining.Unlock()
	s, err := o.proposal(id, kind)
	if err != nil {
		return 0, err
	}
	if !acceptable(s.Kind) {
		return 0, &fault.Error{Class: fault.FixSetting, Code: "team-by-hand", Op: joinOp, Args: map[string]string{"member": s.Member}}
	}
	settled, err := o.takeStep(ctx, s)
	if err == nil {
		o.tell(Event{Kind: EventProcessing, Done: settled})
	}
	return settled, err
}

// DismissTeamProposal says that something is not wanted. It is proposed again when the user changes.
func (o *Office) DismissTeamProposal(ctx context.Context, id string, kind people.StepKind) error {
	if err := o.permit(ctx); err != nil {
		return err
	}
	s, err := o.proposal(id, kind)
	if err != nil {
		return err
	}
	return o.book().Dismiss(s)
}
