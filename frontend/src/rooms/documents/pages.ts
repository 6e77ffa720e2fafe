import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { api } from "../../backend/api";
import { problemOf } from "../../backend/bridge";
import { onEvent } from "../../backend/events";
import type { Document, Problem, Query } from "../../backend/types";

/** Rows that are asked for at once. */
export const pageSize = 100;

/** Pages that are kept: a few thousand rows around where the person is. */
const keptPages = 40;

/** While the person scrolls, or mail is filed, the program is asked at most this often. */
const pace = 80;
const eventPace = 400;

interface Page {
  round: number;
  items: Document[];
}

interface State {
  /** The query that the pages answer. */
  of: string;
  total: number;
  all: number;
  ready: boolean;
  pages: ReadonlyMap<number, Page>;
  problem: Problem | undefined;
}

export interface Pages {
  /** How many rows there are. */
  total: number;
  /** How many documents there are without any filter. */
  all: number;
  /** False while the program is still reading its list. */
  ready: boolean;
  /** False until the first answer to the query is there; rows of the query before stay meanwhile. */
  answered: boolean;
  problem: Problem | undefined;
  row: (index: number) => Document | undefined;
  /** The row of a document among those that are here; -1 if it is not. */
  find: (id: string) => number;
  /** Says which rows are in sight: they and their neighbours are asked for. */
  want: (from: number, to: number) => void;
  reload: () => void;
}

/**
 * usePages asks for the rows around what is in sight, so that a list of any size costs the same. Rows that are not here
 * yet are undefined. Filed mail makes the rows in sight be asked for anew.
 */
export function usePages(query: Query): Pages {
  const key = JSON.stringify(query);
  const [state, setState] = useState<State>({ of: "", total: 0, all: 0, ready: true, pages: new Map(), problem: undefined });
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  }, [state]);
  const asked = useRef({ key: "", round: 0, pages: new Set<number>(), from: 0, to: 1, timer: 0 });

  const askFor = useCallback((page: number) => {
    const { key: of, round } = asked.current;
    asked.current.pages.add(page);
    const current = (): boolean => asked.current.key === of && asked.current.round === round;
    api.Documents({ ...(JSON.parse(of) as Query), offset: page * pageSize, limit: pageSize }).then(
      (answer) => {
        if (!current()) return;
        asked.current.pages.delete(page);
        setState((was) => {
          const pages = new Map(was.of === of ? was.pages : []);
          pages.set(page, { round, items: answer.items });
          const middle = (asked.current.from + asked.current.to) / 2;
          const far = [...pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
          for (const other of far.slice(0, Math.max(0, pages.size - keptPages))) pages.delete(other);
          return { of, total: answer.total, all: answer.all, ready: answer.ready, pages, problem: undefined };
        });
      },
      (thrown: unknown) => {
        if (!current()) return;
        asked.current.pages.delete(page);
        setState((was) => ({ ...was, problem: problemOf(thrown) }));
      },
    );
  }, []);

  /** Asks for what is in sight and neither here nor under way. */
  const fill = useCallback(() => {
    const a = asked.current;
    a.timer = 0;
    const { of, pages, total } = latest.current;
    const last = of === a.key ? Math.max(0, Math.ceil(total / pageSize) - 1) : 0;
    for (let page = Math.min(a.from, last); page <= Math.min(a.to, last); page++) {
      const here = of === a.key && pages.get(page)?.round === a.round;
      if (!here && !a.pages.has(page)) askFor(page);
    }
  }, [askFor]);

  const begin = useCallback(() => {
    asked.current.round++;
    asked.current.pages.clear();
    fill();
  }, [fill]);

  useEffect(() => {
    const a = asked.current;
    a.key = key;
    a.from = 0;
    a.to = 0;
    begin();
    return () => window.clearTimeout(a.timer);
  }, [key, begin]);

  const want = useCallback(
    (from: number, to: number) => {
      const a = asked.current;
      a.from = Math.max(0, Math.floor((from - pageSize / 4) / pageSize));
      a.to = Math.max(a.from, Math.floor((to + pageSize / 4) / pageSize));
      if (!a.timer) a.timer = window.setTimeout(fill, pace);
    },
    [fill],
  );

  useEffect(() => {
    let timer = 0;
    const stop = onEvent((event) => {
      if (timer || !["filed", "documents", "settings"].includes(event.kind)) return;
      timer = window.setTimeout(() => {
        timer = 0;
        begin();
      }, eventPace);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [begin]);

  const { pages } = state;
  return useMemo(
    () => ({
      total: state.total,
      all: state.all,
      ready: state.ready,
      answered: state.of === key,
      problem: state.problem,
      row: (index) => pages.get(Math.floor(index / pageSize))?.items[index % pageSize],
      find: (id) => {
        for (const [page, { items }] of pages) {
          const at = items.findIndex((d) => d.id === id);
          if (at >= 0) return page * pageSize + at;
        }
        return -1;
      },
      want,
      reload: begin,
    }),
    [state, pages, key, want, begin],
  );
}
