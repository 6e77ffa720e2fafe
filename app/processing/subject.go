package processing

import (
	"slices"
	"strings"
)

// maxAlike are the mails of one subject with one person that are looked at, the newest.
const maxAlike = 5

// answers are how mail programs begin the subject of an answer.
var answers = []string{"re:", "re :", "aw:", "antw:", "antw.:", "antwort:", "betr:", "sv:", "rép:", "rép :"}

func isAnswer(subject string) bool {
	_, found := bareSubject(subject)
	return found
}

// bareSubject is a subject without what mail programs put before it, and whether that said that it is an answer.
func bareSubject(subject string) (bare string, answer bool) {
	bare = strings.ToLower(line(subject))
	for cut := true; cut; {
		cut = false
		for _, list := range [][]string{answers, forwards} {
			for _, prefix := range list {
				if rest, ok := strings.CutPrefix(bare, prefix); ok {
					bare, cut, answer = strings.TrimSpace(rest), true, answer || &list[0] == &answers[0]
				}
			}
		}
	}
	return bare, answer
}

// about names what a mail is about with whom, for answers that have lost what they answer; empty if that says nothing.
func (x *index) about(l *Letter) string {
	who := (&matching{x: x, letter: l}).people()
	bare, _ := bareSubject(l.Subject)
	if len(who) != 1 || len(bare) < 4 || l.Bulk {
		return ""
	}
	return "about " + who[0] + " " + fold(bare)
}

// sameSubject gives the clients of the newest mails about the same with the same person.
func sameSubject(tx Tx, x *index, l *Letter) (clients []string, err error) {
	about := x.about(l)
	if about == "" {
		return nil, nil
	}
	seqs, err := tx.Thread(about)
	if err != nil {
		return nil, err
	}
	return addClients(tx, nil, seqs, func(seq uint64) bool { return seq == l.Seq })
}

// addClients adds the clients of some mails, without those that are out.
func addClients(tx Tx, clients []string, seqs []uint64, out func(seq uint64) bool) ([]string, error) {
	for _, seq := range seqs {
		if out(seq) {
			continue
		}
		s, ok, err := tx.Slip(seq)
		if err != nil {
			return nil, err
		}
		if ok && s.Client != "" && !slices.Contains(clients, s.Client) {
			clients = append(clients, s.Client)
		}
	}
	return clients, nil
}

// join adds a mail to a thread of which the newest so many are kept.
func join(tx Tx, id string, seq uint64, most int) error {
	seqs, err := tx.Thread(id)
	if err != nil || slices.Contains(seqs, seq) {
		return err
	}
	return tx.PutThread(id, append(seqs[max(0, len(seqs)-most+1):], seq))
}
