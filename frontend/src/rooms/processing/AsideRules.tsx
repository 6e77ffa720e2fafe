import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { AddRegular, DeleteRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import type { AsideOther, AsideRule, AsideRules as All } from "../../backend/types";
import { ProblemBox } from "../../components/ProblemBox";
import { Switch } from "../../components/Switch";
import { useFormat } from "../../i18n/format";
import { nameOf } from "./ClientPicker";
import { useRuleForm } from "./RuleForm";
import { useRoomStyles } from "./styles";
import { useFix } from "./useFix";

const useStyles = makeStyles({
  body: { flex: "1 1 auto", minHeight: 0, overflowY: "auto", padding: "0 16px 16px" },
  form: { display: "flex", flexWrap: "wrap", alignItems: "end", gap: "8px 12px", padding: "12px 0 16px" },
  field: { flex: "1 1 160px", minWidth: 0, maxWidth: "320px", "& select, & .fui-Input": { width: "100%", minWidth: 0 } },
  row: { display: "flex", alignItems: "center", gap: "12px", minHeight: "48px", padding: "4px 0", borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  warn: { color: tokens.colorStatusWarningForeground3 },
});

const none = { sender: "", domain: "", subject: "" };
const builtin = ["bulk", "auto", "internal"];

/** AsideRules lists the rules by which mails are set aside, and makes new ones. */
export function AsideRules({ all }: { all: All }) {
  const styles = useStyles();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const { fields, ready, problem, add } = useRuleForm({ keep: false, values: { ...none, mailbox: all.mailbox[0] ?? "" }, mailboxes: all.mailbox, className: styles.field });
  return (
    <div className={styles.body} tabIndex={0} role="region" aria-label={t("processing:asideRules.tab.rules")}>
      <p className={room.small}>{t("processing:asideRules.text")}</p>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) add();
        }}
      >
        {fields}
        <Button type="submit" icon={<AddRegular />} disabledFocusable={!ready}>
          {t("processing:asideRules.add")}
        </Button>
      </form>
      {problem && (
        <div role="alert">
          <ProblemBox problem={problem} />
        </div>
      )}
      <ul className={room.list}>
        {all.rules.map((rule) => (
          <Rule key={rule.id} rule={rule} />
        ))}
      </ul>
    </div>
  );
}

function Rule({ rule }: { rule: AsideRule }) {
  const styles = useStyles();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const own = !builtin.includes(rule.kind);
  const say = ({ kind, value }: AsideOther): string => t(`processing:asideRules.is.${kind}`, { value });
  const title = own ? t(rule.keep ? "processing:asideRules.keeps" : "processing:asideRules.sets", { what: say(rule) }) : t(`processing:asideRules.is.${rule.kind}`);
  const turn = useFix(
    async (on: boolean) => {
      await api.SwitchAsideRule(rule.id, on);
      return 0;
    },
    t("processing:asideRules.changed"),
  );
  const drop = useFix(
    async () => {
      await api.DropAsideRule(rule.id);
      return 0;
    },
    t("processing:asideRules.dropped"),
  );
  const problem = turn.problem ?? drop.problem;
  return (
    <li>
      <div className={styles.row}>
        <Switch aria-label={title} checked={rule.on} disabled={turn.busy} onChange={(_, data) => void turn.run(data.checked)} />
        <div className={room.grow}>
          <p className={room.text}>{title}</p>
          <p className={room.small}>{rule.keep ? t("processing:asideRules.exception") : rule.on || rule.mails > 0 ? t("processing:asideRules.mails", { count: rule.mails }) : t("processing:asideRules.off")}</p>
          {rule.on && rule.loses.map((other) => (
            <p key={other.kind + other.value} className={room.small}>
              <span className={styles.warn}>{t("processing:asideRules.loses", { what: say(other) })}</span>
            </p>
          ))}
          {rule.on && rule.wins.map((other) => (
            <p key={other.kind + other.value} className={room.small}>
              {t("processing:asideRules.wins", { what: say(other) })}
            </p>
          ))}
          {rule.on && rule.clients.length > 0 && (
            <p className={room.small}>
              <span className={styles.warn}>{t("processing:asideRules.clients", { names: format.list(rule.clients.map(nameOf)) })}</span>
            </p>
          )}
        </div>
        {own && <Button appearance="subtle" icon={<DeleteRegular />} aria-label={t("processing:asideRules.drop", { what: title })} title={t("processing:asideRules.drop", { what: title })} disabledFocusable={drop.busy} onClick={() => void drop.run()} />}
      </div>
      {problem && (
        <div role="alert">
          <ProblemBox problem={problem} />
        </div>
      )}
    </li>
  );
}
