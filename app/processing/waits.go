package processing

import (
	"strings"
	"unique"
)

// waits names what an open mail waits for: one fix settles all that wait for the same. It is empty where every mail
// needs a decision of its own.
func (s *Slip) waits() string {
	if s.State != Attention || len(s.Evidence) == 0 {
		return ""
	}
	why := s.Evidence[len(s.Evidence)-1]
	switch s.Reason {
	case UnknownSender:
		if why.Code == "nobody" {
			return ""
		}
	case ClientEnded, NoRoleHolder:
		return strings.Join(append([]string{string(s.Reason), s.Client}, why.Args...), "\n")
	case AddressNotTied, TeamEmpty:
	default:
		return ""
	}
	return strings.Join(append([]string{string(s.Reason)}, why.Args...), "\n")
}

// Alike counts for each of the mails, by number, how many others that can be seen wait for the same.
func (r *Room) Alike(see Sight, seqs ...uint64) map[uint64]int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	count := map[unique.Handle[string]]int{}
	for _, seq := range seqs {
		if x := r.row(seq); x != nil && x.waits.Value() != "" {
			count[x.waits] = 0
		}
	}
	others := map[uint64]int{}
	if len(count) == 0 {
		return others
	}
	r.scan(see, Query{}, nil, func(x *row) {
		if n, ok := count[x.waits]; ok {
			count[x.waits] = n + 1
		}
	})
	for _, seq := range seqs {
		if x := r.row(seq); x != nil && count[x.waits] > 1 {
			others[seq] = count[x.waits] - 1
		}
	}
	return others
}
