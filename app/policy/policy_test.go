package policy

import (
	"encoding/pem"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"postroom/app/fault"
)

// write puts a policy beside a company's certificate, ca.pem.
func write(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	for name, data := range map[string][]byte{"policy.json": []byte(text), "ca.pem": ca, "bad.pem": []byte("not a certificate")} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "policy.json")
}

func TestEveryFieldOfAPolicyIsRead(t *testing.T) {
	file := write(t, `{
  "clientId": "11111111-2222-3333-4444-555555555555",
  "tenant": "AAAAAAAA-2222-3333-4444-555555555555",
  "cloud": {"authority": "https://login.example/", "graph": "https://graph.example:8443/v1.0", "caFile": "ca.pem"},
  "pollSeconds": 300,
  "proxy": {"address": "http://desk:secret-example@proxy.example:3128/", "except": ".office.example, 10.0.0.0/8"},
  "settingsGroup": {"id": "BBBBBBBB-2222-3333-4444-555555555555", "name": "the IT team"},
  "destination": {"kind": "folder", "path": "filed/mail"},
  "language": "nl", "appearance": "dark", "startAtLogin": true, "closeToTray": false,
  "notifications": {"signIn": true, "destination": false, "diskFull": null, "failures": true}
}`)
	p, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(file)
	if len(p.Cloud.CA) == 0 {
		t.Error("the certificates of caFile were not read")
	}
	p.Cloud.CA = nil
	want := &Policy{File: file, ClientID: "11111111-2222-3333-4444-555555555555", Tenant: "AAAAAAAA-2222-3333-4444-555555555555",
		Cloud: Cloud{Authority: "https://login.example", Graph: "https://graph.example:8443/v1.0", CAFile: filepath.Join(dir, "ca.pem")},
		Poll:  5 * time.Minute,
		Proxy: &Proxy{Address: &url.URL{Scheme: "http", User: url.UserPassword("desk", "secret-example"), Host: "proxy.example:3128"},
			Except: ".office.example, 10.0.0.0/8"},
		Group: "bbbbbbbb-2222-3333-4444-555555555555", GroupName: "the IT team",
		Destination: &Destination{Kind: "folder", Path: filepath.Join(dir, "filed", "mail")},
		Settings: map[string]string{"language": "nl", "appearance": "dark", "startAtLogin": "true", "closeToTray": "false",
			"notifySignIn": "true", "notifyDestination": "false", "notifyFailures": "true"},
		Set: []string{"clientId", "tenant", "cloud", "pollSeconds", "proxy", "settingsGroup", "destination", "language", "appearance",
			"startAtLogin", "closeToTray", "notifications"}}
	if !reflect.DeepEqual(p, want) {
		t.Errorf("read\n%+v\nwant\n%+v", p, want)
	}
}

func TestCloudMayBeGivenByName(t *testing.T) {
	for _, tt := range []struct{ cloud, authority, graph string }{
		{`"global"`, "https://login.microsoftonline.com", "https://graph.microsoft.com/v1.0"},
		{`"usgov"`, "https://login.microsoftonline.us", "https://graph.microsoft.us/v1.0"},
		{`"usgov-dod"`, "https://login.microsoftonline.us", "https://dod-graph.microsoft.us/v1.0"},
		{`"china"`, "https://login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn/v1.0"},
		{`null`, "https://login.microsoftonline.com", "https://graph.microsoft.com/v1.0"},
		{`{"name":"usgov-dod","caFile":"ca.pem"}`, "https://login.microsoftonline.us", "https://dod-graph.microsoft.us/v1.0"},
		{`{"caFile":"ca.pem"}`, "https://login.microsoftonline.com", "https://graph.microsoft.com/v1.0"},
	} {
		p, err := Load(write(t, `{"cloud":`+tt.cloud+`}`))
		if err != nil {
			t.Errorf("%s: %v", tt.cloud, err)
			continue
		}
		if p.Cloud.Authority != tt.authority || p.Cloud.Graph != tt.graph {
			t.Errorf("%s: read as %s and %s, want %s and %s", tt.cloud, p.Cloud.Authority, p.Cloud.Graph, tt.authority, tt.graph)
		}
	}
}

func TestNullAndAbsentFieldsAreLeftOpen(t *testing.T) {
	p, err := Load(write(t, "\ufeff"+`{"clientId":"a-b","tenant":null,"settingsGroup":null,"pollSeconds":1,"destination":null}`))
	if err != nil {
		t.Fatal(err)
	}
	if p.Tenant != "" || p.Group != "" || p.Destination != nil || p.Poll != time.Second {
		t.Errorf("read as %+v", p)
	}
	if want := []string{"clientId", "pollSeconds"}; !slices.Equal(p.Set, want) {
		t.Errorf("managed fields are %v, want %v", p.Set, want)
	}
	if !p.Manages("clientId") || p.Manages("tenant") {
		t.Errorf("clientId managed: %v, tenant managed: %v; want true, false", p.Manages("clientId"), p.Manages("tenant"))
	}
}

func TestBrokenPolicyIsRefusedWithItsPlace(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		line, col  string
		says       string
	}{
		{"unknown field", "{\n  \"clientId\": \"x\",\n  \"pollSecond\": 5}", "3", "3", `"pollSecond" is unknown`},
		{"other letter case", `{"clientID":"x"}`, "1", "2", `"clientID" is unknown`},
		{"unknown field of the cloud", "{\"cloud\":\n {\"graph\":\"https://g.example\", \"login\":1}}", "2", "32", `"login" is unknown; cloud may have`},
		{"a comment", "{\n  // the app\n}", "2", "3", "comments are not allowed"},
		{"a block comment", `{"clientId": /* the app */ "x"}`, "1", "14", "comments are not allowed"},
		{"a comment at the end", "{}\n// end", "2", "1", "more after the end"},
		{"a field twice", "{\"clientId\":\"x\",\n\"tenant\":\"common\",\n\"clientId\":\"y\"}", "3", "1", "clientId is there twice, on line 1 too"},
		{"twice in the cloud", `{"cloud":{"graph":"https://a.example","graph":"https://b.example"}}`, "1", "39", "graph is there twice"},
		{"a number for a text", "{\n\"clientId\": 12}", "2", "13", "clientId has to be a text, not a number"},
		{"an empty text", `{"clientId":" "}`, "1", "13", "clientId is empty"},
		{"a space in an id", `{"clientId":"a b"}`, "1", "13", "space"},
		{"a tenant by domain", `{"tenant":"office.example"}`, "1", "11", "common, organizations, consumers or the tenant's id"},
		{"an unknown cloud", `{"cloud":"mars"}`, "1", "10", `cloud "mars" is unknown`},
		{"a list for the cloud", `{"cloud":[1,{"a":2}]}`, "1", "10", "not a list"},
		{"http", `{"cloud":{"authority":"http://login.example","graph":"https://g.example"}}`, "1", "23", "begins with https://"},
		{"an authority with a tenant", `{"cloud":{"authority":"https://login.example/common","graph":"https://g.example"}}`, "1", "23", "without a path"},
		{"a query", `{"cloud":{"authority":"https://login.example","graph":"https://g.example/v1.0?x=1"}}`, "1", "55", "plain address"},
		{"half a cloud", `{"cloud":{"graph":"https://g.example"}}`, "1", "10", "without cloud.authority"},
		{"the other half", `{"cloud":{"authority":"https://l.example"}}`, "1", "10", "without cloud.graph"},
		{"no such caFile", `{"cloud":{"caFile":"none.pem"}}`, "1", "20", "caFile can't be read"},
		{"caFile is not PEM", `{"cloud":{"caFile":"bad.pem"}}`, "1", "20", "no certificate in PEM form"},
		{"too often", `{"pollSeconds":0}`, "1", "16", "from 1 to 300, not 0"},
		{"too seldom", `{"pollSeconds":301}`, "1", "16", "from 1 to 300, not 301"},
		{"half a second", `{"pollSeconds":1.5}`, "1", "16", "whole number"},
		{"a huge number", `{"pollSeconds":99999999999999999999}`, "1", "16", "whole number"},
		{"a quoted number", `{"pollSeconds":"60"}`, "1", "16", "has to be a number, not a text"},
		{"a destination to come", `{"destination":{"kind":"s3","bucket":"x"}}`, "1", "24", "this version files into folders only"},
		{"an unknown destination", `{"destination":{"kind":"tape"}}`, "1", "24", `destination.kind "tape" is unknown`},
		{"a destination without kind", `{"destination":{"path":"/srv"}}`, "1", "16", "destination.kind is missing"},
		{"a destination without path", `{"destination":{"kind":"folder"}}`, "1", "16", "destination.path is missing"},
		{"an unknown field of a folder", `{"destination":{"kind":"folder","path":"/srv","user":"x"}}`, "1", "47", `"user" is unknown; destination may have`},
		{"a text for the destination", `{"destination":"/srv"}`, "1", "16", "has to be an object, not a text"},
		{"a group by name", `{"settingsGroup":"Administrators"}`, "1", "18", "object id (a GUID"},
		{"a group without id", `{"settingsGroup":{"name":"the IT team"}}`, "1", "18", "settingsGroup.id is missing"},
		{"a language nobody speaks", `{"language":"es"}`, "1", "13", `language "es" is unknown; write one of en, nl, fr, de`},
		{"a word for a switch", `{"startAtLogin":"yes"}`, "1", "17", "startAtLogin has to be true or false, not a text"},
		{"an unknown notification", `{"notifications":{"news":true}}`, "1", "19", "notifications may have destination, diskFull, failures, signIn, work"},
		{"a cloud twice", `{"cloud":{"name":"usgov","graph":"https://g.example","authority":"https://l.example"}}`, "1", "34", "cloud.name and cloud.graph exclude each other"},
		{"a proxy without scheme", `{"proxy":"proxy.example:3128"}`, "1", "10", "the address of a proxy such as"},
		{"a proxy with a path", `{"proxy":"http://proxy.example/proxy.pac"}`, "1", "10", "without a path"},
		{"a proxy without address", `{"proxy":{"except":"localhost"}}`, "1", "10", "proxy.address is missing"},
		{"nothing", "", "1", "1", "ends in the middle"},
		{"half a policy", "{\n\"clientId\":\"x\"", "2", "15", "ends in the middle"},
		{"two policies", "{} {}", "1", "4", "more after the end"},
		{"a list", "[]", "1", "1", "has to be an object"},
		{"a comma too many", "{\"clientId\":\"x\",\n}", "2", "1", "not JSON"},
		{"no comma", "{\"clientId\":\"x\"\n\"tenant\":\"common\"}", "2", "1", "not JSON"},
		{"a bare word", "{\"tenant\":common}", "1", "11", "not JSON"},
		{"not UTF-8", "{\"clientId\":\"x\",\n\"tenant\":\"\xff\"}", "2", "11", "not UTF-8"},
		{"columns are characters", "{\"clientId\":\"é\",\"x\":1}", "1", "17", `"x" is unknown`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load(write(t, tt.text))
			e, ok := err.(*fault.Error)
			if !ok || e.Code != "policy-broken" || e.Class != fault.FixSetting {
				t.Fatalf("answered %v, want policy-broken", err)
			}
			if e.Args["line"] != tt.line || e.Args["column"] != tt.col {
				t.Errorf("place is %s:%s, want %s:%s (%s)", e.Args["line"], e.Args["column"], tt.line, tt.col, e.Args["problem"])
			}
			if !strings.Contains(e.Args["problem"], tt.says) {
				t.Errorf("problem is %q, want something with %q", e.Args["problem"], tt.says)
			}
			if w := fault.Explain("en", err); !strings.Contains(w.What, tt.says) || !strings.Contains(w.What, "line "+tt.line) {
				t.Errorf("said as %q", w.What)
			}
			if !Usage(err) {
				t.Error("not taken for wrong usage")
			}
		})
	}
}

func TestPolicyAskedForByNameHasToBeThere(t *testing.T) {
	_, err := Load(filepath.Join(t.TempDir(), "none.json"))
	if fault.CodeOf(err) != "policy-missing" || !Usage(err) {
		t.Errorf("answered %v, want policy-missing", err)
	}
}

func TestUnreadablePolicyIsNotIgnored(t *testing.T) {
	_, err := Load(t.TempDir()) // a folder where a file is expected
	if fault.CodeOf(err) != "policy-unreadable" || !Usage(err) {
		t.Errorf("answered %v, want policy-unreadable", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"clientId":"x","cloud":{"caFile":null},"destination":{"kind":"folder","path":"x"}}`))
	f.Add([]byte("[[{\"a\":[1,2,]}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, problems := parse("/policy.json", data)
		if (p == nil) == (len(problems) == 0) {
			t.Errorf("%q: policy %v with problems %v", data, p, problems)
		}
	})
}
