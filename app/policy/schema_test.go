package policy

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"postroom/app/fault"
)

var update = flag.Bool("update", false, "write docs/policy.schema.json anew")

const published = "../../docs/policy.schema.json"

// validator is somebody else's reading of the schema.
func validator(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource(schemaID, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(schemaID)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPublishedSchemaIsTheProgramsOwn(t *testing.T) {
	want, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(published, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(published); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what the program says (%v); write it anew with: go test ./app/policy -run Schema -update", published, err)
	}
}

// policies are examples that the reader and the schema have to agree about, with the fields that are wrong.
var policies = []struct{ name, text, wrong string }{
	{"nothing", `{}`, ""},
	{"everything open", `{"clientId":null,"tenant":null,"cloud":null,"proxy":null,"pollSeconds":null,"settingsGroup":null,"destination":null,"language":null,"notifications":null}`, ""},
	{"with its schema", `{"$schema":"./policy.schema.json","clientId":"a-b"}`, ""},
	{"cli.md", `{"clientId":"c","tenant":"common","cloud":{"authority":"https://login.microsoftonline.com","graph":"https://graph.microsoft.com/v1.0","caFile":null},"pollSeconds":60,"settingsGroup":null,"destination":{"kind":"folder","path":"/srv/x"}}`, ""},
	{"cloud by name", `{"cloud":"usgov-dod"}`, ""},
	{"cloud by name with a CA", `{"cloud":{"name":"china"}}`, ""},
	{"a tenant", `{"tenant":"11111111-2222-3333-4444-55555555555A"}`, ""},
	{"proxies", `{"proxy":"socks5://proxy.example:1080"}`, ""},
	{"no proxy", `{"proxy":"none"}`, ""},
	{"proxy with a person", `{"proxy":{"address":"https://an:secret-example@proxy.example:3128","except":"localhost,.example"}}`, ""},
	{"the system's with exceptions", `{"proxy":{"address":"system","except":null}}`, ""},
	{"group", `{"settingsGroup":"11111111-2222-3333-4444-555555555555"}`, ""},
	{"group with a name", `{"settingsGroup":{"id":"11111111-2222-3333-4444-555555555555","name":"IT"}}`, ""},
	{"window", `{"language":"fr","appearance":"system","startAtLogin":false,"closeToTray":true,"notifications":{"signIn":false,"failures":null}}`, ""},

	{"a timestamp authority", `{"tsaURL":"http://tsa.example:8080/tsr?key=example"}`, ""},
	{"addresses that are none", `{"tsaURL":"tsa.example"}`, "tsaURL"},
	{"an authority with a person", `{"tsaURL":"https://an:example@tsa.example"}`, "tsaURL"},

	{"a list", `[]`, ""},
	{"unknown field", `{"clientID":"x"}`, "clientID"},
	{"unknown field below", `{"cloud":{"login":"x"},"notifications":{"x":true},"proxy":{"url":"x","address":"none"}}`, "cloud.login notifications.x proxy.url"},
	{"kinds", `{"clientId":1,"tenant":true,"cloud":[],"proxy":5,"pollSeconds":"60","settingsGroup":7,"destination":"x","language":1,"startAtLogin":"true","notifications":[]}`,
		"clientId tenant cloud proxy pollSeconds settingsGroup destination language startAtLogin notifications"},
	{"words", `{"clientId":"a b","tenant":"office.example","cloud":"mars","proxy":"proxy.example","settingsGroup":"admins","language":"es","appearance":"pink"}`,
		"clientId tenant cloud proxy settingsGroup language appearance"},
	{"empty texts", `{"clientId":"","tenant":" ","cloud":"","proxy":"","settingsGroup":"","language":""}`, "clientId tenant cloud proxy settingsGroup language"},
	{"numbers", `{"pollSeconds":0}`, "pollSeconds"},
	{"more numbers", `{"pollSeconds":301}`, "pollSeconds"},
	{"half a number", `{"pollSeconds":1.5}`, "pollSeconds"},
	{"half a cloud", `{"cloud":{"graph":"https://g.example"}}`, "cloud.authority"},
	{"the other half", `{"cloud":{"authority":"https://g.example"}}`, "cloud.graph"},
	{"two clouds", `{"cloud":{"name":"usgov","authority":"https://l.example","graph":"https://g.example"}}`, "cloud.authority cloud.graph"},
	{"addresses", `{"cloud":{"authority":"https://l.example/common","graph":"http://g.example"}}`, "cloud.authority cloud.graph"},
	{"more addresses", `{"cloud":{"authority":"https://u@l.example","graph":"https://g.example/v1.0?x=1"}}`, "cloud.authority cloud.graph"},
	{"proxies that are none", `{"proxy":{"address":"ftp://proxy.example"}}`, "proxy.address"},
	{"proxies with a path", `{"proxy":"http://proxy.example:80/x"}`, "proxy"},
	{"half a proxy", `{"proxy":{}}`, "proxy.address"},
	{"a proxy that is null", `{"proxy":{"address":null}}`, "proxy.address"},
	{"a destination of no kind", `{"destination":{"kind":null,"path":"/srv"}}`, "destination.kind"},
	{"half a group", `{"settingsGroup":{}}`, "settingsGroup.id"},
	{"half a destination", `{"destination":{}}`, "destination.kind destination.path"},
	{"another destination", `{"destination":{"kind":"s3","path":"x"}}`, "destination.kind"},
}

func TestSchemaAndReaderAgree(t *testing.T) {
	s := validator(t)
	for _, tt := range policies {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(tt.text))
		if err != nil {
			t.Fatal(err)
		}
		invalid := s.Validate(v)
		p, problems := parse("/etc/postroom/policy.json", []byte(tt.text))
		if (invalid != nil) != (len(problems) > 0) || (p == nil) != (len(problems) > 0) {
			t.Errorf("%s: the schema says %v, the reader %v", tt.name, invalid, problems)
		}
		var fields []string
		for _, one := range problems {
			fields = append(fields, one.Field)
		}
		slices.Sort(fields)
		want := strings.Fields(tt.wrong)
		slices.Sort(want)
		if tt.wrong != "" && !slices.Equal(fields, want) {
			t.Errorf("%s: the reader finds fault with %v, want %v", tt.name, fields, want)
		}
	}
}

// TestExampleOfTheGuideIsAPolicy keeps docs/policy.md honest.
func TestExampleOfTheGuideIsAPolicy(t *testing.T) {
	guide, err := os.ReadFile("../../docs/policy.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(guide), "```json\n")
	example, _, ok := strings.Cut(rest, "```")
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(example))
	if !ok || err != nil {
		t.Fatalf("the guide's first example is no JSON: %v", err)
	}
	if err := validator(t).Validate(v); err != nil {
		t.Errorf("by the schema: %v", err)
	}
	file := write(t, strings.Replace(example, "company-ca.pem", "ca.pem", 1))
	if _, err := Load(file); err != nil {
		t.Errorf("by the reader: %v", err)
	}
	for _, m := range whole.fields {
		if m.name != "$schema" && !strings.Contains(string(guide), "`"+m.name+"`") {
			t.Errorf("the guide does not tell of %s", m.name)
		}
	}
}

func TestSchemaKnowsEveryFieldOfTheReader(t *testing.T) {
	text, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	var s struct{ Properties map[string]any }
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	for _, m := range whole.fields {
		if s.Properties[m.name] == nil || m.about == "" {
			t.Errorf("the schema does not describe %s", m.name)
		}
	}
}

func TestEverythingThatIsWrongIsToldAtOnce(t *testing.T) {
	file := write(t, `{
  "clientId": "a b",
  "cloud": {"authority": "http://login.example", "caFile": "bad.pem"},
  "colour": "blue",
  "pollSeconds": 900,
  "proxy": "http://desk:hunter2-example@/",
  "language": "es",
  "destination": {"kind": "folder", "path": "x"}
}`)
	_, problems, err := Check(file)
	if err != nil {
		t.Fatal(err)
	}
	var places []string
	for _, p := range problems {
		places = append(places, p.Field)
	}
	want := []string{"clientId", "cloud.authority", "cloud.caFile", "colour", "pollSeconds", "proxy", "language"}
	if !slices.Equal(places, want) {
		t.Errorf("found fault with %v, want %v", places, want)
	}
	_, err = Load(file)
	w := fault.Explain("en", err)
	for _, say := range []string{"line 2, column 15", "line 3, column 26", "postroomd policy check"} {
		if !strings.Contains(w.What, say) {
			t.Errorf("said as %q, want %q in it", w.What, say)
		}
	}
	if text, err := json.Marshal(problems); err != nil || bytes.Contains(text, []byte("hunter2")) || strings.Contains(w.What, "hunter2") {
		t.Errorf("the proxy's password is told: %s, %v", text, err)
	}
}

func TestPermissionsNameTheirResourceInSovereignClouds(t *testing.T) {
	for name, want := range map[string]string{"global": "", "usgov": "https://graph.microsoft.us/", "usgov-dod": "https://dod-graph.microsoft.us/", "china": "https://microsoftgraph.chinacloudapi.cn/"} {
		if got := clouds[name].Resource(); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := clouds["china"].DefaultScope() + " " + clouds["global"].DefaultScope(); got != "https://microsoftgraph.chinacloudapi.cn/.default https://graph.microsoft.com/.default" {
		t.Errorf("an application asks for %q", got)
	}
	if got := (Cloud{Authority: "https://login.example", Graph: "https://graph.example/v1.0"}).Resource(); got != "" {
		t.Errorf("of one's own: %q, want none", got)
	}
}
