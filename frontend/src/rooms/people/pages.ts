import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { api } from "../../backend/api";
import { problemOf } from "../../backend/bridge";
import { onEvent } from "../../backend/events";
import type { Contact, ContactPage, ContactQuery, Event, Problem, User, UserPage } from "../../backend/types";

/** Rows that are asked for at once. */
const pageSize = 100;

interface State<P, R> {
  of: unknown;
  page: P | undefined;
  rows: ReadonlyMap<number, R>;
  problem: Problem | undefined;
}

export interface Pages<P, R> {
  page: P | undefined;
  problem: Problem | undefined;
  row: (index: number) => R | undefined;
  /** Says which rows are in sight: they are asked for. */
  want: (from: number, to: number) => void;
  reload: () => void;
}

type Ask<P> = (offset: number, limit: number) => Promise<P>;

/**
 * usePages asks for the rows around what is in sight, so that a list of any size costs the same.
 * @param ask must keep its identity as long as the list is the same
 * @param concerns says which events make it stale
 */
function usePages<R, P extends { items: R[]; total: number }>(ask: Ask<P>, concerns: (event: Event) => boolean): Pages<P, R> {
  const [state, setState] = useState<State<P, R>>({ of: undefined, page: undefined, rows: new Map(), problem: undefined });
  const asked = useRef({ ask, round: 0, pages: new Set<number>(), first: 0, last: 0 });

  const askFor = useCallback((page: number) => {
    const a = asked.current;
    const { ask: of, round } = a;
    a.pages.add(page);
    of(page * pageSize, pageSize).then(
      (answer) => {
        if (asked.current.round !== round) return;
        setState((was) => {
          const rows = new Map(was.of === of ? was.rows : []);
          answer.items.forEach((one, i) => rows.set(page * pageSize + i, one));
          for (const i of rows.keys()) if (i >= answer.total) rows.delete(i);
          return { of, page: answer, rows, problem: undefined };
        });
      },
      (thrown: unknown) => {
        if (asked.current.round !== round) return;
        a.pages.delete(page);
        setState((was) => ({ ...was, of, problem: problemOf(thrown) }));
      },
    );
  }, []);

  const reload = useCallback(() => {
    const a = asked.current;
    a.round++;
    a.pages.clear();
    for (let page = a.first; page <= a.last; page++) askFor(page);
  }, [askFor]);

  useEffect(() => {
    asked.current.ask = ask;
    asked.current.first = asked.current.last = 0;
    reload();
  }, [ask, reload]);

  const want = useCallback(
    (from: number, to: number) => {
      const a = asked.current;
      a.first = Math.floor(from / pageSize);
      a.last = Math.max(a.first, Math.floor(Math.max(from, to - 1) / pageSize));
      for (let page = a.first; page <= a.last; page++) if (!a.pages.has(page)) askFor(page);
    },
    [askFor],
  );

  useEffect(() => onEvent((event) => concerns(event) && reload()), [concerns, reload]);

  return useMemo(() => ({ page: state.page, problem: state.problem, row: (index) => state.rows.get(index), want, reload }), [state, want, reload]);
}

const ofUsers = (event: Event): boolean => event.kind === "users" || event.kind === "account";
const ofContacts = (event: Event): boolean => event.kind === "contacts" || event.kind === "account";

/** useUsers gives the organisation's users. */
export function useUsers(text: string, kind: string): Pages<UserPage, User> {
  return usePages(
    useCallback((offset: number, limit: number) => api.Users({ text, kind, offset, limit }), [text, kind]),
    ofUsers,
  );
}

/** useContacts gives contacts; the query must keep its identity. */
export function useContacts(query: ContactQuery): Pages<ContactPage, Contact> {
  return usePages(
    useCallback((offset: number, limit: number) => api.Contacts({ ...query, offset, limit }), [query]),
    ofContacts,
  );
}
