import { type RefObject, useCallback, useLayoutEffect, useState } from "react";

/** Rows beyond the edges, so that a fast scroll shows no holes. */
const spare = 8;

export interface Window {
  from: number;
  to: number;
  /** Brings a row into sight. */
  show: (row: number) => void;
  onScroll: () => void;
}

/**
 * useWindow tells which rows of a long list lie in sight: only they are drawn. All rows have the same height.
 * @param head height of a head that stays above the rows while they scroll
 */
export function useWindow(box: RefObject<HTMLElement | null>, rows: number, height: number, head = 0): Window {
  const [range, setRange] = useState({ from: 0, to: 40 });
  const measure = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const from = Math.max(0, Math.floor(element.scrollTop / height) - spare);
    const to = from + Math.ceil((element.clientHeight || 800) / height) + 2 * spare;
    setRange((was) => (was.from === from && was.to === to ? was : { from, to }));
  }, [box, height]);
  useLayoutEffect(() => {
    measure();
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, measure, rows]);
  const show = useCallback(
    (row: number) => {
      const element = box.current;
      if (!element) return;
      const top = row * height;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top + height + head > element.scrollTop + element.clientHeight)
        element.scrollTop = top + height + head - element.clientHeight;
    },
    [box, height, head],
  );
  return { from: Math.min(range.from, rows), to: Math.min(range.to, rows), show, onScroll: measure };
}
