import {
  Button,
  DrawerBody,
  DrawerFooter,
  Link,
  makeStyles,
  mergeClasses,
  tokens,
} from "@fluentui/react-components";
import { ArrowClockwiseRegular, CheckmarkCircleFilled, ErrorCircleFilled, WarningFilled } from "@fluentui/react-icons";
import type { TFunction } from "i18next";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import { problemOf } from "../../backend/bridge";
import { onEvent } from "../../backend/events";
import type { Account, Check, Problem } from "../../backend/types";
import { CopyButton } from "../../components/CopyButton";
import { ProblemBox, reportOf } from "../../components/ProblemBox";
import { ProgressBar } from "../../components/ProgressBar";
import { SidePanel } from "../../components/SidePanel";
import { Spinner } from "../../components/Spinner";
import { CheckAction } from "./CheckAction";

const useStyles = makeStyles({
  so: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2, margin: "0 0 12px" },
  list: { listStyleType: "none", margin: 0, padding: 0 },
  check: {
    display: "grid",
    gridTemplateColumns: "20px minmax(0, 1fr)",
    gap: "0 12px",
    padding: "12px 0",
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  icon: { fontSize: "20px", lineHeight: 0 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  warn: { color: tokens.colorStatusWarningForeground3 },
  name: { fontWeight: tokens.fontWeightSemibold, lineHeight: "20px", overflowWrap: "anywhere" },
  subject: { fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground3 },
  message: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
  remedy: {
    marginTop: "8px",
    padding: "10px 12px",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontSize: "12px",
    lineHeight: "16px",
  },
  buttons: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "12px", marginTop: "8px" },
  detail: { margin: "8px 0 0", fontFamily: tokens.fontFamilyMonospace, fontSize: "11px", whiteSpace: "pre-wrap", overflowWrap: "anywhere" },
});

interface Props {
  account: Account;
  close: () => void;
}

const known = [
  "proxy",
  "token",
  "profile",
  "permissions",
  "folders",
  "shared",
  "activated",
  "folder",
  "mailbox",
  "destination",
  "register",
  "clock",
] as const;

/** nameOf names a check. */
function nameOf(check: Check, t: TFunction): string {
  const kind = known.find((k) => k === check.check);
  return kind ? t(`mailboxes:check.${kind}`) : check.check;
}

/** reportOfChecks writes the results as text. */
function reportOfChecks(checks: readonly Check[], t: TFunction): string {
  return checks
    .map((c) => {
      const head = `${c.ok ? "[ok]" : "[!!]"} ${nameOf(c, t)}${c.subject ? ` (${c.subject})` : ""}: ${c.message}`;
      return c.problem ? `${head}\n${reportOf(c.problem).replace(/^/gm, "     ")}` : head;
    })
    .join("\n");
}

/** ValidateDrawer tests every link of the chain before the person's eyes, each failure with its remedy. */
export function ValidateDrawer({ account, close }: Props) {
  const { t } = useTranslation();
  return (
    <SidePanel title={t("mailboxes:validate")} close={close}>
      <Checks account={account} close={close} />
    </SidePanel>
  );
}

interface Run {
  checks: Check[];
  running: boolean;
  /** Checks that are behind us, and all of them; 0 while that is not known. */
  done: number;
  total: number;
  problem?: Problem;
}

const begin: Run = { checks: [], running: true, done: 0, total: 0 };

function Checks({ account, close }: { account: Account; close: () => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const [run, setRun] = useState<Run>(begin);
  const begun = useRef(false);
  const start = useCallback(() => {
    setRun(begin);
    api.Validate(account.id).then(
      (checks) => setRun((was) => ({ ...was, checks, running: false })),
      (thrown: unknown) => setRun((was) => ({ ...was, running: false, problem: problemOf(thrown) })),
    );
  }, [account.id]);
  useEffect(
    () =>
      onEvent((event) => {
        const { check, done, total } = event;
        if (event.kind === "check" && check) setRun((was) => (was.running ? { ...was, checks: [...was.checks, check], done, total } : was));
      }),
    [],
  );
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    start();
  }, [start]);
  const stop = () => void api.Cancel("validate").catch(() => undefined);
  const stopWhenGone = useRef(false);
  useEffect(() => {
    stopWhenGone.current = run.running;
  }, [run.running]);
  useEffect(
    () => () => {
      if (stopWhenGone.current) void api.Cancel("validate").catch(() => undefined);
    },
    [],
  );
  const bad = run.checks.filter((c) => !c.ok).length;
  const so = run.running
    ? run.total > 0
      ? t("mailboxes:check.runningOf", { done: Math.min(run.done + 1, run.total), total: run.total })
      : t("mailboxes:check.running", { count: run.checks.length })
    : bad > 0
      ? t("mailboxes:check.problems", { count: bad })
      : t("mailboxes:check.allGood");
  return (
    <>
      <DrawerBody tabIndex={0} role="region" aria-label={t("mailboxes:validate")}>
        <p className={styles.so} role="status">
          {run.problem ? t("mailboxes:check.stopped") : so}
        </p>
        {run.running && (
          <ProgressBar aria-label={t("mailboxes:check.progress")} {...(run.total > 0 ? { value: run.done, max: run.total } : {})} />
        )}
        <ul className={styles.list}>
          {run.checks.map((check, i) => (
            <Row key={i} check={check} close={close} />
          ))}
          {run.running && (
            <li className={styles.check}>
              <Spinner size="tiny" aria-hidden />
              <div className={styles.message}>{t("mailboxes:check.next")}</div>
            </li>
          )}
        </ul>
        {run.problem && run.problem.code !== "interrupted" && <ProblemBox problem={run.problem} />}
      </DrawerBody>
      <DrawerFooter>
        <Button appearance="primary" icon={<ArrowClockwiseRegular />} disabledFocusable={run.running} onClick={start}>
          {t("mailboxes:check.again")}
        </Button>
        <CopyButton text={reportOfChecks(run.checks, t)} label={t("mailboxes:check.copy")} />
        {run.running && (
          <Button appearance="subtle" onClick={stop}>
            {t("mailboxes:check.stop")}
          </Button>
        )}
      </DrawerFooter>
    </>
  );
}

function Row({ check, close }: { check: Check; close: () => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const [details, setDetails] = useState(false);
  const soft = check.check === "clock";
  const Icon = check.ok ? CheckmarkCircleFilled : soft ? WarningFilled : ErrorCircleFilled;
  const tone = check.ok ? styles.good : soft ? styles.warn : styles.bad;
  return (
    <li className={styles.check}>
      <span className={mergeClasses(styles.icon, tone)} role="img" aria-label={check.ok ? t("mailboxes:check.good") : t("mailboxes:check.bad")}>
        <Icon />
      </span>
      <div>
        <div className={styles.name}>
          {nameOf(check, t)} {check.subject && <span className={styles.subject}>{check.subject}</span>}
        </div>
        <div className={mergeClasses(styles.message, !check.ok && tone)}>{check.message}</div>
        {check.problem && (
          <div className={styles.remedy}>
            {check.problem.remedy}
            <div className={styles.buttons}>
              {check.action && <CheckAction action={check.action} close={close} />}
              <Link as="button" aria-expanded={details} onClick={() => setDetails(!details)}>
                {t("shell:problem.details")}
              </Link>
            </div>
            {details && (
              <pre className={styles.detail} tabIndex={0}>
                {reportOf(check.problem)}
              </pre>
            )}
          </div>
        )}
      </div>
    </li>
  );
}
