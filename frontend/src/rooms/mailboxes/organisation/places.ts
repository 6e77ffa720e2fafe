import { go } from "../../../app/route";

/** formOf is the place of the form that connects an organisation, or renews the secret of the one with an account's id. */
export const formOf = (account = ""): string => `organisation:${account}`;

/** addressesOf is the place of an organisation's addresses. */
export const addressesOf = (account: string): string => `addresses:${account}`;

/** placed gives the account that a place of this prefix names, undefined if it is another place. */
export const placed = (prefix: string, place: string): string | undefined =>
  place.startsWith(`${prefix}:`) ? place.slice(prefix.length + 1) : undefined;

/** addOrganisation leads to the form. */
export const addOrganisation = (): void => go("mailboxes", formOf());
