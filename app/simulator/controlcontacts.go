package simulator

import "net/http"

// controlContacts is the part of the control API that is about contacts.
func (s *Simulator) controlContacts(handle handleFunc) {
	handle("POST /control/mailboxes/{box}/contacts", func(r *http.Request) (any, error) {
		var in Contact
		if err := input(r, &in); err != nil {
			return nil, err
		}
		id, err := s.AddContact(r.PathValue("box"), in)
		return map[string]string{"id": id}, err
	})
	handle("PATCH /control/mailboxes/{box}/contacts/{id}", func(r *http.Request) (any, error) {
		var in Contact
		if err := input(r, &in); err != nil {
			return nil, err
		}
		return nil, s.ChangeContact(r.PathValue("box"), r.PathValue("id"), in.Properties, in.Photo)
	})
	handle("DELETE /control/mailboxes/{box}/contacts/{id}", func(r *http.Request) (any, error) {
		return nil, s.DeleteContact(r.PathValue("box"), r.PathValue("id"))
	})
	type folder struct {
		Folder string `json:"folder"`
		Name   string `json:"name"`
	}
	on := func(pattern string, do func(r *http.Request, in folder) error) {
		handle(pattern, func(r *http.Request) (any, error) {
			var in folder
			if err := input(r, &in); err != nil {
				return nil, err
			}
			return nil, do(r, in)
		})
	}
	on("POST /control/mailboxes/{box}/contacts/{id}/move", func(r *http.Request, in folder) error {
		return s.MoveContact(r.PathValue("box"), r.PathValue("id"), in.Folder)
	})
	on("POST /control/mailboxes/{box}/contactfolders", func(r *http.Request, in folder) error {
		return s.AddContactFolder(r.PathValue("box"), in.Folder)
	})
	on("PATCH /control/mailboxes/{box}/contactfolders", func(r *http.Request, in folder) error {
		return s.RenameContactFolder(r.PathValue("box"), in.Folder, in.Name)
	})
	on("DELETE /control/mailboxes/{box}/contactfolders", func(r *http.Request, in folder) error {
		return s.DeleteContactFolder(r.PathValue("box"), in.Folder)
	})
}
