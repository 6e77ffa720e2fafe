package mbsync

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Take lets mbsync bring every mail of the server into a Maildir below dir, each
// synced to disk before it counts, and gives the Maildir's folder.
func Take(ctx context.Context, s *Server, dir string) (string, error) {
	inbox := filepath.Join(dir, "Inbox")
	conf := filepath.Join(dir, "mbsyncrc")
	text := fmt.Sprintf(`
FSync yes

IMAPAccount server
Host 127.0.0.1
Port %d
User %s
Pass %s
AuthMechs LOGIN
SSLType None

IMAPStore far
Account server

MaildirStore near
Path %s/
Inbox %s

Channel mail
Far :far:
Near :near:
Patterns INBOX
Create Near
Sync Pull
Expunge None
SyncState *
`, s.Port, Account, Password, dir, inbox)
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "mbsync", "--config", conf, "--all")
	if said, err := cmd.CombinedOutput(); err != nil {
		server, _ := os.ReadFile(s.log)
		return "", fmt.Errorf("running mbsync (build/install.sh test installs it): %w: %s\nthe server said: %s", err, said, server)
	}
	return inbox, nil
}
