import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { ArrowSortDownRegular, ArrowSortUpRegular } from "@fluentui/react-icons";
import { type KeyboardEvent, type ReactNode, type Ref, useCallback, useEffect, useId, useImperativeHandle, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Pages } from "../../backend/pages";
import { useWindow } from "../../components/tree/useWindow";

const headHeight = 36;

export const useGridStyles = makeStyles({
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
    boxSizing: "border-box",
    columnGap: "12px",
    padding: "0 16px",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    cursor: "default",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  chosen: {
    backgroundColor: tokens.colorBrandBackground2,
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
    ":hover": { backgroundColor: tokens.colorBrandBackground2Hover },
    "@media (forced-colors: active)": { outline: "2px solid Highlight", outlineOffset: "-2px" },
  },
  ring: { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
  cell: { minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  headCell: { minWidth: 0, whiteSpace: "nowrap" },
  strong: { fontWeight: tokens.fontWeightSemibold },
  small: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
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
  unseen: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)", whiteSpace: "nowrap" },
  shape: { height: "12px", borderRadius: "4px", backgroundColor: tokens.colorNeutralStencil1 },
});

/** What the rest of the room may ask of a grid. */
export interface GridHandle {
  focus: () => void;
  /** Scrolls to the first row. */
  top: () => void;
}

/** What a person can do with the rows of a grid. */
export interface RowActs {
  choose: (row: number) => void;
  /** Shows the chosen row. */
  open: (row: number) => void;
  /** There is no room for a preview beside the list: a click shows the row at once. */
  clickOpens: boolean;
  /** Shows or hides the preview. */
  toggle: () => void;
}

interface Props<R> extends RowActs {
  handle: Ref<GridHandle>;
  label: string;
  pages: Pages<R>;
  /** Of a row, in pixels. */
  height: number;
  /** Class of a row, and of the head: its columns. */
  columns: string;
  /** The row that is chosen; -1: none that is here. */
  at: number;
  /** Id of the chosen row. */
  chosen: string;
  head: ReactNode;
  cells: (row: R) => ReactNode;
}

/**
 * Grid is a list of any length; only the rows in sight are drawn, and shapes stand for those that are still asked for.
 * Keyboard: arrows, Home, End, Page Up and Down choose, Enter opens, Space shows or hides the preview.
 */
export function Grid<R>({ handle, label, pages, height, columns, at, chosen, choose, open, clickOpens, toggle, head, cells }: Props<R>) {
  const styles = useGridStyles();
  const { t } = useTranslation();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(false);
  const { from, to, show, onScroll } = useWindow(box, pages.total, height, headHeight);
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
    const page = Math.max(1, Math.floor(((box.current?.clientHeight ?? 0) - headHeight) / height) - 1);
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

  const rows = [];
  for (let i = from; i < Math.min(to, total); i++) {
    const row = pages.row(i);
    const here = row ? pages.idOf(row) === chosen : i === at;
    rows.push(
      <div
        key={i}
        id={`${id}${i}`}
        role="row"
        aria-rowindex={i + 2}
        aria-selected={here}
        aria-busy={!row || undefined}
        style={{ top: i * height, height }}
        className={mergeClasses(styles.row, columns, here && styles.chosen, focused && i === at && styles.ring)}
        onClick={row && (() => (clickOpens ? open : choose)(i))}
        onDoubleClick={row && (() => open(i))}
      >
        {row ? (
          cells(row)
        ) : (
          <>
            <div role="gridcell" aria-label={t("shell:loading")} className={styles.shape} style={{ width: "56px" }} />
            <div role="gridcell" className={styles.shape} style={{ width: `${45 + ((i * 37) % 50)}%` }} />
          </>
        )}
      </div>,
    );
  }
  return (
    <div
      ref={box}
      role="grid"
      tabIndex={0}
      aria-label={label}
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
        {head}
      </div>
      <div role="presentation" style={{ height: total * height, position: "relative" }}>
        {rows}
      </div>
    </div>
  );
}

interface HeadProps {
  children: ReactNode;
  /** What it says to who can't see it. */
  label?: string | undefined;
  /** The list is in the order of this column. */
  order?: "ascending" | "descending" | undefined;
  /** Sorts by it; without, it can't be sorted by. */
  sort?: (() => void) | undefined;
  /** The name takes the room that it needs. */
  whole?: boolean;
  className?: string | undefined;
}

/** Head is the head of a column. */
export function Head({ children, label, order, sort, whole = false, className }: HeadProps) {
  const styles = useGridStyles();
  const Arrow = order === "ascending" ? ArrowSortUpRegular : ArrowSortDownRegular;
  return (
    <div role="columnheader" aria-sort={sort && (order ?? "none")} title={sort ? undefined : label} className={mergeClasses(styles.headCell, className)}>
      {sort ? (
        <button type="button" className={mergeClasses(styles.sort, order && styles.sortHere)} aria-label={label} title={label} onClick={sort}>
          <span className={mergeClasses(!whole && styles.cell)}>{children}</span>
          {order && <Arrow aria-hidden className={styles.icon} />}
        </button>
      ) : (
        <>
          {children}
          {label && <span className={styles.unseen}>{label}</span>}
        </>
      )}
    </div>
  );
}
