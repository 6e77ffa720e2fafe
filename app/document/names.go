package document

import (
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"
	"time"

	"postroom/app/mail"
)

// Naming is what the names of a mail's documents follow from, beside the mail itself.
type Naming struct {
	Mailbox  string    // address
	Folder   mail.Path // where it lies in the mailbox
	Received time.Time // Delivered and Date of the mail stand in if it is zero
	Zone     *time.Location
	// Key is the mail's immutable id; suffixes are made from it.
	Key string
}

// Plan says where a mail's documents go: paths relative to the destination's root, with slashes.
type Plan struct {
	EML         string
	Dir         string   // folder of the attachments; empty if there are none
	Attachments []string // in the order of Mail.Attachments, directly in Dir
}

// Lengths in UTF-16 units, which is how Windows counts. A whole path has at most maxPath, of which the folders take at
// most maxFolders, and what is left is shared so that an attachment's name has at least minAttachment.
const (
	maxPath       = 240
	maxFolders    = 120
	maxMailbox    = 64
	maxFolder     = 48
	maxStem       = 120
	maxSender     = 60
	minAttachment = 64
	maxComponent  = 255 // bytes of UTF-8, the limit of Linux file systems
)

// Names plans the names of a mail's documents. They are valid on Windows, macOS and Linux, at most 240 characters
// long, unique among themselves when case is ignored, and depend on nothing but the arguments. Variant 0 is the nice
// name; 1 and up carry a suffix made from Key, longer and longer, for when a name is taken.
//
// Files in a mail folder end in ".eml" and no folder does, so that a mail never stands in the way of another's folder.
func Names(m *Mail, n Naming, variant int) Plan {
	folder := folderPath(n)
	room := min(maxStem, maxPath-units(folder)-len("/")-len("/")-minAttachment)
	suffix := variantSuffix(n.Key, variant)
	stem := component(stemText(m, n), room-units(suffix)) + suffix
	plan := Plan{EML: folder + "/" + stem + ".eml"}
	if len(m.Attachments) > 0 {
		plan.Dir = folder + "/" + stem
		plan.Attachments = attachmentNames(m.Attachments, plan.Dir)
	}
	return plan
}

// stemText is the nice name without folders: "2026-11-22 0915 Jan Peeters - Invoice 2026-114".
func stemText(m *Mail, n Naming) string {
	zone := n.Zone
	if zone == nil {
		zone = time.UTC
	}
	var parts []string
	for _, t := range []time.Time{n.Received, m.Delivered, m.Date} {
		if t = t.In(zone); !t.IsZero() && t.Year() >= 0 && t.Year() <= 9999 {
			parts = append(parts, t.Format("2006-01-02 1504"))
			break
		}
	}
	who := clean(m.From.Name)
	if blank(who) {
		who = clean(m.From.Address)
	}
	if blank(who) {
		who = ""
	}
	what := clean(m.Subject)
	who = cutWords(who, maxSender)
	if who != "" && what != "" {
		what = who + " - " + what
	} else {
		what += who
	}
	if what != "" {
		parts = append(parts, what)
	}
	return strings.Join(parts, " ")
}

// blank says whether a text is empty or nothing but ASCII punctuation, such as what is left of "<>".
func blank(text string) bool {
	return strings.Trim(text, " !#$%&'()*+,-./:;<=>?@[]^_`{|}~") == ""
}

// component makes a valid name of at most room units: not empty, no device name, not ending in ".eml".
func component(text string, room int) string {
	text = cutWords(text, room-1) // one for the mark of a device name
	if text == "" {
		text = "_"
	}
	if isDevice(text) {
		text = "_" + text
	}
	if n := len(text) - len(".eml"); n >= 0 && strings.EqualFold(text[n:], ".eml") {
		text = text[:n] + "_" + text[n+1:]
	}
	return text
}

// folderPath is the mailbox and the folders. A component that is too long is cut and ends in a hash of all of it;
// when the whole is too long, the folders that do not fit become one, whose hash stands for all of them. So the same
// folder has the same path whatever lies in it, and two folders with long names have two.
func folderPath(n Naming) string {
	mailbox := strings.ToLower(n.Mailbox) // one folder, however the address was typed
	path := hashed(clean(mailbox), mailbox, maxMailbox)
	for i, name := range n.Folder {
		last := i == len(n.Folder)-1
		next := hashed(clean(name), name, maxFolder)
		// Unless it is the last one, leave room for the rest to become one.
		room := maxFolders - units(path) - 1
		if !last {
			room -= 1 + minRest
		}
		if units(next) <= room {
			path += "/" + next
			continue
		}
		rest := n.Folder[i:].String()
		return path + "/" + withHash(clean(n.Folder[len(n.Folder)-1]), rest, maxFolders-units(path)-1)
	}
	return path
}

// minRest is the room for folders that became one: a few letters and their hash.
const minRest = 16

// hashed is text as a component if it fits, else cut with a hash of what it stands for.
func hashed(text, whole string, room int) string {
	if units(text) < room && len(text) < maxComponent {
		return component(text, room)
	}
	return withHash(text, whole, room)
}

// withHash cuts text to room with a hash of what it stands for: 40 bits, as a folder has a few hundred siblings.
func withHash(text, whole string, room int) string {
	suffix := " ~" + digest(whole)[:8]
	return component(text, room-len(suffix)) + suffix
}

// variantSuffix is empty for variant 0, then longer and longer, and different for each variant.
func variantSuffix(key string, variant int) string {
	const most = 20
	if variant <= 0 {
		return ""
	}
	n := 4 + 2*(min(variant, most)-1)
	suffix := " ~" + digest(key)[:min(n, most)]
	if n > most {
		suffix += "-" + strconv.Itoa(variant)
	}
	return suffix
}

// digest is a hash in lower-case letters and digits.
func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return base32Lower.EncodeToString(sum[:])
}

var base32Lower = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// attachmentNames makes the names in dir unique when case is ignored: "invoice.pdf", "invoice (2).pdf".
func attachmentNames(list []Attachment, dir string) []string {
	room := min(maxPath-units(dir)-1, maxStem)
	names := make([]string, len(list))
	taken := make(map[string]bool, len(list))
	next := map[string]int{}
	for i, a := range list {
		stem, ext := splitName(a)
		name := fitName(stem, "", ext, room)
		key := FoldKey(name)
		for base := key; taken[key]; key = FoldKey(name) {
			n := max(2, next[base])
			next[base] = n + 1
			name = fitName(stem, " ("+strconv.Itoa(n)+")", ext, room)
		}
		taken[key] = true
		names[i] = dir + "/" + name
	}
	return names
}

// splitName takes an attachment's name apart: without folders that it may come with, and with its extension.
func splitName(a Attachment) (stem, ext string) {
	name := a.Name
	if strings.Contains(name, `\`) || strings.HasPrefix(name, "/") || strings.Contains(name, "../") {
		if i := strings.LastIndexAny(strings.TrimRight(name, `/\`), `/\`); i >= 0 {
			name = name[i+1:]
		}
	}
	name = clean(name)
	if IsMessage(a.ContentType) {
		if n := len(name) - len(".eml"); n >= 0 && strings.EqualFold(name[n:], ".eml") {
			name = name[:n]
		}
		return name, ".eml" // whatever it is called: so that it opens as a mail
	}
	if i := strings.LastIndexByte(name, '.'); i > 0 && units(name[i:]) <= 12 && !strings.Contains(name[i:], " ") {
		return name[:i], name[i:]
	}
	return name, ""
}

// fitName joins stem, number and extension to a valid name of at most room units; only the stem gets shorter.
func fitName(stem, number, ext string, room int) string {
	stem = cutTo(stem, room-1-units(number+ext), maxComponent-1-len(number+ext))
	if stem == "" {
		stem = "_"
	}
	if isDevice(stem) {
		stem = "_" + stem
	}
	return stem + number + ext
}
