import { Button, Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import {
  AlertUrgentRegular,
  ArrowSyncRegular,
  CheckmarkRegular,
  ClockRegular,
  CloudOffRegular,
  HourglassRegular,
  MailInboxRegular,
  PauseRegular,
  WarningRegular,
} from "@fluentui/react-icons";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go } from "../../app/route";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import type { Overview } from "../../backend/types";
import { Empty } from "../../components/Empty";
import { Card, Page } from "../../components/Page";
import { AgainButton, Problems } from "../../components/ProblemBox";
import { Skeleton, SkeletonItem } from "../../components/Skeleton";
import { useFormat } from "../../i18n/format";
import { ActivityList } from "./ActivityList";
import { FailuresDrawer } from "./FailuresDrawer";
import { FiledCard } from "./FiledCard";
import { NeedList } from "./NeedList";

const useStyles = makeStyles({
  headline: { display: "flex", alignItems: "center", gap: "16px", marginBottom: "16px" },
  sign: {
    display: "grid",
    placeItems: "center",
    flexShrink: 0,
    width: "48px",
    height: "48px",
    borderRadius: "50%",
    fontSize: "24px",
    lineHeight: 0,
  },
  good: { backgroundColor: tokens.colorStatusSuccessBackground1, color: tokens.colorStatusSuccessForeground1 },
  warn: { backgroundColor: tokens.colorStatusWarningBackground1, color: tokens.colorStatusWarningForeground1 },
  calm: { backgroundColor: tokens.colorNeutralBackground3, color: tokens.colorNeutralForeground2 },
  busy: { backgroundColor: tokens.colorBrandBackground2, color: tokens.colorBrandForeground1 },
  title: { margin: 0, fontSize: "20px", lineHeight: "26px", fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0, lineHeight: "20px", color: tokens.colorNeutralForeground2 },
  columns: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) 320px",
    alignItems: "start",
    gap: "16px",
    "@media (min-width: 701px) and (max-width: 999px)": { gridTemplateColumns: "minmax(0, 1fr) 260px" },
    "@media (max-width: 700px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  column: { display: "flex", flexDirection: "column", gap: "16px", minWidth: 0 },
  cardHead: { display: "flex", alignItems: "baseline", justifyContent: "space-between", marginBottom: "12px" },
  cardTitle: { fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold, margin: 0 },
  hint: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground3, margin: "0 0 8px" },
  waits: { listStyleType: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: "12px" },
  wait: { display: "flex", gap: "8px", lineHeight: "20px" },
  waitIcon: { fontSize: "20px", lineHeight: 0, color: tokens.colorNeutralForeground2 },
  small: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground3 },
  problem: { marginBottom: "16px" },
  loading: { height: "100%", overflow: "hidden" }, // there is nothing to scroll to
});

const signs = {
  upToDate: [CheckmarkRegular, "good"],
  working: [ArrowSyncRegular, "busy"],
  paused: [PauseRegular, "calm"],
  waiting: [ClockRegular, "calm"],
  offline: [CloudOffRegular, "warn"],
  signIn: [WarningRegular, "warn"],
  attention: [WarningRegular, "warn"],
  notConnected: [MailInboxRegular, "calm"],
} as const;

/** OverviewRoom says in one sentence how things stand, and below it only what needs the person. */
export default function OverviewRoom() {
  const { t } = useTranslation();
  const styles = useStyles();
  const { overview, done, connect } = useShell();
  const o = overview.value;
  const known = o !== undefined;
  // The page's own word for when it can be used, for whoever measures the start.
  useEffect(() => {
    if (known) performance.mark("usable");
  }, [known]);
  const sync = useAction(async () => {
    await api.SyncNow();
    done(t("overview:syncStarted"));
    overview.reload();
  });
  const again = overview.problem && <AgainButton onClick={overview.reload} busy={overview.loading} />;
  return (
    <Page
      title={t("shell:room.overview")}
      actions={
        o &&
        o.state !== "notConnected" && (
          <Button appearance="subtle" icon={<ArrowSyncRegular />} disabledFocusable={sync.busy} onClick={() => void sync.run()}>
            {t("overview:syncNow")}
          </Button>
        )
      }
    >
      <Problems list={[overview.problem, sync.problem]} className={styles.problem} action={again} />
      {!o && !overview.problem && <Loading />}
      {o?.state === "notConnected" && (
        <Empty
          icon={<MailInboxRegular />}
          title={t("overview:none.title")}
          text={t("overview:none.text")}
          action={
            <Button appearance="primary" onClick={() => connect()}>
              {t("overview:none.connect")}
            </Button>
          }
        />
      )}
      {o && o.state !== "notConnected" && <Standing overview={o} />}
    </Page>
  );
}

function Standing({ overview: o }: { overview: Overview }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const [failures, setFailures] = useState(false);
  const [Sign, tone] = signs[o.state as keyof typeof signs] ?? ([AlertUrgentRegular, "warn"] as const);
  return (
    <>
      <Card label={t("shell:stateOfAll")} className={styles.headline}>
        <span className={mergeClasses(styles.sign, styles[tone])} aria-hidden>
          <Sign />
        </span>
        <div aria-live="polite">
          <h2 className={styles.title}>{o.title}</h2>
          <p className={styles.text}>{o.text}</p>
        </div>
      </Card>
      <div className={styles.columns}>
        <div className={styles.column}>
          {o.needs.length > 0 && (
            <Card>
              <div className={styles.cardHead}>
                <h2 className={styles.cardTitle}>
                  {t("overview:needs")}
                </h2>
              </div>
              <NeedList needs={o.needs} showFailures={() => setFailures(true)} />
            </Card>
          )}
          <Card>
            <div className={styles.cardHead}>
              <h2 className={styles.cardTitle}>
                {t("overview:activity")}
              </h2>
              {o.activity.length > 0 && (
                <Link as="button" onClick={() => go("documents")}>
                  {t("overview:seeAll")}
                </Link>
              )}
            </div>
            {o.activity.length > 0 ? (
              <ActivityList activity={o.activity} showFailures={() => setFailures(true)} />
            ) : (
              <p className={styles.hint}>{t("overview:activityNone")}</p>
            )}
          </Card>
        </div>
        <div className={styles.column}>
          <FiledCard overview={o} />
          {o.waiting.length > 0 && <WaitingCard overview={o} />}
        </div>
      </div>
      {failures && <FailuresDrawer close={() => setFailures(false)} />}
    </>
  );
}

function WaitingCard({ overview: o }: { overview: Overview }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const format = useFormat();
  return (
    <Card>
      <h2 className={styles.cardTitle}>
        {t("overview:waiting")}
      </h2>
      <p className={styles.hint}>{t("overview:waitingHint")}</p>
      <ul className={styles.waits}>
        {o.waiting.map((w, i) => (
          <li key={i} className={styles.wait}>
            <span className={styles.waitIcon} aria-hidden>
              {w.kind === "paused" ? <PauseRegular /> : w.until ? <HourglassRegular /> : <ClockRegular />}
            </span>
            <div>
              <div>{w.reason}</div>
              <div className={styles.small}>
                {[
                  w.mailbox,
                  w.count > 0 ? t("overview:mails", { count: w.count }) : "",
                  w.until ? t("overview:goesOn", { time: format.fresh(w.until) }) : "",
                ]
                  .filter(Boolean)
                  .join(", ")}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Loading shows the shape of what comes. */
function Loading() {
  const { t } = useTranslation();
  const styles = useStyles();
  const lines = (count: number, height: 16 | 20 | 28) =>
    Array.from({ length: count }, (_, i) => <SkeletonItem key={i} size={height} style={{ marginBottom: 16 }} />);
  return (
    <Skeleton aria-label={t("shell:loading")} className={styles.loading}>
      <Card className={styles.headline}>
        <SkeletonItem shape="circle" size={48} />
        <div style={{ flex: 1 }}>
          <SkeletonItem size={24} style={{ width: "40%", marginBottom: 8 }} />
          <SkeletonItem size={16} style={{ width: "60%" }} />
        </div>
      </Card>
      <div className={styles.columns}>
        <Card>{lines(7, 20)}</Card>
        <Card>{lines(4, 28)}</Card>
      </div>
    </Skeleton>
  );
}
