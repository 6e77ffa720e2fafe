package search

import "encoding/binary"

// A print is the order of a document's words: each word as a code of 8 bits, or of 12 in a long part, where chance would
// make too many pairs. Together with the words themselves it answers whether words stand next to each other, in a tenth of
// the room that positions take. What is shown is compared with the document's own text.

// A document's parts, in the order of its print; those of its files' texts follow partText.
const (
	partSubject = iota
	partFrom
	partTo
	partFiles // names of attachments
	partInvoice
	partText
)

const longPart = 1000 // words

// code is a word's code in a print; 0 is none.
func code(term []byte, long bool) uint16 {
	if long {
		return uint16(hash(term)%4095) + 1
	}
	return uint16(hash(term)%255) + 1
}

// appendPart adds a part to a print.
func appendPart(print []byte, hashes []uint32) []byte {
	long := len(hashes) > longPart
	head := uint64(len(hashes)) << 1
	if !long {
		print = binary.AppendUvarint(print, head)
		for _, h := range hashes {
			print = append(print, byte(h%255)+1)
		}
		return print
	}
	print = binary.AppendUvarint(print, head|1)
	for i := 0; i < len(hashes); i += 2 {
		a, b := hashes[i]%4095+1, uint32(0)
		if i+1 < len(hashes) {
			b = hashes[i+1]%4095 + 1
		}
		print = append(print, byte(a), byte(a>>8|b<<4), byte(b>>4))
	}
	return print
}

// hash is what a code is made of: FNV-1a, without the allocation of hash/fnv for every word.
func hash(term []byte) uint32 {
	const offset, prime = 2166136261, 16777619
	h := uint32(offset)
	for _, c := range term {
		h = (h ^ uint32(c)) * prime
	}
	return h
}

// step is a place in a phrase: the codes of the words that may stand there.
type step struct{ short, long map[uint16]bool }

func newStep(terms []string) step {
	s := step{map[uint16]bool{}, map[uint16]bool{}}
	for _, t := range terms {
		s.short[code([]byte(t), false)] = true
		s.long[code([]byte(t), true)] = true
	}
	return s
}

// holds says whether the phrase stands in one of the parts of a print that are asked for.
func holds(print []byte, phrase []step, wanted func(part int) bool) bool {
	for part := 0; len(print) > 0; part++ {
		head, n := binary.Uvarint(print)
		if n <= 0 {
			return false
		}
		words, long := int(head>>1), head&1 == 1
		size := words
		if long {
			size = (words + 1) / 2 * 3
		}
		if words < 0 || size > len(print)-n {
			return false
		}
		codes := print[n : n+size]
		print = print[n+size:]
		if words >= len(phrase) && wanted(part) && inPart(codes, words, long, phrase) {
			return true
		}
	}
	return false
}

func inPart(codes []byte, words int, long bool, phrase []step) bool {
	for at := 0; at+len(phrase) <= words; at++ {
		if here(codes, at, long, phrase) {
			return true
		}
	}
	return false
}

func here(codes []byte, at int, long bool, phrase []step) bool {
	for i, s := range phrase {
		if !long {
			if !s.short[uint16(codes[at+i])] {
				return false
			}
			continue
		}
		k := (at + i) / 2 * 3
		c := uint16(codes[k]) | uint16(codes[k+1]&15)<<8
		if (at+i)%2 == 1 {
			c = uint16(codes[k+1]>>4) | uint16(codes[k+2])<<4
		}
		if !s.long[c] {
			return false
		}
	}
	return true
}
