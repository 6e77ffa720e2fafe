import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import type { StatusSpan, TimeSpan } from "../../backend/types";
import { useFormat } from "../../i18n/format";
import { type Status, statusOf } from "./status";

const stripes = (line: string, ground: string) => `repeating-linear-gradient(135deg, ${line} 0 4px, ${ground} 4px 8px)`;
const dots = (dot: string) => `radial-gradient(circle at 3px 3px, ${dot} 1.4px, transparent 1.6px)`;
const lines = (line: string, ground: string) => `repeating-linear-gradient(0deg, ${line} 0 2px, ${ground} 2px 6px)`;
const contrast = "@media (forced-colors: active)";

const useStyles = makeStyles({
  bar: {
    position: "relative",
    height: "18px",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    overflow: "hidden",
    [contrast]: { outline: "1px solid CanvasText" },
  },
  // What lies outside of working hours is darker than what lies within.
  off: { backgroundColor: tokens.colorNeutralBackground5, outline: `1px solid ${tokens.colorNeutralStroke2}` },
  work: { backgroundColor: tokens.colorNeutralBackground1, [contrast]: { border: 0, borderBottom: "3px solid CanvasText" } },
  unknown: { backgroundImage: dots(tokens.colorNeutralStroke1), backgroundSize: "10px 10px" },
  span: { position: "absolute", top: 0, bottom: 0, boxSizing: "border-box", [contrast]: { forcedColorAdjust: "none", border: "1px solid CanvasText" } },
  key: { position: "relative", width: "14px", height: "14px", borderRadius: "3px", flexShrink: 0 },
  framed: { boxShadow: `inset 0 0 0 1px ${tokens.colorNeutralStroke1}` }, // what lies on the same ground is seen all the same
  // Each differs in its pattern, too: seen without colours, and in high contrast.
  busy: { backgroundColor: tokens.colorCompoundBrandBackground, [contrast]: { backgroundColor: "CanvasText" } },
  tentative: {
    backgroundImage: stripes(tokens.colorCompoundBrandBackground, tokens.colorBrandBackground2),
    [contrast]: { backgroundImage: stripes("CanvasText", "Canvas") },
  },
  workingElsewhere: {
    backgroundColor: tokens.colorBrandBackground2,
    backgroundImage: dots(tokens.colorCompoundBrandBackground),
    backgroundSize: "6px 6px",
    boxShadow: `inset 0 0 0 1px ${tokens.colorBrandStroke2}`,
    [contrast]: { backgroundColor: "Canvas", backgroundImage: dots("CanvasText"), boxShadow: "none" },
  },
  oof: {
    backgroundImage: lines(tokens.colorPaletteBerryBorderActive, tokens.colorPaletteBerryBackground2),
    [contrast]: { backgroundImage: lines("CanvasText", "Canvas") },
  },
  now: {
    position: "absolute",
    top: 0,
    bottom: 0,
    width: "2px",
    marginLeft: "-1px",
    backgroundColor: tokens.colorStatusDangerForeground1,
    boxShadow: `0 0 0 1px ${tokens.colorNeutralBackground1}`,
    [contrast]: { forcedColorAdjust: "none", backgroundColor: "Highlight", width: "3px" },
  },
});

/** Key is how a status looks in a bar. */
export function Key({ status }: { status: Exclude<Status, "free" | "unknown"> | "work" }) {
  const styles = useStyles();
  return <span aria-hidden className={mergeClasses(styles.span, styles.key, styles[status], status === "work" && styles.framed)} />;
}

interface Props {
  spans: StatusSpan[];
  /** When they work; undefined where nobody knows. */
  hours: TimeSpan[] | undefined;
  from: Date;
  to: Date;
  /** Where the day is; undefined on another day. */
  now: Date | undefined;
}

/** Bar is somebody's day: when they are busy, tentative, elsewhere or away. It says so in words, too. */
export function Bar({ spans, hours, from, to, now }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  const format = useFormat();
  const length = to.getTime() - from.getTime();
  const at = (time: Date): number => (100 * (time.getTime() - from.getTime())) / length;
  const shown = spans.filter((s) => s.status !== "free");
  const said = (s: StatusSpan): string => t("people:span", { from: format.clock(s.from), to: format.clock(s.to), status: t(`people:status.${statusOf(s.status)}`) });
  const place = (s: TimeSpan) => ({ left: `${at(new Date(s.from))}%`, width: `${at(new Date(s.to)) - at(new Date(s.from))}%` });
  const works = (hours ?? []).map((s) => t("people:span", { from: format.clock(s.from), to: format.clock(s.to), status: t("people:works") }));
  const day = spans.length === 0 ? t("people:status.unknown") : shown.map(said).join("; ") || t("people:freeAll");
  return (
    <div className={mergeClasses(styles.bar, hours && styles.off, spans.length === 0 && styles.unknown)} role="img" aria-label={[...works, day].join("; ")}>
      {hours?.map((s, i) => (
        <span key={s.from} title={works[i]} className={mergeClasses(styles.span, styles.work)} style={place(s)} />
      ))}
      {shown.map((s) => {
        const status = statusOf(s.status);
        return (
          <span
            key={s.from}
            title={said(s)}
            className={mergeClasses(styles.span, status !== "free" && styles[status])}
            style={place(s)}
          />
        );
      })}
      {now && now >= from && now <= to && <span className={styles.now} style={{ left: `${at(now)}%` }} />}
    </div>
  );
}
