import { listen } from "./bridge";
import type { Event } from "./types";

type Heard = (event: Event) => void;

const listeners = new Set<Heard>();
let stop: (() => void) | null = null;

/** onEvent hears the events until the function that it gives is called. One subscription serves the whole page. */
export function onEvent(heard: Heard): () => void {
  listeners.add(heard);
  stop ??= listen<Event>((event) => {
    for (const listener of [...listeners]) listener(event);
  });
  return () => {
    listeners.delete(heard);
    if (listeners.size === 0 && stop) {
      stop();
      stop = null;
    }
  };
}
