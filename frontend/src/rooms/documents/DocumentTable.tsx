import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { ArrowSortDownRegular, ArrowSortUpRegular, AttachRegular, CheckmarkCircleRegular } from "@fluentui/react-icons";
import { type KeyboardEvent, type ReactNode, type Ref, useCallback, useEffect, useId, useImperativeHandle, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Document } from "../../backend/types";
import { useWindow } from "../../components/tree/useWindow";
import { useFormat } from "../../i18n/format";
import type { Pages } from "./pages";
import { personOf } from "./person";
import type { Column, Wish } from "./query";

export const rowHeight = 40;
const headHeight = 36;

const wideColumns = "104px minmax(0, 1.1fr) minmax(0, 2fr) minmax(0, 1.2fr) 44px 108px";
const narrowColumns = "88px minmax(0, 1.9fr) minmax(0, 1fr) 36px 24px";

const useStyles = makeStyles({
  grid: { position: "relative", flex: "1 1 auto", minHeight: 0, overflowY: "auto", overflowX: "hidden", outlineStyle: "none" },
  head: {
    position: "sticky",
    top: 0,
    zIndex: 1,
    display: "grid",
    alignItems: "center",
    height: `${headHeight}px`,
    boxSizing: "border-box",
    columnGap: "12px",
    padding: "0 16px",
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    fontSize: "12px",
    color: tokens.colorNeutralForeground2,
  },
  row: {
    position: "absolute",
    left: 0,
    right: 0,
    display: "grid",
    alignItems: "center",
    height: `${rowHeight}px`,
    boxSizing: "border-box",
    columnGap: "12px",
    padding: "0 16px",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    cursor: "default",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  wide: { gridTemplateColumns: wideColumns },
  narrow: { gridTemplateColumns: narrowColumns },
  chosen: {
    backgroundColor: tokens.colorBrandBackground2,
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
    ":hover": { backgroundColor: tokens.colorBrandBackground2Hover },
    "@media (forced-colors: active)": { outline: "2px solid Highlight", outlineOffset: "-2px" },
  },
  ring: { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
  cell: { minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  headCell: { minWidth: 0, whiteSpace: "nowrap" },
  sender: { fontWeight: tokens.fontWeightSemibold },
  small: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  mail: { display: "contents" },
  mailNarrow: { display: "block", minWidth: 0 },
  mailHead: { display: "flex", gap: "16px", "& > *": { flexShrink: 0 } },
  tight: { lineHeight: "18px" },
  centre: { textAlign: "center" },
  state: { display: "flex", alignItems: "center", gap: "6px", color: tokens.colorStatusSuccessForeground1, fontSize: "12px" },
  icon: { fontSize: "16px", flexShrink: 0 },
  sort: {
    display: "inline-flex",
    alignItems: "center",
    gap: "4px",
    maxWidth: "calc(100% + 8px)",
    padding: "4px",
    margin: "0 -4px",
    border: "none",
    borderRadius: tokens.borderRadiusMedium,
    background: "none",
    color: "inherit",
    font: "inherit",
    cursor: "pointer",
    overflow: "hidden",
    ":hover": { color: tokens.colorNeutralForeground1, backgroundColor: tokens.colorNeutralBackground1Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
  },
  sortHere: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
  shape: { height: "12px", borderRadius: "4px", backgroundColor: tokens.colorNeutralStencil1 },
});

/** What the rest of the room may ask of the table. */
export interface TableHandle {
  focus: () => void;
  /** Scrolls to the first row. */
  top: () => void;
}

interface Props {
  pages: Pages;
  wish: Wish;
  /** The row that is chosen; -1: none that is here. */
  at: number;
  /** Id of the chosen document. */
  chosen: string;
  /** Little room: sender and subject share a column. */
  narrow: boolean;
  choose: (row: number) => void;
  /** There is no room for a preview beside the list: a click shows the document at once. */
  clickOpens: boolean;
  /** Shows the chosen document. */
  open: (row: number) => void;
  toggle: () => void;
  sort: (column: Column) => void;
  handle: Ref<TableHandle>;
}

/**
 * DocumentTable lists filed mails; only the rows in sight are drawn, and shapes stand for those that are still asked for.
 * Keyboard: arrows, Home, End, Page Up and Down choose, Enter opens, Space shows or hides the preview.
 */
export function DocumentTable({ pages, wish, at, chosen, narrow, choose, clickOpens, open, toggle, sort, handle }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(false);
  const { from, to, show, onScroll } = useWindow(box, pages.total, rowHeight, headHeight);
  const { want, total } = pages;
  useEffect(() => want(from, to), [want, from, to, total]);
  useImperativeHandle(
    handle,
    () => ({
      focus: () => box.current?.focus(),
      top: () => {
        if (box.current) box.current.scrollTop = 0;
      },
    }),
    [],
  );

  const move = useCallback(
    (row: number) => {
      const next = Math.max(0, Math.min(total - 1, row));
      choose(next);
      show(next);
    },
    [choose, show, total],
  );

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== box.current || total === 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(((box.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1);
    switch (event.key) {
      case "ArrowDown":
        move(at + 1);
        break;
      case "ArrowUp":
        move(at < 0 ? 0 : at - 1);
        break;
      case "PageDown":
        move(Math.max(at, 0) + page);
        break;
      case "PageUp":
        move(at - page);
        break;
      case "Home":
        move(0);
        break;
      case "End":
        move(total - 1);
        break;
      case "Enter":
        if (at >= 0 || !chosen) open(Math.max(0, at));
        break;
      case " ":
        toggle();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  const head = (column: Column, text: ReactNode, label?: string) => {
    const here = wish.sort === column;
    const Arrow = wish.ascending ? ArrowSortUpRegular : ArrowSortDownRegular;
    return (
      <div role="columnheader" aria-sort={here ? (wish.ascending ? "ascending" : "descending") : "none"} className={styles.headCell}>
        <button
          type="button"
          className={mergeClasses(styles.sort, here && styles.sortHere)}
          aria-label={label}
          title={label}
          onClick={() => sort(column)}
        >
          <span className={mergeClasses(!narrow && styles.cell)}>{text}</span>
          {here && <Arrow aria-hidden className={styles.icon} />}
        </button>
      </div>
    );
  };

  const columns = narrow ? styles.narrow : styles.wide;
  const rows = [];
  for (let i = from; i < Math.min(to, total); i++) {
    const document = pages.row(i);
    rows.push(
      <Row
        key={i}
        id={`${id}${i}`}
        index={i}
        document={document}
        narrow={narrow}
        chosen={document ? document.id === chosen : i === at}
        ring={focused && i === at}
        onChoose={clickOpens ? open : choose}
        onOpen={open}
      />,
    );
  }
  return (
    <div
      ref={box}
      role="grid"
      tabIndex={0}
      aria-label={t("documents:list")}
      aria-rowcount={total + 1}
      aria-busy={!pages.answered}
      aria-activedescendant={at >= from && at < Math.min(to, total) ? `${id}${at}` : undefined}
      className={styles.grid}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const here = event.target === box.current;
        setFocused(here && event.currentTarget.matches(":focus-visible"));
        if (here && at < 0 && !chosen && total > 0 && event.currentTarget.matches(":focus-visible")) choose(0);
      }}
      onBlur={() => setFocused(false)}
    >
      <div role="row" aria-rowindex={1} className={mergeClasses(styles.head, columns)}>
        {head("received", t("documents:column.date"))}
        <div className={narrow ? styles.mailHead : styles.mail}>
          {head("sender", t("documents:column.sender"))}
          {head("subject", t("documents:column.subject"))}
        </div>
        {head("mailbox", t("documents:column.mailbox"))}
        {head("attachments", <AttachRegular aria-hidden className={styles.icon} />, t("documents:column.attachments"))}
        {narrow
          ? head("filed", <CheckmarkCircleRegular aria-hidden className={styles.icon} />, t("documents:column.state"))
          : head("filed", t("documents:column.state"))}
      </div>
      <div role="presentation" style={{ height: total * rowHeight, position: "relative" }}>
        {rows}
      </div>
    </div>
  );
}

interface RowProps {
  id: string;
  index: number;
  document: Document | undefined;
  narrow: boolean;
  chosen: boolean;
  ring: boolean;
  onChoose: (row: number) => void;
  onOpen: (row: number) => void;
}

function Row({ id, index, document: d, narrow, chosen, ring, onChoose, onOpen }: RowProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const place = {
    id,
    role: "row",
    "aria-rowindex": index + 2,
    "aria-selected": chosen,
    style: { top: index * rowHeight },
    className: mergeClasses(styles.row, narrow ? styles.narrow : styles.wide, chosen && styles.chosen, ring && styles.ring),
  };
  if (!d)
    return (
      <div {...place} aria-busy>
        <div role="gridcell" aria-label={t("shell:loading")} className={styles.shape} style={{ width: "56px" }} />
        <div role="gridcell" className={styles.shape} style={{ width: `${45 + ((index * 37) % 50)}%` }} />
      </div>
    );
  const person = personOf(d.from);
  const sender = person.name || person.address || t("documents:senderUnknown");
  const subject = d.subject || t("documents:noSubject");
  const filed = d.filed ? t("documents:filedAt", { time: format.exact(d.filed) }) : t("documents:filed");
  return (
    <div {...place} onClick={() => onChoose(index)} onDoubleClick={() => onOpen(index)}>
      <div role="gridcell" className={styles.cell} title={d.received && format.exact(d.received)}>
        {d.received ? format.brief(d.received) : ""}
      </div>
      <div className={narrow ? styles.mailNarrow : styles.mail}>
        <div role="gridcell" className={mergeClasses(styles.cell, styles.sender, narrow && styles.tight)} title={d.from}>
          {sender}
        </div>
        <div role="gridcell" className={mergeClasses(styles.cell, narrow && styles.small)} title={subject}>
          {subject}
        </div>
      </div>
      <div role="gridcell" className={mergeClasses(styles.cell, styles.small)} title={`${d.mailbox}, ${d.folder}`}>
        <div className={styles.cell}>{d.mailbox}</div>
        <div className={styles.cell}>{d.folder}</div>
      </div>
      <div
        role="gridcell"
        className={mergeClasses(styles.cell, styles.small, styles.centre)}
        aria-label={d.attachments > 0 ? t("documents:attachments", { count: d.attachments }) : t("documents:noAttachments")}
      >
        {d.attachments > 0 ? format.number(d.attachments) : ""}
      </div>
      <div role="gridcell" className={styles.state} title={filed} aria-label={narrow ? t("documents:filed") : undefined}>
        <CheckmarkCircleRegular aria-hidden className={styles.icon} />
        {!narrow && <span className={styles.cell}>{t("documents:filed")}</span>}
      </div>
    </div>
  );
}
