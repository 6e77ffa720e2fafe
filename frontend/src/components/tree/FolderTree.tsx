import { makeStyles, tokens } from "@fluentui/react-components";
import { type KeyboardEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Folder } from "../../backend/types";
import { useFormat } from "../../i18n/format";
import { FolderRow, rowHeight } from "./FolderRow";
import { type Baseline, below, type Draft, fold, follow, isFollowed, isTicked, type Node, tick, type Tree } from "./model";
import { useWindow } from "./useWindow";

const useStyles = makeStyles({
  tree: {
    position: "relative",
    flex: "1 1 auto",
    minHeight: 0,
    overflowY: "auto",
    outlineStyle: "none",
    paddingBottom: "8px",
  },
  none: { padding: "16px", color: tokens.colorNeutralForeground3 },
});

interface Props {
  label: string;
  tree: Tree;
  /** The nodes that are shown, in order. */
  rows: Node[];
  open: ReadonlySet<string>;
  setOpen: (open: ReadonlySet<string>) => void;
  draft: Draft;
  setDraft: (change: (draft: Draft) => Draft) => void;
  /** Progress of baselines by PATH. */
  baselines: ReadonlyMap<string, Baseline>;
  /** While a filter is on everything is unfolded. */
  filtered: boolean;
  disabled: boolean;
  empty: string;
  /** The folders by PATH in which invoices are expected; without, that is not shown. */
  marked?: ReadonlySet<string>;
  mark: (folder: Folder, on: boolean) => void;
}

/**
 * FolderTree is a tree of folders with three-state checkboxes, of any size: only the rows in sight are drawn.
 * Keyboard: arrows, Home, End, Page Up and Down, Space ticks, Shift+Space ticks all below, too, letters lead to a name.
 */
export function FolderTree(props: Props) {
  const { label, tree, rows, open, setOpen, draft, setDraft, baselines, filtered, disabled, empty, marked, mark } = props;
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string>("");
  const [focused, setFocused] = useState(false);
  const { from, to, show, onScroll } = useWindow(box, rows.length, rowHeight);
  const counts = useMemo(() => below(tree, draft), [tree, draft]);
  const typed = useRef({ text: "", time: 0 });

  const at = Math.max(0, rows.findIndex((n) => n.folder.id === active));
  const here = rows[at];

  const move = useCallback(
    (row: number) => {
      const node = rows[Math.max(0, Math.min(rows.length - 1, row))];
      if (!node) return;
      setActive(node.folder.id);
      show(rows.indexOf(node));
    },
    [rows, show],
  );

  const unfold = useCallback(
    (folder: string, on: boolean) => {
      const next = new Set(open);
      if (on) next.add(folder);
      else next.delete(folder);
      setOpen(next);
    },
    [open, setOpen],
  );

  const toggle = useCallback(
    (node: Node, all: boolean) => {
      if (disabled) return;
      setDraft((was) => {
        const on = !isTicked(node.folder, was);
        const folders = all ? tree.nodes.slice(node.index, node.end).map((n) => n.folder) : [node.folder];
        return tick(was, folders, on);
      });
    },
    [disabled, setDraft, tree],
  );

  // The rows are drawn anew only when something about them has changed: their functions must stay the same.
  const latest = useRef({ toggle, unfold, open });
  useEffect(() => {
    latest.current = { toggle, unfold, open };
  });
  const onTick = useCallback((node: Node, all: boolean) => {
    setActive(node.folder.id);
    latest.current.toggle(node, all);
  }, []);
  const onFold = useCallback((node: Node) => {
    setActive(node.folder.id);
    latest.current.unfold(node.folder.id, !latest.current.open.has(node.folder.id));
  }, []);
  const onFollow = useCallback((f: Folder) => setDraft((was) => follow(was, f, !isFollowed(f, was))), [setDraft]);
  const onTickBelow = useCallback(
    (node: Node) => setDraft((was) => tick(was, tree.nodes.slice(node.index, node.end).map((n) => n.folder), true)),
    [setDraft, tree],
  );
  const onActive = useCallback((node: Node) => setActive(node.folder.id), []);

  const typeAhead = (letter: string): void => {
    const now = Date.now();
    const text = now - typed.current.time < 700 ? typed.current.text + fold(letter) : fold(letter);
    typed.current = { text, time: now };
    const start = text.length > 1 ? at : at + 1;
    for (let i = 0; i < rows.length; i++) {
      const row = (start + i) % rows.length;
      if (rows[row]?.search.startsWith(text)) {
        move(row);
        return;
      }
    }
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== box.current || !here || event.ctrlKey || event.altKey || event.metaKey) return;
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 1);
    const hasChildren = here.end > here.index + 1;
    const isOpen = filtered || open.has(here.folder.id);
    switch (event.key) {
      case "ArrowDown":
        move(at + 1);
        break;
      case "ArrowUp":
        move(at - 1);
        break;
      case "PageDown":
        move(at + page);
        break;
      case "PageUp":
        move(at - page);
        break;
      case "Home":
        move(0);
        break;
      case "End":
        move(rows.length - 1);
        break;
      case "ArrowRight":
        if (hasChildren && !isOpen) unfold(here.folder.id, true);
        else if (hasChildren) move(at + 1);
        break;
      case "ArrowLeft":
        if (hasChildren && isOpen && !filtered) unfold(here.folder.id, false);
        else if (here.parent >= 0) move(rows.findIndex((n) => n.index === here.parent));
        break;
      case " ":
        toggle(here, event.shiftKey);
        break;
      case "Enter":
        if (hasChildren && !filtered) unfold(here.folder.id, !isOpen);
        break;
      default:
        if (event.key.length !== 1) return;
        typeAhead(event.key);
    }
    event.preventDefault();
  };

  if (rows.length === 0) return <p className={styles.none}>{empty}</p>;
  const drawn = rows.slice(from, to);
  const activeDrawn = here && at >= from && at < to;
  return (
    <div
      ref={box}
      role="tree"
      tabIndex={0}
      aria-label={label}
      aria-multiselectable
      aria-activedescendant={activeDrawn ? `${id}${here.index}` : undefined}
      className={styles.tree}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onFocus={(event) => setFocused(event.target === box.current && box.current.matches(":focus-visible"))}
      onBlur={() => setFocused(false)}
    >
      <div role="presentation" style={{ height: rows.length * rowHeight, position: "relative" }}>
        {drawn.map((node, i) => {
          const f = node.folder;
          const ticked = isTicked(f, draft);
          const ticksBelow = counts[node.index] ?? 0;
          return (
            <FolderRow
              key={f.id}
              id={`${id}${node.index}`}
              node={node}
              top={(from + i) * rowHeight}
              ticked={ticked}
              mixed={!ticked && ticksBelow > 0}
              more={ticked ? node.end - node.index - 1 - ticksBelow : 0}
              followed={isFollowed(f, draft)}
              invoices={marked && f.selected && !f.vanished ? marked.has(f.path.toLowerCase()) : null}
              open={filtered || open.has(f.id)}
              active={node === here}
              ring={focused && node === here}
              baseline={baselines.get(f.path)}
              disabled={disabled}
              t={t}
              format={format}
              onTick={onTick}
              onFold={onFold}
              onFollow={onFollow}
              onTickBelow={onTickBelow}
              onInvoices={mark}
              onActive={onActive}
            />
          );
        })}
      </div>
    </div>
  );
}
