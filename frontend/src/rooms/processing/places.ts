import { go } from "../../app/route";

/** The ways to look at processing. */
export const views = ["work", "list", "talks", "clients", "team", "rules"] as const;
export type View = (typeof views)[number];

/** Where the person is in the room: a view, and what is chosen in it; no view is the one to begin with. */
export interface Place {
  view: View | "";
  id: string;
  /** Only the conversations of this client. */
  client: string;
}

const isView = (text: string): text is View => (views as readonly string[]).includes(text);

/** placeOf reads "clients:ID", "team", "talks:ID:CLIENT", or the id of a mail. */
export function placeOf(place: string): Place {
  const [head = "", id = "", client = ""] = place.split(":");
  return isView(head) ? { view: head, id, client } : { view: head && "list", id: head, client };
}

export const goView = (view: View): void => go("processing", view);
export const goClient = (id: string): void => go("processing", `clients:${id}`);
export const goTalk = (id = "", client = ""): void => go("processing", client ? `talks:${id}:${client}` : id ? `talks:${id}` : "talks");

/** A conversation's id is longer than that of a mail. */
export const isTalk = (id: string): boolean => /^[0-9a-f]{16}$/.test(id);
