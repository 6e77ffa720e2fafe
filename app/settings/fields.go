package settings

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The names of the settings.
const (
	Language          = "language"   // en, nl, fr, de; empty: the system's
	Appearance        = "appearance" // system, light, dark
	StartAtLogin      = "startAtLogin"
	CloseToTray       = "closeToTray"
	NotifySignIn      = "notifySignIn"
	NotifyDestination = "notifyDestination"
	NotifyDiskFull    = "notifyDiskFull"
	NotifyFailures    = "notifyFailures"
	NotifyWork        = "notifyWork"
	PollSeconds       = "pollSeconds" // 1 to 300
	Destination       = "destination" // absolute path; empty: the default folder
	ClientID          = "clientId"
	Tenant            = "tenant"
	TSAURL            = "tsaURL"      // address of the RFC 3161 authority that timestamps days; empty: none
	ClientsTree       = "clientsTree" // documents lie by client, too, as links
	ToldTray          = "toldTray"    // the person knows that closing the window leaves it running
	ToldNoTray        = "toldNoTray"  // the person knows that there is no tray here
	ToldKeyFile       = "toldKeyFile" // the person knows where the key lies
)

// Field is what a setting may be.
type Field struct {
	Name    string
	Kind    Kind
	Default string
	Choices []string // of a word; empty: any
	check   func(string) error
}

// Kind is how a setting is written in the file.
type Kind uint8

const (
	Word Kind = iota
	Switch
	Number
)

var (
	clientPattern = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	tenantPattern = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$`)
)

var fields = []Field{
	{Name: Language, Choices: []string{"", "en", "nl", "fr", "de"}},
	{Name: Appearance, Default: "system", Choices: []string{"system", "light", "dark"}},
	{Name: StartAtLogin, Kind: Switch, Default: "false"},
	{Name: CloseToTray, Kind: Switch, Default: "true"},
	{Name: NotifySignIn, Kind: Switch, Default: "true"},
	{Name: NotifyDestination, Kind: Switch, Default: "true"},
	{Name: NotifyDiskFull, Kind: Switch, Default: "true"},
	{Name: NotifyFailures, Kind: Switch, Default: "true"},
	{Name: NotifyWork, Kind: Switch, Default: "true"},
	{Name: PollSeconds, Kind: Number, Default: "60", check: between(1, 300)},
	{Name: Destination, check: absolute},
	{Name: ClientID, check: matches(clientPattern)},
	{Name: Tenant, check: matches(tenantPattern)},
	{Name: TSAURL, check: webAddress},
	{Name: ClientsTree, Kind: Switch, Default: "false"},
	{Name: ToldTray, Kind: Switch, Default: "false"},
	{Name: ToldNoTray, Kind: Switch, Default: "false"},
	{Name: ToldKeyFile, Kind: Switch, Default: "false"},
}

// Fields lists all settings.
func Fields() []Field { return slices.Clone(fields) }

func field(name string) *Field {
	i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &fields[i]
}

// read gives a value of the file in words.
func (f *Field) read(raw json.RawMessage) (string, error) {
	var value string
	switch f.Kind {
	case Switch:
		var on *bool
		if err := json.Unmarshal(raw, &on); err != nil || on == nil {
			return "", fmt.Errorf("%s is neither true nor false", f.Name)
		}
		value = strconv.FormatBool(*on)
	case Number:
		var n *int
		if err := json.Unmarshal(raw, &n); err != nil || n == nil {
			return "", fmt.Errorf("%s is no whole number", f.Name)
		}
		value = strconv.Itoa(*n)
	default:
		var word *string
		if err := json.Unmarshal(raw, &word); err != nil || word == nil {
			return "", fmt.Errorf("%s is no text", f.Name)
		}
		value = *word
	}
	return value, f.allows(value)
}

// write gives a value in words as the file has it.
func (f *Field) write(value string) (json.RawMessage, error) {
	if err := f.allows(value); err != nil {
		return nil, err
	}
	switch f.Kind {
	case Switch, Number:
		return json.RawMessage(value), nil
	}
	return json.Marshal(value)
}

func (f *Field) allows(value string) error {
	switch {
	case f.Kind == Switch && value != "true" && value != "false":
		return fmt.Errorf("%s is neither true nor false", f.Name)
	case len(f.Choices) > 0 && !slices.Contains(f.Choices, value):
		return fmt.Errorf("%s is none of %s", f.Name, strings.Join(f.Choices, ", "))
	case f.check != nil && (value != "" || f.Kind == Number):
		return f.check(value)
	}
	return nil
}

func between(low, high int) func(string) error {
	return func(value string) error {
		n, err := strconv.Atoi(value)
		if err != nil || n < low || n > high || strconv.Itoa(n) != value {
			return fmt.Errorf("it is no whole number from %d to %d", low, high)
		}
		return nil
	}
}

// webAddress takes http as well: what a timestamp authority answers is signed, and what it is asked is a hash.
func webAddress(s string) error {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" || u.Fragment != "" {
		return fmt.Errorf("it is no address that begins with https:// or http://")
	}
	return nil
}

func absolute(path string) error {
	if !filepath.IsAbs(path) {
		return fmt.Errorf("it is no absolute path")
	}
	return nil
}

func matches(pattern *regexp.Regexp) func(string) error {
	return func(value string) error {
		if !pattern.MatchString(value) {
			return fmt.Errorf("it does not look like one")
		}
		return nil
	}
}
