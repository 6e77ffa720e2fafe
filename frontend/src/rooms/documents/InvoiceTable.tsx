import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { CheckmarkCircleRegular, CopyRegular, DocumentProhibitedRegular, FolderOpenRegular, WarningRegular } from "@fluentui/react-icons";
import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import type { Pages } from "../../backend/pages";
import type { InvoiceItem } from "../../backend/types";
import { useFormat } from "../../i18n/format";
import { Grid, type GridHandle, Head, type RowActs, useGridStyles } from "./Grid";
import { personOf } from "./person";

const useStyles = makeStyles({
  wide: { gridTemplateColumns: "96px minmax(0, 1.6fr) minmax(0, 1fr) 96px minmax(0, 150px) 130px 32px" },
  narrow: { gridTemplateColumns: "88px minmax(0, 1fr) 120px minmax(0, 124px) 32px" },
  amount: { textAlign: "right", fontVariantNumeric: "tabular-nums" },
  state: { display: "flex", alignItems: "center", gap: "6px", minWidth: 0, fontSize: "12px" },
  ok: { color: tokens.colorStatusSuccessForeground1 },
  warn: { color: tokens.colorStatusWarningForeground3 },
  quiet: { color: tokens.colorNeutralForeground2 },
  tight: { lineHeight: "18px" },
});

const looks = {
  ok: [CheckmarkCircleRegular, "ok"],
  check: [WarningRegular, "warn"],
  duplicate: [WarningRegular, "warn"],
  copy: [CopyRegular, "quiet"],
  none: [DocumentProhibitedRegular, "quiet"],
} as const;

interface Props extends RowActs {
  handle: Ref<GridHandle>;
  pages: Pages<InvoiceItem>;
  at: number;
  chosen: string;
  narrow: boolean;
  /** Mails are listed in which an invoice is missing. */
  missing: boolean;
  /** Shows a row's file in the file manager. */
  show: (item: InvoiceItem) => void;
}

/** InvoiceTable lists invoices, and mails in which one is missing. */
export function InvoiceTable({ narrow, missing, show, ...grid }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [who, what] = missing ? [t("documents:column.sender"), t("documents:column.subject")] : [t("invoices:seller"), t("invoices:number")];
  return (
    <Grid
      {...grid}
      label={t("invoices:list")}
      height={44}
      columns={narrow ? styles.narrow : styles.wide}
      cells={(item: InvoiceItem) => <Cells item={item} narrow={narrow} show={show} />}
      head={
        <>
          <Head>{t("invoices:date")}</Head>
          <Head>{narrow ? `${who}, ${what}` : who}</Head>
          {!narrow && <Head>{what}</Head>}
          {!narrow && <Head>{t("invoices:due")}</Head>}
          {!narrow && <Head>{t("invoices:state.label")}</Head>}
          <Head className={styles.amount}>{t("invoices:payable")}</Head>
          {narrow && <Head>{t("invoices:state.label")}</Head>}
          <Head label={t("documents:file.show")}>{null}</Head>
        </>
      }
    />
  );
}

function Cells({ item, narrow, show }: { item: InvoiceItem; narrow: boolean; show: (item: InvoiceItem) => void }) {
  const styles = useStyles();
  const common = useGridStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const { document, invoice } = item;
  const person = personOf(document.from);
  const seller = invoice?.seller.name || invoice?.seller.vat || person.name || person.address || t("documents:senderUnknown");
  const number = invoice ? invoice.number || t("invoices:noNumber") : document.subject || t("documents:noSubject");
  const day = (value: string | undefined): string => (value ? format.briefDay(value) : "");
  const [Icon, tone] = looks[item.state as keyof typeof looks];
  const said = t(`invoices:state.${item.state}`);
  const state = (
    <div role="gridcell" className={styles.state} title={[said, ...(invoice?.warnings ?? [])].join("\n")}>
      <Icon aria-hidden className={mergeClasses(common.icon, styles[tone])} />
      <span className={common.cell}>{said}</span>
    </div>
  );
  const label = t("documents:file.showOf", { name: item.attachment || number });
  return (
    <>
      <div role="gridcell" className={common.cell}>
        {invoice?.issueDate ? day(invoice.issueDate) : document.received && format.brief(document.received)}
      </div>
      {narrow ? (
        <div role="gridcell" className={common.cell}>
          <div className={mergeClasses(common.cell, common.strong, styles.tight)} title={seller}>
            {seller}
          </div>
          <div className={mergeClasses(common.cell, common.small)} title={number}>
            {number}
          </div>
        </div>
      ) : (
        <>
          <div role="gridcell" className={mergeClasses(common.cell, common.strong)} title={seller}>
            {seller}
          </div>
          <div role="gridcell" className={common.cell} title={number}>
            {number}
          </div>
          <div role="gridcell" className={common.cell}>
            {day(invoice?.dueDate)}
          </div>
          {state}
        </>
      )}
      <div role="gridcell" className={mergeClasses(common.cell, styles.amount)}>
        {invoice && format.amount(invoice.payable || invoice.gross, invoice.currency)}
      </div>
      {narrow && state}
      <div role="gridcell">
        <Button
          appearance="subtle"
          size="small"
          tabIndex={-1}
          icon={<FolderOpenRegular />}
          aria-label={label}
          title={label}
          onClick={(event) => {
            event.stopPropagation();
            show(item);
          }}
        />
      </div>
    </>
  );
}
