package processing

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed public.txt
var publicList string

var publicDomains = sync.OnceValue(func() map[string]bool {
	domains := map[string]bool{}
	for d := range strings.FieldsSeq(publicList) {
		domains[d] = true
	}
	return domains
})

// isPublic says whether anybody can have an address in a domain, so that it says nothing about who writes.
func isPublic(domain string) bool { return publicDomains()[domain] }
