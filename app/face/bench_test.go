package face

import (
	"encoding/json"
	"fmt"
	"testing"

	"postroom/app/office"
)

// BenchmarkTreeOfFiveThousand measures what the page waits for when it shows a large folder tree that was read before:
// bringing the ticks up to date and writing it as JSON.
func BenchmarkTreeOfFiveThousand(b *testing.B) {
	branches := make([]office.Branch, 5000)
	for i := range branches {
		branches[i] = office.Branch{Name: fmt.Sprint("Folder ", i), Parent: "AAMkexampleexampleexampleexampleexampleexampleexample",
			Folder: office.Folder{ID: fmt.Sprintf("AAMkexampleexampleexampleexampleexampleexampleexample%d", i), Path: fmt.Sprint("Inbox/Clients/Folder ", i), Depth: 3, Total: i, Selectable: true}}
	}
	for b.Loop() {
		list := make([]Folder, len(branches))
		for i := range branches {
			list[i] = folderView(branches[i])
		}
		text, err := json.Marshal(FolderTree{Mailbox: "emma@kantoor.example", Folders: list})
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(text)))
	}
}
