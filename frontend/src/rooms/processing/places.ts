import { go } from "../../app/route";

/** The ways to look at processing. */
export const views = ["list", "clients", "team"] as const;
export type View = (typeof views)[number];

/** Where the person is in the room: a view, and what is chosen in it. */
export interface Place {
  view: View;
  id: string;
}

/** placeOf reads "clients:ID", "team", or the id of a mail. */
export function placeOf(place: string): Place {
  const [head = "", id = ""] = place.split(":");
  if (head === "clients" || head === "team") return { view: head, id };
  return { view: "list", id: head };
}

export const goView = (view: View): void => go("processing", view === "list" ? "" : view);
export const goClient = (id: string): void => go("processing", `clients:${id}`);
