import { useCallback, useEffect, useState } from "react";
import { onEvent } from "../../backend/events";

/** How far a long work is; a total of 0 is not known. */
export interface Progress {
  done: number;
  total: number;
}

/** useProgress hears how far a long work is, until it is cleared. */
export function useProgress(task: string): [Progress | undefined, () => void] {
  const [progress, setProgress] = useState<Progress>();
  useEffect(
    () => onEvent((event) => event.kind === "progress" && event.task === task && setProgress({ done: event.done, total: event.total })),
    [task],
  );
  return [progress, useCallback(() => setProgress(undefined), [])];
}
