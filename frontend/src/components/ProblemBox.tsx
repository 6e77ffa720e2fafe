import {
  Button,
  Link,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  tokens,
} from "@fluentui/react-components";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../backend/types";
import { CopyButton } from "./CopyButton";

const useStyles = makeStyles({
  bar: { alignItems: "start", paddingTop: "8px", paddingBottom: "8px" },
  body: { whiteSpace: "normal", lineHeight: "20px" },
  actions: { display: "flex", flexWrap: "wrap", gap: "8px", whiteSpace: "normal" },
  detail: {
    margin: "8px 0 0",
    padding: "8px",
    maxHeight: "180px",
    overflow: "auto",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground2,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: "12px",
    lineHeight: "18px",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
  },
});

/** reportOf writes a problem as text to be sent to whoever helps. */
export function reportOf(problem: Problem): string {
  const lines = [problem.message, problem.remedy, `code: ${problem.code}`];
  if (problem.since) lines.push(`since: ${problem.since}`);
  if (problem.detail) lines.push(problem.detail);
  return lines.filter(Boolean).join("\n");
}

interface Props {
  problem: Problem;
  /** The next step, as a button. */
  action?: ReactNode;
  intent?: "error" | "warning";
}

/** ProblemBox says what happened and what to do, with the next step as a button and the technical detail folded. */
export function ProblemBox({ problem, action, intent = "error" }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const detail = useId();
  return (
    <MessageBar intent={intent} layout="multiline" className={styles.bar}>
      <MessageBarBody className={styles.body}>
        <MessageBarTitle>{problem.message || t("shell:problem.unexpected")}</MessageBarTitle>{" "}
        {problem.remedy || (problem.message ? "" : t("shell:problem.unexpectedRemedy"))}{" "}
        <Link as="button" inline aria-expanded={open} aria-controls={open ? detail : undefined} onClick={() => setOpen(!open)}>
          {t("shell:problem.details")}
        </Link>
        {open && (
          <pre id={detail} className={styles.detail} tabIndex={0}>
            {reportOf(problem)}
          </pre>
        )}
      </MessageBarBody>
      <MessageBarActions className={styles.actions}>
        {open && <CopyButton size="small" text={reportOf(problem)} label={t("shell:problem.copy")} />}
        {action}
      </MessageBarActions>
    </MessageBar>
  );
}

/** Problems are several boxes, one for each thing that went wrong; the action is the next step of the first. */
export function Problems({ list, className, action }: { list: readonly (Problem | undefined)[]; className?: string; action?: ReactNode }) {
  return list.map(
    (problem, i) =>
      problem && (
        <div key={i} role="alert" className={className}>
          <ProblemBox problem={problem} action={i === 0 && action} />
        </div>
      ),
  );
}

/** AgainButton is the next step of what can simply be tried again. */
export function AgainButton({ onClick, busy = false }: { onClick: () => void; busy?: boolean }) {
  const { t } = useTranslation();
  return (
    <Button size="small" disabledFocusable={busy} onClick={onClick}>
      {t("shell:again")}
    </Button>
  );
}
