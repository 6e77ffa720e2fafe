import type { Account, AccountKind, PeoplePermission } from "../backend/types";

/** What Microsoft may have to ask for so that a feature for people can be switched on. */
export interface Asking {
  kind: "people";
  account: Pick<Account, "id" | "address">;
  feature: string;
  permissions: readonly PeoplePermission[];
}

/** What is signed in: a new account of a kind, a known one again, one that is to open a shared mailbox, or that a feature is for. */
export type Purpose = { kind: AccountKind; account?: Account } | { kind: "shared"; account: Account; mailbox: string; again?: boolean } | Asking;

/** What is known of the shared mailbox before: nothing, the account that is to open it, or both. */
export interface Sharing {
  account?: string;
  mailbox?: string;
}
