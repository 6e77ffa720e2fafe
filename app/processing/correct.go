package processing

import "slices"

// maxCorrected mails of a thread are decided anew at most.
const maxCorrected = 500

// correct decides those mails anew that are the client's, was, only because their thread said so, now that a person has said
// something else of l, one of the thread. What a person decided, or stronger evidence, stands.
func (r *Room) correct(tx Tx, x *index, team *Team, l *Letter, was string) error {
	if was == "" {
		return nil
	}
	followed, err := followers(tx, l, was)
	if err != nil {
		return err
	}
	for _, seq := range followed.seqs {
		mate, s := followed.letters[seq], followed.slips[seq]
		clients, err := clientsOfThread(tx, &mate, followed.slips)
		if err != nil {
			return err
		}
		anew := decide(x, team, &mate, thread{clients: clients}, &s)
		// It follows a person: no hint was right by it.
		anew.Patterns = nil
		delete(followed.slips, seq) // it is evidence again for those that come after it
		if same(&anew, &s) {
			continue
		}
		if err := tx.PutSlip(anew); err != nil {
			return err
		}
	}
	return nil
}

// following are the mails that followed their thread.
type following struct {
	seqs    []uint64 // ascending
	letters map[uint64]Letter
	slips   map[uint64]Slip
}

// followers finds the mails of a mail's thread, and of the threads that these belong to, that are a client's by it.
func followers(tx Tx, l *Letter, client string) (following, error) {
	f := following{letters: map[uint64]Letter{}, slips: map[uint64]Slip{}}
	asked, seen := map[string]bool{}, map[uint64]bool{l.Seq: true}
	for ids := l.threads(); len(ids) > 0 && len(f.seqs) < maxCorrected; ids = ids[1:] {
		if asked[ids[0]] {
			continue
		}
		asked[ids[0]] = true
		seqs, err := tx.Thread(ids[0])
		if err != nil {
			return f, err
		}
		for _, seq := range seqs {
			if seen[seq] {
				continue
			}
			seen[seq] = true
			s, ok, err := tx.Slip(seq)
			if err != nil {
				return f, err
			}
			if !ok || s.Client != client || s.Hand == HandAssigned || !slices.ContainsFunc(s.Evidence, func(e Evidence) bool { return e.Code == "thread" }) {
				continue
			}
			mate, ok, err := tx.Letter(seq)
			if err != nil {
				return f, err
			}
			if ok {
				f.seqs, f.letters[seq], f.slips[seq] = append(f.seqs, seq), mate, s
				ids = append(ids, mate.threads()...)
			}
		}
	}
	slices.Sort(f.seqs)
	return f, nil
}

// clientsOfThread are the clients of the mails of a mail's thread, without those that are still to be decided.
func clientsOfThread(tx Tx, l *Letter, without map[uint64]Slip) (clients []string, err error) {
	out := func(seq uint64) bool {
		_, undecided := without[seq]
		return undecided || seq == l.Seq
	}
	for _, id := range l.joins() {
		seqs, err := tx.Thread(id)
		if err != nil {
			return nil, err
		}
		if clients, err = addClients(tx, clients, seqs, out); err != nil {
			return nil, err
		}
	}
	return clients, nil
}
