package document

// FolderName makes a safe name for a folder of any text: one that all systems can have and that leads nowhere else.
func FolderName(text string) string {
	const room = 80 // characters, as Windows counts them
	return component(clean(text), room)
}
