import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { problemOf } from "./bridge";
import { useRenewal } from "./live";
import type { Problem } from "./types";

/** Rows that are asked for at once. */
const pageSize = 100;

/** Pages that are kept: a few thousand rows around where the person is. */
const keptPages = 40;

/** While the person scrolls the program is asked at most this often. */
const pace = 80;

/** What the program answers: a part of a list. */
interface Answer<R> {
  total: number;
  items: R[];
}

/** A question whose answer comes in pages. */
export interface Question<R, A extends Answer<R>> {
  /** The same question has the same key. */
  key: string;
  ask: (offset: number, limit: number) => Promise<A>;
  idOf: (row: R) => string;
  /** Kinds of events after which the rows in sight are asked for anew, and how often at most, in milliseconds. */
  kinds: readonly string[];
  pace: number;
}

interface Page<R> {
  round: number;
  items: R[];
}

interface State<R, A> {
  /** The key of the question that the pages answer. */
  of: string;
  total: number;
  answer: A | undefined;
  pages: ReadonlyMap<number, Page<R>>;
  problem: Problem | undefined;
}

export interface Pages<R, A = unknown> {
  /** How many rows there are. */
  total: number;
  /** What was answered last, the question before included. */
  answer: A | undefined;
  /** False until the first answer to the question is there; rows of the one before stay meanwhile. */
  answered: boolean;
  problem: Problem | undefined;
  row: (index: number) => R | undefined;
  /** The row with an id among those that are here; -1 if it is not. */
  find: (id: string) => number;
  idOf: (row: R) => string;
  /** Says which rows are in sight: they and their neighbours are asked for. */
  want: (from: number, to: number) => void;
  /** Takes over what is known anew of rows that are here. */
  put: (changed: readonly R[]) => void;
  reload: () => void;
}

/**
 * usePages asks for the rows around what is in sight, so that a list of any size costs the same. Rows that are not here
 * yet are undefined. An answer to a question that is no longer asked is dropped.
 * @param question must keep its identity (useMemo) as long as it is the same
 */
export function usePages<R, A extends Answer<R>>(question: Question<R, A>): Pages<R, A> {
  const { key, idOf, kinds, pace: eventPace } = question;
  const [state, setState] = useState<State<R, A>>({ of: "", total: 0, answer: undefined, pages: new Map(), problem: undefined });
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  }, [state]);
  const asked = useRef({ question, key: "", round: 0, pages: new Set<number>(), from: 0, to: 1, timer: 0 });

  const askFor = useCallback((page: number) => {
    const { key: of, round } = asked.current;
    asked.current.pages.add(page);
    const current = (): boolean => asked.current.key === of && asked.current.round === round;
    asked.current.question.ask(page * pageSize, pageSize).then(
      (answer) => {
        if (!current()) return;
        asked.current.pages.delete(page);
        setState((was) => {
          const pages = new Map(was.of === of ? was.pages : []);
          pages.set(page, { round, items: answer.items });
          for (const other of pages.keys()) if (other * pageSize >= answer.total) pages.delete(other);
          const middle = (asked.current.from + asked.current.to) / 2;
          const far = [...pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
          for (const other of far.slice(0, Math.max(0, pages.size - keptPages))) pages.delete(other);
          return { of, total: answer.total, answer, pages, problem: undefined };
        });
      },
      (thrown: unknown) => {
        // It stays among those that are asked for: a refusal is tried again when the person wants it, or when something happens.
        if (current()) setState((was) => ({ ...was, problem: problemOf(thrown) }));
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
    a.question = question;
    a.key = key;
    a.from = 0;
    a.to = 0;
    begin();
    return () => window.clearTimeout(a.timer);
  }, [question, key, begin]);

  const want = useCallback(
    (from: number, to: number) => {
      const a = asked.current;
      a.from = Math.max(0, Math.floor((from - pageSize / 4) / pageSize));
      a.to = Math.max(a.from, Math.floor((to + pageSize / 4) / pageSize));
      if (!a.timer) a.timer = window.setTimeout(fill, pace);
    },
    [fill],
  );

  const put = useCallback(
    (changed: readonly R[]) => {
      const by = new Map(changed.map((row) => [idOf(row), row]));
      setState((was) => ({ ...was, pages: new Map([...was.pages].map(([at, page]) => [at, { ...page, items: page.items.map((row) => by.get(idOf(row)) ?? row) }])) }));
    },
    [idOf],
  );

  useRenewal((event) => kinds.includes(event.kind), eventPace, begin);

  const { pages } = state;
  return useMemo(
    () => ({
      total: state.total,
      answer: state.answer,
      answered: state.of === key,
      problem: state.problem,
      row: (index) => pages.get(Math.floor(index / pageSize))?.items[index % pageSize],
      find: (id) => {
        for (const [page, { items }] of pages) {
          const at = items.findIndex((row) => idOf(row) === id);
          if (at >= 0) return page * pageSize + at;
        }
        return -1;
      },
      idOf,
      want,
      put,
      reload: begin,
    }),
    [state, pages, key, idOf, want, put, begin],
  );
}
