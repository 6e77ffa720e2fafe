package desktop

import "golang.org/x/sys/windows"

// systemLanguage is the first language that the person wants programs to speak, such as "nl-BE".
func systemLanguage() string {
	names, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil || len(names) == 0 {
		return "" // English, then
	}
	return names[0]
}
