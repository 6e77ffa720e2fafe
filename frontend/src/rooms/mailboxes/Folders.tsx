import { Button, makeStyles, SearchBox, tokens, Tooltip } from "@fluentui/react-components";
import { ArrowClockwiseRegular } from "@fluentui/react-icons";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { onEvent } from "../../backend/events";
import { useAction, useLive } from "../../backend/live";
import type { Folder } from "../../backend/types";
import { Later } from "../../components/Later";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { FolderTree } from "../../components/tree/FolderTree";
import { Skeleton, SkeletonItem } from "../../components/Skeleton";
import { Switch } from "../../components/Switch";
import { type Baseline, build, type Draft, isTicked, noDraft, startOpen, suggested, tick, visible } from "../../components/tree/model";
import { SaveBar } from "./SaveBar";

const useStyles = makeStyles({
  tools: {
    display: "flex",
    alignItems: "center",
    flexWrap: "wrap",
    gap: "4px 12px",
    flexShrink: 0,
    padding: "10px 16px",
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  search: { width: "240px", maxWidth: "100%" },
  spring: { flex: "1 1 0" },
  columns: { display: "flex", marginRight: "12px", fontSize: "12px", color: tokens.colorNeutralForeground3, "@media (max-width: 999px)": { display: "none" } },
  column: { textAlign: "right", whiteSpace: "nowrap" },
  filed: { width: "88px", textAlign: "right" },
  bars: { padding: "12px 16px 0", flexShrink: 0, display: "flex", flexDirection: "column", gap: "8px" },
  loading: { padding: "16px", display: "flex", flexDirection: "column", gap: "14px" },
  grow: { flex: "1 1 auto" },
});

// What a person has changed and not saved survives a look into another room.
const drafts = new Map<string, Draft>();

interface Props {
  mailbox: string;
  /** Nothing is ticked yet: Inbox and Sent Items are suggested. */
  firstOne: boolean;
  /** The mailbox can be asked; if not, what was read last is shown. */
  readable: boolean;
  /** All folders are filed, with those to come: when that changes, so do the ticks. */
  everything: boolean;
  saved: () => void;
}

/** Folders is a mailbox's folder tree with its filter, and the bar that says what saving will do. */
export function Folders({ mailbox, firstOne: nothingTicked, readable, everything, saved }: Props) {
  const { app } = useShell();
  const firstOne = nothingTicked && app.access.may;
  const { t, i18n } = useTranslation();
  const styles = useStyles();
  const ask = useCallback(() => api.Folders(mailbox, false), [mailbox]);
  const live = useLive(ask, (e) => e.mailbox === mailbox && (e.kind === "filed" || e.kind === "round" || e.kind === "problem"));
  const { reload } = live;
  const was = useRef(everything);
  useEffect(() => {
    if (was.current !== everything) reload();
    was.current = everything;
  }, [everything, reload]);
  const refresh = useAction(async () => {
    await api.Folders(mailbox, true);
    reload();
  });
  const marks = useLive(api.InvoiceMarks, (e) => e.kind === "marks" || (e.kind === "round" && e.mailbox === mailbox));
  const marked = useMemo(() => {
    const own = marks.value?.filter((m) => m.mailbox.toLowerCase() === mailbox.toLowerCase());
    // In a mailbox that takes invoices as a whole, nothing is said of its folders.
    return own?.some((m) => !m.folder) ? undefined : own && new Set(own.map((m) => m.folder.toLowerCase()));
  }, [marks.value, mailbox]);
  const marking = useAction(async (folder: string, on: boolean) => {
    await api.MarkInvoices(mailbox, folder, on);
    marks.reload();
  });
  const { run: runMark } = marking;
  const mark = useCallback((folder: Folder, on: boolean) => void runMark(folder.path, on), [runMark]);
  const folders = live.value?.folders;
  const tree = useMemo(() => folders && build(folders, i18n.language), [folders, i18n.language]);

  const [draft, setDraftState] = useState<Draft>(() => drafts.get(mailbox) ?? noDraft);
  const setDraft = useCallback(
    (change: (was: Draft) => Draft) =>
      setDraftState((was) => {
        const next = change(was);
        drafts.set(mailbox, next);
        return next;
      }),
    [mailbox],
  );
  // Where the tree was opened first stays as it was: what is read anew must not fold or unfold under the person's hands.
  const [begin, setBegin] = useState<ReadonlySet<string>>();
  if (tree && !begin) setBegin(startOpen(tree));
  const [changed, setOpen] = useState<ReadonlySet<string>>();
  const open = changed ?? begin;
  const started = useRef(false);
  useEffect(() => {
    if (!tree || started.current) return;
    started.current = true;
    if (firstOne && !drafts.has(mailbox) && !tree.nodes.some((n) => n.folder.selected))
      setDraft((was) => tick(was, suggested(tree), true));
  }, [tree, firstOne, mailbox, setDraft]);

  const [query, setQuery] = useState("");
  const [only, setOnly] = useState(false);
  const words = useDeferredValue(query);
  // "Ticked only" looks at the draft as it was when the switch was set: a row must not vanish under the pointer.
  const [onlyDraft, setOnlyDraft] = useState<Draft>(noDraft);
  const rows = useMemo(
    () => (tree ? visible(tree, open ?? new Set(), words, only ? (f) => f.selected || isTicked(f, onlyDraft) : null) : []),
    [tree, open, words, only, onlyDraft],
  );

  const baselines = useBaselines(mailbox);
  const [saving, setSaving] = useState(false);
  const vanished = tree?.nodes.filter((n) => n.folder.vanished && isTicked(n.folder, draft)) ?? [];
  const problem = refresh.problem ?? live.problem ?? marking.problem ?? marks.problem;
  return (
    <>
      <div className={styles.tools}>
        <SearchBox
          className={styles.search}
          placeholder={t("mailboxes:tree.search")}
          aria-label={t("mailboxes:tree.search")}
          value={query}
          onChange={(_, data) => setQuery(data.value)}
        />
        <Switch
          label={t("mailboxes:tree.only")}
          checked={only}
          onChange={(_, data) => {
            setOnlyDraft(draft);
            setOnly(data.checked);
          }}
        />
        <Tooltip content={t("mailboxes:tree.refresh")} relationship="label">
          <Button
            appearance="subtle"
            size="small"
            icon={<ArrowClockwiseRegular />}
            disabledFocusable={refresh.busy || !readable}
            onClick={() => void refresh.run()}
          />
        </Tooltip>
        <span className={styles.spring} />
        <span className={styles.columns} aria-hidden>
          <span className={styles.column}>{t("mailboxes:tree.inFolder")}</span>
          <span className={styles.filed}>{t("mailboxes:tree.filed")}</span>
        </span>
      </div>
      {(problem ?? vanished.length > 0) && (
        <div className={styles.bars} role="alert">
          {problem && (
            <ProblemBox
              problem={problem}
              intent={tree ? "warning" : "error"}
              action={<AgainButton busy={refresh.busy} onClick={() => void (tree ? refresh.run() : reload())} />}
            />
          )}
          {vanished.length > 0 && !saving && (
            <ProblemBox
              intent="warning"
              problem={{
                code: "folder-vanished",
                message: t("mailboxes:vanished.title", { count: vanished.length, folder: vanished[0]?.folder.path }),
                remedy: t("mailboxes:vanished.text"),
                who: "you",
                detail: vanished.map((n) => n.folder.path).join("\n"),
                link: "",
                since: "",
                retry: "",
              }}
              action={
                <Button
                  size="small"
                  onClick={() =>
                    setDraft((was) =>
                      tick(
                        was,
                        vanished.map((n) => n.folder),
                        false,
                      ),
                    )
                  }
                >
                  {t("mailboxes:vanished.untick")}
                </Button>
              }
            />
          )}
        </div>
      )}
      {tree && open ? (
        <FolderTree
          label={t("mailboxes:tree.label", { mailbox })}
          tree={tree}
          rows={rows}
          open={open}
          setOpen={setOpen}
          draft={draft}
          setDraft={setDraft}
          baselines={baselines}
          filtered={words.trim() !== "" || only}
          disabled={saving || !app.access.may}
          {...(marked ? { marked } : {})}
          mark={mark}
          empty={words.trim() !== "" ? t("mailboxes:tree.nothing", { query: words.trim() }) : t("mailboxes:tree.none")}
        />
      ) : (
        <div className={styles.grow}>
          {!live.problem && (
            <Later>
              <Skeleton aria-label={t("shell:loading")} className={styles.loading}>
                {[40, 55, 50, 60, 35, 45, 40, 50].map((width, i) => (
                  <SkeletonItem key={i} size={20} style={{ width: `${width}%`, marginLeft: i % 3 === 0 ? 0 : 24 }} />
                ))}
              </Skeleton>
            </Later>
          )}
        </div>
      )}
      {tree && (
        <SaveBar
          mailbox={mailbox}
          tree={tree}
          draft={draft}
          suggestion={firstOne}
          saving={saving}
          setSaving={setSaving}
          discard={() => setDraft(() => noDraft)}
          saved={() => {
            setDraft(() => noDraft);
            drafts.delete(mailbox);
            reload();
            saved();
          }}
        />
      )}
    </>
  );
}

/** useBaselines follows how far the baselines of a mailbox's folders are. */
function useBaselines(mailbox: string): ReadonlyMap<string, Baseline> {
  const [running, setRunning] = useState<ReadonlyMap<string, Baseline>>(new Map());
  useEffect(
    () =>
      onEvent((event) => {
        if (event.kind !== "baseline" || event.mailbox !== mailbox) return;
        setRunning((was) => {
          const next = new Map(was);
          if (event.total > 0 && event.done >= event.total) next.delete(event.folder);
          else next.set(event.folder, { done: event.done, total: event.total });
          return next;
        });
      }),
    [mailbox],
  );
  useEffect(() => onEvent((event) => event.kind === "round" && setRunning((was) => (was.size > 0 ? new Map() : was))), []);
  return running;
}
