import { useCallback, useSyncExternalStore } from "react";

/** In such a window there is room for one thing at a time. */
export const compactWindow = "(max-width: 999px)";

/** useMedia says whether a media query fits. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (heard: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", heard);
      return () => list.removeEventListener("change", heard);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
