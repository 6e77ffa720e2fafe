import { Field, Input, Select } from "@fluentui/react-components";
import { type ReactNode, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import { useLive } from "../../backend/live";
import type { Problem, ProcessingMail } from "../../backend/types";
import { AskDialog } from "../../components/AskDialog";
import { personOf } from "../documents/person";
import { useRoomStyles } from "./styles";
import { useFix } from "./useFix";

const about = ["sender", "domain", "subject", "mailbox"] as const;
type About = (typeof about)[number];

interface Wanted {
  /** The rule says that no rule sets such mails aside. */
  keep: boolean;
  /** What is proposed for each; the first with something, the mailbox aside, is what the rule is about at first. */
  values: Record<About, string>;
  /** Mailboxes that it can be about. */
  mailboxes: readonly string[];
  className?: string;
  made?: () => void;
}

interface RuleForm {
  fields: ReactNode;
  /** There is enough to make a rule of. */
  ready: boolean;
  problem: Problem | undefined;
  add: () => void;
}

/** useRuleForm asks for a rule by which mails are set aside, or never are, and makes it. What is proposed can be changed. */
export function useRuleForm({ keep: proposed, values, mailboxes, className, made }: Wanted): RuleForm {
  const { t } = useTranslation();
  const [keep, setKeep] = useState(proposed);
  const [kind, setKind] = useState<About>(about.find((one) => one !== "mailbox" && values[one]) ?? "sender");
  const [typed, setTyped] = useState<Partial<Record<About, string>>>({});
  const value = typed[kind] ?? values[kind];
  const set = (next: string): void => setTyped((was) => ({ ...was, [kind]: next }));
  const add = useFix(
    async () => {
      await api.AddAsideRule(kind, value.trim(), keep);
      return 0;
    },
    t("processing:asideRules.added"),
    () => {
      setTyped({});
      made?.();
    },
  );
  const ready = value.trim() !== "" && !add.busy;
  const fields = (
    <>
      <Field className={className} label={t("processing:asideRules.what")}>
        <Select value={keep ? "keep" : "aside"} onChange={(_, data) => setKeep(data.value === "keep")}>
          <option value="aside">{t("processing:asideRules.does.aside")}</option>
          <option value="keep">{t("processing:asideRules.does.keep")}</option>
        </Select>
      </Field>
      <Field className={className} label={t("processing:asideRules.about")}>
        <Select value={kind} onChange={(_, data) => setKind(data.value as About)}>
          {about.map((one) => (
            <option key={one} value={one}>
              {t(`processing:asideRules.by.${one}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field className={className} label={t(`processing:asideRules.value.${kind}`)}>
        {kind === "mailbox" ? (
          <Select value={value} onChange={(_, data) => set(data.value)}>
            {mailboxes.map((address) => (
              <option key={address} value={address}>
                {address}
              </option>
            ))}
          </Select>
        ) : (
          <Input value={value} spellCheck={false} onChange={(_, data) => set(data.value)} />
        )}
      </Field>
    </>
  );
  return { fields, ready, problem: add.problem, add: () => void add.run() };
}

/** What mail programs write before the subject of an answer or of what is passed on. */
const answered = /^(\s*(re|fwd?|aw|wg|tr|antw|doorst)\s*:)+\s*/i;

/** RuleDialog makes a rule for mails such as one. */
export function RuleDialog({ mail, close, made }: { mail: ProcessingMail; close: () => void; made: () => void }) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  const draft = useLive(useCallback(() => api.DraftClient(mail.id), [mail.id]));
  const sender = personOf(mail.from).address.toLowerCase();
  // A domain where anybody can have an address is none to make a rule of: the draft has no domain then.
  const domain = draft.value?.address.toLowerCase() === sender ? draft.value.domain : "";
  const { fields, ready, problem, add } = useRuleForm({
    keep: mail.state === "aside",
    values: { sender, domain, subject: mail.subject.replace(answered, ""), mailbox: mail.mailbox },
    mailboxes: [mail.mailbox],
    made,
  });
  return (
    <AskDialog form title={t("processing:asideRules.fromMail")} problem={problem} label={t("processing:asideRules.add")} ready={ready} close={close} act={add}>
      <p className={room.small}>{t("processing:asideRules.text")}</p>
      {fields}
    </AskDialog>
  );
}
