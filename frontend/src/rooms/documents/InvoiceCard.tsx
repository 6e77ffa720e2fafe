import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { ReceiptRegular, WarningRegular } from "@fluentui/react-icons";
import { Fragment, type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Attachment, Invoice, Party } from "../../backend/types";
import { useFormat } from "../../i18n/format";
import { Badge } from "../../components/Badge";

const useStyles = makeStyles({
  card: { flexShrink: 0, margin: "4px 0 12px", padding: "12px", border: `1px solid ${tokens.colorNeutralStroke2}`, borderRadius: "8px" },
  head: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "4px 8px", marginBottom: "8px" },
  icon: { fontSize: "20px", lineHeight: 0 },
  title: { flex: "1 1 auto", minWidth: 0, margin: 0, fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  facts: { display: "grid", gridTemplateColumns: "auto minmax(0, 1fr)", rowGap: "6px", margin: 0, fontSize: "12px", lineHeight: "16px" },
  name: { paddingRight: "16px", color: tokens.colorNeutralForeground2 },
  value: { margin: 0, textAlign: "right", overflowWrap: "anywhere", fontVariantNumeric: "tabular-nums" },
  total: { paddingTop: "8px", borderTop: `1px solid ${tokens.colorNeutralStroke2}`, fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
  sure: { display: "block", color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightRegular, fontSize: "12px", lineHeight: "16px" },
  warnings: { listStyleType: "none", margin: "8px 0 0", padding: 0, fontSize: "12px", lineHeight: "16px" },
  warning: { display: "flex", gap: "6px", padding: "2px 0" },
  warn: { flexShrink: 0, fontSize: "16px", color: tokens.colorStatusWarningForeground3 },
});

/** cardsOf are the invoices of a mail to be shown: what a PDF's text suggests stands back behind real data of the same number. */
export function cardsOf(files: readonly Attachment[]): (Attachment & { invoice: Invoice })[] {
  const all = files.filter((f): f is Attachment & { invoice: Invoice } => f.invoice !== undefined);
  const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const known = (invoice: Invoice): boolean =>
    all.some(({ invoice: other }) => other.format !== "text" && (invoice.number === "" || letters(other.number) === letters(invoice.number)));
  return all.filter(({ invoice }) => invoice.format !== "text" || !known(invoice));
}

const partyOf = (p: Party): string => [p.name, p.vat || p.registration || p.taxNumber].filter(Boolean).join(", ");

/** InvoiceCard shows what an invoice says; what was only found in text is a suggestion, each part with how sure it is. */
export function InvoiceCard({ invoice: v, from }: { invoice: Invoice; from: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const title = useId();
  const found = v.format === "text";
  const money = (value: string): string => value && format.amount(value, v.currency);
  const row = (name: string, value: string, fields: string, className?: string): ReactNode => {
    if (!value) return null;
    const sure = v.sure.filter(({ field }) => field === fields || field.startsWith(`${fields}.`)).at(0);
    return (
      <Fragment key={name}>
        <dt className={mergeClasses(styles.name, className)}>{name}</dt>
        <dd className={mergeClasses(styles.value, className)}>
          {value}
          {found && sure && <span className={styles.sure}>{t("invoices:sure", { percent: format.percent(sure.percent) })}</span>}
        </dd>
      </Fragment>
    );
  };
  const payable = v.payable !== "" && Number(v.payable) !== Number(v.gross);
  return (
    <section aria-labelledby={title} className={styles.card}>
      <header className={styles.head}>
        <ReceiptRegular aria-hidden className={styles.icon} />
        <h3 id={title} className={styles.title} title={from}>
          {t(v.type === "creditnote" ? "invoices:creditNote" : "invoices:invoice", { number: v.number })}
        </h3>
        <Badge tone={found ? "warning" : "success"}>
          {found ? t("invoices:suggested") : t("invoices:readFrom", { format: t(`invoices:format.${v.format}`) })}
        </Badge>
      </header>
      <dl className={styles.facts}>
        {row(t("invoices:seller"), partyOf(v.seller), "seller")}
        {row(t("invoices:buyer"), partyOf(v.buyer), "buyer")}
        {row(t("invoices:date"), v.issueDate && format.day(v.issueDate), "issueDate")}
        {row(t("invoices:due"), v.dueDate && format.day(v.dueDate), "dueDate")}
        {row(t("invoices:iban"), v.iban.replace(/(.{4})(?=.)/g, "$1 "), "iban")}
        {row(t("invoices:reference"), v.reference, "reference")}
        {row(t("invoices:order"), v.order, "order")}
        {row(t("invoices:buyerReference"), v.buyerReference, "buyerReference")}
        {row(t("invoices:net"), money(v.net), "net")}
        {v.taxes.length > 0
          ? v.taxes.map((tax, i) => <Fragment key={i}>{row(t("invoices:vatOf", { rate: tax.rate ? format.percent(Number(tax.rate)) : tax.category, base: money(tax.base) }), money(tax.tax), "tax")}</Fragment>)
          : row(t("invoices:vat"), money(v.tax), "tax")}
        {row(t("invoices:gross"), money(v.gross), "gross", styles.total)}
        {payable && row(t("invoices:payable"), money(v.payable), "payable", styles.total)}
      </dl>
      {v.warnings.length > 0 && (
        <ul className={styles.warnings} aria-label={t("invoices:warnings")}>
          {v.warnings.map((warning) => (
            <li key={warning} className={styles.warning}>
              <WarningRegular aria-hidden className={styles.warn} />
              {warning}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
