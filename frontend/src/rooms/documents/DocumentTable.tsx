import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { AttachRegular, CheckmarkCircleRegular } from "@fluentui/react-icons";
import type { ReactNode, Ref } from "react";
import { useTranslation } from "react-i18next";
import type { Pages } from "../../backend/pages";
import type { Fragment, Span } from "../../backend/types";
import { useFormat } from "../../i18n/format";
import { Grid, type GridHandle, Head, type RowActs, useGridStyles } from "./Grid";
import { Marked } from "./Marked";
import { personOf } from "./person";
import { type Column, isSearch, type MailRow, type Wish } from "./query";

const useStyles = makeStyles({
  wide: { gridTemplateColumns: "104px minmax(0, 1.1fr) minmax(0, 2fr) minmax(0, 1.2fr) 44px 108px" },
  wideFound: { gridTemplateColumns: "104px minmax(0, 3.1fr) minmax(0, 1.2fr) 44px 108px" },
  wideClients: { gridTemplateColumns: "104px minmax(0, 1fr) minmax(0, 1.8fr) minmax(0, 1fr) minmax(0, 1.1fr) 44px 108px" },
  wideFoundClients: { gridTemplateColumns: "104px minmax(0, 2.8fr) minmax(0, 1fr) minmax(0, 1.1fr) 44px 108px" },
  narrow: { gridTemplateColumns: "88px minmax(0, 1.9fr) minmax(0, 1fr) 36px 24px" },
  mail: { display: "contents" },
  mailTogether: { display: "block", minWidth: 0 },
  mailHead: { display: "flex", gap: "16px", "& > *": { flexShrink: 0 } },
  tight: { lineHeight: "18px" },
  line: { display: "flex", gap: "8px", minWidth: 0, lineHeight: "20px" },
  sender: { flexShrink: 0, maxWidth: "50%" },
  centre: { textAlign: "center" },
  state: { display: "flex", alignItems: "center", gap: "6px", color: tokens.colorStatusSuccessForeground1, fontSize: "12px" },
});

interface Props extends RowActs {
  handle: Ref<GridHandle>;
  pages: Pages<MailRow>;
  wish: Wish;
  at: number;
  chosen: string;
  /** Little room: sender and subject share a column. */
  narrow: boolean;
  /** Some mails belong to clients. */
  clients: boolean;
  sort: (column: Column) => void;
}

/** DocumentTable lists filed mails; what was searched for with the place in the mail where the words stand. */
export function DocumentTable({ wish, narrow, clients, sort, ...grid }: Props) {
  const styles = useStyles();
  const common = useGridStyles();
  const { t } = useTranslation();
  const found = isSearch(wish);
  const head = (column: Column, text: ReactNode, label?: string) => {
    const here = found ? column === "received" && wish.rank !== "relevance" : wish.sort === column;
    const ascending = found ? wish.rank === "oldest" : wish.ascending;
    return (
      <Head label={label} whole={narrow} order={here ? (ascending ? "ascending" : "descending") : undefined} sort={found && column !== "received" ? undefined : () => sort(column)}>
        {text}
      </Head>
    );
  };
  return (
    <Grid
      {...grid}
      label={t("documents:list")}
      height={found ? 56 : 40}
      columns={narrow ? styles.narrow : styles[`wide${found ? "Found" : ""}${clients ? "Clients" : ""}`]}
      cells={(row: MailRow) => <Cells row={row} narrow={narrow} found={found} clients={clients} />}
      head={
        <>
          {head("received", t("documents:column.date"))}
          <div className={narrow || found ? styles.mailHead : styles.mail}>
            {head("sender", t("documents:column.sender"))}
            {head("subject", t("documents:column.subject"))}
          </div>
          {clients && !narrow && <Head>{t("documents:column.client")}</Head>}
          {head("mailbox", t(clients && narrow ? "documents:column.clientMailbox" : "documents:column.mailbox"))}
          {head("attachments", <AttachRegular aria-hidden className={common.icon} />, t("documents:column.attachments"))}
          {narrow
            ? head("filed", <CheckmarkCircleRegular aria-hidden className={common.icon} />, t("documents:column.state"))
            : head("filed", t("documents:column.state"))}
        </>
      }
    />
  );
}

/** Where in a mail the words are shown, the best place first. */
const places = ["text", "attachment", "name", "to"];

/** near lets a text begin shortly before the first hit: a row has room for some forty characters. */
function near(spans: readonly Span[]): readonly Span[] {
  const lead = 16;
  const first = spans.findIndex((span) => span.hit);
  const before = spans.slice(0, Math.max(first, 0)).map((span) => span.text).join("");
  if (before.length <= lead) return spans;
  const end = before.slice(-lead);
  return [{ text: `… ${end.slice(end.indexOf(" ") + 1)}`, hit: false }, ...spans.slice(first)];
}

/** brief is a long file name without its middle. */
const brief = (name: string): string => (name.length > 24 ? `${name.slice(0, 12)}…${name.slice(-9)}` : name);

function Cells({ row: { document: d, fragments }, narrow, found, clients }: { row: MailRow; narrow: boolean; found: boolean; clients: boolean }) {
  const styles = useStyles();
  const common = useGridStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const person = personOf(d.from);
  const sender = person.name || person.address || t("documents:senderUnknown");
  const subject = d.subject || t("documents:noSubject");
  const filed = d.filed ? t("documents:filedAt", { time: format.exact(d.filed) }) : t("documents:filed");
  const part = (name: string): Fragment | undefined => fragments.find((f) => f.part === name);
  const place = places.map(part).find(Boolean);
  const inSubject = part("subject");
  const together = narrow || found;
  return (
    <>
      <div role="gridcell" className={common.cell} title={d.received && format.exact(d.received)}>
        {d.received ? format.brief(d.received) : ""}
      </div>
      <div className={together ? styles.mailTogether : styles.mail}>
        <div className={found ? styles.line : together ? undefined : styles.mail}>
          <div role="gridcell" className={mergeClasses(common.cell, common.strong, narrow && !found && styles.tight, found && styles.sender)} title={d.from}>
            {sender}
          </div>
          <div role="gridcell" className={mergeClasses(common.cell, narrow && !found && common.small)} title={subject}>
            {inSubject ? <Marked spans={inSubject.spans} /> : subject}
          </div>
        </div>
        {found && place && (
          <div role="gridcell" className={mergeClasses(common.cell, common.small)} title={place.part === "attachment" ? place.name : undefined}>
            {place.part === "to" && `${t("documents:toPeople")} `}
            {place.part === "name" && <AttachRegular aria-label={t("documents:column.attachments")} />}
            {place.part === "attachment" && `${brief(place.name)}: `}
            <Marked spans={near(place.spans)} />
          </div>
        )}
      </div>
      {clients && !narrow && (
        <div role="gridcell" className={common.cell} title={d.client}>
          {d.client}
        </div>
      )}
      <div role="gridcell" className={mergeClasses(common.cell, common.small)} title={[narrow && d.client, d.mailbox, d.folder].filter(Boolean).join(", ")}>
        {narrow && d.client && <div className={mergeClasses(common.cell, common.strong)}>{d.client}</div>}
        <div className={common.cell}>{d.mailbox}</div>
        {!(narrow && d.client) && <div className={common.cell}>{d.folder}</div>}
      </div>
      <div
        role="gridcell"
        className={mergeClasses(common.cell, common.small, styles.centre)}
        aria-label={d.attachments > 0 ? t("documents:attachments", { count: d.attachments }) : t("documents:noAttachments")}
      >
        {d.attachments > 0 ? format.number(d.attachments) : ""}
      </div>
      <div role="gridcell" className={styles.state} title={filed} aria-label={narrow ? t("documents:filed") : undefined}>
        <CheckmarkCircleRegular aria-hidden className={common.icon} />
        {!narrow && <span className={common.cell}>{t("documents:filed")}</span>}
      </div>
    </>
  );
}
