//go:build desktop

package desktop

import (
	"slices"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
)

// panel plays the part of a desktop's panel: it takes in tray items as an org.kde.StatusNotifierWatcher does, reads them
// and their menus, and clicks.
type panel struct {
	s     *session
	conn  *dbus.Conn
	items chan item
}

// item is a tray icon.
type item struct {
	s    *session
	icon dbus.BusObject
	conn *dbus.Conn
	bus  string
}

func newPanel(s *session) *panel {
	s.t.Helper()
	const name = "org.kde.StatusNotifierWatcher"
	p := &panel{s: s, conn: s.connect(), items: make(chan item, 8)}
	_, err := prop.Export(p.conn, "/StatusNotifierWatcher", prop.Map{name: {
		"RegisteredStatusNotifierItems":  {Value: []string{}, Emit: prop.EmitTrue},
		"IsStatusNotifierHostRegistered": {Value: true, Emit: prop.EmitTrue},
		"ProtocolVersion":                {Value: int32(0), Emit: prop.EmitTrue},
	}})
	if err == nil {
		err = p.conn.Export(p, "/StatusNotifierWatcher", name)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	own(s.t, p.conn, name)
	return p
}

func own(t testing.TB, conn *dbus.Conn, name string) {
	t.Helper()
	if r, err := conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || r != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("own %s: %v, %v", name, r, err)
	}
}

// RegisterStatusNotifierItem is called by tray items, with a bus name or with an object path of the caller.
func (p *panel) RegisterStatusNotifierItem(service string, sender dbus.Sender) *dbus.Error {
	bus, path := service, dbus.ObjectPath("/StatusNotifierItem")
	if strings.HasPrefix(service, "/") {
		bus, path = string(sender), dbus.ObjectPath(service)
	}
	p.items <- item{s: p.s, icon: p.conn.Object(bus, path), conn: p.conn, bus: bus}
	return nil
}

// RegisterStatusNotifierHost is called by panels; there is only this one.
func (p *panel) RegisterStatusNotifierHost(string) *dbus.Error { return nil }

// item waits for a tray icon.
func (p *panel) item() item {
	p.s.t.Helper()
	var found item
	p.s.eventually("a tray icon", func() bool {
		select {
		case found = <-p.items:
			return true
		default:
			return false
		}
	})
	return found
}

func (i item) property(name string) any {
	i.s.t.Helper()
	v, err := i.icon.GetProperty("org.kde.StatusNotifierItem." + name)
	if err != nil {
		i.s.t.Fatalf("%s: %v", name, err)
	}
	return v.Value()
}

// tooltip is the text that appears at the icon.
func (i item) tooltip() string {
	i.s.t.Helper()
	fields, ok := i.property("ToolTip").([]any)
	if !ok || len(fields) != 4 {
		i.s.t.Fatalf("ToolTip is %v", fields)
	}
	return fields[2].(string)
}

// pixels are the icon's pixels.
func (i item) pixels() string {
	i.s.t.Helper()
	var list []struct {
		W, H int32
		Pix  []byte
	}
	if err := dbus.Store([]any{i.property("IconPixmap")}, &list); err != nil || len(list) != 1 {
		i.s.t.Fatalf("IconPixmap: %d of them, %v", len(list), err)
	}
	return string(list[0].Pix)
}

// menuLine is a line of the icon's menu.
type menuLine struct {
	id      int32
	label   string
	depth   int
	enabled bool
}

type layout struct {
	ID       int32
	Props    map[string]dbus.Variant
	Children []dbus.Variant
}

func (i item) menuObject() dbus.BusObject {
	i.s.t.Helper()
	return i.conn.Object(i.bus, i.property("Menu").(dbus.ObjectPath))
}

// menu is what a person who opens the menu sees, submenus after their line.
func (i item) menu() []menuLine {
	i.s.t.Helper()
	var revision uint32
	var root layout
	err := i.menuObject().Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{}).Store(&revision, &root)
	if err != nil {
		i.s.t.Fatalf("GetLayout: %v", err)
	}
	return i.read(nil, root, 0)
}

func (i item) read(list []menuLine, of layout, depth int) []menuLine {
	for _, c := range of.Children {
		var l layout
		if err := dbus.Store([]any{c.Value()}, &l); err != nil {
			i.s.t.Fatal(err)
		}
		if shown, ok := l.Props["visible"].Value().(bool); ok && !shown {
			continue
		}
		label, _ := l.Props["label"].Value().(string)
		enabled, ok := l.Props["enabled"].Value().(bool)
		if label != "" {
			list = append(list, menuLine{l.ID, label, depth, enabled || !ok})
		}
		list = i.read(list, l, depth+1)
	}
	return list
}

func (i item) labels() []string {
	i.s.t.Helper()
	var labels []string
	for _, l := range i.menu() {
		labels = append(labels, strings.Repeat("· ", l.depth)+l.label)
	}
	return labels
}

// click clicks a line of the menu, waiting for it to appear.
func (i item) click(label string) {
	i.s.t.Helper()
	var found menuLine
	i.s.eventually("the menu's line "+label, func() bool {
		lines := i.menu()
		n := slices.IndexFunc(lines, func(l menuLine) bool { return l.label == label })
		if n >= 0 {
			found = lines[n]
		}
		return n >= 0
	})
	if !found.enabled {
		i.s.t.Fatalf("%q can't be clicked", label)
	}
	err := i.menuObject().Call("com.canonical.dbusmenu.Event", 0, found.id, "clicked", dbus.MakeVariant(""), uint32(0)).Err
	if err != nil {
		i.s.t.Fatalf("click %q: %v", label, err)
	}
}

// notes plays the part of the desktop's notification service.
type notes struct {
	s    *session
	conn *dbus.Conn
	sent chan note
	last uint32
}

type note struct {
	id          uint32
	title, text string
}

func newNotes(s *session) *notes {
	s.t.Helper()
	n := &notes{s: s, conn: s.connect(), sent: make(chan note, 32)}
	if err := n.conn.Export(n, "/org/freedesktop/Notifications", "org.freedesktop.Notifications"); err != nil {
		s.t.Fatal(err)
	}
	own(s.t, n.conn, "org.freedesktop.Notifications")
	return n
}

// Notify shows a notification.
func (n *notes) Notify(_ string, _ uint32, _, title, text string, _ []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	n.last++
	n.sent <- note{n.last, title, text}
	return n.last, nil
}

// GetCapabilities tells what notifications may hold.
func (n *notes) GetCapabilities() ([]string, *dbus.Error) { return []string{"actions", "body"}, nil }

// GetServerInformation tells who shows them.
func (n *notes) GetServerInformation() (string, string, string, string, *dbus.Error) {
	return "test", "postroom", "1", "1.2", nil
}

// CloseNotification takes one away.
func (n *notes) CloseNotification(uint32) *dbus.Error { return nil }

// expect waits for a notification with a title.
func (n *notes) expect(title string) note {
	n.s.t.Helper()
	var found note
	n.s.eventually("the notification "+title, func() bool {
		for {
			select {
			case found = <-n.sent:
				if found.title == title {
					return true
				}
			default:
				return false
			}
		}
	})
	return found
}

// click does what a person does who clicks a notification.
func (n *notes) click(id uint32) {
	n.s.t.Helper()
	const path, name = "/org/freedesktop/Notifications", "org.freedesktop.Notifications"
	if err := n.conn.Emit(path, name+".ActionInvoked", id, "default"); err != nil {
		n.s.t.Fatal(err)
	}
	if err := n.conn.Emit(path, name+".NotificationClosed", id, uint32(2)); err != nil {
		n.s.t.Fatal(err)
	}
}
