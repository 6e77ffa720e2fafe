import { useCallback, useEffect, useRef, useState } from "react";

/** While the person types, the program is asked this long after the last letter. */
const pause = 150;

/** useLater keeps what is typed at once and tells it when the person pauses. */
export function useLater(value: string, tell: (value: string) => void): [string, (value: string) => void] {
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  if (value !== told) {
    // changed from elsewhere, such as "Clear search"
    setTold(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === told) return undefined;
    const timer = window.setTimeout(() => {
      setTold(typed);
      latest.current(typed);
    }, pause);
    return () => window.clearTimeout(timer);
  }, [typed, told]);
  return [typed, useCallback((next: string) => setTyped(next), [])];
}
