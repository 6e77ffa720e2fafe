import type { TFunction } from "i18next";
import type { Teammate } from "../../backend/types";
import type { Format } from "../../i18n/format";

/** How somebody can show, in the order of the legend; the first has no bar. */
export const statuses = ["free", "busy", "tentative", "workingElsewhere", "oof", "unknown"] as const;
export type Status = (typeof statuses)[number];

export const statusOf = (text: string): Status => statuses.find((s) => s === text) ?? "unknown";

const dayOf = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;

/** daysFrom counts the days from a day to another: 1 is tomorrow. */
const daysFrom = (from: Date, to: Date): number => dayOf(to) - dayOf(from);

/** headOf says in a word how somebody shows; who is free after work is not there. */
export function headOf(t: TFunction, person: Teammate): string {
  const status = statusOf(person.status);
  return status === "free" && person.afterHours ? t("people:afterHours") : t(`people:status.${status}`);
}

/** untilOf says until when, and what comes then. */
export function untilOf(t: TFunction, format: Format, person: Teammate, now: Date): string {
  const status = statusOf(person.status);
  if (status === "unknown") return "";
  if (!person.until) return status === "free" ? t("people:until.nothing") : t("people:until.open");
  const end = new Date(person.until);
  const days = daysFrom(now, end);
  const midnight = end.getHours() === 0 && end.getMinutes() === 0;
  if ((midnight && days === 1) || (status === "free" && days > 0)) return t("people:until.day");
  if (status === "oof" && days > 0) return t("people:until.back", { when: midnight ? format.brief(end) : format.fresh(end, now) });
  const time = format.fresh(end, now);
  const next = statusOf(person.next);
  if (person.next === "free" && days === 0) return t("people:until.free", { time });
  return person.next && next !== "free" && next !== "unknown" && status !== "free"
    ? t("people:until.then", { time, next: t(`people:next.${next}`) })
    : t("people:until.until", { time });
}
