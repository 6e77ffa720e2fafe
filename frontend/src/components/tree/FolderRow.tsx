import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import {
  ArchiveRegular,
  Checkmark12Filled,
  ChevronDown16Regular,
  ChevronRight16Regular,
  DeleteRegular,
  DraftsRegular,
  FolderAddFilled,
  FolderAddRegular,
  FolderProhibitedRegular,
  FolderRegular,
  FolderSearchRegular,
  MailRegular,
  ReceiptRegular,
  SendRegular,
} from "@fluentui/react-icons";
import type { TFunction } from "i18next";
import { memo } from "react";
import type { Folder } from "../../backend/types";
import type { Format } from "../../i18n/format";
import { Badge } from "../Badge";
import { ProgressBar } from "../ProgressBar";
import type { Baseline, Node } from "./model";

/** Height of a row in pixels. */
export const rowHeight = 34;

/** Indentation of a level in pixels. */
const indent = 24;

const small = "@media (max-width: 999px)";

const useStyles = makeStyles({
  row: {
    position: "absolute",
    left: 0,
    right: 0,
    display: "flex",
    alignItems: "center",
    boxSizing: "border-box",
    height: `${rowHeight}px`,
    paddingRight: "28px",
    fontSize: "12px",
    lineHeight: "16px",
    cursor: "default",
    userSelect: "none",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    ":hover .on-row": { display: "inline-flex" },
    [small]: { paddingRight: "16px" },
  },
  active: { "& .on-row": { display: "inline-flex" } },
  ring: { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px", borderRadius: tokens.borderRadiusMedium },
  fold: { display: "grid", placeItems: "center", flexShrink: 0, width: "24px", height: "100%", color: tokens.colorNeutralForeground3 },
  pointer: { cursor: "pointer" },
  boxArea: { display: "grid", placeItems: "center", flexShrink: 0, width: "24px", height: "100%", marginLeft: "2px", cursor: "pointer" },
  box: {
    display: "grid",
    placeItems: "center",
    boxSizing: "border-box",
    width: "16px",
    height: "16px",
    border: `1px solid ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: tokens.borderRadiusSmall,
    color: tokens.colorNeutralForegroundInverted,
    lineHeight: 0,
    forcedColorAdjust: "none",
  },
  boxOn: {
    backgroundColor: tokens.colorCompoundBrandBackground,
    border: `1px solid ${tokens.colorCompoundBrandBackground}`,
    "@media (forced-colors: active)": { backgroundColor: "Highlight", border: "1px solid Highlight", color: "HighlightText" },
  },
  boxMixed: {
    border: `1px solid ${tokens.colorCompoundBrandStroke}`,
    "::after": {
      content: '""',
      width: "8px",
      height: "8px",
      borderRadius: "1px",
      backgroundColor: tokens.colorCompoundBrandBackground,
      "@media (forced-colors: active)": { backgroundColor: "Highlight" },
    },
  },
  boxOff: { opacity: 0.4 },
  icon: { flexShrink: 0, fontSize: "18px", lineHeight: 0, margin: "0 6px 0 8px", color: tokens.colorNeutralForeground2 },
  name: { flex: "0 1 auto", minWidth: "64px", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  ticked: { fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3 },
  gone: { textDecorationLine: "line-through", color: tokens.colorNeutralForeground3 },
  tags: { display: "flex", alignItems: "center", flex: "0 20 auto", minWidth: 0, overflow: "hidden", gap: "4px", marginLeft: "8px" },
  link: {
    display: "inline-flex",
    alignItems: "center",
    gap: "4px",
    minHeight: "24px",
    minWidth: "24px",
    overflow: "hidden",
    padding: "0 4px",
    border: "none",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: "transparent",
    color: tokens.colorNeutralForeground2,
    font: "inherit",
    cursor: "pointer",
    whiteSpace: "nowrap",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Pressed },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  yields: { flex: "0 1 auto" },
  stays: { flex: "0 0 auto", [small]: { flex: "0 1 auto" } },
  end: { overflow: "hidden", textOverflow: "ellipsis" },
  linkOn: { color: tokens.colorBrandForeground1 },
  linkIcon: { fontSize: "16px", lineHeight: 0 },
  linkText: { overflow: "hidden", textOverflow: "ellipsis", [small]: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" } },
  hidden: { display: "none" },
  unseen: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)", whiteSpace: "nowrap" },
  spring: { flex: "1 1 0" },
  count: { flexShrink: 0, width: "72px", textAlign: "right", color: tokens.colorNeutralForeground3, fontVariantNumeric: "tabular-nums" },
  filed: { width: "88px", color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
  baseline: { flexShrink: 0, width: "160px", fontSize: "11px", lineHeight: "14px", whiteSpace: "nowrap", color: tokens.colorNeutralForeground2 },
});

const icons: Record<string, typeof FolderRegular> = {
  inbox: MailRegular,
  sentitems: SendRegular,
  archive: ArchiveRegular,
  drafts: DraftsRegular,
  deleteditems: DeleteRegular,
};

function iconOf(f: Folder): typeof FolderRegular {
  if (f.vanished) return FolderProhibitedRegular;
  if (!f.selectable) return FolderSearchRegular;
  return icons[f.wellKnownName] ?? FolderRegular;
}

interface Props {
  id: string;
  node: Node;
  top: number;
  ticked: boolean;
  mixed: boolean;
  /** How many folders below a ticked one are not ticked. */
  more: number;
  followed: boolean;
  /** Invoices are expected here and below; null: it can't be said here. */
  invoices: boolean | null;
  open: boolean;
  active: boolean;
  ring: boolean;
  baseline: Baseline | undefined;
  disabled: boolean;
  t: TFunction;
  format: Format;
  onTick: (node: Node, all: boolean) => void;
  onFold: (node: Node) => void;
  onFollow: (folder: Folder) => void;
  onTickBelow: (node: Node) => void;
  onInvoices: (folder: Folder, on: boolean) => void;
  onActive: (node: Node) => void;
}

/** FolderRow is one folder: its checkbox, its name, what happens to it, and its two numbers. */
export const FolderRow = memo(function FolderRow(props: Props) {
  const { id, node, top, ticked, mixed, more, followed, invoices, open, active, ring, baseline, disabled, t, format } = props;
  const styles = useStyles();
  const f = node.folder;
  const parent = node.end > node.index + 1;
  const Icon = iconOf(f);
  const changed = ticked !== f.selected;
  const tickable = f.selectable || f.selected;
  const running = baseline ?? (f.state === "baseline" ? { done: 0, total: 0 } : undefined);
  const compared = f.trueUp
    ? t("mailboxes:tree.compared", {
        time: format.fresh(f.trueUp.time),
        inFolder: f.trueUp.inFolder,
        filed: f.trueUp.filed,
        before: f.trueUp.before,
      })
    : undefined;
  const name = f.vanished ? f.path : f.name;
  const Follow = followed ? FolderAddFilled : FolderAddRegular;
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={node.depth}
      aria-posinset={node.position}
      aria-setsize={node.siblings}
      aria-checked={mixed ? "mixed" : ticked}
      aria-expanded={parent ? open : undefined}
      aria-disabled={!tickable || disabled || undefined}
      className={mergeClasses(styles.row, active && styles.active, ring && styles.ring)}
      style={{ top, paddingLeft: 8 + (node.depth - 1) * indent }}
      onMouseDown={() => props.onActive(node)}
      onDoubleClick={() => parent && props.onFold(node)}
    >
      <span
        aria-hidden
        className={mergeClasses(styles.fold, parent && styles.pointer)}
        onClick={() => parent && props.onFold(node)}
        onDoubleClick={(event) => event.stopPropagation()}
      >
        {parent && (open ? <ChevronDown16Regular /> : <ChevronRight16Regular />)}
      </span>
      <span
        aria-hidden
        data-box
        className={styles.boxArea}
        onClick={(event) => tickable && props.onTick(node, event.shiftKey)}
        onDoubleClick={(event) => event.stopPropagation()}
      >
        <span className={mergeClasses(styles.box, ticked && styles.boxOn, mixed && styles.boxMixed, !tickable && styles.boxOff)}>
          {ticked && <Checkmark12Filled />}
        </span>
      </span>
      <span aria-hidden className={styles.icon}>
        <Icon />
      </span>
      <span className={mergeClasses(styles.name, ticked && styles.ticked, !tickable && styles.quiet, f.vanished && styles.gone)} title={f.path}>
        {name}
      </span>
      <span className={styles.unseen}>
        {!f.vanished && t("mailboxes:tree.inFolderCount", { count: f.total })}{" "}
        {f.selected && t("mailboxes:tree.filedCount", { count: f.filed })}
      </span>
      <span className={styles.tags}>
        {f.vanished && ticked && (
          <Badge tone="danger">
            {t("mailboxes:tree.vanished")}
          </Badge>
        )}
        {f.problem && !f.vanished && (
          <Badge tone="warning" title={f.problem.message}>
            {t("mailboxes:tree.problem")}
          </Badge>
        )}
        {changed && (
          <Badge tone={ticked ? "brand" : "calm"}>
            {ticked ? t("mailboxes:tree.new") : t("mailboxes:tree.off")}
          </Badge>
        )}
        {ticked && !f.vanished && (
          <button
            type="button"
            tabIndex={active ? 0 : -1}
            aria-pressed={followed}
            title={t("mailboxes:tree.followHint", { folder: f.name })}
            disabled={disabled}
            className={mergeClasses(styles.link, styles.yields, followed && styles.linkOn, !parent && !followed && "on-row", !parent && !followed && styles.hidden)}
            onClick={() => props.onFollow(f)}
          >
            <span className={styles.linkIcon} aria-hidden>
              <Follow />
            </span>
            <span className={styles.linkText}>{followed ? t("mailboxes:tree.followed") : t("mailboxes:tree.notFollowed")}</span>
          </button>
        )}
        {ticked && invoices !== null && (
          <button
            type="button"
            tabIndex={active ? 0 : -1}
            aria-pressed={invoices}
            title={t("mailboxes:tree.invoicesHint")}
            disabled={disabled}
            className={mergeClasses(styles.link, styles.yields, invoices ? styles.linkOn : mergeClasses("on-row", styles.hidden))}
            onClick={() => props.onInvoices(f, !invoices)}
          >
            <span className={styles.linkIcon} aria-hidden>
              <ReceiptRegular />
            </span>
            <span className={invoices ? styles.linkText : styles.unseen}>{t(invoices ? "mailboxes:tree.invoices" : "mailboxes:tree.noInvoices")}</span>
          </button>
        )}
        {more > 0 && (
          <button
            type="button"
            tabIndex={active ? 0 : -1}
            disabled={disabled}
            title={t("mailboxes:tree.tickBelow", { count: more })}
            className={mergeClasses(styles.link, styles.stays, styles.linkOn, !changed && "on-row", !changed && styles.hidden)}
            onClick={() => props.onTickBelow(node)}
          >
            <span className={styles.end}>{t("mailboxes:tree.tickBelow", { count: more })}</span>
          </button>
        )}
      </span>
      <span className={styles.spring} />
      {running ? (
        <span className={styles.baseline}>
          <ProgressBar
            aria-label={t("mailboxes:tree.baselineOf", { folder: f.name })}
            {...(running.total > 0 ? { value: running.done, max: running.total } : {})}
          />
          {running.total > 0
            ? t("mailboxes:tree.baseline", { done: running.done, total: running.total })
            : t("mailboxes:tree.baselineStarts")}
        </span>
      ) : (
        <>
          <span aria-hidden className={styles.count}>
            {!f.vanished && format.number(f.total)}
          </span>
          <span aria-hidden className={mergeClasses(styles.count, styles.filed)} title={compared}>
            {f.selected && format.number(f.filed)}
          </span>
        </>
      )}
    </div>
  );
});
