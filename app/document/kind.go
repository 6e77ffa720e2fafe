package document

import (
	"bytes"
	"path"
	"strings"
)

// kindOf tells what a file is: by its first bytes, then by its name, then by the type that the mail declares, since
// senders often declare application/octet-stream.
func kindOf(head []byte, name, declared string) string {
	ext := extensionOf(name)
	if kind := kindOfBytes(head, ext); kind != "" {
		return kind
	}
	if kind := kindOfExtension[ext]; kind != "" {
		return kind
	}
	main, sub, _ := strings.Cut(declared, "/")
	switch {
	case main == "image":
		return KindImage
	case declared == "text/calendar", declared == "application/ics":
		return KindCalendar
	case declared == "message/rfc822", declared == "message/global", declared == "application/vnd.ms-outlook":
		return KindMail
	case main == "text", main == "message":
		return KindDocument
	}
	switch sub {
	case "pdf", "x-pdf", "msword", "vnd.ms-excel", "vnd.ms-powerpoint", "rtf", "xml", "json", "postscript":
		return KindDocument
	}
	if strings.HasPrefix(sub, "vnd.openxmlformats-officedocument.") || strings.HasPrefix(sub, "vnd.oasis.opendocument.") ||
		strings.HasPrefix(sub, "vnd.ms-excel.") || strings.HasPrefix(sub, "vnd.ms-word.") || strings.HasSuffix(sub, "+xml") {
		return KindDocument
	}
	return KindOther
}

func extensionOf(name string) string { return strings.ToLower(path.Ext(name)) }

// kindOfBytes knows formats by their first bytes; "" if they say nothing.
func kindOfBytes(head []byte, ext string) string {
	has := func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }
	switch {
	case bytes.Contains(head, []byte("%PDF-")): // some senders put junk before it; readers accept that
		return KindDocument
	case has("\x89PNG\r\n\x1a\n"), has("\xff\xd8\xff"), has("GIF87a"), has("GIF89a"), has("II*\x00"), has("MM\x00*"):
		return KindImage
	case has("RIFF") && len(head) >= 12 && string(head[8:12]) == "WEBP":
		return KindImage
	case len(head) >= 12 && string(head[4:8]) == "ftyp" && strings.Contains("heic heix heif mif1 avif", string(head[8:12])):
		return KindImage
	case has("BEGIN:VCALENDAR"), has("\xef\xbb\xbfBEGIN:VCALENDAR"):
		return KindCalendar
	case has("{\\rtf"), has("%!PS"):
		return KindDocument
	case has("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"): // Microsoft's compound file: Word, Excel, Outlook, installers
		if kind := kindOfExtension[ext]; kind != "" {
			return kind
		}
		return KindDocument
	case has("PK\x03\x04"):
		if zippedDocument[ext] || officeZip(head) {
			return KindDocument
		}
		return KindOther
	case has("MZ"), has("\x7fELF"), has("Rar!\x1a"), has("7z\xbc\xaf\x27\x1c"), has("\x1f\x8b"):
		return KindOther
	}
	return ""
}

// officeZip knows the first entries that office programs write into their zip files.
func officeZip(head []byte) bool {
	for _, s := range []string{"mimetypeapplication/vnd.oasis.", "[Content_Types].xml", "word/", "xl/", "ppt/"} {
		if bytes.Contains(head, []byte(s)) {
			return true
		}
	}
	return false
}

var kindOfExtension = func() map[string]string {
	kinds := map[string]string{}
	for kind, list := range map[string]string{
		KindDocument: "pdf doc docx docm dot dotx xls xlsx xlsm xlsb xlt ppt pptx pptm pps ppsx odt ods odp odg rtf txt csv tsv xml xbrl ubl html htm xhtml json md log tex ps eps pages numbers key vsd vsdx mpp pub one xps",
		KindImage:    "png jpg jpeg jpe gif bmp tif tiff webp heic heif avif svg ico",
		KindCalendar: "ics ical ifb vcs",
		KindMail:     "eml msg mht mhtml emlx",
		KindOther:    "zip rar 7z gz tgz tar bz2 exe msi com bat cmd js vbs ps1 jar iso img dll p7m p7s p7b asc gpg pgp sig vcf mp3 mp4 wav avi mov m4a dat bin db mdb accdb",
	} {
		for ext := range strings.FieldsSeq(list) {
			kinds["."+ext] = kind
		}
	}
	return kinds
}()

// zippedDocument are the extensions of documents that are zip files inside. A zip file with any other name is an archive:
// one that is called invoice.pdf is no PDF.
var zippedDocument = func() map[string]bool {
	set := map[string]bool{}
	for ext := range strings.FieldsSeq("docx docm dotx dotm xlsx xlsm xlsb xltx xltm pptx pptm ppsx potx odt ods odp odg ott ots pages numbers key vsdx xps epub") {
		set["."+ext] = true
	}
	return set
}()

// IsMessage says whether a media type is that of a mail (RFC 2046, 5.2.1; RFC 6532, 3.7): where it is declared, what is attached
// to that mail is made documents, too.
func IsMessage(contentType string) bool {
	return contentType == "message/rfc822" || contentType == "message/global"
}

// madeName is a name for a part that has none, without a number: what the type means, and its usual extension.
func madeName(declared string) string {
	switch declared {
	case "message/delivery-status", "message/disposition-notification", "message/feedback-report", "message/global-delivery-status":
		return "details.txt" // as Exchange names it
	case "text/rfc822-headers", "message/global-headers":
		return "headers.txt"
	case "message/rfc822", "message/global":
		return "message.eml"
	case "text/calendar":
		return "invite.ics"
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
		return "smime.p7m"
	}
	return ""
}

// extensionFor is the usual extension of a type, ".bin" if it has none; the bytes are asked first.
func extensionFor(declared string, head []byte) string {
	for _, m := range []struct{ magic, ext string }{
		{"%PDF-", ".pdf"}, {"\x89PNG", ".png"}, {"\xff\xd8\xff", ".jpg"}, {"GIF8", ".gif"}, {"BEGIN:VCALENDAR", ".ics"}, {"{\\rtf", ".rtf"},
	} {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.ext
		}
	}
	if ext := extensions[declared]; ext != "" {
		return ext
	}
	main, _, _ := strings.Cut(declared, "/")
	switch main {
	case "text", "message":
		return ".txt"
	case "multipart":
		return ".mime"
	}
	return ".bin"
}

var extensions = map[string]string{
	"application/pdf": ".pdf", "application/msword": ".doc", "application/vnd.ms-excel": ".xls", "application/vnd.ms-powerpoint": ".ppt",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document":   ".docx",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":         ".xlsx",
	"application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
	"application/vnd.oasis.opendocument.text":                                   ".odt", "application/vnd.oasis.opendocument.spreadsheet": ".ods",
	"application/rtf": ".rtf", "application/xml": ".xml", "text/xml": ".xml", "text/csv": ".csv", "text/html": ".html", "text/calendar": ".ics",
	"text/vcard": ".vcf", "text/x-vcard": ".vcf", "text/rtf": ".rtf", "text/x-amp-html": ".html", "text/watch-html": ".html", "application/json": ".json", "application/zip": ".zip",
	"application/x-zip-compressed": ".zip", "application/gzip": ".gz", "application/x-gzip": ".gz", "application/postscript": ".ps",
	"application/ms-tnef": ".dat", "application/pgp-keys": ".asc", "image/jpeg": ".jpg", "image/jpg": ".jpg", "image/png": ".png", "image/gif": ".gif",
	"image/bmp": ".bmp", "image/tiff": ".tiff", "image/webp": ".webp", "image/heic": ".heic", "image/svg+xml": ".svg", "audio/mpeg": ".mp3", "audio/mp3": ".mp3",
	"audio/wav": ".wav", "audio/basic": ".au", "video/mp4": ".mp4", "video/avi": ".avi",
}
