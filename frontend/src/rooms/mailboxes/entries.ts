import type { Account, Mailbox } from "../../backend/types";

/** Entry is a mailbox with the account whose sign-in opens it. */
export interface Entry {
  account: Account;
  mailbox: Mailbox;
}

/** copiesOf is the place where the settings for sent copies of a shared mailbox are explained. */
export const copiesOf = (address: string): string => `copies:${address}`;

/** permissionsOf is the place of an account's permissions page. */
export const permissionsOf = (account: string): string => `permissions:${account}`;

/** What stands of a mailbox of which nothing is known. */
export const nothingKnown: Omit<Mailbox, "address" | "state"> = {
  kind: "own",
  lastSync: "",
  folders: 0,
  filed: 0,
  waiting: 0,
  failed: 0,
  paused: false,
  until: "",
  everything: false,
  notes: [],
  neverSends: false,
};

/** entriesOf lists all mailboxes. An organisation is an entry of its own, before its mailboxes. An account whose mailboxes are unknown is shown by its own address. */
export function entriesOf(accounts: readonly Account[]): Entry[] {
  return accounts.flatMap((account) => {
    const none: Mailbox = { ...nothingKnown, address: account.address, state: account.state };
    if (account.organisation) return [{ ...none, kind: "organisation", address: account.id }, ...account.mailboxes].map((mailbox) => ({ account, mailbox }));
    return (account.mailboxes.length > 0 ? account.mailboxes : [none]).map((mailbox) => ({ account, mailbox }));
  });
}
