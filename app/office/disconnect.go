package office

import (
	"context"

	"postroom/app/people"
	"postroom/app/store"
)

// Disconnect ends an account's connection: its tokens are gone. With forget its state goes, too; what it filed stays.
func (o *Office) Disconnect(ctx context.Context, name string, forget bool) (*Account, error) {
	if err := o.permit(ctx); err != nil {
		return nil, err
	}
	a, err := o.account(name)
	if err != nil {
		return nil, err
	}
	contacts, err := o.book().Setting(a.ID, people.ContactsFeature)
	if err != nil {
		return nil, err
	}
	o.unshow(ctx, a)
	if err := o.forget(a); err != nil {
		return nil, err
	}
	if err := o.db.ForgetMembership(a.ID); err != nil {
		return nil, err
	}
	o.sessions.drop(a.ID)
	a.State, a.Problem = store.Disconnected, nil
	v, err := o.accountView(a)
	if err != nil {
		return nil, err
	}
	if err := o.relieve(a.ID); err != nil {
		return nil, err
	}
	o.sessions.accounts.Lock()
	defer o.sessions.accounts.Unlock()
	if forget {
		err = o.db.DeleteAccount(a.ID)
		v.Mailboxes = []AccountMailbox{}
	} else {
		err = o.db.PutAccount(a)
	}
	if err != nil {
		return nil, err
	}
	o.log.Info("disconnected", "account", a.ID, "forgotten", forget)
	if forget {
		err = o.book().ForgetStrangers()
	}
	o.board.Drop(a.ID)
	o.board.Wake()
	o.relay.change()
	o.acquaintLater(ctx, contacts.On)
	o.tell(Event{Kind: EventAccount, Account: a.ID, Mailbox: a.Address})
	return v, err
}

// forget deletes an account's session. That works without a policy, too: whoever takes away the client id must not keep
// a person from taking back their sign-in.
func (o *Office) forget(a store.Account) error {
	if a.Kind == store.Organisation {
		client, err := o.applicationClient(a)
		if err != nil {
			return err
		}
		return client.Forget(a.ID)
	}
	client, err := o.signin(a.Kind)
	if err != nil {
		client, err = o.signinClient("none", "common")
	}
	if err != nil {
		return err
	}
	return client.Forget(a.ID)
}
