import { useMemo } from "react";
import { api } from "../../backend/api";
import { type Pages, usePages } from "../../backend/pages";
import type { Contact, ContactPage, ContactQuery, User, UserPage } from "../../backend/types";

const userKinds = ["users", "account"];
const contactKinds = ["contacts", "account"];

/** useUsers gives the organisation's users. */
export function useUsers(text: string, kind: string): Pages<User, UserPage> {
  return usePages(
    useMemo(
      () => ({ key: JSON.stringify([text, kind]), ask: (offset: number, limit: number) => api.Users({ text, kind, offset, limit }), idOf: (user: User) => user.address, kinds: userKinds, pace: 400 }),
      [text, kind],
    ),
  );
}

/** useContacts gives contacts; the query must keep its identity. */
export function useContacts(query: ContactQuery): Pages<Contact, ContactPage> {
  return usePages(
    useMemo(
      () => ({ key: JSON.stringify(query), ask: (offset: number, limit: number) => api.Contacts({ ...query, offset, limit }), idOf: (contact: Contact) => contact.id, kinds: contactKinds, pace: 400 }),
      [query],
    ),
  );
}
