//go:build desktop

package desktop

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// wordsOfPage gives what the page says in a language, by the file of the room and the key in it.
func wordsOfPage(t *testing.T, language string) func(room, key string) string {
	t.Helper()
	return func(room, key string) string {
		t.Helper()
		text, err := os.ReadFile(filepath.Join("../../frontend/src/locales", language, room+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var at any
		if err := json.Unmarshal(text, &at); err != nil {
			t.Fatalf("%s: %v", room, err)
		}
		for part := range strings.SplitSeq(key, ".") {
			group, _ := at.(map[string]any)
			at = group[part]
		}
		return word(t, at, room+":"+key)
	}
}

// wordsOfTray gives what the tray's menu and the program's notifications say in a language.
func wordsOfTray(t *testing.T, language string) func(key string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../app/desktop/words", language+".json"))
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]any{}
	if err := json.Unmarshal(text, &words); err != nil {
		t.Fatal(err)
	}
	return func(key string) string {
		t.Helper()
		return word(t, words[key], key)
	}
}

func word(t *testing.T, v any, key string) string {
	t.Helper()
	text, ok := v.(string)
	if !ok || text == "" {
		t.Fatalf("there is no text %s", key)
	}
	return text
}
