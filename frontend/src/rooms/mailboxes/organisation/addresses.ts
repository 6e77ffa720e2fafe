import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { api } from "../../../backend/api";
import { problemOf } from "../../../backend/bridge";
import { onEvent } from "../../../backend/events";
import type { Address, AddressPage, Problem } from "../../../backend/types";

/** Rows that are asked for at once. */
const pageSize = 100;

/** What is looked for. */
export interface Wish {
  account: string;
  text: string;
  active: boolean;
}

interface State {
  of: string;
  page: AddressPage | undefined;
  rows: ReadonlyMap<number, Address>;
  problem: Problem | undefined;
}

export interface AddressList {
  /** The answer that came last, of the wish before this one as long as there is none. */
  page: AddressPage | undefined;
  problem: Problem | undefined;
  /** Microsoft is asked for the directory. */
  busy: boolean;
  row: (index: number) => Address | undefined;
  /** Says which rows are in sight: they are asked for. */
  want: (from: number, to: number) => void;
  /** Takes over what is known anew of addresses. */
  put: (changed: readonly Address[]) => void;
  /** Asks Microsoft for the directory now. */
  refresh: () => void;
  /** Asks for the rows in sight again. */
  reload: () => void;
}

/** useAddresses asks for the addresses around what is in sight, so that a directory of any size costs the same. */
export function useAddresses(wish: Wish): AddressList {
  const key = JSON.stringify(wish);
  const [state, setState] = useState<State>({ of: "", page: undefined, rows: new Map(), problem: undefined });
  const [busy, setBusy] = useState(0);
  const asked = useRef({ key: "", round: 0, pages: new Set<number>(), first: 0, last: 0 });

  const askFor = useCallback((page: number, refresh: boolean) => {
    const a = asked.current;
    const { key: of, round } = a;
    a.pages.add(page);
    const { account, text, active } = JSON.parse(of) as Wish;
    setBusy((n) => n + 1);
    api
      .Addresses(account, { text, active, offset: page * pageSize, limit: pageSize, refresh })
      .then(
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
      )
      .finally(() => setBusy((n) => n - 1));
  }, []);

  const begin = useCallback(
    (refresh: boolean) => {
      const a = asked.current;
      a.round++;
      a.pages.clear();
      for (let page = a.first; page <= a.last; page++) askFor(page, refresh && page === a.first);
    },
    [askFor],
  );

  useEffect(() => {
    asked.current.key = key;
    asked.current.first = asked.current.last = 0;
    begin(false);
  }, [key, begin]);

  const want = useCallback(
    (from: number, to: number) => {
      const a = asked.current;
      a.first = Math.floor(from / pageSize);
      a.last = Math.max(a.first, Math.floor(Math.max(from, to - 1) / pageSize));
      for (let page = a.first; page <= a.last; page++) if (!a.pages.has(page)) askFor(page, false);
    },
    [askFor],
  );

  // What becomes of the mailboxes that are read is told by events.
  useEffect(() => {
    let timer = 0;
    const stop = onEvent((event) => {
      if (timer || !["account", "problem"].includes(event.kind)) return;
      timer = window.setTimeout(() => {
        timer = 0;
        begin(false);
      }, 400);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [begin]);

  const put = useCallback((changed: readonly Address[]) => {
    const by = new Map(changed.map((one) => [one.address.toLowerCase(), one]));
    setState((was) => ({ ...was, rows: new Map([...was.rows].map(([i, one]) => [i, by.get(one.address.toLowerCase()) ?? one])) }));
  }, []);
  const reload = useCallback(() => begin(false), [begin]);
  const refresh = useCallback(() => begin(true), [begin]);

  return useMemo(
    () => ({ page: state.page, problem: state.problem, busy: busy > 0, row: (index) => state.rows.get(index), want, put, refresh, reload }),
    [state, busy, want, put, refresh, reload],
  );
}
