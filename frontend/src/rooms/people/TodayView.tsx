import { Button, makeStyles, mergeClasses, tokens, Tooltip } from "@fluentui/react-components";
import { AddRegular, ArrowClockwiseRegular, ArrowLeftRegular } from "@fluentui/react-icons";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction, useLive } from "../../backend/live";
import type { PeopleAccount, TeamDay, Teammate } from "../../backend/types";
import { Avatar } from "../../components/Avatar";
import { Later } from "../../components/Later";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { Skeleton, SkeletonItem } from "../../components/Skeleton";
import { Spinner } from "../../components/Spinner";
import { useFormat } from "../../i18n/format";
import { Bar, Key } from "./Bar";
import { ChoosePanel } from "./ChoosePanel";
import { SwitchedOff } from "./SwitchedOff";
import { headOf, statusOf, untilOf } from "./status";

const narrow = "@media (max-width: 700px)";

const useStyles = makeStyles({
  problem: { marginBottom: "12px" },
  card: { border: `1px solid ${tokens.colorNeutralStroke2}`, borderRadius: "8px", backgroundColor: tokens.colorNeutralBackground1 },
  head: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "4px 8px", padding: "8px 16px", minHeight: "36px" },
  title: { margin: 0, fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold },
  spring: { flex: "1 1 0" },
  forth: { transform: "scaleX(-1)" },
  read: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  legend: { display: "flex", flexWrap: "wrap", gap: "4px 16px", margin: 0, padding: "0 16px 8px", listStyleType: "none", fontSize: "12px", lineHeight: "16px" },
  item: { display: "flex", alignItems: "center", gap: "6px" },
  list: { listStyleType: "none", margin: 0, padding: 0 },
  row: {
    display: "grid",
    gridTemplateColumns: "minmax(160px, 220px) minmax(130px, 180px) minmax(0, 1fr)",
    alignItems: "center",
    columnGap: "16px",
    padding: "7px 16px",
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    [narrow]: { gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1fr)", rowGap: "6px" },
  },
  axis: { paddingTop: "4px", paddingBottom: "4px", [narrow]: { gridTemplateColumns: "minmax(0, 1fr)" } },
  hours: { position: "relative", height: "16px", gridColumn: "3", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2, [narrow]: { gridColumn: "1" } },
  hour: { position: "absolute", transform: "translateX(-50%)", ":first-child": { transform: "none" } },
  last: { transform: "translateX(-100%)" },
  person: { display: "flex", alignItems: "center", gap: "12px", minWidth: 0 },
  sign: { position: "relative", flexShrink: 0 },
  dot: {
    position: "absolute",
    right: "-1px",
    bottom: "-1px",
    boxSizing: "border-box",
    width: "12px",
    height: "12px",
    borderRadius: "50%",
    border: `2px solid ${tokens.colorNeutralBackground1}`,
    backgroundColor: tokens.colorNeutralForeground4,
    "@media (forced-colors: active)": { display: "none" }, // the words beside it say the same
  },
  free: { backgroundColor: tokens.colorPaletteLightGreenForeground3 },
  busy: { backgroundColor: tokens.colorPaletteRedBackground3 },
  tentative: { backgroundColor: tokens.colorPaletteYellowBackground3 },
  workingElsewhere: { backgroundColor: tokens.colorCompoundBrandBackground },
  oof: { backgroundColor: tokens.colorPaletteBerryBackground3 },
  unknown: {},
  texts: { minWidth: 0 },
  cut: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  name: { fontWeight: tokens.fontWeightSemibold, lineHeight: "20px" },
  state: { lineHeight: "20px" },
  small: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  day: { [narrow]: { gridColumn: "1 / -1" } },
  more: { gridColumn: "1 / -1", marginTop: "8px" },
  privacy: { margin: "12px 0 0", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  invite: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "8px 12px", padding: "12px 16px", borderTop: `1px solid ${tokens.colorNeutralStroke2}`, color: tokens.colorNeutralForeground2 },
});

const dateOf = (date: Date): string =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;

/** Calendars are read so many days ahead. */
const ahead = 13;

const stale = new Set(["presence", "account", "users"]);

/** TodayView shows who is there now, until when, and how the day looks. */
export function TodayView({ accounts }: { accounts: PeopleAccount[] }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const format = useFormat();
  const { app } = useShell();
  const [later, setLater] = useState(0);
  const [choosing, setChoosing] = useState(false);
  const now = useClock();
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + later);
  const date = dateOf(day);
  const live = useLive(useCallback(() => api.TeamDay(date, false), [date]), (event) => stale.has(event.kind));
  const refresh = useAction(async () => {
    await api.TeamDay(date, true);
    live.reload();
  });
  const v = live.value;
  if (v && !v.on) return <SwitchedOff feature="status" accounts={accounts} />;
  const problem = live.problem ?? refresh.problem;
  const title = later === 0 ? t("people:today.title") : later === 1 ? t("people:today.tomorrow") : format.day(date);
  return (
    <>
      {problem && (
        <div className={styles.problem} role="alert">
          <ProblemBox problem={problem} action={<AgainButton onClick={live.reload} busy={live.loading} />} />
        </div>
      )}
      <section className={styles.card} aria-label={t("people:tab.today")}>
        <div className={styles.head}>
          <Step back label={t("people:today.previous")} disabled={later === 0} go={() => setLater(later - 1)} />
          <h2 className={styles.title} aria-live="polite">
            {title}
          </h2>
          <Step label={t("people:today.next")} disabled={later === ahead} go={() => setLater(later + 1)} />
          <span className={styles.spring} />
          {v?.read && <span className={styles.read}>{t("people:today.read", { time: format.fresh(v.read) })}</span>}
          <Tooltip content={t("people:today.refresh")} relationship="label">
            <Button appearance="subtle" size="small" icon={refresh.busy ? <Spinner size="tiny" /> : <ArrowClockwiseRegular />} disabledFocusable={refresh.busy} onClick={() => void refresh.run()} />
          </Tooltip>
          {v?.canAdd && (
            <Button size="small" icon={<AddRegular />} disabled={!app.access.may} onClick={() => setChoosing(true)}>
              {t("people:today.choose")}
            </Button>
          )}
        </div>
        <ul className={styles.legend} aria-label={t("people:today.legend")}>
          {(["busy", "tentative", "workingElsewhere", "oof"] as const).map((status) => (
            <li key={status} className={styles.item}>
              <Key status={status} />
              {t(`people:status.${status}`)}
            </li>
          ))}
          {v?.team.some((p) => p.knowsHours) && (
            <li className={styles.item}>
              <Key status="work" />
              {t("people:works")}
            </li>
          )}
        </ul>
        {v ? (
          <Team day={v} now={now} today={later === 0} />
        ) : (
          !live.problem && (
            <Later>
              <Skeleton aria-label={t("shell:loading")}>
                {[0, 1, 2].map((i) => (
                  <div key={i} className={styles.row}>
                    <SkeletonItem />
                    <SkeletonItem />
                    <SkeletonItem />
                  </div>
                ))}
              </Skeleton>
            </Later>
          )
        )}
        {v?.canAdd && v.team.length < 2 && <div className={styles.invite}>{t("people:today.alone")}</div>}
      </section>
      <p className={styles.privacy}>{t("people:today.privacy")}</p>
      {choosing && v && <ChoosePanel team={v.team} changed={live.reload} close={() => setChoosing(false)} />}
    </>
  );
}

function Step({ label, disabled, go, back = false }: { label: string; disabled: boolean; go: () => void; back?: boolean }) {
  const styles = useStyles();
  return (
    <Tooltip content={label} relationship="label">
      <Button appearance="subtle" size="small" icon={<ArrowLeftRegular {...(back ? {} : { className: styles.forth })} />} disabledFocusable={disabled} onClick={() => !disabled && go()} />
    </Tooltip>
  );
}

/** useClock gives the time, at each full minute. */
function useClock(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = window.setTimeout(() => setNow(new Date()), 60_050 - (now.getTime() % 60_000));
    return () => window.clearTimeout(timer);
  }, [now]);
  return now;
}

function Team({ day, now, today }: { day: TeamDay; now: Date; today: boolean }) {
  const styles = useStyles();
  const format = useFormat();
  const [from, to] = [new Date(day.from), new Date(day.to)];
  const hours: Date[] = [];
  for (const hour = new Date(from); hour <= to; hour.setHours(hour.getHours() + 2)) hours.push(new Date(hour));
  const length = to.getTime() - from.getTime();
  return (
    <>
      <div className={mergeClasses(styles.row, styles.axis)} aria-hidden>
        <div className={styles.hours}>
          {hours.map((hour) => (
            <span key={hour.getTime()} className={mergeClasses(styles.hour, hour.getTime() === to.getTime() && styles.last)} style={{ left: `${(100 * (hour.getTime() - from.getTime())) / length}%` }}>
              {format.clock(hour)}
            </span>
          ))}
        </div>
      </div>
      <ul className={styles.list}>
        {day.team.map((person) => (
          <Person key={person.address} person={person} from={from} to={to} now={now} today={today} />
        ))}
      </ul>
    </>
  );
}

function Person({ person, from, to, now, today }: { person: Teammate; from: Date; to: Date; now: Date; today: boolean }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const format = useFormat();
  const status = statusOf(person.status);
  const name = person.name || person.address;
  const away = status === "free" && person.afterHours;
  return (
    <li className={styles.row}>
      <div className={styles.person}>
        <span className={styles.sign} aria-hidden>
          <Avatar name={name} id={person.address} />
          <span className={mergeClasses(styles.dot, styles[away ? "unknown" : status])} />
        </span>
        <div className={styles.texts}>
          <div className={mergeClasses(styles.name, styles.cut)} title={name}>
            {name}
          </div>
          <div className={mergeClasses(styles.small, styles.cut)} title={person.address}>
            {person.own ? t("people:today.you") : person.name ? person.address : ""}
          </div>
        </div>
      </div>
      <div className={styles.texts}>
        <div className={styles.state}>{headOf(t, person)}</div>
        <div className={styles.small}>{untilOf(t, format, person, now)}</div>
      </div>
      <div className={styles.day}>
        <Bar spans={person.spans} hours={person.knowsHours ? (person.hours ?? []) : undefined} from={from} to={to} now={today ? now : undefined} />
      </div>
      {person.problem && (
        <div className={styles.more}>
          <ProblemBox problem={person.problem} intent="warning" />
        </div>
      )}
    </li>
  );
}
