package face

import (
	"context"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"postroom/app/fault"
	"postroom/app/office"
	"postroom/app/preview"
)

// programs are the endings of files that are programs, or start one when they are opened: on Windows by PATHEXT and the
// types that Outlook blocks ("Blocked attachments in Outlook"), on macOS and Linux what their launchers run.
var programs = map[string]bool{}

func init() {
	for _, ending := range strings.Fields(`
		ade adp apk app application appcontent-ms appimage appref-ms appx appxbundle asp aspx asx bas bash bat bin bgi cab cer chm class cmd cnt
		cpl com command crt csh deb der desktop diagcab dmg dll drv elf exe flatpak flatpakref fxp gadget grp hlp hpj hta htc inf ins inx ipa iso
		img isp its jar jnlp job js jse jsp kext ksh lib lnk mad maf mag mam maq mar mas mat mau mav maw mcf mda mdb mde mdt mdw mdz mht mhtml
		mpkg msc msh msh1 msh1xml msh2 msh2xml mshxml msi msix msixbundle msp mst msu nsh ocx ops osd out pcd pif pkg pl plg pm prf prg printerexport
		ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 psm1 pst pth py pyc pyo pyw pyz pyzw rb reg rpm run scf scpt scptd scr sct search-ms searchconnector-ms
		settingcontent-ms sh shb shs snap so svg svgz swf sys terminal theme themepack tmp tool udl url vb vbe vbp vbs vhd vhdx vsmacros vsw vxd
		webloc webpnp website wim workflow ws wsb wsc wsf wsh xap xbap xht xhtml xll xnk xrm-ms zsh htm html shtml docm dotm xlsm xltm xlam pptm potm
		ppam ppsm sldm`) {
		programs["."+ending] = true
	}
}

// executable says whether a file is a program or can start one, by its name.
func executable(name string) bool {
	name = strings.TrimRight(strings.ToLower(name), ". \u00a0")
	return programs[path.Ext(name)]
}

// openFile opens a document's file with the system's program for it.
func (f *Face) openFile(o *office.Office, id, name string) error {
	file, shown, err := f.file(o, id, name)
	if err != nil {
		return err
	}
	if executable(name) || executable(shown) {
		return refuse("file-executable", "open a file", map[string]string{"name": shown})
	}
	return f.opts.Host.OpenFile(file)
}

func (f *Face) showFile(o *office.Office, id, name string) error {
	file, _, err := f.file(o, id, name)
	if err != nil {
		return err
	}
	return f.opts.Host.ShowFile(file)
}

// file is where a document's file lies, and the name that a person knows it by.
func (f *Face) file(o *office.Office, id, name string) (file, shown string, err error) {
	d, err := o.Document(id)
	if err != nil {
		return "", "", err
	}
	shown = path.Base(name)
	for _, a := range d.Attachments {
		if a.Path == name && a.Name != "" {
			shown = a.Name
		}
	}
	file, err = o.File(f.ctx, id, name)
	return file, shown, err
}

func (f *Face) saveCopy(o *office.Office, id, name string) (string, error) {
	if _, _, err := f.file(o, id, name); err != nil {
		return "", err
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // the dialog begins wherever it likes
	}
	to, err := f.opts.Host.ChooseSave(f.Say("dialog.saveCopy", nil), home, path.Base(name))
	if err != nil || to == "" {
		return "", err
	}
	if err := copyTo(f.ctx, o, id, name, to); err != nil {
		return "", &fault.Error{Class: fault.FixSetting, Code: "file-copy", Op: "save a copy", Args: map[string]string{"path": to}, Err: err}
	}
	return to, nil
}

// copyTo writes a copy; the dialog has asked before whether another file is to be replaced.
func copyTo(ctx context.Context, o *office.Office, id, name, to string) error {
	from, err := o.Read(ctx, id, name)
	if err != nil {
		return err
	}
	defer from.Close()
	return writeWhole(to, func(w io.Writer) error {
		_, err := io.Copy(w, from)
		return err
	})
}

// writeWhole writes a whole file or none, in place of another that has its name.
func writeWhole(to string, write func(io.Writer) error) error {
	w, err := os.CreateTemp(filepath.Dir(to), ".postroom-part-*")
	if err != nil {
		return err
	}
	err = errors.Join(write(w), w.Close())
	if err == nil {
		err = os.Rename(w.Name(), to)
	}
	if err != nil {
		return errors.Join(err, os.Remove(w.Name()))
	}
	return nil
}

func (f *Face) openLink(address string) error {
	u, ok := preview.Link(address)
	if !ok {
		return refuse("link-refused", "open a link", nil)
	}
	return f.opts.Host.OpenURL(u)
}
