import { Checkbox, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { ArchiveRegular, CheckmarkCircleRegular, LockClosedRegular, MailRegular, PeopleTeamRegular, PersonProhibitedRegular, PersonQuestionMarkRegular } from "@fluentui/react-icons";
import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import type { Pages } from "../../backend/pages";
import type { ProcessingMail } from "../../backend/types";
import { useFormat } from "../../i18n/format";
import { Grid, type GridHandle, Head, type RowActs, useGridStyles } from "../documents/Grid";
import { senderOf, standOf } from "./words";

const useStyles = makeStyles({
  wide: { gridTemplateColumns: "24px 20px minmax(0, 1fr) minmax(0, 230px)" },
  narrow: { gridTemplateColumns: "24px 20px minmax(0, 1fr) minmax(0, 120px)" },
  // A box in a row is no more than its mark: the row gives it room.
  mark: { "& .fui-Checkbox__indicator": { margin: "4px" }, "& .fui-Checkbox__input": { width: "24px" }, marginLeft: "-4px", minHeight: "24px" },
  icon: { fontSize: "20px", lineHeight: 0 },
  attention: { color: tokens.colorStatusWarningForeground3 },
  processed: { color: tokens.colorStatusSuccessForeground1 },
  new: { color: tokens.colorCompoundBrandForeground1 },
  aside: { color: tokens.colorNeutralForeground3 },
  right: { textAlign: "right" },
  line: { lineHeight: "20px" },
  // How many wait for the same is not what is cut.
  stand: { display: "flex", whiteSpace: "pre", "& > :nth-child(2)": { flexShrink: 0 } },
  quiet: { color: tokens.colorNeutralForeground2 },
});

const attentionIcons: Record<string, typeof MailRegular> = {
  "unknown-sender": PersonQuestionMarkRegular,
  "several-clients": PersonQuestionMarkRegular,
  "client-ended": PersonProhibitedRegular,
  "no-role-holder": PersonProhibitedRegular,
  "address-not-tied": MailRegular,
  "team-empty": PeopleTeamRegular,
  unreadable: LockClosedRegular,
};
const stateIcons: Record<string, typeof MailRegular> = { processed: CheckmarkCircleRegular, aside: ArchiveRegular };

/** StandIcon is the small mark of where a mail stands. */
export function StandIcon({ mail }: { mail: ProcessingMail }) {
  const styles = useStyles();
  const Icon = attentionIcons[mail.reason] ?? stateIcons[mail.state] ?? MailRegular;
  return (
    <span aria-hidden className={mergeClasses(styles.icon, styles[mail.state as "new"])}>
      <Icon />
    </span>
  );
}

interface Props extends RowActs {
  handle: Ref<GridHandle>;
  pages: Pages<ProcessingMail>;
  at: number;
  chosen: string;
  narrow: boolean;
  marked: ReadonlySet<string>;
  mark: (mail: ProcessingMail) => void;
  markAll: () => void;
}

/** MailTable lists mails and where they stand. */
export function MailTable({ narrow, marked, mark, markAll, ...grid }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <Grid
      {...grid}
      label={t("processing:views.list")}
      height={56}
      columns={narrow ? styles.narrow : styles.wide}
      cells={(mail: ProcessingMail) => <Cells mail={mail} marked={marked.has(mail.id)} mark={mark} />}
      head={
        <>
          <Head>
            <Checkbox className={styles.mark} aria-label={t("processing:marked.all")} checked={marked.size > 0 ? "mixed" : false} onChange={markAll} />
          </Head>
          <Head label={t("processing:states.label")}>{null}</Head>
          <Head>{t("processing:column.mail")}</Head>
          <Head className={styles.right}>{t("processing:column.received")}</Head>
        </>
      }
    />
  );
}

function Cells({ mail, marked, mark }: { mail: ProcessingMail; marked: boolean; mark: (mail: ProcessingMail) => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <>
      <div role="gridcell" onClick={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()}>
        <Checkbox className={styles.mark} input={{ tabIndex: -1 }} aria-label={t("processing:marked.one", { subject: mail.subject || t("documents:noSubject") })} checked={marked} onChange={() => mark(mail)} />
      </div>
      <MailCells mail={mail} />
    </>
  );
}

/** MailCells are a mail in a list: where it stands, what it is, and when and where it came. */
export function MailCells({ mail }: { mail: ProcessingMail }) {
  const styles = useStyles();
  const common = useGridStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const sender = senderOf(mail, t);
  const subject = mail.subject || t("documents:noSubject");
  const stand = standOf(mail, t, format.list);
  return (
    <>
      <div role="gridcell">
        <StandIcon mail={mail} />
      </div>
      <div role="gridcell" className={common.cell} title={`${mail.from}\n${subject}\n${mail.evidence.join("\n")}`}>
        <div className={mergeClasses(common.cell, styles.line)}>
          <span className={common.strong}>{sender}</span> {subject}
        </div>
        <div className={mergeClasses(styles.stand, common.small)}>
          <span className={common.cell}>
            {stand}
            {mail.learned && ` · ${t("processing:learned")}`}
          </span>
          {mail.waiting > 0 && <span>, {t("processing:waiting", { count: mail.waiting })}</span>}
        </div>
      </div>
      <div role="gridcell" className={mergeClasses(common.cell, styles.right)}>
        <div className={mergeClasses(common.cell, common.small, styles.line)}>{mail.received && format.brief(mail.received)}</div>
        <div className={mergeClasses(common.cell, common.small)} title={mail.mailbox}>
          {mail.mailbox}
        </div>
      </div>
    </>
  );
}
