import type { TFunction } from "i18next";
import type { ProcessingMail } from "../../backend/types";
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
