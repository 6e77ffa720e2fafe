import { Button, Field, Input, Link, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, Select, tokens } from "@fluentui/react-components";
import { ArrowDownloadRegular, MailSettingsRegular, ReceiptRegular } from "@fluentui/react-icons";
import { type ReactNode, type RefObject, useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go } from "../../app/route";
import { api } from "../../backend/api";
import { useAction, useLive } from "../../backend/live";
import { usePages } from "../../backend/pages";
import type { InvoiceItem, InvoicePage } from "../../backend/types";
import { Empty } from "../../components/Empty";
import { FindBox } from "../../components/FindBox";
import { InvoiceMarks } from "../../components/InvoiceMarks";
import { AgainButton, Problems } from "../../components/ProblemBox";
import { useFormat } from "../../i18n/format";
import { ClientChip } from "../processing/ClientChip";
import { Frame } from "./Frame";
import { InvoiceTable } from "./InvoiceTable";
import { allInvoices, documentOf, invoiceQueryOf, invoicesOf, type InvoiceWish, states } from "./invoiceQuery";
import { PreviewPane } from "./PreviewPane";
import { choosePeriod, isDay, type Period, periods } from "./query";
import { ShowPreview, SplitView, useFind, useSplit } from "./split";
import { useLater } from "./useLater";

const useStyles = makeStyles({
  count: { fontSize: "12px", color: tokens.colorNeutralForeground2 },
  bar: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "8px", padding: "12px 12px 8px", flexShrink: 0 },
  search: { flex: "2 1 240px", minWidth: 0, maxWidth: "none" },
  choices: { display: "flex", flexWrap: "wrap", flex: "3 1 500px", gap: "8px", minWidth: 0 },
  choice: { flex: "1 1 130px", minWidth: "130px", "& select": { width: "100%", minWidth: 0 } },
  twice: { flexShrink: 0, margin: "4px 0 8px" },
  day: { flex: "1 1 150px", minWidth: 0, "& .fui-Input": { minWidth: 0, width: "100%" } },
  notes: { display: "flex", flexDirection: "column", gap: "4px", padding: "0 12px 8px", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2, flexShrink: 0 },
  noteLink: { fontSize: "12px" },
  problem: { padding: "0 12px 12px", flexShrink: 0 },
  empty: { flex: "1 1 auto", padding: "16px", boxSizing: "border-box", minHeight: 0, overflowY: "auto" },
  totals: { flexShrink: 0, maxHeight: "35%", overflowY: "auto", borderTop: `1px solid ${tokens.colorNeutralStroke2}`, backgroundColor: tokens.colorNeutralBackground2 },
  table: { width: "100%", borderCollapse: "collapse", fontSize: "12px", lineHeight: "16px", "& th, & td": { padding: "6px 8px", textAlign: "right", whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums" }, "& th": { fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground2 }, "& tr > :first-child": { textAlign: "left", paddingLeft: "16px" }, "& tr > :last-child": { paddingRight: "16px", fontWeight: tokens.fontWeightSemibold } },
  buttons: { display: "flex", flexWrap: "wrap", justifyContent: "center", gap: "8px" },
});

/** InvoicesView lists the invoices that were recognised, with their sums. */
export function InvoicesView({ client }: { client: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { done } = useShell();
  const [wish, setWish] = useState<InvoiceWish>({ ...allInvoices, client });
  const query = useMemo(() => invoiceQueryOf(wish, new Date()), [wish]);
  const pages = usePages(useMemo(() => invoicesOf(query), [query]));
  const split = useSplit(pages);
  const search = useRef<HTMLInputElement>(null);
  const [marking, setMarking] = useState(false);
  const { back, table } = split;
  useFind(() => {
    back();
    search.current?.focus();
  });
  const change = useCallback(
    (part: Partial<InvoiceWish>) => {
      setWish((was) => ({ ...was, ...part }));
      table.current?.top();
    },
    [table],
  );
  const show = useAction((item: InvoiceItem) => api.ShowFile(item.document.id, item.path));
  const save = useAction(async (format: string) => {
    const to = await api.SaveInvoices(query, format);
    if (to) done(t("documents:file.saved", { path: to }));
  });
  const page = pages.answer;
  const none = pages.answered && pages.total === 0 && !pages.problem;
  const chosen = split.at >= 0 ? pages.row(split.at) : undefined;
  return (
    <Frame
      view="invoices"
      actions={
        <>
          <span className={styles.count} role="status">
            {pages.answered && t(wish.state === "none" ? "invoices:mails" : "invoices:count", { count: pages.total })}
          </span>
          <ShowPreview split={split} />
        </>
      }
    >
      <SplitView
        split={split}
        label={t("invoices:list")}
        preview={
          <PreviewPane
            id={documentOf(split.chosen)}
            known={undefined}
            page={split.asPage}
            close={split.close}
            jump={(id) => go("documents", id)}
            title={split.title}
            note={chosen?.duplicateOf && <Twice of={chosen.duplicateOf} />}
          />
        }
      >
        <Bar wish={wish} change={change} box={search} toList={split.toList}>
          <Menu>
            <MenuTrigger disableButtonEnhancement>
              <Button icon={<ArrowDownloadRegular />} disabledFocusable={save.busy || pages.total === 0 || wish.state === "none"}>
                {t("invoices:export")}
              </Button>
            </MenuTrigger>
            <MenuPopover>
              <MenuList>
                <MenuItem onClick={() => void save.run("xlsx")}>{t("invoices:asExcel")}</MenuItem>
                <MenuItem onClick={() => void save.run("csv")}>{t("invoices:asCSV")}</MenuItem>
              </MenuList>
            </MenuPopover>
          </Menu>
          <Button appearance="subtle" icon={<MailSettingsRegular />} aria-label={t("invoices:marks.title")} title={t("invoices:marks.title")} onClick={() => setMarking(true)} />
        </Bar>
        {wish.client && <ClientChip id={wish.client} clear={() => change({ client: "" })} />}
        {page && <Notes page={page} wish={wish} change={change} />}
        <Problems list={[pages.problem, show.problem, save.problem]} className={styles.problem} action={<AgainButton onClick={pages.reload} />} />
        {none ? (
          <div className={styles.empty}>
            <Nothing wish={wish} marked={(page?.marks.length ?? 0) > 0} clear={() => setWish(allInvoices)} mark={() => setMarking(true)} />
          </div>
        ) : (
          <InvoiceTable
            handle={table}
            pages={pages.answered || pages.total > 0 ? pages : { ...pages, total: 20, row: () => undefined }}
            at={split.at}
            chosen={split.chosen}
            narrow={split.narrow}
            missing={wish.state === "none"}
            choose={split.choose}
            clickOpens={split.clickOpens}
            open={split.open}
            toggle={split.toggle}
            show={(item) => void show.run(item)}
          />
        )}
        {page && page.totals.length > 0 && <Totals page={page} />}
      </SplitView>
      {marking && <InvoiceMarks close={() => setMarking(false)} />}
    </Frame>
  );
}

interface BarProps {
  wish: InvoiceWish;
  change: (part: Partial<InvoiceWish>) => void;
  box: RefObject<HTMLInputElement | null>;
  toList: () => void;
  children: ReactNode;
}

/** Bar takes which invoices are looked for. */
function Bar({ wish, change, box, toList, children }: BarProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [seller, setSeller] = useLater(wish.seller, (value) => change({ seller: value }));
  const filters = useLive(api.DocumentFilters, (event) => event.kind === "documents" || event.kind === "account");
  const bound = (which: "from" | "to") => {
    const wrong = wish[which] !== "" && !isDay(wish[which]);
    return (
      <Field className={styles.day} {...(wrong ? { validationMessage: t("documents:filter.dayWrong") } : {})}>
        <Input type="date" aria-label={t(`documents:filter.${which}`)} value={wish[which]} onChange={(_, data) => change({ [which]: data.value })} />
      </Field>
    );
  };
  return (
    <div className={styles.bar} role="search">
      <FindBox box={box} className={styles.search} label={t("invoices:search")} value={seller} type={setSeller} toList={toList} />
      {children}
      <div className={styles.choices}>
        <Select className={styles.choice} aria-label={t("documents:filter.mailbox")} value={wish.mailbox} onChange={(_, data) => change({ mailbox: data.value })}>
          <option value="">{t("documents:filter.allMailboxes")}</option>
          {filters.value?.mailboxes.map(({ address }) => (
            <option key={address} value={address}>
              {address}
            </option>
          ))}
        </Select>
        <Select
          className={styles.choice}
          aria-label={t("invoices:period")}
          value={wish.period}
          onChange={(_, data) => change(choosePeriod(wish, data.value as Period, new Date()))}
        >
          {periods.map((period) => (
            <option key={period} value={period}>
              {t(`documents:period.${period}`)}
            </option>
          ))}
        </Select>
        {wish.period === "between" && bound("from")}
        {wish.period === "between" && bound("to")}
        <Select className={styles.choice} aria-label={t("invoices:state.label")} value={wish.state} onChange={(_, data) => change({ state: data.value })}>
          <option value="">{t("invoices:state.all")}</option>
          {states.map((state) => (
            <option key={state} value={state}>
              {t(`invoices:state.${state}`)}
            </option>
          ))}
        </Select>
      </div>
    </div>
  );
}

/** Notes says what is not in the list. */
function Notes({ page, wish, change }: { page: InvoicePage; wish: InvoiceWish; change: (part: Partial<InvoiceWish>) => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const missing = wish.state !== "none" && page.without > 0;
  if (page.waiting === 0 && !missing) return null;
  return (
    <div className={styles.notes} role="status">
      {page.waiting > 0 && <span>{t("invoices:waiting", { count: page.waiting })}</span>}
      {missing && (
        <span>
          {t("invoices:without", { count: page.without })}{" "}
          <Link as="button" inline className={styles.noteLink} onClick={() => change({ state: "none" })}>
            {t("invoices:showWithout")}
          </Link>
        </span>
      )}
    </div>
  );
}

/** Totals sums the listed invoices up, a line for each currency. */
function Totals({ page }: { page: InvoicePage }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={styles.totals} role="group" aria-label={t("invoices:totals")} tabIndex={0}>
      <table className={styles.table} title={t("invoices:totalsHint")}>
        <thead>
          <tr>
            <th scope="col">{t("invoices:totals")}</th>
            <th scope="col">{t("invoices:net")}</th>
            <th scope="col">{t("invoices:vat")}</th>
            <th scope="col">{t("invoices:payable")}</th>
          </tr>
        </thead>
        <tbody>
          {page.totals.map((sum) => (
            <tr key={sum.currency}>
              <td>{t("invoices:counted", { count: sum.count })}</td>
              <td>{format.amount(sum.net, sum.currency)}</td>
              <td>{format.amount(sum.tax, sum.currency)}</td>
              <td>{format.amount(sum.payable, sum.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Twice says that an invoice came before. */
function Twice({ of }: { of: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <MessageBar intent="warning" layout="multiline" className={styles.twice}>
      <MessageBarBody>
        <MessageBarTitle>{t("invoices:twice.title")}</MessageBarTitle> {t("invoices:twice.text")}
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={() => go("documents", of)}>
          {t("invoices:twice.show")}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}

/** Nothing says why the list is empty and what fills it. */
function Nothing({ wish, marked, clear, mark }: { wish: InvoiceWish; marked: boolean; clear: () => void; mark: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const filtered = Object.entries(allInvoices).some(([name, value]) => wish[name as keyof InvoiceWish] !== value);
  if (wish.state === "none")
    return (
      <Empty
        icon={<ReceiptRegular />}
        title={t(marked ? "invoices:nothing.allThere" : "invoices:nothing.noMarks")}
        text={t(marked ? "invoices:nothing.allThereText" : "invoices:nothing.noMarksText")}
        action={
          <div className={styles.buttons}>
            <Button onClick={mark}>{t("invoices:marks.title")}</Button>
            <Button onClick={clear}>{t("invoices:nothing.clear")}</Button>
          </div>
        }
      />
    );
  return (
    <Empty
      icon={<ReceiptRegular />}
      title={t(filtered ? "invoices:nothing.filtered" : "invoices:nothing.title")}
      text={t(filtered ? "invoices:nothing.filteredText" : "invoices:nothing.text")}
      action={filtered ? <Button onClick={clear}>{t("invoices:nothing.clear")}</Button> : <Button onClick={mark}>{t("invoices:marks.title")}</Button>}
    />
  );
}
