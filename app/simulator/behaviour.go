package simulator

// Behaviour is what the service may do within its contract, but does not always do. A probability of 0 turns it off.
type Behaviour struct {
	Seed       uint64  `json:"seed"`       // of what is random here
	Shuffle    bool    `json:"shuffle"`    // delta: random order within a page, oldest first in every other round
	Duplicates float64 `json:"duplicates"` // delta: probability per page that it repeats an item
	Replays    float64 `json:"replays"`    // delta: probability per round that the next one replays some of its changes
	Partial    bool    `json:"partial"`    // delta: a flag change brings id, isRead and parentFolderId only
	EmptyPages float64 `json:"emptyPages"` // delta and lists: probability per page that it is empty with a nextLink
	Removed    float64 `json:"removed"`    // delta: probability per page of a first round that it has an @removed
	// LoseReturned: a message that moves away and back is shown as removed and never shown again by delta, first rounds
	// included, as microsoft-graph-docs-contrib issue 72 reports of immutable ids.
	LoseReturned bool `json:"loseReturned"`
	// MIMEVaries: two downloads of one mail differ in a trace header, since Exchange makes MIME anew each time.
	MIMEVaries bool `json:"mimeVaries"`
}

// Hostile turns on all that the service may do within its contract.
func Hostile(seed uint64) Behaviour {
	return Behaviour{
		Seed: seed, Shuffle: true, Duplicates: 0.5, Replays: 0.5, Partial: true, EmptyPages: 0.2, Removed: 0.2, MIMEVaries: true,
	}
}

// Hostile makes the simulator behave as Hostile says.
func (s *Simulator) Hostile(seed uint64) { s.SetBehaviour(Hostile(seed)) }

// SetBehaviour replaces the behaviour. More than nine pages of ten are never empty: a walk has to come to its end.
func (s *Simulator) SetBehaviour(b Behaviour) {
	b.EmptyPages = min(b.EmptyPages, 0.9)
	s.behaviour.Store(&b)
}

// Behaviour is the behaviour at present.
func (s *Simulator) Behaviour() Behaviour { return *s.behaviour.Load() }

// chance is true with probability p, by the seed.
func (s *Simulator) chance(p float64) bool { return p > 0 && s.random() < p }

func (s *Simulator) random() float64 { return float64(s.roll()>>11) / (1 << 53) }

// roll is the next random number of the simulator (splitmix64).
func (s *Simulator) roll() uint64 {
	x := s.rolls.Add(0x9e3779b97f4a7c15) + s.behaviour.Load().Seed
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// below is a random number from 0 to n-1.
func (s *Simulator) below(n int) int { return int(s.roll() % uint64(n)) }
