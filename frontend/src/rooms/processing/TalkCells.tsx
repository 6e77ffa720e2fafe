import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { CheckmarkCircleRegular, ClockRegular, MailRegular, MailUnreadRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { Conversation } from "../../backend/types";
import { useFormat } from "../../i18n/format";
import { Head, useGridStyles } from "../documents/Grid";
import type { Away } from "./away";
import { reasonsOf } from "./words";

export const useTalkStyles = makeStyles({
  wide: { gridTemplateColumns: "20px minmax(0, 1fr) minmax(0, 230px)" },
  narrow: { gridTemplateColumns: "20px minmax(0, 1fr) minmax(0, 140px)" },
  icon: { fontSize: "20px", lineHeight: 0, color: tokens.colorNeutralForeground3 },
  unread: { color: tokens.colorCompoundBrandForeground1 },
  right: { textAlign: "right" },
  line: { lineHeight: "20px" },
  // Read on the ground of a chosen row, too.
  late: { color: tokens.colorStatusWarningForeground2, fontWeight: tokens.fontWeightSemibold },
});

/** TalkHead heads a list with conversations. */
export function TalkHead() {
  const styles = useTalkStyles();
  const { t } = useTranslation();
  return (
    <>
      <Head label={t("processing:talk.state")}>{null}</Head>
      <Head>{t("processing:talk.one")}</Head>
      <Head className={styles.right}>{t("processing:talk.last")}</Head>
    </>
  );
}

/** TalkCells are a conversation in a list; work says why it is there, away who of the team is not. */
export function TalkCells({ talk, work, away }: { talk: Conversation; work?: string[]; away: Away }) {
  const styles = useTalkStyles();
  const common = useGridStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const fresh = talk.unread > 0;
  const Icon = fresh ? MailUnreadRegular : talk.state === "done" ? CheckmarkCircleRegular : talk.state === "waiting" ? ClockRegular : MailRegular;
  const subject = talk.subject || t("documents:noSubject");
  const said = reasonsOf(talk, t, format, work);
  const who = away(talk.name, talk.assigned) || t("processing:talk.nobody");
  return (
    <>
      <div role="gridcell" className={mergeClasses(styles.icon, fresh && styles.unread)}>
        <Icon aria-hidden />
      </div>
      <div role="gridcell" className={common.cell} title={`${subject}\n${talk.why}\n${talk.people.join(", ")}`}>
        <div className={mergeClasses(common.cell, styles.line, fresh && common.strong)}>
          <span className={common.strong}>{talk.client?.name}</span> {subject}
        </div>
        <div className={mergeClasses(common.cell, common.small)}>
          {talk.overdue && <span className={styles.late}>{said.shift()}</span>}
          {talk.overdue && " · "}
          {[...said, talk.why].join(" · ")}
        </div>
      </div>
      <div role="gridcell" className={mergeClasses(common.cell, styles.right)}>
        <div className={mergeClasses(common.cell, common.small, styles.line)}>{talk.last && format.brief(talk.last)}</div>
        <div className={mergeClasses(common.cell, common.small)} title={who}>
          {who}
        </div>
      </div>
    </>
  );
}
