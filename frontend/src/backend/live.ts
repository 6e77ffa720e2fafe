import { useCallback, useEffect, useRef, useState } from "react";
import { problemOf } from "./bridge";
import { onEvent } from "./events";
import type { Event, Problem } from "./types";

export interface Live<T> {
  /** What was answered last; it stays while a newer answer is under way. */
  value: T | undefined;
  /** Why the last question failed. */
  problem: Problem | undefined;
  loading: boolean;
  reload: () => void;
}

/** Events come in bursts, such as one per filed mail: the page asks anew at most this often. */
const pace = 400;

/**
 * useRenewal renews what events make stale: once in pace milliseconds at most, and, while nobody looks, when somebody
 * looks again.
 * @param concerns says which events make it stale; it may change freely
 */
export function useRenewal(concerns: ((event: Event) => boolean) | undefined, pace: number, renew: () => void): void {
  const filter = useRef(concerns);
  useEffect(() => {
    filter.current = concerns;
  });
  useEffect(() => {
    let timer: number | undefined;
    let stale = false;
    const begin = () => {
      if (timer !== undefined || !stale || document.hidden) return;
      timer = window.setTimeout(() => {
        timer = undefined;
        stale = false;
        renew();
      }, pace);
    };
    const stop = onEvent((event) => {
      if (!filter.current?.(event)) return;
      stale = true;
      begin();
    });
    document.addEventListener("visibilitychange", begin);
    return () => {
      stop();
      document.removeEventListener("visibilitychange", begin);
      window.clearTimeout(timer);
    };
  }, [pace, renew]);
}

/**
 * useLive asks the back end, and asks again when an event concerns the answer: at once, or when somebody looks again.
 * @param ask must keep its identity (useCallback) as long as the question is the same
 * @param concerns says which events make the answer stale; it may change freely
 */
export function useLive<T>(ask: () => Promise<T>, concerns?: (event: Event) => boolean): Live<T> {
  const [state, setState] = useState<{ ask: () => Promise<T>; value?: T; problem?: Problem; loading: boolean }>({
    ask,
    loading: true,
  });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = true;
    setState((was) => (was.ask === ask ? { ...was, loading: true } : { ask, loading: true }));
    ask().then(
      (value) => current && setState({ ask, value, loading: false }),
      (thrown: unknown) =>
        current && setState((was) => ({ ask, value: was.value, problem: problemOf(thrown), loading: false })),
    );
    return () => {
      current = false;
    };
  }, [ask, round]);

  const reload = useCallback(() => setRound((n) => n + 1), []);

  useRenewal(concerns, pace, reload);

  const mine = state.ask === ask;
  return {
    value: mine ? state.value : undefined,
    problem: mine ? state.problem : undefined,
    loading: !mine || state.loading,
    reload,
  };
}

export interface Action<A extends unknown[]> {
  run: (...args: A) => Promise<boolean>;
  busy: boolean;
  problem: Problem | undefined;
  clear: () => void;
}

/** useAction runs something that may be refused, and keeps the problem to be shown. run answers whether it went well. */
export function useAction<A extends unknown[]>(act: (...args: A) => Promise<unknown>): Action<A> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  const run = useCallback(async (...args: A) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await latest.current(...args);
      return true;
    } catch (thrown) {
      setProblem(problemOf(thrown));
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  const clear = useCallback(() => setProblem(undefined), []);
  return { run, busy, problem, clear };
}
