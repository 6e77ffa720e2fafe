import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go } from "../../app/route";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import type { Estimate, Selection } from "../../backend/types";
import { ProblemBox } from "../../components/ProblemBox";
import { Spinner } from "../../components/Spinner";
import { type Changes, changesOf, type Draft, isFollowed, isTicked, type Tree } from "../../components/tree/model";
import { useFormat } from "../../i18n/format";

const useStyles = makeStyles({
  bar: {
    display: "flex",
    alignItems: "center",
    flexWrap: "wrap",
    gap: "12px",
    flexShrink: 0,
    minHeight: "40px",
    padding: "12px 16px",
    borderTop: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  words: { flex: "1 1 260px", minWidth: 0 },
  title: { fontWeight: tokens.fontWeightSemibold, lineHeight: "20px" },
  text: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  buttons: { display: "flex", flexShrink: 0, gap: "12px" },
  problem: { padding: "0 16px 12px", flexShrink: 0 },
});

interface Props {
  mailbox: string;
  tree: Tree;
  draft: Draft;
  /** Nothing is ticked yet: what is ticked in the draft is a suggestion. */
  suggestion: boolean;
  saving: boolean;
  setSaving: (saving: boolean) => void;
  discard: () => void;
  saved: () => void;
}

/** selectionOf is what the program is asked to do for a draft. */
function selectionOf(changes: Changes, draft: Draft): Selection {
  return {
    add: changes.add.map((f) => f.id),
    remove: changes.remove.map((f) => f.id),
    follow: changes.follow.map((f) => ({ id: f.id, with: isFollowed(f, draft) })),
  };
}

/** SaveBar says what saving will do, does it, and offers to take it back. */
export function SaveBar({ mailbox, tree, draft, suggestion, saving, setSaving, discard, saved }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  const format = useFormat();
  const { done, overview } = useShell();
  const changes = useMemo(() => changesOf(tree, draft), [tree, draft]);
  const { add, remove, follow } = changes;
  const estimate = useEstimate(mailbox, add.map((f) => f.id).join("\n"));

  const save = useAction(async () => {
    const selection = selectionOf(changes, draft);
    setSaving(true);
    try {
      await api.Select(mailbox, selection);
    } finally {
      setSaving(false);
    }
    saved();
    overview.reload();
    // What is only added can be taken back without a trace. Ticking again takes a new baseline: that is no undo.
    const undo =
      selection.add.length > 0 && selection.remove.length === 0 && selection.follow.length === 0
        ? () => void api.Select(mailbox, { add: [], remove: selection.add, follow: [] }).then(saved)
        : undefined;
    done(whatChanges(), suggestion ? undefined : undo);
    if (suggestion) go("overview"); // where the first mail is seen arriving
  });

  function whatChanges(): string {
    if (add.length > 0 && remove.length > 0)
      return t("mailboxes:save.both", {
        more: t("mailboxes:save.more", { count: add.length }),
        less: t("mailboxes:save.less", { count: remove.length }),
      });
    if (add.length > 0) return t("mailboxes:save.more", { count: add.length });
    if (remove.length > 0) return t("mailboxes:save.less", { count: remove.length });
    return t("mailboxes:save.follow", { count: follow.length });
  }

  const problem = save.problem && (
    <div className={styles.problem} role="alert">
      <ProblemBox problem={save.problem} />
    </div>
  );
  if (saving)
    return (
      <div className={styles.bar} role="status">
        <Spinner size="small" aria-hidden />
        <div className={styles.words}>
          <div className={styles.title}>{t("mailboxes:save.saving")}</div>
          <div className={styles.text}>{t("mailboxes:save.savingText")}</div>
        </div>
        <div className={styles.buttons}>
          <Button onClick={() => void api.Cancel("select").catch(() => undefined)}>{t("shell:cancel")}</Button>
        </div>
      </div>
    );
  if (add.length + remove.length + follow.length === 0) {
    const ticked = tree.nodes.filter((n) => n.folder.selected).length;
    return (
      <>
        {problem}
        <div className={styles.bar}>
          <span className={styles.text}>
            {ticked > 0 ? t("mailboxes:save.standing", { count: ticked }) : t("mailboxes:save.nothing")}
          </span>
        </div>
      </>
    );
  }
  const allTicked = tree.nodes.filter((n) => isTicked(n.folder, draft)).length;
  const text = [
    add.length > 0 && t("mailboxes:save.fromNow"),
    add.length > 0 && estimate && estimate.mails > 0 && t("mailboxes:save.untouched", {
      folders: t("mailboxes:folders", { count: estimate.folders }),
      count: estimate.mails,
    }),
    remove.length > 0 && t("mailboxes:save.stays", { folders: format.list(remove.slice(0, 3).map((f) => f.name)), count: remove.length }),
    add.length + remove.length === 0 && t("mailboxes:save.followText"),
  ]
    .filter(Boolean)
    .join(" ");
  return (
    <>
      <div className={styles.bar}>
        <div className={styles.words} aria-live="polite">
          <div className={styles.title}>{suggestion && remove.length === 0 ? t("mailboxes:save.suggested", { count: allTicked }) : whatChanges()}</div>
          <div className={styles.text}>{text}</div>
        </div>
        <div className={styles.buttons}>
          <Button onClick={discard}>{t("shell:cancel")}</Button>
          <Button appearance="primary" onClick={() => void save.run()}>
            {t("mailboxes:save.save")}
          </Button>
        </div>
      </div>
      {problem}
    </>
  );
}

/** useEstimate asks what ticking folders will leave untouched, shortly after the person has stopped ticking. */
function useEstimate(mailbox: string, ids: string): Estimate | undefined {
  const [known, setKnown] = useState<{ ids: string; estimate: Estimate }>();
  useEffect(() => {
    if (ids === "") return undefined;
    let current = true;
    const timer = window.setTimeout(() => {
      api.Estimate(mailbox, ids.split("\n")).then(
        (estimate) => current && setKnown({ ids, estimate }),
        () => undefined, // only a number is missing from the sentence then
      );
    }, 150);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [mailbox, ids]);
  return known?.ids === ids ? known.estimate : undefined;
}
