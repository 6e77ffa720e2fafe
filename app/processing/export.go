package processing

import (
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Export writes clients as CSV (UTF-8) with the columns that Import reads by itself, one for each role.
func Export(w io.Writer, clients []Client) error {
	roles := map[string]bool{}
	for i := range clients {
		for role := range clients[i].Roles {
			roles[role] = true
		}
	}
	names := slices.Sorted(maps.Keys(roles))
	head := slices.Clone(Fields)
	for _, role := range names {
		head = append(head, fieldRole+role)
	}
	out := csv.NewWriter(w)
	records := [][]string{head}
	for i := range clients {
		c := &clients[i]
		row := []string{c.Name, c.Number, strings.Join(c.Addresses, "; "), strings.Join(c.Domains, "; "), strings.Join(c.VAT, "; "),
			strings.Join(c.Registrations, "; "), strings.Join(c.IBANs, "; "), c.Language, c.Ended}
		for _, role := range names {
			row = append(row, c.Roles[role])
		}
		for at := range row {
			row[at] = harmless(row[at])
		}
		records = append(records, row)
	}
	if err := out.WriteAll(records); err != nil {
		return fmt.Errorf("write clients: %w", err)
	}
	return nil
}

// harmless keeps a spreadsheet from taking a name for a formula. Import takes the sign away again.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t", rune(s[0])) {
		return "'" + s
	}
	return s
}
