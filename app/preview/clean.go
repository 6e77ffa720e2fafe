package preview

import (
	"io"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
)

// clean makes HTML safe to look at and counts what it would have loaded from elsewhere. Links go from href to data-href:
// the page asks before it opens one.
func clean(source string, images map[string]image) (safe string, remote int) {
	if source == "" {
		return "", 0
	}
	c := &cleaner{images: images}
	var b strings.Builder
	b.Grow(len(source))
	for z := html.NewTokenizer(strings.NewReader(source)); ; {
		if z.Next() == html.ErrorToken {
			if z.Err() != io.EOF {
				c.remote++ // what is so broken that it can't be read on is left out, too
			}
			break
		}
		t := z.Token()
		if t.Type == html.StartTagToken || t.Type == html.SelfClosingTagToken {
			c.element(&t)
		}
		b.WriteString(t.String())
	}
	return policy().Sanitize(b.String()), c.remote
}

type cleaner struct {
	images map[string]image
	remote int
}

// loads are elements and attributes by which a page loads something.
var loads = map[string][]string{
	"img": {"srcset"}, "video": {"src", "poster"}, "audio": {"src"}, "source": {"src", "srcset"}, "iframe": {"src"}, "embed": {"src"},
	"object": {"data"}, "link": {"href"}, "script": {"src"}, "input": {"src"}, "track": {"src"},
}

var styleURL = regexp.MustCompile(`(?i)url\s*\(|@import|image-set\s*\(`)

// element changes the attributes of one element.
func (c *cleaner) element(t *html.Token) {
	var kept []html.Attribute
	for _, a := range t.Attr {
		switch {
		case t.Data == "a" && a.Key == "href" || t.Data == "area" && a.Key == "href":
			kept = append(kept, link(a.Val)...)
		case strings.HasPrefix(a.Key, "data-") || a.Key == "role" || a.Key == "tabindex":
			// The page trusts these: only clean may set them.
		case t.Data == "img" && a.Key == "src":
			kept = append(kept, c.source(a.Val)...)
		case a.Key == "background" || loading(t.Data, a.Key):
			c.remote++
		case a.Key == "style":
			if styleURL.MatchString(a.Val) {
				c.remote++
			}
			kept = append(kept, a)
		default:
			kept = append(kept, a)
		}
	}
	t.Attr = kept
}

func loading(element, attribute string) bool {
	for _, name := range loads[element] {
		if name == attribute {
			return true
		}
	}
	return false
}

// link makes an address one to be asked about; nothing is left of one that leads to no page and no mailbox.
func link(address string) []html.Attribute {
	u, ok := Link(address)
	if !ok {
		return nil
	}
	return []html.Attribute{{Key: "data-href", Val: u}, {Key: "role", Val: "link"}, {Key: "tabindex", Val: "0"}}
}

// Link says whether an address may be opened after asking: one of a web page or a mailbox. It gives it as it is opened.
func Link(address string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return "", false
	}
	switch u.Scheme { // Parse has made it lower case
	case "http", "https":
		return u.String(), u.Host != ""
	case "mailto":
		return u.String(), u.Opaque != ""
	}
	return "", false
}

// source puts an image of the mail in its place; one from elsewhere is left out.
func (c *cleaner) source(address string) []html.Attribute {
	address = strings.TrimSpace(address)
	if len(address) > 4 && strings.EqualFold(address[:4], "cid:") {
		id := address[4:]
		if plain, err := url.PathUnescape(id); err == nil {
			id = plain
		}
		if i, ok := c.images[contentID(id)]; ok {
			return []html.Attribute{{Key: "src", Val: i.url()}}
		}
		return nil // lost, or too large: Shortened says so
	}
	if len(address) > 5 && strings.EqualFold(address[:5], "data:") {
		kind, _, _ := strings.Cut(address[5:], ";")
		if !imageTypes[strings.ToLower(kind)] {
			return nil
		}
		return []html.Attribute{{Key: "src", Val: address}} // the policy looks at the rest
	}
	c.remote++
	return nil
}

// policy is what may be shown: text, its looks, tables, pictures of the mail itself.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("a", "abbr", "b", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "div", "dl", "dt",
		"em", "figcaption", "figure", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q",
		"s", "samp", "section", "article", "header", "footer", "main", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td",
		"tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr")
	p.AllowNoAttrs().OnElements("font", "span")
	p.AllowAttrs("data-href").OnElements("a")
	p.AllowAttrs("role").Matching(regexp.MustCompile(`^link$`)).OnElements("a")
	p.AllowAttrs("tabindex").Matching(regexp.MustCompile(`^0$`)).OnElements("a")
	p.AllowDataURIImages()
	p.AllowAttrs("src").OnElements("img")
	p.AllowAttrs("alt", "title").Globally()
	p.AllowAttrs("dir").Matching(bluemonday.Direction).Globally()
	p.AllowAttrs("lang").Matching(regexp.MustCompile(`^[A-Za-z0-9-]{1,35}$`)).Globally()
	size := regexp.MustCompile(`^[0-9]{1,5}(px|%)?$`)
	p.AllowAttrs("width", "height").Matching(size).OnElements("img", "table", "td", "th", "tr", "col", "colgroup", "hr", "div")
	p.AllowAttrs("align", "valign").Matching(regexp.MustCompile(`(?i)^(left|right|center|justify|top|middle|bottom|baseline)$`)).Globally()
	p.AllowAttrs("bgcolor", "color").Matching(regexp.MustCompile(`^(#[0-9A-Fa-f]{3,8}|[A-Za-z]{3,20})$`)).Globally()
	p.AllowAttrs("colspan", "rowspan", "cellpadding", "cellspacing", "border", "start", "span", "size").Matching(regexp.MustCompile(`^[+-]?[0-9]{1,4}$`)).Globally()
	p.AllowAttrs("face").Matching(regexp.MustCompile(`^[\w ,'"-]{1,200}$`)).OnElements("font")
	plain := regexp.MustCompile(`^[^\\(<>@;:]*$`) // no function, no escape, no address
	colour := regexp.MustCompile(`(?i)^(#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\([0-9., %]{1,40}\))( *!important)?$`)
	p.AllowStyles("color", "background-color").Matching(colour).Globally()
	p.AllowStyles("font", "font-family", "font-size", "font-style", "font-weight", "font-variant", "line-height", "letter-spacing", "text-align",
		"text-decoration", "text-indent", "text-transform", "vertical-align", "white-space", "width", "max-width", "min-width", "height", "max-height",
		"padding", "padding-top", "padding-right", "padding-bottom", "padding-left", "margin", "margin-top", "margin-right", "margin-bottom",
		"margin-left", "border-collapse", "border-spacing", "border-width", "border-style", "border-radius", "list-style-type", "table-layout",
		"word-break", "overflow-wrap").Matching(plain).Globally()
	p.AllowStyles("border", "border-top", "border-right", "border-bottom", "border-left", "border-color").
		Matching(regexp.MustCompile(`(?i)^(?:[#\w .,%-]|rgba?\([0-9., %]*\))*$`)).Globally()
	p.AllowStyles("display").Matching(regexp.MustCompile(`(?i)^(none|block|inline|inline-block|table|table-row|table-cell|list-item)( *!important)?$`)).Globally()
	return p
})
