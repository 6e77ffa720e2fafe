import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { api } from "../../backend/api";
import { problemOf } from "../../backend/bridge";
import { onEvent } from "../../backend/events";
import type { Problem, User, UserPage } from "../../backend/types";

/** Rows that are asked for at once. */
const pageSize = 100;

interface State {
  of: string;
  page: UserPage | undefined;
  rows: ReadonlyMap<number, User>;
  problem: Problem | undefined;
}

export interface UserList {
  page: UserPage | undefined;
  problem: Problem | undefined;
  row: (index: number) => User | undefined;
  /** Says which rows are in sight: they are asked for. */
  want: (from: number, to: number) => void;
  reload: () => void;
}

/** useUsers asks for the users around what is in sight, so that a directory of any size costs the same. */
export function useUsers(text: string, kind: string): UserList {
  const key = JSON.stringify([text, kind]);
  const [state, setState] = useState<State>({ of: "", page: undefined, rows: new Map(), problem: undefined });
  const asked = useRef({ key: "", round: 0, pages: new Set<number>(), first: 0, last: 0 });

  const askFor = useCallback((page: number) => {
    const a = asked.current;
    const { key: of, round } = a;
    const [text = "", kind = ""] = JSON.parse(of) as string[];
    a.pages.add(page);
    api.Users({ text, kind, offset: page * pageSize, limit: pageSize }).then(
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
    asked.current.key = key;
    asked.current.first = asked.current.last = 0;
    reload();
  }, [key, reload]);

  const want = useCallback(
    (from: number, to: number) => {
      const a = asked.current;
      a.first = Math.floor(from / pageSize);
      a.last = Math.max(a.first, Math.floor(Math.max(from, to - 1) / pageSize));
      for (let page = a.first; page <= a.last; page++) if (!a.pages.has(page)) askFor(page);
    },
    [askFor],
  );

  useEffect(() => onEvent((event) => (event.kind === "users" || event.kind === "account") && reload()), [reload]);

  return useMemo(() => ({ page: state.page, problem: state.problem, row: (index) => state.rows.get(index), want, reload }), [state, want, reload]);
}
