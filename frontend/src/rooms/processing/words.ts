import type { TFunction } from "i18next";
import type { Conversation, ProcessingMail } from "../../backend/types";
import type { Format } from "../../i18n/format";
import { personOf } from "../documents/person";

/** senderOf is who a mail is from, in a word or two. */
export function senderOf(mail: ProcessingMail, t: TFunction): string {
  const person = personOf(mail.from);
  return person.name || person.address || t("documents:senderUnknown");
}

/** reasonOf says in a few words why a mail needs a person. */
export function reasonOf(mail: ProcessingMail, t: TFunction): string {
  const [first = "", second = ""] = mail.args;
  switch (mail.why) {
    case "several":
      return t("processing:short.several", { count: Number(first) });
    case "no-holder":
      return t("processing:short.noHolder", { role: first });
    case "no-tie":
    case "no-contact":
      return t("processing:short.noTie", { address: first });
    case "no-member":
      return t("processing:short.noMember", { team: first });
    case "ended":
      return t("processing:short.ended", { client: mail.client?.name ?? second });
    case "unreadable":
      return t("processing:short.unreadable");
    case "unknown":
      return t("processing:short.unknown");
    default:
      return t("processing:short.nobody");
  }
}

/** standOf says in a few words where a mail stands. */
export function standOf(mail: ProcessingMail, t: TFunction, list: (names: string[]) => string): string {
  switch (mail.state) {
    case "attention":
      return reasonOf(mail, t);
    case "processed":
      return [mail.client?.name ?? "", list(mail.people)].filter(Boolean).join(" · ");
    case "aside":
      return mail.rule ? t(`processing:rule.${mail.rule}`) : "";
    default:
      return t("processing:short.new");
  }
}

/** What the choice of a candidate is to be remembered for, as AssignMail takes it. */
export type Learn = "" | "address" | "domain" | "nothing";

/** dayIn is the day that it is in so many days, such as 2026-11-23. */
export function dayIn(days: number): string {
  const then = new Date();
  then.setDate(then.getDate() + days);
  return [then.getFullYear(), String(then.getMonth() + 1).padStart(2, "0"), String(then.getDate()).padStart(2, "0")].join("-");
}

/** reasonsOf says in a few words why a conversation is somebody's work, or without that its day and state. */
export function reasonsOf(talk: Conversation, t: TFunction, format: Format, work?: string[]): string[] {
  const day = talk.due && format.briefDay(talk.due);
  const list = work?.map((why) => (why === "open" ? "free" : why)) ?? [talk.overdue ? "overdue" : talk.due && talk.state !== "done" ? (talk.due === dayIn(0) ? "today" : "due") : "", talk.unread > 0 ? "unread" : "", talk.state];
  return list.filter(Boolean).map((reason) => t(`processing:talk.is.${reason}`, { day, count: talk.unread }));
}
