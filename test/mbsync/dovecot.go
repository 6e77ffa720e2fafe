package mbsync

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Account is the one that the server knows.
const (
	Account  = "emma"
	Password = "example"
)

// Server is a Dovecot of its own, with one mailbox full of mail.
type Server struct {
	Port int

	cmd *exec.Cmd
	log string
}

// Serve fills a mailbox below dir with the mails and starts a Dovecot there,
// listening on the loopback only. It runs until the context ends or Close.
// A folder that others may enter is needed when started as root: Dovecot never
// opens mail as root.
func Serve(ctx context.Context, dir string, mails [][]byte) (*Server, error) {
	owner, err := mailOwner()
	if err != nil {
		return nil, err
	}
	if err := fill(filepath.Join(dir, "mail"), mails, owner); err != nil {
		return nil, fmt.Errorf("filling the mailbox: %w", err)
	}
	port, err := freePort()
	if err != nil {
		return nil, fmt.Errorf("finding a port: %w", err)
	}
	s := &Server{Port: port, log: filepath.Join(dir, "dovecot.log")}
	conf := filepath.Join(dir, "dovecot.conf")
	text, err := configuration(dir, port, owner)
	if err != nil {
		return nil, err
	}
	files := map[string]string{
		conf:                         text,
		filepath.Join(dir, "passwd"): Account + ":{PLAIN}" + Password + "\n",
	}
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	s.cmd = exec.CommandContext(ctx, "dovecot", "-F", "-c", conf)
	s.cmd.Cancel = func() error { return s.cmd.Process.Signal(syscall.SIGTERM) }
	s.cmd.WaitDelay = 10 * time.Second
	var said strings.Builder
	s.cmd.Stderr = &said
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting Dovecot (build/install.sh test installs it): %w", err)
	}
	if err := s.answers(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("waiting for Dovecot: %w; it said: %s", err, said.String()), s.Close())
	}
	return s, nil
}

// Close stops the server and waits until it is gone. It may be called again.
func (s *Server) Close() error {
	if s.cmd.ProcessState != nil {
		return nil
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	var exit *exec.ExitError
	if err := s.cmd.Wait(); err != nil && !errors.As(err, &exit) && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// answers returns once the server greets.
func (s *Server) answers(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	try := time.NewTicker(20 * time.Millisecond)
	defer try.Stop()
	for {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(s.Port)))
		if err == nil {
			return conn.Close()
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-try.C:
		}
	}
}

// mailOwner is who the mailbox belongs to: this user, or for root nobody.
func mailOwner() (*user.User, error) {
	if os.Geteuid() == 0 {
		return user.Lookup("nobody")
	}
	return user.Current()
}

// fill writes the mails into a Maildir, as delivered but not yet seen.
func fill(maildir string, mails [][]byte, owner *user.User) error {
	for _, sub := range []string{"cur", "new", "tmp"} {
		if err := os.MkdirAll(filepath.Join(maildir, sub), 0o755); err != nil {
			return err
		}
	}
	for i, text := range mails {
		name := fmt.Sprintf("%d.M%06d.example:2,", 1700000000+i, i)
		if err := os.WriteFile(filepath.Join(maildir, "cur", name), text, 0o644); err != nil {
			return err
		}
	}
	if os.Geteuid() != 0 {
		return nil
	}
	uid, err := strconv.Atoi(owner.Uid)
	if err != nil {
		return err
	}
	gid, err := strconv.Atoi(owner.Gid)
	if err != nil {
		return err
	}
	return filepath.WalkDir(maildir, func(name string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chown(name, uid, gid)
	})
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// configuration is all of Dovecot's: nothing of the machine's own is read. An
// ordinary user can't change to Dovecot's own users, so everything runs as that
// user then.
func configuration(dir string, port int, owner *user.User) (string, error) {
	var users string
	if os.Geteuid() != 0 {
		group, err := user.LookupGroupId(owner.Gid)
		if err != nil {
			return "", err
		}
		users = fmt.Sprintf(`
default_internal_user = %[1]s
default_internal_group = %[2]s
default_login_user = %[1]s
service anvil {
  chroot =
}
service imap-login {
  chroot =
}
`, owner.Username, group.Name)
	}
	return fmt.Sprintf(`
base_dir = %[1]s/run
state_dir = %[1]s/state
log_path = %[1]s/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:%[1]s/mail
mail_uid = %[3]s
mail_gid = %[4]s
%[5]s
service imap-login {
  inet_listener imap {
    port = %[2]d
  }
  inet_listener imaps {
    port = 0
  }
}
namespace inbox {
  inbox = yes
}
passdb {
  driver = passwd-file
  args = %[1]s/passwd
}
userdb {
  driver = static
  args = uid=%[3]s gid=%[4]s home=%[1]s
}
`, dir, port, owner.Uid, owner.Gid, users), nil
}
