import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { PanelRightExpandRegular } from "@fluentui/react-icons";
import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { go } from "../../app/route";
import type { Pages } from "../../backend/pages";
import { compactWindow, useMedia } from "../../components/useMedia";
import type { GridHandle, RowActs } from "./Grid";

const useStyles = makeStyles({
  room: { position: "relative", display: "grid", flex: "1 1 auto", minHeight: 0, gridTemplateColumns: "minmax(0, 1fr)", gridTemplateRows: "minmax(0, 1fr)", gap: "16px", "@media (max-height: 479px)": { flex: "1 0 420px" } }, // whatever is in it: a list in a high box makes all its rows
  withPane: {
    gridTemplateColumns: "minmax(0, 1fr) 400px",
    "@media (min-width: 1500px)": { gridTemplateColumns: "minmax(0, 1fr) minmax(400px, 40%)" },
  },
  list: {
    display: "flex",
    flexDirection: "column",
    minWidth: 0,
    minHeight: 0,
    overflow: "hidden",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
  },
  // Out of sight, with its place in the list kept.
  hidden: { position: "absolute", inset: 0, visibility: "hidden" },
});

/** The chosen row: its id, and where it stands if that is known. */
interface Choice {
  id: string;
  row: number;
}

const none: Choice = { id: "", row: -1 };

/** useChoice keeps the chosen row in sight of the list: it stands elsewhere when something comes in above it. */
function useChoice<R>(pages: Pages<R>): [Choice, (row: number) => void, (id: string) => void] {
  const [choice, setChoice] = useState(none);
  const { idOf } = pages;
  const there = choice.row >= 0 ? pages.row(choice.row) : undefined;
  let now = choice;
  if (choice.id === "" && there) now = { id: idOf(there), row: choice.row };
  else if (choice.id !== "" && (!there || idOf(there) !== choice.id) && pages.answered) {
    const row = pages.find(choice.id);
    if (row !== choice.row && (there || row >= 0 || choice.row >= pages.total)) now = { id: choice.id, row };
  }
  if (now !== choice) setChoice(now);
  const choose = useCallback(
    (row: number) => {
      const at = pages.row(row);
      setChoice({ id: at ? idOf(at) : "", row });
    },
    [pages, idOf],
  );
  const chooseId = useCallback((id: string) => setChoice(id ? { id, row: -1 } : none), []);
  return [now, choose, chooseId];
}

/** A list with a preview beside it, or in its place where there is no room for both. */
interface Split extends RowActs {
  /** Id of the chosen row; "" if none is. */
  chosen: string;
  /** Where it stands; -1 if that is not known. */
  at: number;
  /** The preview takes the whole room; or stands beside the list. */
  asPage: boolean;
  asPane: boolean;
  /** The list has little room. */
  narrow: boolean;
  /** Chooses what is perhaps not in the list, and shows it. */
  show: (id: string) => void;
  /** Shows another document in the preview. */
  jump: (id: string) => void;
  close: () => void;
  /** Leads to the list. */
  toList: () => void;
  /** Shows the list, if it is hidden, at once: whoever goes on typing loses no letter. */
  back: () => void;
  showPane: () => void;
  paneHidden: boolean;
  table: RefObject<GridHandle | null>;
  title: RefObject<HTMLHeadingElement | null>;
}

/**
 * useSplit keeps what is chosen, and whether it is shown.
 * @param leave is called when the preview is closed that took the whole room
 */
export function useSplit<R>(pages: Pages<R>, leave?: () => void): Split {
  const compact = useMedia(compactWindow);
  const slim = useMedia("(max-width: 760px)");
  const [choice, choose, chooseId] = useChoice(pages);
  const [pane, setPane] = useState(true);
  const [page, setPage] = useState(false);
  const table = useRef<GridHandle>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const toTitle = useRef(false);
  useEffect(() => {
    if (!toTitle.current || !title.current) return;
    toTitle.current = false;
    title.current.focus();
  });
  const open = useCallback(
    (row: number) => {
      if (row >= 0) choose(row);
      setPane(true);
      setPage(true);
      toTitle.current = true;
    },
    [choose],
  );
  const show = useCallback(
    (id: string) => {
      chooseId(id);
      setPage(true);
      setPane(true);
    },
    [chooseId],
  );
  const jump = useCallback(
    (id: string) => {
      chooseId(id);
      toTitle.current = true;
    },
    [chooseId],
  );
  const close = useCallback(() => {
    setPage(false);
    setPane((was) => was && compact);
    if (compact) leave?.();
    requestAnimationFrame(() => table.current?.focus());
  }, [compact, leave]);
  const toggle = useCallback(() => {
    if (compact) {
      if (choice.row >= 0) open(choice.row);
    } else setPane((was) => !was);
  }, [compact, choice.row, open]);
  const toList = useCallback(() => {
    if (choice.row < 0) choose(0);
    table.current?.focus();
  }, [choice.row, choose]);
  const back = useCallback(() => flushSync(() => setPage(false)), []);
  const showPane = useCallback(() => setPane(true), []);
  const asPane = !compact && pane;
  return {
    chosen: choice.id,
    at: choice.row,
    asPage: compact && page && choice.id !== "",
    asPane,
    narrow: asPane || slim,
    choose,
    open,
    clickOpens: compact,
    toggle,
    show,
    jump,
    close,
    toList,
    back,
    showPane,
    paneHidden: !compact && !pane,
    table,
    title,
  };
}

/** ShowPreview brings back a preview that was hidden. */
export function ShowPreview({ split }: { split: Split }) {
  const { t } = useTranslation();
  return (
    split.paneHidden && (
      <Button appearance="subtle" icon={<PanelRightExpandRegular />} onClick={split.showPane}>
        {t("documents:showPreview")}
      </Button>
    )
  );
}

/** SplitView is the list, and the preview as far as it is shown. */
export function SplitView({ split, label, children, preview }: { split: Split; label: string; children: ReactNode; preview: ReactNode }) {
  const styles = useStyles();
  return (
    <div className={mergeClasses(styles.room, split.asPane && styles.withPane)}>
      <section aria-label={label} className={mergeClasses(styles.list, split.asPage && styles.hidden)}>
        {children}
      </section>
      {(split.asPane || split.asPage) && preview}
    </div>
  );
}

/** leaveTo is where a preview that took the whole room leads back to. */
export const leaveTo = (view: string) => (): void => go("documents", view);

/** useFind calls something when the person presses Ctrl+F. */
export function useFind(find: () => void): void {
  const latest = useRef(find);
  useEffect(() => {
    latest.current = find;
  });
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
