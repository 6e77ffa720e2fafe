package desktop

import (
	"encoding/json"
	"testing"

	"postroom/app/face"
	"postroom/app/fault"
)

func TestARefusalReachesThePageAsTextThatHoldsTheProblem(t *testing.T) {
	text, ok := formatError(&fault.Error{Class: fault.FixSetting, Code: "file-executable", Op: "open a file", Args: map[string]string{"name": "setup.exe"}}).(string)
	if !ok {
		t.Fatal("expected a text: Wails makes an Error of it, whose message it becomes")
	}
	var p face.Problem
	if err := json.Unmarshal([]byte(text), &p); err != nil || p.Code != "file-executable" || p.Message == "" {
		t.Errorf("expected the problem file-executable with a message, saw %q, %v", text, err)
	}
}
