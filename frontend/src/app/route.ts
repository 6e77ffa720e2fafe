import { useSyncExternalStore } from "react";

/** Where the person is: a room and, inside it, a place such as a mailbox's address or a document's id. */
interface Route {
  room: string;
  place: string;
}

/** parse reads "#/mailboxes/jan%40kantoor.example". */
export function parse(hash: string): Route {
  const [room = "", ...rest] = hash.replace(/^#\/?/, "").split("/");
  let place = rest.join("/");
  try {
    place = decodeURIComponent(place);
  } catch {
    // a place that nobody wrote: shown as it is
  }
  return { room, place };
}

/** go leads to a room. */
export function go(room: string, place = ""): void {
  window.location.hash = `/${room}${place ? `/${encodeURIComponent(place)}` : ""}`;
}

function subscribe(heard: () => void): () => void {
  window.addEventListener("hashchange", heard);
  return () => window.removeEventListener("hashchange", heard);
}

export function useRoute(): Route {
  return parse(useSyncExternalStore(subscribe, () => window.location.hash));
}
